#pragma once
#include "base/task.hpp"
#include "engine/events.hpp"
#include "ports/commerce.hpp"
#include "ports/gateway.hpp"

namespace maedal::engine {

/// Whether a write goes to the shop's host rather than to the payment gateway's.
[[nodiscard]] bool goes_to_shop(const Write& write);
[[nodiscard]] bool asks_shop(const Look& look);

/// Sends one committed intent to the shop, once, and brings the answer back as an event.
/// `commerce` may be null: then nothing is sent.
Task<Event> send_to_shop(ports::Commerce* commerce, Write write);
/// A link is looked at in the shop, and its receipts at the payment gateway.
Task<Event> look_at_shop(ports::Commerce* commerce, ports::Gateway& gateway, Look look);

/// Whether a command needs a place for a write at the gateway, or at its shop.
[[nodiscard]] bool writes_to_gateway(const Command& command);
[[nodiscard]] bool writes_to_shop(const Command& command);
/// How many of the orders among the events do.
[[nodiscard]] int orders_that(const std::vector<Event>& events, bool (*writes)(const Command&));

}  // namespace maedal::engine
