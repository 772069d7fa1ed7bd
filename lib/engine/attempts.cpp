#include "engine/attempts.hpp"

#include "base/contract.hpp"
#include "billing/planner.hpp"
#include "engine/calls.hpp"
#include "engine/evidence.hpp"

#include <algorithm>

namespace maedal::engine {
namespace {

using namespace billing;

/// One slot is free: the attempt that has waited for it and is due first goes out.
void wake_next_in_line(Papers& papers, const BillingKeyId& key) {
    for (auto& waiting : papers.ledger.waiting_for_slot(key, 1)) {
        waiting.next_look_at = papers.now;
        papers.ledger.store(waiting, papers.cause("attempt.slot_free"));
    }
}

bool check_earlier(Papers& papers, const ChargeFile& file) {
    const bool sent_before = std::ranges::any_of(file.attempts, [](const Attempt& attempt) {
        return attempt.sent_at.has_value();
    });
    return sent_before || disarmed(papers) || armed_lately(papers).has_value();
}

/// A second try needs no long lead: the shorter it stands, the shorter a doubt can be.
Seconds lead_of(const Plan& plan, int number) {
    constexpr Seconds retry_lead_max{6 * 3'600};
    return number == 1 ? plan.reserve_lead : std::min(plan.reserve_lead, retry_lead_max);
}

/// The time in which a ledger that went on from our backup may have sent something.
struct OtherLedger {
    Instant from;   ///< it was copied then, or later
    Instant until;  ///< since then, at the latest, it is gone
};
std::optional<OtherLedger> other_ledger(Papers& papers) {
    const auto breaker = papers.ledger.breaker(breaker_name(BreakerKind::disarmed, std::nullopt));
    if (!breaker) return std::nullopt;
    if (breaker->tripped) return OtherLedger{breaker->tripped_at, papers.now};
    const auto armed = armed_lately(papers);
    if (!armed) return std::nullopt;
    return OtherLedger{breaker->tripped_at, *armed};
}

/// When a ledger that has gone on since `from` has placed it, at the earliest: in time, also what
/// this one makes up for later.
Instant placed_elsewhere_at(
    Papers& papers, const ChargeFile& file, const Attempt& planned, Instant from
) {
    const bool first = planned.number == 1;
    Instant wanted = planned.execute_at;
    if (first) wanted = std::min(wanted, std::max(file.charge.due_at(), from));
    const bool at_once = !planned.billing_key || planned.method == AttemptMethod::immediate;
    const Instant placed =
        at_once ? wanted : place_at(wanted, lead_of(file.plan, planned.number), planned.order_id);
    if (!first) return placed;
    const auto* zone = papers.rules.zone(file.subscription.anchor.zone);
    MAEDAL_EXPECTS(zone);
    return std::max(
        placed, charge_made_at(file.subscription, file.plan, *zone, file.charge.period)
    );
}

/// Whether this ledger has taken the reservation back itself: it stood until then.
bool revoked_here(Papers& papers, const Attempt& attempt, Instant armed) {
    const auto calls = papers.ledger.calls_of(attempt.order_id.text());
    return std::ranges::any_of(calls, [&](const ports::GatewayCall& call) {
        return call.kind == call_kind::revoke && call.intent_at > armed && call.outcome == "done";
    });
}

/// Whether the try before this one ended in the other ledger: that may have seen it declined, or
/// have taken it back for a new card, and have placed the next, which nobody sees before it is
/// executed.
bool ended_elsewhere(
    Papers& papers, const OtherLedger& other, const Charge& charge, const Attempt& last
) {
    if (charge.due_at() <= other.until) return true;
    return last.state == AttemptState::revoked && !revoked_here(papers, last, other.until);
}

/// What the other ledger may have sent is not sent: from now on, or from the arming on.
void leave_to_evidence(Papers& papers, const ChargeFile& file, Attempt& planned) {
    if (!sent_elsewhere(papers, file, planned)) return;
    if (disarmed(papers)) {
        planned.code = presumed_sent;
        planned.next_act = NextAct::look;
        planned.next_look_at = papers.now;
        papers.ledger.store(planned, papers.cause("attempt.presumed_sent"));
        return;
    }
    const bool shown_by_now = planned.billing_key && !may_stand_unseen(papers, planned.execute_at);
    if (shown_by_now) return;  // the look before its sending finds it
    presume_sent_or_wait(papers, planned);
    planned = *papers.ledger.attempt(planned.order_id);
}

/// The next link of a charge is made at its moment, or as soon as the one before it is proven over.
void plan_link(Papers& papers, ChargeFile& file, Instant execute_at) {
    const int number = static_cast<int>(file.attempts.size()) + 1;
    Attempt attempt = planned_attempt(
        file.charge,
        papers.rules.installation,
        number,
        std::nullopt,
        execute_at,
        std::max(execute_at, papers.now),
        check_earlier(papers, file)
    );
    papers.ledger.add(attempt, papers.cause("attempt.planned"));
    leave_to_evidence(papers, file, attempt);
    file.attempts.push_back(attempt);
}

}  // namespace

ChargeFile file_of(Papers& papers, ChargeNumber number) {
    auto charge = papers.ledger.charge(number);
    MAEDAL_EXPECTS(charge);
    auto subscription = papers.ledger.subscription(charge->subscription);
    MAEDAL_EXPECTS(subscription);
    auto plan = papers.ledger.plan(subscription->plan);
    MAEDAL_EXPECTS(plan);
    return {
        std::move(*subscription),
        std::move(*plan),
        std::move(*charge),
        papers.ledger.attempts_of(number)};
}

void store_changed(
    Papers& papers, const Attempt& before, Attempt& after, const std::string& reason
) {
    std::string event = before.state == after.state
                            ? "attempt.look_planned"
                            : fmt::format("attempt.{}", attempt_state_names.of(after.state));
    if (!reason.empty()) event += ": " + reason;
    const bool given_up =
        before.state == AttemptState::planned && after.state == AttemptState::dropped;
    if (given_up && disarmed(papers)) after.code = presumed_sent;  // by another, for all we know
    papers.ledger.store(after, papers.cause(event));
    const bool left_line = before.waits_for_slot && !after.waits_for_slot;
    if ((holds_slot(before) && !holds_slot(after)) || (left_line && !holds_slot(after))) {
        if (after.billing_key) wake_next_in_line(papers, *after.billing_key);
    }
    if (after.state == AttemptState::quarantined && before.state != AttemptState::quarantined)
        papers.alarm(fmt::format("attempt {} is quarantined", after.order_id.text()));
}

void wait_for_key(Papers& papers, ChargeFile& file) {
    if (file.charge.needs_key) return;
    file.charge.needs_key = true;
    papers.ledger.store(file.charge, papers.cause("charge.needs_key"));
    papers.alarm(fmt::format(
        "charge {} of {} needs a new billing key: {} is dead",
        file.charge.number.value,
        file.subscription.id.text(),
        file.subscription.billing_key->text()
    ));
}

void plan_attempt(Papers& papers, ChargeFile& file, Instant execute_at) {
    MAEDAL_EXPECTS(unsettled(file.charge.state));
    if (!file.subscription.billing_key) {
        plan_link(papers, file, execute_at);
        return;
    }
    const auto& key_id = *file.subscription.billing_key;
    const auto key = papers.ledger.billing_key(key_id);
    MAEDAL_EXPECTS(key);
    if (key->state == KeyState::dead) {
        wait_for_key(papers, file);
        return;
    }
    const int number = static_cast<int>(file.attempts.size()) + 1;
    const bool check = check_earlier(papers, file);
    Attempt attempt = planned_attempt(
        file.charge, papers.rules.installation, number, key_id, execute_at, papers.now, check
    );
    if (file.plan.collect == Collect::pay_now) attempt.method = AttemptMethod::immediate;
    const bool immediate = attempt.method == AttemptMethod::immediate;
    const Instant place =
        immediate ? execute_at : place_at(execute_at, lead_of(file.plan, number), attempt.order_id);
    attempt.next_look_at = std::max(place, papers.now);
    papers.ledger.add(attempt, papers.cause("attempt.planned"));
    leave_to_evidence(papers, file, attempt);
    file.attempts.push_back(attempt);
}

bool disarmed(const Papers& papers) {
    return std::ranges::any_of(papers.tripped, [](const Breaker& breaker) {
        return breaker.kind == BreakerKind::disarmed;
    });
}

std::optional<Instant> armed_lately(Papers& papers) {
    constexpr Seconds long_enough{45 * 86'400};
    const auto breaker = papers.ledger.breaker(breaker_name(BreakerKind::disarmed, std::nullopt));
    if (!breaker || breaker->tripped || *breaker->released_at + long_enough < papers.now)
        return std::nullopt;
    return breaker->released_at;
}

bool may_stand_unseen(Papers& papers, Instant execute_at) {
    // What the other one sent was executed soon after the arming at the latest, or when it is due.
    const auto armed = armed_lately(papers);
    return armed && papers.now < std::max(execute_at, *armed) + papers.rules.timing.doubt_window;
}

bool sent_elsewhere(Papers& papers, const ChargeFile& file, const Attempt& planned) {
    const auto other = other_ledger(papers);
    if (!other || file.subscription.created_at >= other->until) return false;
    const auto last = std::ranges::find(file.attempts, planned.number - 1, &Attempt::number);
    const bool first = last == file.attempts.end();
    // What follows a try of this ledger is its own, or it would never end.
    if (!first && last->sent_at && *last->sent_at > other->until) return false;
    return placed_elsewhere_at(papers, file, planned, other->from) <= other->until ||
           (!first && ended_elsewhere(papers, *other, file.charge, *last));
}

bool charge_in_doubt(Papers& papers, ChargeNumber number) {
    return std::ranges::any_of(papers.ledger.attempts_of(number), [](const Attempt& attempt) {
        return in_doubt(attempt.state);
    });
}

}  // namespace maedal::engine
