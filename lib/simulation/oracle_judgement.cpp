// What must hold when the weather has been fine for long enough.
#include "simulation/oracle.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace maedal::simulation {
namespace {

using billing::AttemptState;
using billing::ChargeState;

/// So long after a charge fell due in fine weather it is paid, or waits for a person or a timer.
constexpr Seconds patience{5 * 86'400};

/// A timer farther off than this is as good as none.
constexpr Seconds timer_max{40 * 86'400};

/// Between the gateway's act and the house's word on it.
constexpr Seconds on_its_way{45};

}  // namespace

void Oracle::judge() {
    watch();
    judge_kept();
    judge_returned();
    judge_standing();
    for (const auto& contract : town_.contracts)
        judge_contract(contract);
    judge_declined();
    judge_quarantined();
    judge_money();
    judge_file();
}

/// Money that was owed and taken once goes back only when somebody wants it to.
void Oracle::judge_returned() {
    for (const auto& receipt : house_.gateway().receipts()) {
        if (receipt.cancelled_price == 0 || asked_back_.contains(receipt.receipt_id)) continue;
        const Contract* contract = contract_of(receipt.asked->price);
        if (!contract || contract->over || taken_[charge_of(receipt.asked->order_id)] > 1) continue;
        if (contract->forgiven.contains(period_of(receipt.asked->order_id))) continue;
        // Late money of what a dunning policy has ended goes back too.
        const auto stored =
            house_.ledger().subscription(billing::SubscriptionId{contract->subscription});
        if (!stored || billing::terminal(stored->status) || stored->paused_at) continue;
        found(receipt.asked->order_id + " was owed, and given back though nobody asked for it");
    }
}

/// What stands at the gateway will be charged: of that the ledger knows, and it is still wanted.
void Oracle::judge_standing() {
    for (const auto& reservation : house_.gateway().reservations()) {
        if (reservation.status != sandbox::ReservationStatus::waiting) continue;
        const auto& order_id = reservation.asked->order_id;
        const auto attempt = house_.ledger().attempt(billing::OrderId{order_id});
        if (!attempt || !billing::live(attempt->state)) {
            found(fmt::format(
                "{} waits for its execution, and is {} in the ledger",
                order_id,
                attempt ? billing::attempt_state_names.of(attempt->state) : "not"
            ));
            continue;
        }
        const Contract* contract = contract_of(reservation.asked->price);
        if (contract && attempt->reserve_id && contract->canceled(period_of(order_id)))
            found(order_id + " waits for its execution, and was canceled");
    }
}

void Oracle::judge_kept() {
    std::map<std::string, int> kept;
    std::map<std::int64_t, std::int64_t> kept_of;
    for (const auto& receipt : house_.gateway().receipts()) {
        if (receipt.status != sandbox::ReceiptStatus::paid) continue;
        kept_of[receipt.asked->price] += 1;
        const auto charge = charge_of(receipt.asked->order_id);
        const Contract* contract = contract_of(receipt.asked->price);
        if (contract && contract->forgiven.contains(period_of(receipt.asked->order_id)))
            found(charge + " was forgiven, and its payment kept");
        if (++kept[charge] > 1) {
            counts_.kept_twice += 1;
            found(fmt::format("{} was charged twice and kept", charge));
        }
    }
    for (const auto& contract : town_.contracts) {
        const auto owed = contract.owed_by(house_.now());
        counts_.renewals += owed;
        if (kept_of[contract.price] > owed)
            found(fmt::format(
                "{} payments of {} are kept, {} were owed",
                kept_of[contract.price],
                contract.subscription,
                owed
            ));
    }
}

void Oracle::judge_contract(const Contract& contract) {
    const billing::SubscriptionId id{contract.subscription};
    const auto stored = house_.ledger().subscription(id);
    if (!stored) {
        found(fmt::format("{} is gone from the ledger", contract.subscription));
        return;
    }
    const auto charges = house_.ledger().charges_of(id);
    for (const auto& charge : charges)
        judge_charge(contract, charge);
    judge_end(contract, charges);
    // A dunning policy may end or pause it, once the gateway has declined it.
    const bool ended = billing::terminal(stored->status) || stored->paused_at;
    if (ended && !contract.over && !failed_at_gateway(contract))
        found(fmt::format("{} ended, and nothing was ever declined", contract.subscription));
    const auto owed = contract.owed_by(house_.now());
    const auto made = std::ssize(charges);
    if (made < owed && !ended) {
        counts_.lost += owed - made;
        found(fmt::format("{} has {} charges of {}", contract.subscription, made, owed));
    }
}

void Oracle::judge_end(const Contract& contract, const std::vector<billing::Charge>& charges) {
    constexpr int hours = 24;
    const auto newest =
        house_.ledger().journal("subscription:" + contract.subscription, {{}, hours});
    const bool put_off = std::ssize(newest) == hours &&
                         std::ranges::all_of(newest, [](const ports::JournalEntry& entry) {
                             return entry.event == "subscription.end_put_off";
                         });
    if (!put_off) return;
    for (const auto& charge : charges)
        for (const auto& attempt : house_.ledger().attempts_of(charge.number))
            if (attempt.state == AttemptState::doubt || attempt.state == AttemptState::quarantined)
                return;
    found(contract.subscription + " does not end, and nothing is in doubt");
}

void Oracle::judge_charge(const Contract& contract, const billing::Charge& charge) {
    const std::string name = fmt::format("{} period {}", contract.subscription, charge.period);
    if (charge.period_start != contract.begins(charge.period))
        found(name + " begins at another time than agreed");
    if (charge.amount.count() != contract.price) found(name + " has another price than agreed");
    if (charge.state == ChargeState::paid) {
        const auto receipt = charge.receipt ? house_.gateway().receipt(charge.receipt->text())
                                            : sandbox::refuse(sandbox::refusals::receipt_not_found);
        const auto* paid = std::get_if<const sandbox::Receipt*>(&receipt);
        if (!paid || (*paid)->status == sandbox::ReceiptStatus::failed ||
            (*paid)->asked->price != contract.price) {
            counts_.lost += 1;
            found(name + " counts as paid, and the gateway has no such payment");
        } else if (!settled_by_.insert(charge.receipt->text()).second) {
            counts_.lost += 1;
            found(name + " is settled by the receipt of another charge");
        }
        return;
    }
    if (charge.due_at() > house_.now() - patience) return;
    if (contract.forgiven.contains(charge.period)) return;
    bool person = charge.needs_key, timer = false, open = false;
    std::string tries;
    for (const auto& attempt : house_.ledger().attempts_of(charge.number)) {
        tries += fmt::format(
            ", {} {}", attempt.order_id.text(), billing::attempt_state_names.of(attempt.state)
        );
        if (attempt.next_look_at) tries += " until " + rfc3339(*attempt.next_look_at);
        if (!billing::live(attempt.state)) continue;
        open = true;
        person = person || attempt.state == AttemptState::quarantined;
        timer = timer || (attempt.next_look_at && *attempt.next_look_at < house_.now() + timer_max);
    }
    if (contract.over && charge.due_at() >= *contract.over) {
        if (billing::unsettled(charge.state) && !open)
            found(name + " was canceled, and is owed all the same");
        return;
    }
    if (person) {
        counts_.with_a_person += 1;
        return;
    }
    const auto subscription = house_.ledger().subscription(charge.subscription);
    timer = timer || subscription->past_due_until;
    const bool declined = failed_at_gateway(contract);
    if (!declined && !contract.over) {
        counts_.lost += 1;
        found(fmt::format(
            "{} is {} and unpaid, and nothing was declined{}",
            name,
            billing::charge_state_names.of(charge.state),
            tries
        ));
        return;
    }
    counts_.unpaid += 1;
    if (billing::unsettled(charge.state) && !timer && !subscription->paused_at) {
        counts_.lost += 1;
        found(name + " is owed, and nobody and nothing waits for it");
    }
}

bool Oracle::forgiven(const billing::Attempt& attempt) const {
    const auto charge = house_.ledger().charge(attempt.charge);
    const Contract* contract = contract_of(charge->amount.count());
    return contract && contract->forgiven.contains(charge->period);
}

/// A house whose clock was wrong may tell a wrong time for what it closed.
bool Oracle::clock_was_wrong() const {
    return house_.tally().of(Probe::clock_forward) + house_.tally().of(Probe::clock_back) > 0;
}

/// A lost ledger has no try beside the one that was paid. What was paid only after this one was
/// closed is no reason for closing it.
bool Oracle::another_try_was_paid(const billing::Attempt& attempt) const {
    const auto& id = attempt.order_id.text();
    return std::ranges::any_of(house_.gateway().receipts(), [&](const sandbox::Receipt& receipt) {
        const auto& other = receipt.asked->order_id;
        if (receipt.status == sandbox::ReceiptStatus::failed || other == id ||
            charge_of(other) != charge_of(id))
            return false;
        return clock_was_wrong() || !receipt.purchased_at ||
               *receipt.purchased_at <= *attempt.closed_at + on_its_way;
    });
}

/// No decline is believed against a payment that was there before it.
void Oracle::judge_declined() {
    if (clock_was_wrong()) return;
    for (const auto& attempt : house_.ledger().attempts(
             {.subscription = {}, .billing_key = {}, .state = "declined"},
             {{}, ports::Page::limit_max}
         ))
        for (const auto* receipt : house_.gateway().receipts_of_order(attempt.order_id.text()))
            if (receipt->status == sandbox::ReceiptStatus::paid && receipt->purchased_at &&
                attempt.closed_at && *receipt->purchased_at + on_its_way < *attempt.closed_at)
                found(attempt.order_id.text() + " counts as declined, and had been paid");
}

void Oracle::judge_quarantined() {
    for (const auto& attempt : house_.ledger().attempts(
             {.subscription = {}, .billing_key = {}, .state = "quarantined"},
             {{}, ports::Page::limit_max}
         )) {
        if (!attempt.reserve_id) continue;
        const auto told = house_.gateway().reservation(attempt.reserve_id->text());
        const auto* known = std::get_if<const sandbox::Reservation*>(&told);
        if (known && ((*known)->status == sandbox::ReservationStatus::failed ||
                      (*known)->status == sandbox::ReservationStatus::done))
            found(
                attempt.order_id.text() +
                " is left to a person, and the gateway tells what became of it"
            );
    }
}

/// Both ledgers hold the same money, but for what a person still has to look at.
void Oracle::judge_money() {
    for (const auto& receipt : house_.gateway().receipts()) {
        if (receipt.status == sandbox::ReceiptStatus::failed) continue;
        const auto booked = house_.ledger().receipt(billing::ReceiptId{receipt.receipt_id});
        if (booked) {
            if (booked->refunded.count() != receipt.cancelled_price)
                found(fmt::format(
                    "receipt {} gave back {} won, the ledger says {}",
                    receipt.receipt_id,
                    receipt.cancelled_price,
                    booked->refunded.count()
                ));
            continue;
        }
        const auto attempt = house_.ledger().attempt(billing::OrderId{receipt.asked->order_id});
        if (attempt && attempt->state == AttemptState::quarantined) continue;  // listed
        found(fmt::format(
            "receipt {} of {} is not in the ledger", receipt.receipt_id, receipt.asked->order_id
        ));
    }
    for (const auto& attempt :
         house_.ledger().attempts({.subscription = {}, .billing_key = {}, .state = "absent"}, {}))
        if (!by_word_.contains(attempt.order_id.text()) && !another_try_was_paid(attempt) &&
            !forgiven(attempt))
            found(attempt.order_id.text() + " counts as absent, and nobody has said so");
    constexpr Seconds week{7 * 86'400};
    for (const auto& refund : house_.ledger().refunds({})) {
        const bool over = refund.state == billing::RefundState::done ||
                          refund.state == billing::RefundState::refused;
        if (!over && refund.created_at + week < house_.now())
            found(fmt::format(
                "refund {} is {}, and comes to no end",
                refund.id.text(),
                billing::refund_state_names.of(refund.state)
            ));
        const bool went = house_.line().gave_back(refund.id.text());
        // The same sum by another hand, as the gateway tells it: nobody could say whose it was.
        const bool by_hand = by_hand_.contains(refund.receipt.text());
        if ((refund.state == billing::RefundState::refused && went) ||
            (refund.state == billing::RefundState::done && !went && !by_hand))
            found(fmt::format(
                "refund {} {}, and the ledger says otherwise",
                refund.id.text(),
                went ? "was carried out" : "was never carried out"
            ));
    }
    const auto totals = house_.ledger().totals();
    const auto truth = house_.gateway().money().totals(Instant{}, Instant::max());
    if (totals.receipts > truth.payments) found("the ledger has payments that were never made");
}

/// As `maedalctl verify` does it, in a house that was looked after for a week: the pages of the
/// file, the chain of its journal, what the journal leads to, and whatever must hold of the rows.
void Oracle::judge_file() {
    constexpr Seconds week{7 * 86'400};
    const auto yardstick = house_.rules().yardstick(house_.now(), house_.now() - week);
    auto& ledger = house_.ledger();
    for (const auto& part : ledger.parts_to_verify())
        for (const auto& violation : ledger.verify_part(part, yardstick, violations_max).violations)
            found(in_words(violation));
}

}  // namespace maedal::simulation
