#pragma once
#include "base/error.hpp"
#include "ports/checks.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/vault.hpp"

#include <memory>
#include <string>

namespace maedal::sqlite {

/// What ports::LedgerReads says of back_up.
[[nodiscard]] Result<ports::BackupDone> back_up_to(
    Connection& source,
    const std::shared_ptr<const Vault>& vault,
    const std::string& path,
    const ports::Yardstick& yardstick
);

}  // namespace maedal::sqlite
