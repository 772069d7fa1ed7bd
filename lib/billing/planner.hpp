#pragma once
#include "billing/charge.hpp"
#include "billing/plan.hpp"
#include "billing/subscription.hpp"
#include "billing/timing.hpp"

#include <optional>
#include <vector>

namespace maedal::billing {

struct Period {
    std::int64_t number;
    Instant start;       ///< and due moment
    Instant end;         ///< not part of the period
    bool waived;         ///< the catch-up rule forgives it
    Instant collect_at;  ///< the due moment, or later where the catch-up rule spaces
};

/// The periods for which charges are to be made at `now`: those that have begun, and as many coming
/// ones as the plan reserves ahead, at least one, so that a charge exists before it falls due. At
/// most `limit`; asking again after they were made gives the rest, then none.
[[nodiscard]] std::vector<Period> periods_to_make(
    const Subscription& subscription,
    const Plan& plan,
    const Zone& zone,
    const Timing& timing,
    Instant now,
    int limit
);

/// From when on the charge of a period exists: since the first of the periods before it that are
/// collected ahead has begun, and never before its subscription.
[[nodiscard]] Instant charge_made_at(
    const Subscription& subscription, const Plan& plan, const Zone& zone, std::int64_t period
);

/// The end of the last period of a plan with a fixed number of them; empty while one of them has no
/// charge yet.
[[nodiscard]] std::optional<Instant> ends_at(
    const Subscription& subscription, const Plan& plan, const Zone& zone
);

/// When time alone next changes something about the subscription; empty when nothing will. Not
/// after `now` while periods_to_make has something to give, or an end of dunning is overdue.
[[nodiscard]] std::optional<Instant> next_step_at(
    const Subscription& subscription, const Plan& plan, const Zone& zone, Instant now
);

/// Where the paid time ends if no further period is charged: the end of the running period, or the
/// anchor when none has begun.
[[nodiscard]] Instant period_end_at(
    const Subscription& subscription, const Plan& plan, const Zone& zone, Instant now
);

}  // namespace maedal::billing
