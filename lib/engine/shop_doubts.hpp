#pragma once
#include "engine/queries.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace maedal::engine {

/// A write at the gateway's shop, or the confirm of an order, whose outcome is not known; or money
/// that came for an order or a link and settles nothing.
struct ShopDoubt {
    std::string kind;  ///< "order", "payment_link", "hosted_subscription" or "receipt"
    std::string id;    ///< order id, hosted subscription's id or receipt id
    std::string state;
    billing::Won amount;
    std::optional<billing::CustomerId> customer;
    std::string known;       ///< what was sent, when, and what came back
    std::string settled_by;  ///< the evidence that would settle it, or what a person may do
    std::optional<Instant> next_look_at;
    bool needs_person;  ///< nothing is looked up by itself any more
};

/// All of them, at most `limit`: those that need a person first. A link that collects a charge is
/// not among them: its attempt is, see doubts().
[[nodiscard]] std::vector<ShopDoubt> shop_doubts(Reads& reads, std::size_t limit);

/// "; link of 2028-01-01T00:00:00Z had no clear answer: timeout" for every call that did not end
/// well, and that this ledger has sent.
[[nodiscard]] std::string what_came_back(const std::vector<GatewayCall>& calls);
/// "; looked up 3 times since, nothing proven", or nothing.
[[nodiscard]] std::string looked_up_so_often(int looks);

}  // namespace maedal::engine
