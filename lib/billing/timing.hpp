#pragma once
#include "billing/attempt.hpp"
#include "billing/charge.hpp"

#include <optional>

namespace maedal::billing {

/// The distances that every sending keeps. Wall-clock seconds.
struct Timing {
    /// Nothing is sent nearer than this to its execution: a request that takes its whole deadline
    /// must still arrive before it.
    Seconds send_margin{35};
    /// Where a charge that can no longer be collected at its due moment is put.
    Seconds near_lead{60};
    /// So long before an execution nothing is replaced any more: the old one runs.
    Seconds replace_margin{600};
    /// Between two charges of one subscription that are collected late.
    Seconds catch_up_spacing{3600};
    /// How long a doubt waits for evidence after its execution.
    Seconds doubt_window{48 * 3600};
    /// How long after the execution of a try that was turned away the next one waits: few are, and
    /// a gateway that is late is late by hours.
    Seconds turned_away_wait{24 * 3600};
};

/// When a reservation is placed: `lead` before its execution, spread by its order id over the first
/// quarter of the lead, at most six hours, so that the first of the month is boring.
[[nodiscard]] Instant place_at(Instant execute_at, Seconds lead, const OrderId& id);

struct Execution {
    Instant at;
    bool late;  ///< the wanted moment could no longer be met
};
/// The wanted moment if it can still be met at `now`, else one near enough and far enough.
[[nodiscard]] Execution execution(Instant wanted, Instant now, const Timing& timing);

/// An immediate payment is executed by being sent: now.
[[nodiscard]] Execution immediate_execution(Instant wanted, Instant now, const Timing& timing);

/// The next look at a reservation: right after its execution, then with gaps that grow from ten
/// seconds to six hours.
[[nodiscard]] Instant next_look_at_reserved(Instant execute_at, int looks, Instant now);
/// The next look for a doubt: 1 and 10 minutes, 1, 6 and 24 hours after its execution, and last at
/// the end of its window.
[[nodiscard]] Instant next_look_at_doubt(
    Instant execute_at, int looks, Instant now, const Timing& timing
);
/// The gap before something that did not work is asked for again: 5 s doubling to `longest`.
[[nodiscard]] Seconds retry_gap(int tries, Seconds longest = Seconds{600});

}  // namespace maedal::billing
