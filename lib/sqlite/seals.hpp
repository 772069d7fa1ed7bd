#pragma once
#include "ports/checks.hpp"
#include "sqlite/connection.hpp"

#include <vector>

namespace maedal::sqlite {

/// Rows that do not stand in the journal carry a seal: a hash over their values, so that a bit that
/// fell over is seen. It is made by the SQL function seal_of(table, values...), 63 bits of BLAKE2b
/// over each value with its type and length. It keeps no one out who can write to the file.
void learn_to_seal(sqlite3* handle);

/// Rows whose seal does not fit, at most `limit`.
[[nodiscard]] std::vector<ports::Violation> broken_seals(Connection& connection, int limit);

}  // namespace maedal::sqlite
