#pragma once
#include "sqlite/connection.hpp"
#include "sqlite/vault.hpp"

#include <memory>
#include <string>

namespace maedal::sqlite {

/// In the header of every ledger, so that `file` and we know it from other SQLite files: "mdal".
inline constexpr int application_id = 0x6d64616c;

struct Identity {
    std::string installation;  ///< for a new ledger, or to be compared; may be empty
    std::string key_check;     ///< of the ledger key
};

/// Opens a checked file for writing: a ledger of ours, whole by quick_check, brought to this
/// binary's schema, each migration in a transaction of its own. Throws ports::LedgerOfOthers for
/// another program's file, another installation and a wrong key, else ports::LedgerFailure: one
/// made by a newer maedal, a damaged one.
[[nodiscard]] std::unique_ptr<Connection> open_for_writing(
    const std::string& path, const std::string& vfs, const Identity& identity
);

/// Opens a checked file for reading only; it must be at this binary's schema.
[[nodiscard]] std::unique_ptr<Connection> open_for_reading(
    const std::string& path, const std::string& vfs
);

/// Opens a copy, at this binary's schema and whole by quick_check, to be changed by someone who is
/// not its daemon. Throws ports::LedgerFailure.
[[nodiscard]] std::unique_ptr<Connection> open_copy(
    const std::string& path, const std::string& vfs
);

}  // namespace maedal::sqlite
