#include "billing/planner.hpp"

#include "base/contract.hpp"

#include <algorithm>

namespace maedal::billing {
namespace {

Instant start_of(
    const Subscription& subscription, const Plan& plan, const Zone& zone, std::int64_t number
) {
    return period_start(subscription.anchor.local, plan.interval, number, zone);
}

/// Whether the subscription still gets a period that begins at `start`.
bool owed(const Subscription& subscription, const Plan& plan, std::int64_t number, Instant start) {
    if (terminal(subscription.status) || subscription.paused_at) return false;
    if (plan.periods > 0 && number >= plan.periods) return false;
    return !subscription.cancel_at || start < *subscription.cancel_at;
}

/// Late charges one after the other: never a burst on one customer, never a silent skip.
void space_out(std::vector<Period>& periods, const Timing& timing, Instant now) {
    const bool overdue = !periods.empty() && periods.front().start + timing.catch_up_spacing <= now;
    if (!overdue) return;
    Instant at = now + timing.near_lead;
    for (auto& period : periods) {
        if (period.collect_at >= at) break;
        period.collect_at = at;
        at += timing.catch_up_spacing;
    }
}

}  // namespace

std::vector<Period> periods_to_make(
    const Subscription& subscription,
    const Plan& plan,
    const Zone& zone,
    const Timing& timing,
    Instant now,
    int limit
) {
    MAEDAL_EXPECTS(plan.reserve_ahead >= 1 && plan.reserve_ahead <= Plan::reserve_ahead_max);
    std::vector<Period> periods;
    // Coming periods that have their charge already are counted back from the last one made.
    int coming = 0;
    for (auto n = subscription.periods_made - 1; n >= 0 && coming < plan.reserve_ahead; --n) {
        if (start_of(subscription, plan, zone, n) <= now) break;
        ++coming;
    }
    for (auto n = subscription.periods_made; std::ssize(periods) < limit; ++n) {
        const Instant start = start_of(subscription, plan, zone, n);
        if (!owed(subscription, plan, n, start)) break;
        if (start > now && ++coming > plan.reserve_ahead) break;
        const Instant end = start_of(subscription, plan, zone, n + 1);
        const bool next_has_begun = end <= now && owed(subscription, plan, n + 1, end);
        periods.push_back(
            {.number = n,
             .start = start,
             .end = end,
             // The period that runs now is billed; the ones before it are forgiven.
             .waived = plan.catch_up == CatchUp::bill_latest && next_has_begun,
             .collect_at = start}
        );
    }
    if (plan.catch_up == CatchUp::bill_each) space_out(periods, timing, now);
    return periods;
}

Instant charge_made_at(
    const Subscription& subscription, const Plan& plan, const Zone& zone, std::int64_t period
) {
    if (period < plan.reserve_ahead) return subscription.created_at;
    const Instant begun = start_of(subscription, plan, zone, period - plan.reserve_ahead);
    return std::max(begun, subscription.created_at);
}

std::optional<Instant> ends_at(
    const Subscription& subscription, const Plan& plan, const Zone& zone
) {
    if (plan.periods == 0 || subscription.periods_made < plan.periods) return std::nullopt;
    return start_of(subscription, plan, zone, plan.periods);
}

std::optional<Instant> next_step_at(
    const Subscription& subscription, const Plan& plan, const Zone& zone, Instant now
) {
    if (terminal(subscription.status)) return std::nullopt;
    std::optional<Instant> next;
    const auto consider = [&](std::optional<Instant> at) {
        if (at && *at > now && (!next || *at < *next)) next = at;
    };
    consider(subscription.starts_at);
    consider(subscription.anchor_at);
    consider(subscription.cancel_at);
    consider(ends_at(subscription, plan, zone));
    // The rest is done at its moment and not by it: while it waits it stays due, however late, or
    // whatever else happens in that moment would put it off for ever.
    const auto wait_for = [&](Instant at) {
        if (!next || at < *next) next = at;
    };
    if (subscription.past_due_until && !subscription.cancel_at)
        wait_for(*subscription.past_due_until);
    // The next charge is made when one of the coming periods begins.
    const auto made = subscription.periods_made;
    if (owed(subscription, plan, made, start_of(subscription, plan, zone, made)))
        wait_for(
            made < plan.reserve_ahead
                ? now
                : start_of(subscription, plan, zone, made - plan.reserve_ahead)
        );
    return next;
}

Instant period_end_at(
    const Subscription& subscription, const Plan& plan, const Zone& zone, Instant now
) {
    for (auto n = subscription.periods_made; n > 0; --n)
        if (start_of(subscription, plan, zone, n - 1) <= now)
            return start_of(subscription, plan, zone, n);
    return subscription.anchor_at;
}

}  // namespace maedal::billing
