#pragma once
#include "ports/checks.hpp"
#include "sqlite/connection.hpp"

#include <vector>

namespace maedal::sqlite {

/// Tables, indexes, triggers and legal edges that are not the ones this binary makes: a guard that
/// was taken away guards nothing. At most `limit`.
[[nodiscard]] std::vector<ports::Violation> schema_faults(Connection& connection, int limit);

}  // namespace maedal::sqlite
