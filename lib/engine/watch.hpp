#pragma once
#include "billing/clock_watch.hpp"
#include "engine/papers.hpp"

namespace maedal::engine {

/// Looks at clocks, disk and the breakers that stand, before a turn decides anything, and trips or
/// releases what follows from them.
void look_around(Papers& papers, const TurnInput& input);

/// Stops what it concerns; one that is tripped already keeps its first reason.
void trip(
    Papers& papers,
    billing::BreakerKind kind,
    const std::optional<billing::SubscriptionId>& concerns,
    std::string why
);
/// Nothing happens when it is not tripped.
void release(Papers& papers, const std::string& name, const std::string& by);

/// Trips what has to stop because of it: its subscription, or the house.
void stop_for(Papers& papers, const ports::Violation& violation);
/// What stops the house when a check finds more than is stopped one by one.
[[nodiscard]] ports::Violation more_than_named(const std::string& invariant);
[[nodiscard]] bool stopped_for(const Papers& papers, const ports::Violation& violation);

/// A write was answered, and what that says about the gateway and our keys.
void write_answered(Papers& papers, bool clear, bool unauthorized, bool doubt);

/// A payment came that nobody asked for. The second within a day trips the breaker: of the
/// subscription if both were paid for it, of the house if not.
void surplus_came(
    Papers& papers, const billing::SubscriptionId& paid_for, const billing::ReceiptId& receipt
);

/// Counts a send; far more than ever in an hour trips `velocity`.
void write_sent(Papers& papers);

/// A person finds it right: twice as many are allowed within this hour.
void allow_more_sends(Papers& papers);

/// Whether anything may be sent now: not while a breaker of the house stands, and one at a time
/// while it is being tried out whether the gateway answers again.
[[nodiscard]] bool may_send(const Papers& papers);
/// The moment at which sending is tried again by itself; empty when it is not stopped, or when a
/// person has to release it.
[[nodiscard]] std::optional<Instant> tries_again_at(const Papers& papers);

/// Why what hangs on the hour cannot be asked for now; empty while the clock is trusted.
[[nodiscard]] std::optional<Error> clock_distrusted(const Papers& papers);

}  // namespace maedal::engine
