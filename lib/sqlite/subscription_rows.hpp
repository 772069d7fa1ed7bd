#pragma once
#include "ports/ledger.hpp"
#include "sqlite/row_writer.hpp"

namespace maedal::sqlite {

void add_subscription(Writer& writer, billing::Subscription& row, const ports::Cause& cause);
void store_subscription(Writer& writer, billing::Subscription& row, const ports::Cause& cause);

[[nodiscard]] std::optional<billing::Subscription> find_subscription(
    Connection& connection, const billing::SubscriptionId& id
);
/// By id.
[[nodiscard]] std::vector<billing::Subscription> subscription_page(
    Connection& connection, const ports::SubscriptionFilter& filter, const ports::Page& page
);
/// Those that are not over and live on this key, by id.
[[nodiscard]] std::vector<billing::Subscription> subscriptions_on_key(
    Connection& connection, const billing::BillingKeyId& key
);
[[nodiscard]] std::vector<billing::Subscription> subscriptions_due(
    Connection& connection, Instant now, int limit
);

}  // namespace maedal::sqlite
