#pragma once
#include "ports/ledger.hpp"
#include "sqlite/connection.hpp"

namespace maedal::sqlite {

struct Writer;

void put_hosted(Writer& writer, billing::HostedSubscription& row, const ports::Cause& cause);

[[nodiscard]] std::optional<billing::HostedSubscription> find_hosted(
    Connection& connection, const billing::HostedId& id
);
/// Whose wish is in doubt, by id.
[[nodiscard]] std::vector<billing::HostedSubscription> hosted_doubts(
    Connection& connection, int limit
);
[[nodiscard]] std::vector<billing::HostedSubscription> hosted_due(
    Connection& connection, Instant now, int limit
);

}  // namespace maedal::sqlite
