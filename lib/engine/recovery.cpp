// What a start finds unanswered, before anything else is done.
#include "base/contract.hpp"
#include "engine/refunding.hpp"
#include "engine/shop.hpp"
#include "engine/turn.hpp"

#include <algorithm>

namespace maedal::engine {
namespace {

using namespace billing;

void refund_in_doubt(ports::Ledger& ledger, const ports::GatewayCall& call, Instant now) {
    auto refund = ledger.refund(CancelId{call.subject});
    MAEDAL_EXPECTS(refund);
    if (refund->state != RefundState::sending) return;
    if (!sent_besides(ledger, refund->id, call.number)) refund->looks = 0;
    refund->state = RefundState::doubt;
    refund->next_act = NextAct::look;
    refund->next_look_at = now;
    ledger.store(*refund, {now, "start", "refund.doubt"});
}

void attempt_in_doubt(ports::Ledger& ledger, const Rules& rules, const OrderId& id, Instant now) {
    const auto attempt = ledger.attempt(id);
    MAEDAL_EXPECTS(attempt);
    Attempt after = *attempt;
    if (attempt->state == AttemptState::sending) {
        after = found_in_sending(*attempt, rules.order_id_rule, rules.timing, now);
    } else if (attempt->state == AttemptState::revoking) {
        after.next_act = NextAct::look;
        after.next_look_at = now;
    } else {
        return;
    }
    ledger.store(
        after, {now, "start", fmt::format("attempt.{}", attempt_state_names.of(after.state))}
    );
}

/// The lost ledger has given ids since the backup, to subscriptions above all, which order ids are
/// made of: ours go on far behind them. A second time the same backup is put back, they go on
/// behind those of the first.
void leave_ids_to_the_other(ports::Ledger& ledger, Instant wall, Instant backup_of) {
    constexpr std::int64_t more_than_anyone_gives = 1'000'000;
    const auto seconds = std::max<std::int64_t>(0, (wall - backup_of).count());
    ledger.skip_ids(more_than_anyone_gives + seconds);
}

}  // namespace

void Turn::disarm(Instant now, const std::string& why) {
    auto breaker = ledger_.breaker(breaker_name(BreakerKind::disarmed, std::nullopt));
    if (!breaker)
        breaker = Breaker{BreakerKind::disarmed, std::nullopt, false, {}, now, std::nullopt, {}, 0};
    breaker->tripped = true;
    breaker->why = why;
    breaker->tripped_at = now;
    breaker->released_at.reset();
    breaker->released_by.clear();
    ledger_.put(*breaker, {now, "start", "breaker.tripped"});
}

int Turn::recover(Instant wall) {
    int found = 0;
    const auto origin = ledger_.origin();
    ledger_.begin();
    // Whether the clock can be trusted is not known yet. Timers that are early are only due sooner;
    // one that is set by a clock years ahead would wait for them.
    const auto newest = ledger_.journal("", {.after = {}, .limit = 1});
    const Instant now = newest.empty() ? wall : std::min(wall, newest.front().at);
    if (origin.kind == ports::Origin::restored || origin.kind == ports::Origin::copied) {
        disarm(now, origin.why);
        leave_ids_to_the_other(ledger_, wall, now);
    }
    for (const auto& call : ledger_.open_calls()) {
        found += 1;
        const ports::Cause cause{now, "start", "call.in_doubt"};
        ledger_.close_call(call.number, "in_doubt", "stopped_before_answer", cause);
        if (call.kind == "refund")
            refund_in_doubt(ledger_, call, now);
        else if (call.kind == "errand")
            errand_in_doubt(ledger_, call.subject, now);
        else if (!recover_shop_call(ledger_, call, now))
            attempt_in_doubt(ledger_, rules_, OrderId{call.subject}, now);
    }
    ledger_.commit();
    ledger_.watch_over();
    watched_at_ = awake_since_ = wall;
    return found;
}

}  // namespace maedal::engine
