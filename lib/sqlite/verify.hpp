#pragma once
#include "ports/checks.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/vault.hpp"

#include <string>
#include <vector>

namespace maedal::sqlite {

// What ports::LedgerReads says of violations, parts_to_verify and verify_part. Without a vault the
// sealed keys are left out.

[[nodiscard]] std::vector<ports::Violation> all_violations(
    Connection& connection, const ports::Yardstick& yardstick, int limit
);
[[nodiscard]] std::vector<std::string> names_of_parts(const Vault* vault);
[[nodiscard]] ports::VerifiedPart verified_part(
    Connection& connection,
    const Vault* vault,
    const std::string& name,
    const ports::Yardstick& yardstick,
    int limit
);

}  // namespace maedal::sqlite
