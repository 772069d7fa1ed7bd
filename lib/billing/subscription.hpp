#pragma once
#include "billing/calendar.hpp"
#include "billing/ids.hpp"
#include "billing/names.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace maedal::billing {

enum class SubscriptionStatus {
    scheduled,  ///< not begun
    trialing,
    active,
    past_due,   ///< a charge was declined, or has no key to be tried on
    paused,     ///< nothing is owed until it is resumed
    canceling,  ///< paid up to cancel_at, nothing after it
    canceled,   ///< by request or by the dunning policy; for ever
    ended,      ///< after its last period; for ever
};
inline constexpr Names subscription_status_names{
    std::to_array<std::pair<SubscriptionStatus, std::string_view>>({
        {SubscriptionStatus::scheduled, "scheduled"},
        {SubscriptionStatus::trialing, "trialing"},
        {SubscriptionStatus::active, "active"},
        {SubscriptionStatus::past_due, "past_due"},
        {SubscriptionStatus::paused, "paused"},
        {SubscriptionStatus::canceling, "canceling"},
        {SubscriptionStatus::canceled, "canceled"},
        {SubscriptionStatus::ended, "ended"},
    })};

[[nodiscard]] constexpr bool terminal(SubscriptionStatus status) {
    return status == SubscriptionStatus::canceled || status == SubscriptionStatus::ended;
}

/// A customer's standing order for a plan.
struct Subscription {
    SubscriptionId id;
    CustomerId customer;
    PlanVersionNumber plan;
    std::optional<BillingKeyId> billing_key;  ///< empty: collected by payment links
    Anchor anchor;      ///< where period 0 begins; the end of the trial if there is one
    Instant starts_at;  ///< where the trial begins; without a trial the moment of the anchor
    Instant anchor_at;  ///< the anchor as an instant
    Instant created_at;
    std::int64_t periods_made = 0;  ///< charges exist for the periods 0 to periods_made - 1

    std::optional<Instant> cancel_at;  ///< nothing that falls due at or after it is owed
    std::string cancel_reason;         ///< "requested" or "dunning"; empty while cancel_at is
    std::optional<Instant> paused_at;
    std::optional<Instant> past_due_until;  ///< the dunning policy cancels then

    SubscriptionStatus status = SubscriptionStatus::scheduled;  ///< derived; kept for paging
    std::optional<Instant>
        next_step_at;          ///< when time alone changes something; empty once terminal
    std::int64_t version = 0;  ///< of the row, rises by one with each change
};

/// The status that the facts give at `now`. `past_due` says whether one of its charges is;
/// `ends_at` is the end of its last period when it has one.
[[nodiscard]] SubscriptionStatus derived_status(
    const Subscription& facts, bool past_due, std::optional<Instant> ends_at, Instant now
);

}  // namespace maedal::billing
