#pragma once
#include "ports/ledger.hpp"
#include "sqlite/query.hpp"

namespace maedal::sqlite {

/// Gives it its number. False, and nothing is written, when one with its digest is there already.
[[nodiscard]] bool add_notice(Connection& connection, ports::Notice& row);
/// Its looks and its next look; throws when the row is not there.
void store_notice(Connection& connection, const ports::Notice& row);

[[nodiscard]] std::optional<ports::Notice> find_notice(Connection& connection, std::int64_t number);
[[nodiscard]] std::vector<ports::Notice> notices_due(
    Connection& connection, Instant now, int limit
);
/// Takes out at most `limit` that came before `before` and wait for nothing; gives how many.
int forget_notices(Connection& connection, Instant before, int limit);

}  // namespace maedal::sqlite
