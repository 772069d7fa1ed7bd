#pragma once
#include "ports/ledger.hpp"
#include "sqlite/query.hpp"

namespace maedal::sqlite {

/// A second answer for a key is refused.
void add_kept_answer(Connection& connection, const ports::KeptAnswer& row);
[[nodiscard]] std::optional<ports::KeptAnswer> find_kept_answer(
    Connection& connection, const std::string& key
);
/// Takes out at most `limit` that were given before `before`; gives how many.
int forget_kept_answers(Connection& connection, Instant before, int limit);

}  // namespace maedal::sqlite
