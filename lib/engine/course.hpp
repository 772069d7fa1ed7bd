#pragma once
#include "engine/papers.hpp"

#include <functional>
#include <optional>
#include <string>

/// The course of a subscription: its charges are made and closed, its status follows the facts.
namespace maedal::engine {

/// Makes the charges that are due to exist.
void make_charges(Papers& papers, billing::Subscription& subscription);

/// Whether no end that time brings may come to the subscription now: one of its charges is in
/// doubt, or a breaker stands.
[[nodiscard]] bool ends_stand_still(Papers& papers, const billing::SubscriptionId& id);

/// Closes the charges that are still to be collected and for which `becomes` names an end, and
/// takes their attempts back. A payment that comes all the same is booked when it shows itself.
void close_charges(
    Papers& papers,
    const billing::SubscriptionId& id,
    const std::function<std::optional<billing::ChargeState>(const billing::Charge&)>& becomes
);

/// Gives up what is past due of a subscription that is over, or waits for another key, which nobody
/// can name any more; what is in doubt, or has no answer yet, goes on.
void give_up_past_due(Papers& papers, const billing::SubscriptionId& id);

/// Ends the subscription as of `at` with the reason "requested" or "dunning".
void cancel_subscription(
    Papers& papers, billing::Subscription& subscription, Instant at, const std::string& reason
);

/// Brings status and timer of the subscription in line with the facts, and stores it. When that
/// finds it over, what is past due is given up.
void refresh(Papers& papers, billing::Subscription& subscription, std::string event);
void refresh(Papers& papers, const billing::SubscriptionId& id, std::string event);

}  // namespace maedal::engine
