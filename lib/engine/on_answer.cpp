// The gateway's answers to writes and look-ups.
#include "base/contract.hpp"
#include "engine/collect.hpp"
#include "ports/gateway.hpp"

#include <algorithm>
#include <string_view>

namespace maedal::engine {
namespace {

using namespace billing;

std::string_view outcome_of(Errc code) {
    switch (code) {
        case Errc::refused:
            return "refused";
        case Errc::declined:
            return "declined";
        case Errc::unauthorized:
            return "unauthorized";
        case Errc::unsent:
            return "unsent";
        case Errc::conflict:
            return "duplicate";
        default:
            return "in_doubt";
    }
}

/// Closes the call and learns what its answer says about our credentials.
template <class T>
void close(Papers& papers, std::int64_t call, const Result<T>& answer) {
    if (answer) {
        papers.credentials_refused = false;
        papers.ledger.close_call(call, "done", "", papers.cause("call.done"));
        return;
    }
    const Error& error = answer.error();
    if (error.code == Errc::unauthorized) papers.credentials_refused = true;
    const std::string outcome{outcome_of(error.code)};
    papers.ledger.close_call(call, outcome, error.reason, papers.cause("call." + outcome));
}

void bury_key(Papers& papers, const BillingKeyId& id) {
    auto key = papers.ledger.billing_key(id);
    MAEDAL_EXPECTS(key);
    if (key->state == KeyState::dead) return;
    key->state = KeyState::dead;
    papers.ledger.store(*key, papers.cause("billing_key.dead"));
}

/// Stores what became of the attempt, and what follows from it for the charge.
void conclude(
    Papers& papers, ChargeFile& file, const Attempt& before, Attempt after, const Verdict* verdict
) {
    store_changed(papers, before, after);
    for (auto& attempt : file.attempts)
        if (attempt.order_id == after.order_id) attempt = after;
    if (after.state == AttemptState::paid) {
        const auto& proof = std::get<ProvenPaid>(*verdict);
        book_payment(papers, file, after.order_id, proof.receipt);
        for (const auto& surplus : proof.surplus)
            book_payment(papers, file, after.order_id, surplus);
    } else if (live(before.state) && !live(after.state)) {
        attempt_ended(papers, file, after);
    }
}

bool same(const Attempt& a, const Attempt& b) {
    return a.state == b.state && a.next_look_at == b.next_look_at && a.next_act == b.next_act &&
           a.looks == b.looks && a.reserve_id == b.reserve_id && a.code == b.code;
}

/// Money for an attempt that was closed without: adopted while the charge is owed and nothing was
/// sent for it since, else surplus.
void late_money(
    Papers& papers, ChargeFile& file, const Attempt& closed, const GatewayReceipt& told
) {
    if (told.status != ReceiptStatus::paid && told.status != ReceiptStatus::canceled) return;
    if (papers.ledger.receipt(told.id)) return;
    if (told.order_id != closed.order_id) return;
    papers.alarm(fmt::format("late money: receipt {} of {}", told.id.text(), told.order_id.text()));
    bool other_is_out = false;
    for (auto& attempt : file.attempts) {
        if (attempt.state == AttemptState::planned && told.price == file.charge.amount) {
            Attempt after = revoke_wanted(attempt, papers.now);
            store_changed(papers, attempt, after);
            attempt = after;
        }
        other_is_out = other_is_out || live(attempt.state);
    }
    if (told.price != file.charge.amount || other_is_out) {
        Receipt surplus{
            .id = told.id,
            .order_id = closed.order_id,
            .role = ReceiptRole::surplus,
            .paid = told.price,
            .refunded = told.refunded,
            .paid_at = told.paid_at.value_or(papers.now),
            .next_look_at = std::nullopt,
            .version = 0};
        papers.ledger.add(surplus, papers.cause("receipt.surplus"));
        if (const auto left = checked_difference(surplus.paid, surplus.refunded);
            left && left->count() > 0)
            plan_refund(papers, surplus, *left, "중복 결제 환불");
        return;
    }
    book_payment(papers, file, closed.order_id, told);
}

void evidence_for(Papers& papers, const OrderId& id, const Evidence& evidence) {
    const auto before = papers.ledger.attempt(id);
    if (!before) return;  // not ours
    ChargeFile file = file_of(papers, before->charge);
    if (!live(before->state)) {
        if (evidence.receipts)
            for (const auto& receipt : *evidence.receipts)
                late_money(papers, file, *before, receipt);
        return;
    }
    const Verdict verdict = judge(*before, evidence);
    if (const auto* wrong = std::get_if<Contradiction>(&verdict))
        papers.alarm(fmt::format("attempt {}: {}", id.text(), wrong->what));
    Attempt after =
        looked_up(*before, verdict, papers.rules.timing, papers.rules.order_id_rule, papers.now);
    if (!same(*before, after)) conclude(papers, file, *before, std::move(after), &verdict);
}

void book_refunded(Papers& papers, Receipt receipt, const GatewayReceipt& told) {
    const bool looked = receipt.next_look_at.has_value();
    receipt.next_look_at.reset();
    if (told.refunded > receipt.refunded) {
        receipt.refunded = told.refunded;
        papers.ledger.store(receipt, papers.cause("receipt.refunded"));
    } else if (looked) {
        papers.ledger.store(receipt, papers.cause("receipt.looked_up"));
    }
}

/// A refund is done when the receipt says so: more was given back than before it, by its amount.
void settle_refund(Papers& papers, Refund refund, const Result<GatewayReceipt>& answer) {
    using enum RefundState;
    if (refund.state != sending && refund.state != doubt) return;
    const auto expected = checked_sum(refund.refunded_before, refund.amount);
    MAEDAL_EXPECTS(expected);
    if (answer && answer->refunded >= *expected) {
        refund.state = done;
        refund.next_look_at.reset();
        refund.closed_at = papers.now;
        papers.ledger.store(refund, papers.cause("refund.done"));
        return;
    }
    refund.looks += 1;
    refund.state = doubt;
    // Still at the base after a while: the same cancel_id again is not carried out twice [S3].
    constexpr int looks_before_repeat = 3;
    const bool still_at_base = answer && answer->refunded == refund.refunded_before;
    refund.next_act =
        still_at_base && refund.looks % looks_before_repeat == 0 ? NextAct::send : NextAct::look;
    refund.next_look_at = papers.now + Seconds{60} * (1 << std::min(refund.looks, 6));
    papers.ledger.store(refund, papers.cause("refund.doubt"));
}

/// The hint has been followed. What could not be answered is asked again, a bounded time.
void close_notice(Papers& papers, const ReceiptLookedUp& event) {
    constexpr int looks_max = 12;
    auto notice = papers.ledger.notice(*event.notice);
    MAEDAL_EXPECTS(notice);
    const bool unanswered = !event.answer && event.answer.error().code != Errc::not_found;
    notice->looks += 1;
    notice->next_look_at.reset();
    if (unanswered && notice->looks < looks_max)
        notice->next_look_at = papers.now + retry_gap(notice->looks);
    papers.ledger.store(*notice);
}

}  // namespace

void handle(Papers& papers, const ReserveAnswered& event) {
    close(papers, event.call, event.answer);
    const auto before = papers.ledger.attempt(event.order_id);
    MAEDAL_EXPECTS(before);
    if (!event.answer && event.answer.error().reason == ports::reason::dead_key)
        bury_key(papers, *before->billing_key);
    Attempt after = reserve_answered(
        *before, event.answer, papers.rules.order_id_rule, papers.rules.timing, papers.now
    );
    if (same(*before, after)) return;
    ChargeFile file = file_of(papers, before->charge);
    conclude(papers, file, *before, after, nullptr);

    // What was canceled while the answer was under way is taken back now that it has a name.
    if (after.state == AttemptState::reserved && !unsettled(file.charge.state)) {
        const auto stored = papers.ledger.attempt(after.order_id);
        Attempt revoked = revoke_wanted(*stored, papers.now);
        store_changed(papers, *stored, revoked);
    }
}

void handle(Papers& papers, const RevokeAnswered& event) {
    close(papers, event.call, event.answer);
    const auto before = papers.ledger.attempt(event.order_id);
    MAEDAL_EXPECTS(before);
    if (before->state != AttemptState::revoking) return;
    // Whatever the answer was, only the look-up proves it.
    Attempt after = *before;
    after.next_act = NextAct::look;
    after.next_look_at = papers.now;
    if (!event.answer) {
        after.code = event.answer.error().reason;
        if (event.answer.error().code == Errc::unsent) {
            after.next_act = NextAct::send;
            after.looks += 1;
            after.next_look_at = papers.now + retry_gap(after.looks);
        }
    }
    store_changed(papers, *before, after);
}

void handle(Papers& papers, const RefundAnswered& event) {
    close(papers, event.call, event.answer);
    auto refund = papers.ledger.refund(event.cancel_id);
    MAEDAL_EXPECTS(refund);
    if (refund->state != RefundState::sending) return;
    if (event.answer) {
        if (const auto receipt = papers.ledger.receipt(refund->receipt))
            book_refunded(papers, *receipt, *event.answer);
        settle_refund(papers, std::move(*refund), event.answer);
        return;
    }
    const Error& error = event.answer.error();
    refund->code = error.reason;
    switch (error.code) {
        case Errc::unsent:
        case Errc::unauthorized:
            refund->state = RefundState::planned;
            refund->looks += 1;
            refund->next_look_at = papers.now + retry_gap(refund->looks);
            break;
        case Errc::refused:
        case Errc::declined:
            refund->state = RefundState::refused;
            refund->closed_at = papers.now;
            papers.alarm(fmt::format("refund {} was refused: {}", refund->id.text(), error.reason));
            break;
        default:
            refund->state = RefundState::doubt;
            refund->next_act = NextAct::look;
            refund->looks = 0;
            refund->next_look_at = papers.now + Seconds{5};
            break;
    }
    papers.ledger.store(
        *refund, papers.cause(fmt::format("refund.{}", refund_state_names.of(refund->state)))
    );
}

void handle(Papers& papers, const AttemptLookedUp& event) {
    evidence_for(papers, event.order_id, event.evidence);
}

void handle(Papers& papers, const EarlierLookedUp& event) {
    const auto planned = papers.ledger.attempt(event.order_id);
    if (!planned || planned->state != AttemptState::planned) return;
    if (event.receipts) {
        for (const auto& receipt : *event.receipts) {
            const auto earlier = papers.ledger.attempt(receipt.order_id);
            if (!earlier || earlier->charge != planned->charge) continue;
            ChargeFile file = file_of(papers, planned->charge);
            late_money(papers, file, *earlier, receipt);
        }
    }
    const auto now_planned = papers.ledger.attempt(event.order_id);
    if (now_planned->state != AttemptState::planned) return;
    Attempt after = *now_planned;
    after.looks = event.receipts ? 0 : after.looks + 1;
    after.next_act = event.receipts ? NextAct::send : NextAct::look;
    after.next_look_at = event.receipts ? papers.now : papers.now + retry_gap(after.looks);
    store_changed(papers, *now_planned, after);
}

void handle(Papers& papers, const ReceiptLookedUp& event) {
    if (event.notice) close_notice(papers, event);
    const auto known = papers.ledger.receipt(event.receipt);
    if (known) {
        if (event.answer)
            book_refunded(papers, *known, *event.answer);
        else if (known->next_look_at) {
            Receipt later = *known;
            later.next_look_at = papers.now + Seconds{600};
            papers.ledger.store(later, papers.cause("receipt.look_planned"));
        }
        for (auto& refund : papers.ledger.refunds_of(event.receipt))
            settle_refund(papers, refund, event.answer);
        return;
    }
    if (event.answer)
        evidence_for(
            papers,
            event.answer->order_id,
            Evidence{std::nullopt, std::vector<GatewayReceipt>{*event.answer}}
        );
}

}  // namespace maedal::engine
