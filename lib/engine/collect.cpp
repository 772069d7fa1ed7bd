#include "engine/collect.hpp"

#include "base/contract.hpp"
#include "billing/dunning.hpp"
#include "engine/course.hpp"
#include "engine/watch.hpp"

#include <algorithm>

namespace maedal::engine {
namespace {

using namespace billing;

/// In the words of the receipt's owner.
std::string why_it_goes_back(ChargeState charge) {
    if (charge == ChargeState::paid) return "중복 결제 환불";
    return charge == ChargeState::waived ? "청구 면제 이후 결제 환불" : "해지 이후 결제 환불";
}

/// What was owed and taken before it was canceled, or given up, is kept, whenever it is known.
bool taken_before_cancel(const ChargeFile& file, const GatewayReceipt& told) {
    const auto& cancel_at = file.subscription.cancel_at;
    const bool over =
        file.charge.state == ChargeState::voided || file.charge.state == ChargeState::uncollectible;
    return over && cancel_at && told.paid_at && file.charge.due_at() < *cancel_at &&
           *told.paid_at < *cancel_at;
}

/// A link is as good as a key that works.
bool key_usable(Papers& papers, const std::optional<BillingKeyId>& id) {
    if (!id) return true;
    const auto key = papers.ledger.billing_key(*id);
    MAEDAL_EXPECTS(key);
    return key->state == KeyState::usable;
}

/// Of a subscription that is over: nobody can name another key for it any more.
void give_up(Papers& papers, const Charge& charge) {
    close_charges(
        papers,
        charge.subscription,
        [&](const Charge& other) -> std::optional<ChargeState> {
            if (other.number != charge.number) return std::nullopt;
            return ChargeState::uncollectible;
        }
    );
}

void give_up(Papers& papers, ChargeFile& file, const GiveUp& up) {
    if (terminal(file.subscription.status)) {
        // It was over before its last period was: no end of the policy comes to it any more.
        give_up_past_due(papers, file.subscription.id);
        refresh(papers, file.subscription, "subscription.changed");
        return;
    }
    switch (up.end) {
        case DunningEnd::cancel:
            if (ends_stand_still(papers, file.subscription.id)) {
                // Its moment has come; it is done as soon as nothing is in doubt any more.
                file.subscription.past_due_until = papers.now;
                refresh(papers, file.subscription, "subscription.end_put_off");
                return;
            }
            cancel_subscription(papers, file.subscription, papers.now, "dunning");
            return;
        case DunningEnd::pause:
            file.subscription.paused_at = papers.now;
            // What was declined stays past due; paused periods are not owed.
            close_charges(
                papers,
                file.subscription.id,
                [&](const Charge& charge) -> std::optional<ChargeState> {
                    if (charge.due_at() < papers.now || charge_in_doubt(papers, charge.number))
                        return std::nullopt;
                    return ChargeState::voided;
                }
            );
            refresh(papers, file.subscription, "subscription.paused");
            return;
        case DunningEnd::leave_past_due:
            if (!file.subscription.past_due_until) file.subscription.past_due_until = up.cancel_at;
            refresh(papers, file.subscription, "subscription.past_due");
            return;
    }
}

}  // namespace

void attempt_ended(Papers& papers, ChargeFile& file, const Attempt& ended) {
    if (!unsettled(file.charge.state)) return;
    // What fails on a dead key uses up no try, nor on another than the subscription has by now: the
    // new one was brought to be tried.
    const bool counted = counts_as_decline(ended) && key_usable(papers, ended.billing_key) &&
                         ended.billing_key == file.subscription.billing_key;
    if (counts_as_decline(ended)) {
        file.charge.declines += counted ? 1 : 0;
        file.charge.state = ChargeState::past_due;
        papers.ledger.store(file.charge, papers.cause("charge.failed"));
    }
    const bool usable = key_usable(papers, file.subscription.billing_key);
    const auto following = after_ended(file.charge, ended, file.plan.dunning, counted, usable);
    if (const auto* again = std::get_if<TryAgain>(&following)) {
        // What was declined stays past due while it is paused; what was not goes on.
        if (!file.subscription.paused_at || !counted) plan_attempt(papers, file, again->execute_at);
    } else if (std::holds_alternative<AskForKey>(following)) {
        if (terminal(file.subscription.status))
            give_up(papers, file.charge);
        else
            wait_for_key(papers, file);
    } else if (const auto* up = std::get_if<GiveUp>(&following)) {
        give_up(papers, file, *up);
        return;  // give_up has refreshed the subscription
    }
    refresh(papers, file.subscription, "subscription.changed");
}

void book_payment(
    Papers& papers, ChargeFile& file, const OrderId& order_id, const GatewayReceipt& told
) {
    if (papers.ledger.receipt(told.id)) return;  // booked before
    const bool owed = unsettled(file.charge.state);
    const bool race_kept =
        file.charge.state != ChargeState::paid && papers.rules.paid_race == PaidRace::keep;
    const bool kept = !owed && (race_kept || taken_before_cancel(file, told));
    Receipt receipt{
        .id = told.id,
        .order_id = order_id,
        .role = owed || kept ? ReceiptRole::settles : ReceiptRole::surplus,
        .paid = told.price,
        .refunded = told.refunded,
        .paid_at = told.paid_at.value_or(papers.now),
        .next_look_at = std::nullopt,
        .version = 0};
    papers.ledger.add(receipt, papers.cause("receipt.paid"));
    if (receipt.role == ReceiptRole::settles) {
        file.charge.state = ChargeState::paid;
        file.charge.needs_key = false;
        file.charge.receipt = receipt.id;
        file.charge.settled_at = receipt.paid_at;
        papers.ledger.store(file.charge, papers.cause("charge.paid"));
        refresh(papers, file.subscription, "subscription.renewed");
        return;
    }
    if (file.charge.state == ChargeState::paid)
        surplus_came(papers, file.subscription.id, receipt.id);
    papers.alarm(fmt::format(
        "receipt {} paid {} won that is not owed: it goes back",
        receipt.id.text(),
        receipt.paid.count()
    ));
    if (const auto left = checked_difference(receipt.paid, receipt.refunded);
        left && left->count() > 0)
        plan_refund(papers, receipt, *left, {why_it_goes_back(file.charge.state)});
}

Refund plan_refund(Papers& papers, const Receipt& receipt, Won amount, RefundTerms terms) {
    // By what was given back before it: in a restored ledger, one that the lost ledger has carried
    // out already never shares its id with another.
    if (terms.cancel_id.empty())
        terms.cancel_id = fmt::format(
            "{}-r-{}-{}-{}",
            papers.rules.installation,
            receipt.id.text(),
            receipt.refunded.count(),
            papers.ledger.refunds_of(receipt.id).size() + 1
        );
    if (!terms.tax_free && amount == receipt.paid)
        if (const auto attempt = papers.ledger.attempt(receipt.order_id);
            attempt && attempt->amount == amount)
            terms.tax_free = attempt->tax_free;
    Refund refund{
        .id = CancelId{std::move(terms.cancel_id)},
        .receipt = receipt.id,
        .amount = amount,
        .reason = std::move(terms.reason),
        .state = RefundState::planned,
        .refunded_before = receipt.refunded,
        .next_look_at = papers.now,
        .next_act = NextAct::send,
        .looks = 0,
        .created_at = papers.now,
        .closed_at = std::nullopt,
        .code = {},
        .version = 0,
        .tax_free = terms.tax_free};
    papers.ledger.add(refund, papers.cause("refund.planned"));
    return refund;
}

}  // namespace maedal::engine
