// What the clock makes due.
#include "base/contract.hpp"
#include "billing/payment_terms.hpp"
#include "engine/calls.hpp"
#include "engine/collect.hpp"
#include "engine/course.hpp"
#include "engine/evidence.hpp"
#include "engine/lost_tries.hpp"
#include "engine/restored.hpp"
#include "engine/shop.hpp"

#include <algorithm>

namespace maedal::engine {
namespace {

using namespace billing;

constexpr Seconds held_for{300};

/// Puts a send off while a breaker stands for its subscription alone.
bool held(Papers& papers, const ChargeFile& file, const Attempt& attempt) {
    if (!papers.stopped(file.subscription.id)) return false;
    Attempt after = attempt;
    after.next_look_at = papers.now + held_for;
    papers.ledger.store(after, papers.cause("attempt.held"));
    return true;
}

void drop(Papers& papers, const Attempt& attempt) {
    Attempt after = revoke_wanted(attempt, papers.now);
    store_changed(papers, attempt, after);
}

/// Steps into the line for a slot. A reservation that is farther off gives way.
void wait_for_slot(Papers& papers, const Plan& plan, Attempt& attempt) {
    const Attempt before = attempt;
    const Instant safe = papers.now + papers.rules.timing.replace_margin;
    const auto far =
        papers.ledger.farthest_reserved(*attempt.billing_key, std::max(attempt.execute_at, safe));
    const auto in_line = next_in_line(papers, *attempt.billing_key);
    const bool first = !in_line || attempt.execute_at <= in_line->execute_at;
    if (far && first) {
        Attempt gives_way = revoke_wanted(*far, papers.now);
        store_changed(papers, *far, gives_way);
    }
    attempt.waits_for_slot = true;
    attempt.looks += 1;
    attempt.next_look_at = papers.now + Seconds{3'600} * std::min(attempt.looks, 24);
    if (plan.without_slot == WithoutSlot::pay_now)  // then its due moment is the last one to look
        attempt.next_look_at =
            std::max(papers.now, std::min(*attempt.next_look_at, attempt.execute_at));
    // Whoever gives a slot up wakes the first in line; this is only the moment when that is likely.
    const auto soonest = papers.ledger.earliest_execution(*attempt.billing_key);
    if (soonest && *soonest + Seconds{60} > papers.now)
        attempt.next_look_at = std::min(*attempt.next_look_at, *soonest + Seconds{60});
    else if (!before.waits_for_slot)
        papers.alarm(fmt::format(
            "billing key {} has no free slot: its ten reservations are past their time",
            attempt.billing_key->text()
        ));
    if (!before.waits_for_slot)
        papers.ledger.store(attempt, papers.cause("attempt.waits_for_slot"));
    else if (before.next_look_at != attempt.next_look_at)
        store_changed(papers, before, attempt);
}

void note_lateness(Papers& papers, ChargeFile& file, Lateness cause) {
    if (file.charge.declines > 0 || file.charge.late != Lateness::none) return;
    file.charge.late = cause;
    papers.ledger.store(file.charge, papers.cause("charge.late"));
}

/// What the merchant wants sent with the payments of this subscription.
Secret terms_for(Papers& papers, const SubscriptionId& id) {
    return papers.ledger.sealed_text(billing::terms_of(id.text())).value_or(Secret{});
}

void push_reserve(Papers& papers, const ChargeFile& file, const Attempt& attempt) {
    papers.out.writes.push_back(Reserve{
        .call = write_down_call(papers, call_kind::reserve, attempt.order_id.text()),
        .order_id = attempt.order_id,
        .billing_key = papers.ledger.secret_of(*attempt.billing_key),
        .order_name = file.plan.name,
        .amount = attempt.amount,
        .tax_free = attempt.tax_free,
        .execute_at = attempt.execute_at,
        .customer = file.subscription.customer,
        .item_id = file.plan.id.text(),
        .terms = terms_for(papers, file.subscription.id)});
}

/// The intent of an immediate payment, committed before a byte is sent.
void pay_planned(Papers& papers, ChargeFile& file, const Attempt& planned) {
    const auto when = immediate_execution(planned.execute_at, papers.now, papers.rules.timing);
    if (when.late) note_lateness(papers, file, Lateness::placed_late);
    Attempt attempt = intended(planned, when.at, papers.now);
    store_changed(papers, planned, attempt);
    papers.out.writes.push_back(PayNow{
        .call = write_down_call(papers, call_kind::pay, attempt.order_id.text()),
        .order_id = attempt.order_id,
        .billing_key = papers.ledger.secret_of(*attempt.billing_key),
        .order_name = file.plan.name,
        .amount = attempt.amount,
        .tax_free = attempt.tax_free,
        .customer = file.subscription.customer,
        .item_id = file.plan.id.text(),
        .terms = terms_for(papers, file.subscription.id)});
}

/// What time it is there, if its clock is ahead of ours: the gateway executes by its own.
Instant now_at_gateway(const Papers& papers) {
    const auto& clock = papers.watch.clock;
    const auto ahead = clock ? clock->gateway_ahead.value_or(Seconds{0}) : Seconds{0};
    return papers.now + std::max(ahead, Seconds{0});
}

bool too_late_to_reserve(const Papers& papers, const Attempt& attempt) {
    return now_at_gateway(papers) + papers.rules.timing.send_margin > attempt.execute_at;
}

/// What has waited for a slot in vain until it can no longer be reserved in time is paid at its due
/// moment, where the plan says so. True when it is no reservation any more.
bool pays_instead(Papers& papers, const ChargeFile& file, Attempt& attempt) {
    if (!attempt.waits_for_slot || file.plan.without_slot != WithoutSlot::pay_now ||
        !too_late_to_reserve(papers, attempt))
        return false;
    const Attempt before = attempt;
    attempt.method = AttemptMethod::immediate;
    attempt.waits_for_slot = false;
    attempt.looks = 0;
    attempt.next_look_at = std::max(papers.now, attempt.execute_at);
    store_changed(papers, before, attempt, "no slot");
    return true;
}

/// Puts a try off until the one before it that was turned away would have shown its payment.
bool waits_for_turned_away(Papers& papers, const ChargeFile& file, const Attempt& planned) {
    const auto until = turned_away_until(papers, file);
    if (!until) return false;
    Attempt after = planned;
    after.next_act = NextAct::look;
    after.next_look_at = until;
    store_changed(papers, planned, after, "the one before it was turned away, and may yet be paid");
    return true;
}

/// The intent: committed before a byte is sent.
void send_planned(Papers& papers, ChargeFile& file, const Attempt& planned) {
    Attempt attempt = planned;
    if (held(papers, file, attempt)) return;
    if (attempt.method == AttemptMethod::immediate) return pay_planned(papers, file, attempt);
    if (pays_instead(papers, file, attempt)) return;
    if (papers.ledger.slots_held(*attempt.billing_key) >= BillingKey::slots_max) {
        wait_for_slot(papers, file.plan, attempt);
        return;
    }
    const auto when = execution(attempt.execute_at, now_at_gateway(papers), papers.rules.timing);
    if (when.late)
        note_lateness(
            papers, file, attempt.waits_for_slot ? Lateness::want_of_slot : Lateness::placed_late
        );
    attempt = intended(std::move(attempt), when.at, papers.now);
    store_changed(papers, planned, attempt);
    push_reserve(papers, file, attempt);
}

void look_at_earlier(Papers& papers, const ChargeFile& file, const Attempt& planned) {
    LookAtEarlier look{planned.order_id, {}};
    // Another ledger may have sent what was dropped here, and the one at hand.
    const bool restored = disarmed(papers) || armed_lately(papers);
    for (const auto& attempt : file.attempts)
        if (attempt.number < planned.number && (attempt.sent_at || restored))
            look.earlier.push_back(attempt.order_id);
    if (restored) look.earlier.push_back(planned.order_id);
    for (auto& lost : ids_of_lost_tries(papers, file.charge, planned.order_id))
        look.earlier.push_back(std::move(lost));
    papers.out.looks.push_back(std::move(look));
}

void planned_due(Papers& papers, ChargeFile& file, const Attempt& attempt) {
    if (!unsettled(file.charge.state)) {
        drop(papers, attempt);
        return;
    }
    const auto key = attempt.billing_key ? papers.ledger.billing_key(*attempt.billing_key)
                                         : std::optional<BillingKey>{};
    // Another key may have been named while the ledger was not armed.
    const bool on_wrong_key =
        key && (key->state == KeyState::dead || key->id != file.subscription.billing_key);
    const bool elsewhere = waits_to_be_presumed(attempt) || disarmed(papers);
    if (on_wrong_key && !elsewhere) {
        drop(papers, attempt);
        file.attempts = papers.ledger.attempts_of(file.charge.number);
        attempt_ended(papers, file, file.attempts.back());
        return;
    }
    if (!elsewhere && waits_for_turned_away(papers, file, attempt)) return;
    if (attempt.next_act == NextAct::look)
        look_at_earlier(papers, file, attempt);
    else if (key)
        send_planned(papers, file, attempt);
    else if (!held(papers, file, attempt))
        send_link_of(papers, file, attempt);
}

void look(Papers& papers, const Attempt& attempt) {
    papers.out.looks.push_back(LookAtAttempt{attempt.order_id, attempt.reserve_id});
}

bool executed(const Papers& papers, const Attempt& attempt) {
    return attempt.execute_at <= papers.now;
}

/// Whether the gateway may know by now what became of what waits here for being sent: evidence goes
/// on while nothing may be sent, and a doubt needs the sending no longer in any case.
bool asks_instead(const Papers& papers, const Attempt& attempt) {
    return executed(papers, attempt) &&
           (in_doubt(attempt.state) ||
            (attempt.state == AttemptState::revoking && !may_send(papers)));
}

/// Under the rule `reserve` the same reservation sent again is a look-up. Of what is canceled, or
/// forgiven, it would be a new wish.
void send_again(Papers& papers, const ChargeFile& file, Attempt attempt) {
    if (too_late_to_reserve(papers, attempt) || !unsettled(file.charge.state)) {
        look(papers, attempt);
        return;
    }
    if (held(papers, file, attempt)) return;
    push_reserve(papers, file, attempt);
}

void send_revoke(Papers& papers, const Attempt& attempt) {
    const ChargeFile file = file_of(papers, attempt.charge);
    if (papers.stopped(file.subscription.id) && executed(papers, attempt)) {
        if (papers.take_look_place()) look(papers, attempt);
        return;
    }
    if (held(papers, file, attempt)) return;
    MAEDAL_EXPECTS(attempt.reserve_id);
    papers.out.writes.push_back(Revoke{
        .call = write_down_call(papers, call_kind::revoke, attempt.order_id.text()),
        .order_id = attempt.order_id,
        .reserve_id = *attempt.reserve_id});
}

}  // namespace

void handle(Papers& papers, const SubscriptionDue& event) {
    auto subscription = papers.ledger.subscription(event.id);
    MAEDAL_EXPECTS(subscription);
    const bool given_up =
        subscription->past_due_until && *subscription->past_due_until <= papers.now;
    if (given_up && !subscription->cancel_at) {
        if (!ends_stand_still(papers, subscription->id)) {
            cancel_subscription(papers, *subscription, papers.now, "dunning");
            return;
        }
        make_charges(papers, *subscription);
        constexpr Seconds ask_again{3'600};
        subscription->past_due_until = papers.now + ask_again;  // and with it the timer
        refresh(papers, *subscription, "subscription.end_put_off");
        return;
    }
    make_charges(papers, *subscription);
}

void handle(Papers& papers, const AttemptDue& event) {
    const auto attempt = papers.ledger.attempt(event.order_id);
    MAEDAL_EXPECTS(attempt);
    // An event before this one in the turn may have moved it on.
    if (!attempt->next_look_at || *attempt->next_look_at > papers.now) return;
    if (papers.in_flight.contains(subject_of(attempt->order_id))) return;
    if (!attempt->billing_key && attempt->state != AttemptState::planned) {
        look_at_link_of(papers, *attempt);
        return;
    }
    // Without a place nothing is read or decided: a thousand due rows cost a thousand glances.
    const bool sends = attempt->next_act == NextAct::send && !asks_instead(papers, *attempt);
    if (!sends && !papers.take_look_place()) return;
    if (sends && !(attempt->billing_key ? papers.take_write_place() : papers.take_shop_place()))
        return;

    switch (attempt->state) {
        case AttemptState::planned: {
            ChargeFile file = file_of(papers, attempt->charge);
            planned_due(papers, file, *attempt);
            return;
        }
        case AttemptState::doubt:
        case AttemptState::quarantined:
            if (sends)
                send_again(papers, file_of(papers, attempt->charge), *attempt);
            else
                look(papers, *attempt);
            return;
        case AttemptState::revoking:
            if (sends)
                send_revoke(papers, *attempt);
            else
                look(papers, *attempt);
            return;
        default:
            look(papers, *attempt);
            return;
    }
}

void handle(Papers& papers, const RefundDue& event) {
    auto refund = papers.ledger.refund(event.cancel_id);
    MAEDAL_EXPECTS(refund);
    // An event before this one in the turn may have moved it on.
    if (!refund->next_look_at || *refund->next_look_at > papers.now) return;
    if (papers.in_flight.contains(subject_of(refund->id))) return;
    if (refund->next_act == NextAct::look) {
        if (papers.in_flight.contains(subject_of(refund->receipt))) return;
        if (papers.take_look_place())
            papers.out.looks.push_back(LookAtReceipt{refund->receipt, std::nullopt});
        return;
    }
    if (!may_send(papers)) {
        refund->next_look_at = papers.now + held_for;
        papers.ledger.store(*refund, papers.cause("refund.held"));
        return;
    }
    if (!papers.take_write_place()) return;
    if (refund->state == RefundState::planned) {
        const auto receipt = papers.ledger.receipt(refund->receipt);
        MAEDAL_EXPECTS(receipt);
        refund->refunded_before = receipt->refunded;
    }
    refund->state = RefundState::sending;
    refund->next_look_at.reset();
    papers.ledger.store(*refund, papers.cause("refund.sending"));
    papers.out.writes.push_back(GiveBack{
        .call = write_down_call(papers, call_kind::refund, refund->id.text()),
        .cancel_id = refund->id,
        .receipt = refund->receipt,
        .amount = refund->amount,
        .reason = refund->reason,
        .tax_free = refund->tax_free,
        .account = papers.ledger.refund_account(refund->id)});
}

void handle(Papers& papers, const ReceiptDue& event) {
    if (papers.in_flight.contains(subject_of(event.id)) || !papers.take_look_place()) return;
    papers.out.looks.push_back(LookAtReceipt{event.id, std::nullopt});
}

}  // namespace maedal::engine
