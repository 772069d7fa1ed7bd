// What is known of an attempt, judged and booked.
#include "engine/evidence.hpp"

#include "billing/payment_terms.hpp"
#include "engine/calls.hpp"
#include "engine/collect.hpp"
#include "engine/lost_tries.hpp"
#include "engine/shop.hpp"
#include "engine/watch.hpp"

#include <algorithm>

namespace maedal::engine {
namespace {

using namespace billing;

/// Whether a receipt tells of money of this attempt that is not in the book.
bool is_late_money(Papers& papers, const Attempt& closed, const GatewayReceipt& told) {
    return took_money(told) && told.order_id == closed.order_id && !papers.ledger.receipt(told.id);
}

/// Whether nothing is known of its having been sent but that a lost ledger may have.
bool only_presumed(Papers& papers, const Attempt& attempt) {
    const auto calls = papers.ledger.calls_of(attempt.order_id.text());
    return attempt.billing_key && in_doubt(attempt.state) &&
           std::ranges::all_of(calls, [](const ports::GatewayCall& call) {
               return call.code == presumed_sent;
           });
}

/// Whether its window is over, nothing tells of it, and its charge is forgiven: it would hold its
/// slot for ever, and no person has a reason left to say what became of it.
bool nobody_waits_for(
    const ChargeFile& file, const Attempt& before, const Attempt& after, const Verdict& verdict
) {
    return file.charge.state == ChargeState::waived && before.billing_key &&
           in_doubt(before.state) && after.state == AttemptState::quarantined &&
           std::holds_alternative<NothingProven>(verdict);
}

/// What gives way to money that another try of its charge has taken: what was not sent, and what
/// nobody would have sent beside that. Empty: it goes on, and its own end decides.
std::optional<Attempt> given_way(Papers& papers, const Attempt& attempt) {
    if (attempt.state == AttemptState::planned) return revoke_wanted(attempt, papers.now);
    if (only_presumed(papers, attempt)) return resolved(attempt, AttemptState::absent, papers.now);
    return std::nullopt;
}

/// Money for an attempt that was closed without: adopted while the charge is owed and nothing was
/// sent for it since, else surplus.
void late_money(Papers& papers, const Attempt& closed, const GatewayReceipt& told) {
    ChargeFile file = file_of(papers, closed.charge);
    papers.alarm(fmt::format("late money: receipt {} of {}", told.id.text(), told.order_id.text()));
    const bool agrees = told.price == file.charge.amount && in_won(told);
    bool other_is_out = false;
    for (auto& attempt : file.attempts) {
        if (agrees)
            if (auto after = given_way(papers, attempt)) {
                store_changed(papers, attempt, *after, "another try was paid");
                attempt = *after;
            }
        other_is_out = other_is_out || live(attempt.state);
    }
    if (!agrees || other_is_out) {
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
        surplus_came(papers, file.subscription.id, surplus.id);
        if (const auto left = checked_difference(surplus.paid, surplus.refunded);
            left && left->count() > 0)
            plan_refund(papers, surplus, *left, {"중복 결제 환불"});
        return;
    }
    book_payment(papers, file, closed.order_id, told);
}

/// A receipt pays once: one that is booked for another order is no proof of this.
Verdict judged(Papers& papers, const Attempt& attempt, const Evidence& evidence) {
    Verdict verdict = judge(attempt, evidence, papers.now);
    if (const auto* proof = std::get_if<ProvenPaid>(&verdict)) {
        const auto booked = papers.ledger.receipt(proof->receipt.id);
        if (booked && booked->order_id != attempt.order_id)
            return Contradiction{fmt::format(
                "receipt {} is booked for order {}", booked->id.text(), booked->order_id.text()
            )};
    }
    return verdict;
}

}  // namespace

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

bool unchanged(const Attempt& a, const Attempt& b) {
    return a.state == b.state && a.next_look_at == b.next_look_at && a.next_act == b.next_act &&
           a.looks == b.looks && a.reserve_id == b.reserve_id && a.code == b.code;
}

void settle_by(Papers& papers, const OrderId& id, const Evidence& evidence) {
    const auto before = papers.ledger.attempt(id);
    const bool by_link = before && !before->billing_key && live(before->state);
    if (!before || by_link) {
        // An order's, a link's, a lost ledger's, or nobody's. Nothing of a link is a reservation.
        if (!evidence.receipts) return;
        if (!before && take_in_lost_try(papers, id, *evidence.receipts))
            settle_by(papers, id, evidence);
        else
            settle_shop_by(papers, id, *evidence.receipts);
        return;
    }
    if (!live(before->state)) {
        if (evidence.receipts)
            for (const auto& receipt : standing_first(*evidence.receipts))
                if (is_late_money(papers, *before, receipt)) late_money(papers, *before, receipt);
        return;
    }
    ChargeFile file = file_of(papers, before->charge);
    if (evidence.reservation && !evidence.reservation->document.empty())
        papers.ledger.keep_sealed(
            billing::told_of(id.text()), Secret{evidence.reservation->document}
        );
    const Verdict verdict = judged(papers, *before, evidence);
    if (const auto* wrong = std::get_if<Contradiction>(&verdict))
        papers.alarm(fmt::format("attempt {}: {}", id.text(), wrong->what));
    Attempt after =
        looked_up(*before, verdict, papers.rules.timing, papers.rules.order_id_rule, papers.now);
    if (nobody_waits_for(file, *before, after, verdict))
        after = resolved(*before, AttemptState::absent, papers.now);
    if (!unchanged(*before, after)) conclude(papers, file, *before, std::move(after), &verdict);
}

}  // namespace maedal::engine
