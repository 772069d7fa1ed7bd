#include "sqlite/reads.hpp"

#include "sqlite/ledger_file.hpp"

namespace maedal::sqlite {

std::unique_ptr<SqliteReads> SqliteReads::open(const std::string& path) {
    check_file(path);
    return std::unique_ptr<SqliteReads>{new SqliteReads{open_for_reading(path, {})}};
}

}  // namespace maedal::sqlite
