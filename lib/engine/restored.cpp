#include "engine/restored.hpp"

#include "base/contract.hpp"
#include "billing/planner.hpp"
#include "billing/transition.hpp"
#include "engine/calls.hpp"
#include "engine/shop.hpp"

#include <algorithm>

namespace maedal::engine {
namespace {

using namespace billing;

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

}  // namespace

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

bool presume_sent(Papers& papers, const Attempt& planned) {
    MAEDAL_EXPECTS(planned.state == AttemptState::planned);
    if (!planned.billing_key) {
        presume_link_made(papers, planned);
        return true;
    }
    const bool immediate = planned.method == AttemptMethod::immediate;
    if (!immediate && papers.ledger.slots_held(*planned.billing_key) >= BillingKey::slots_max)
        return false;
    const auto& rules = papers.rules;
    // Whoever sent it did so before it was executed; an immediate payment by sending it.
    const Seconds ahead = immediate ? Seconds{0} : rules.timing.send_margin;
    const Instant there_until = armed_lately(papers).value_or(papers.now);
    const Instant sent_at = std::min(there_until, planned.execute_at - ahead);
    Attempt sending = intended(planned, immediate ? sent_at : planned.execute_at, sent_at);
    sending.code = billing::presumed_sent;
    papers.ledger.store(sending, papers.cause("attempt.sending"));
    const auto* kind = immediate ? call_kind::pay : call_kind::reserve;
    presume_call(papers, kind, planned.order_id.text(), sent_at);
    Attempt doubt = found_in_sending(sending, rules.order_id_rule, rules.timing, papers.now);
    papers.ledger.store(doubt, papers.cause("attempt.presumed_sent"));
    return true;
}

bool waits_to_be_presumed(const Attempt& attempt) {
    return attempt.state == AttemptState::planned && attempt.code == billing::presumed_sent;
}

void presume_sent_or_wait(Papers& papers, const Attempt& planned) {
    if (presume_sent(papers, planned)) return;
    Attempt waits = planned;
    waits.code = billing::presumed_sent;
    waits.waits_for_slot = true;
    waits.next_act = NextAct::look;
    papers.ledger.store(waits, papers.cause("attempt.presumed_sent"));
}

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

}  // namespace maedal::engine
