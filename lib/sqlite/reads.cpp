#include "sqlite/reads.hpp"

#include "sqlite/file_mode.hpp"
#include "sqlite/invariants/check.hpp"
#include "sqlite/ledger_file.hpp"

namespace maedal::sqlite {

std::unique_ptr<SqliteReads> SqliteReads::open(
    const std::string& path, std::shared_ptr<const Vault> vault
) {
    check_file(path);
    auto connection = open_for_reading(path, {});
    learn_to_check(*connection);
    return std::unique_ptr<SqliteReads>{new SqliteReads{std::move(connection), std::move(vault)}};
}

}  // namespace maedal::sqlite
