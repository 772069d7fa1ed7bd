// The gateway's answers to writes and look-ups.
#include "base/contract.hpp"
#include "engine/calls.hpp"
#include "engine/collect.hpp"
#include "engine/evidence.hpp"
#include "engine/lost_tries.hpp"
#include "engine/night.hpp"
#include "engine/refunding.hpp"
#include "engine/restored.hpp"
#include "ports/gateway.hpp"

#include <algorithm>
#include <string_view>

namespace maedal::engine {
namespace {

using namespace billing;

void bury_key(Papers& papers, const BillingKeyId& id) {
    auto key = papers.ledger.billing_key(id);
    MAEDAL_EXPECTS(key);
    if (key->state == KeyState::dead) return;
    key->state = KeyState::dead;
    papers.ledger.store(*key, papers.cause("billing_key.dead"));
}

/// The hint has been followed. What could not be answered is asked again: soon, then each hour for
/// two weeks, for it may be the only word of money that came.
void close_notice(Papers& papers, const ReceiptLookedUp& event) {
    constexpr int looks_soon = 12;
    constexpr Seconds an_hour{3'600}, two_weeks{14 * 86'400};
    auto notice = papers.ledger.notice(*event.notice);
    MAEDAL_EXPECTS(notice);
    const bool unanswered = !event.answer && event.answer.error().code != Errc::not_found;
    notice->looks += 1;
    notice->next_look_at.reset();
    if (unanswered && papers.now < notice->received_at + two_weeks)
        notice->next_look_at =
            papers.now + (notice->looks < looks_soon ? retry_gap(notice->looks) : an_hour);
    else if (unanswered)
        papers.alarm(fmt::format(
            "the gateway told of receipt {} and has not answered for two weeks what it is: see its "
            "console",
            event.receipt.text()
        ));
    papers.ledger.store(*notice);
}

/// That something under its order id was declined says nothing of a reservation that may stand: it
/// is asked itself. False when the receipt is of no such thing.
bool told_of_a_decline(Papers& papers, const GatewayReceipt& told) {
    if (told.status != ReceiptStatus::declined) return false;
    auto attempt = papers.ledger.attempt(told.order_id);
    if (!attempt || !attempt->reserve_id || !holds_slot(*attempt)) return false;
    attempt->next_act = NextAct::look;
    attempt->next_look_at = papers.now;
    papers.ledger.store(*attempt, papers.cause("attempt.noticed"));
    return true;
}

/// Money under an order id such as we give, and nothing here knows it: of a ledger that is lost, or
/// of another that has this one's name.
void tell_of_a_stranger(Papers& papers, const GatewayReceipt& told) {
    const bool ours = told.order_id.text().starts_with(papers.rules.installation + "-");
    if (!ours || told.status != ReceiptStatus::paid || papers.ledger.receipt(told.id)) return;
    papers.alarm(fmt::format(
        "receipt {} paid {} won under order id {}, which is like ours and not in this ledger: see "
        "the gateway's console, and give it back there if nobody owes it",
        told.id.text(),
        told.price.count(),
        told.order_id.text()
    ));
}

}  // namespace

void handle(Papers& papers, const ReserveAnswered& event) {
    const auto answer = close_call(papers, event.call, call_kind::reserve, event.answer);
    const auto before = papers.ledger.attempt(event.order_id);
    MAEDAL_EXPECTS(before);
    if (!answer && answer.error().reason == ports::reason::dead_key)
        bury_key(papers, *before->billing_key);
    Attempt after = reserve_answered(
        *before, answer, papers.rules.order_id_rule, papers.rules.timing, papers.now
    );
    if (unchanged(*before, after)) return;
    ChargeFile file = file_of(papers, before->charge);
    conclude(papers, file, *before, after, nullptr);

    // What was canceled while the answer was under way, or moved to another card, is taken back now
    // that it has a name.
    const bool on_its_way = after.execute_at - papers.rules.timing.replace_margin <= papers.now;
    const bool moved = after.billing_key != file.subscription.billing_key && !on_its_way;
    if (after.state == AttemptState::reserved && (moved || !unsettled(file.charge.state))) {
        const auto stored = papers.ledger.attempt(after.order_id);
        Attempt revoked = revoke_wanted(*stored, papers.now);
        store_changed(papers, *stored, revoked);
    }
}

void handle(Papers& papers, const PayAnswered& event) {
    auto answer = close_call(papers, event.call, call_kind::pay, event.answer);
    const auto before = papers.ledger.attempt(event.order_id);
    MAEDAL_EXPECTS(before);
    if (answer) {
        const Evidence evidence{std::nullopt, std::vector{*answer}};
        if (std::holds_alternative<ProvenPaid>(judge(*before, evidence, papers.now))) {
            settle_by(papers, event.order_id, evidence);
            // Else its receipt has paid for another: that is no answer to this.
            if (papers.ledger.attempt(event.order_id)->state != AttemptState::sending) return;
        }
        answer = Error{Errc::in_doubt, "contradiction", "the receipt is of no such payment", {}};
    }
    if (answer.error().reason == ports::reason::dead_key) bury_key(papers, *before->billing_key);
    Attempt after = reserve_answered(
        *before, answer.error(), papers.rules.order_id_rule, papers.rules.timing, papers.now
    );
    if (unchanged(*before, after)) return;
    ChargeFile file = file_of(papers, before->charge);
    conclude(papers, file, *before, std::move(after), nullptr);
}

void handle(Papers& papers, const RevokeAnswered& event) {
    const auto answer = close_call(papers, event.call, call_kind::revoke, event.answer);
    const auto before = papers.ledger.attempt(event.order_id);
    MAEDAL_EXPECTS(before);
    if (before->state != AttemptState::revoking) return;
    // Whatever the answer was, only the look-up proves it.
    Attempt after = *before;
    after.next_act = NextAct::look;
    after.next_look_at = papers.now;
    if (!answer) {
        after.code = answer.error().reason;
        if (answer.error().code == Errc::unsent) {
            after.next_act = NextAct::send;
            after.looks += 1;
            after.next_look_at = papers.now + retry_gap(after.looks);
        }
    }
    store_changed(papers, *before, after);
}

void handle(Papers& papers, const AttemptLookedUp& event) {
    const auto attempt = papers.ledger.attempt(event.order_id);
    if (attempt && !live(attempt->state))
        note_answer(papers, event.order_id, event.evidence.receipts.has_value());
    settle_by(papers, event.order_id, event.evidence);
    if (const auto stored = papers.ledger.attempt(event.order_id))
        look_for_lost_tries(papers, *stored);
    else if (event.evidence.receipts)
        look_beyond(papers, event.order_id);
}

namespace {

/// Another ledger was paid under the order id of what is planned here. Where no slot is free in
/// which to presume it sent, it is over unsent, and the money is late.
void settle_without_slot(
    Papers& papers, const Attempt& planned, std::vector<GatewayReceipt> receipts
) {
    Attempt dropped = revoke_wanted(planned, papers.now);
    store_changed(papers, planned, dropped, "sent by another ledger");
    settle_by(papers, planned.order_id, {std::nullopt, std::move(receipts)});
    ChargeFile file = file_of(papers, planned.charge);
    attempt_ended(papers, file, dropped);
}

}  // namespace

/// The order ids of a charge that were, or may have been, sent before, looked up once more.
void handle(Papers& papers, const EarlierLookedUp& event) {
    const auto planned = papers.ledger.attempt(event.order_id);
    if (!planned || planned->state != AttemptState::planned) return;
    std::vector<GatewayReceipt> of_itself;
    if (event.receipts) {
        for (const auto& receipt : standing_first(*event.receipts)) {
            const auto earlier = papers.ledger.attempt(receipt.order_id);
            if (!earlier) settle_by(papers, receipt.order_id, {std::nullopt, std::vector{receipt}});
            if (!earlier || earlier->charge != planned->charge) continue;
            if (earlier->order_id == event.order_id)
                of_itself.push_back(receipt);
            else
                settle_by(papers, earlier->order_id, {std::nullopt, std::vector{receipt}});
        }
    }
    const auto still = papers.ledger.attempt(event.order_id);
    if (still->state != AttemptState::planned) return;
    if (!of_itself.empty() && presume_sent(papers, *still)) {
        settle_by(papers, event.order_id, {std::nullopt, std::move(of_itself)});
        return;
    }
    if (std::ranges::any_of(of_itself, took_money)) {
        settle_without_slot(papers, *still, std::move(of_itself));
        return;
    }
    Attempt after = *still;
    const bool not_armed = disarmed(papers);
    if (!not_armed && waits_to_be_presumed(*still) && may_stand_unseen(papers, still->execute_at)) {
        if (presume_sent(papers, *still)) return;
        after.looks += 1;
        after.next_look_at = papers.now + Seconds{3'600} * std::min(after.looks, 24);
        store_changed(papers, *still, after);
        return;
    }
    const bool known = event.receipts && of_itself.empty();
    after.looks = known ? 0 : after.looks + 1;
    constexpr int looks_of_a_day = 150;
    if (after.looks == looks_of_a_day)
        papers.alarm(fmt::format(
            "{} is not sent: for a day the gateway has not told what became of the tries before it",
            after.order_id.text()
        ));
    if (known && !not_armed) after.code.clear();  // else it is presumed at the arming
    after.next_act = known ? NextAct::send : NextAct::look;
    after.next_look_at = known ? papers.now : papers.now + retry_gap(after.looks);
    store_changed(papers, *still, after);
}

void handle(Papers& papers, const ReceiptLookedUp& event) {
    if (event.notice) close_notice(papers, event);
    const auto known = papers.ledger.receipt(event.receipt);
    if (known) {
        if (event.answer)
            book_refunded(papers, *known, *event.answer);
        else if (known->next_look_at || event.answer.error().code != Errc::not_found) {
            Receipt later = *known;
            later.next_look_at = papers.now + Seconds{600};
            papers.ledger.store(later, papers.cause("receipt.look_planned"));
        }
        for (auto& refund : papers.ledger.refunds_of(event.receipt))
            if (refund.state != RefundState::sending)  // its own answer tells more
                settle_refund(papers, refund, event.answer);
        return;
    }
    if (!event.answer || told_of_a_decline(papers, *event.answer)) return;
    settle_by(
        papers,
        event.answer->order_id,
        Evidence{std::nullopt, std::vector<GatewayReceipt>{*event.answer}}
    );
    tell_of_a_stranger(papers, *event.answer);
}

}  // namespace maedal::engine
