#include "billing/subscription.hpp"

namespace maedal::billing {

SubscriptionStatus derived_status(
    const Subscription& facts, bool past_due, std::optional<Instant> ends_at, Instant now
) {
    using Status = SubscriptionStatus;
    // Terminal ones absorb: once stored they are not asked again.
    if (terminal(facts.status)) return facts.status;
    if (facts.cancel_at && *facts.cancel_at <= now) return Status::canceled;
    if (facts.paused_at) return Status::paused;
    if (facts.cancel_at) return Status::canceling;
    if (past_due) return Status::past_due;
    if (ends_at && *ends_at <= now) return Status::ended;
    if (now < facts.starts_at) return Status::scheduled;
    if (now < facts.anchor_at) return Status::trialing;
    return Status::active;
}

}  // namespace maedal::billing
