// What must hold at any moment, in any weather.
#include "simulation/oracle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>

namespace maedal::simulation {

std::string charge_of(const std::string& order_id) {
    return order_id.substr(0, order_id.rfind('-'));
}

std::int64_t period_of(const std::string& order_id) {
    const auto charge = charge_of(order_id);
    std::int64_t period = -1;
    const auto begins = charge.rfind("-p") + 2;
    std::from_chars(charge.data() + begins, charge.data() + charge.size(), period);
    return period;
}

std::string in_words(const ports::Violation& violation) {
    return fmt::format("{}: {} {}", violation.invariant, violation.subject, violation.what);
}

void Oracle::found(std::string what) {
    if (findings_.size() < findings_max)
        findings_.push_back(rfc3339(house_.now(), Seconds{9 * 3'600}) + " " + std::move(what));
}

void Oracle::allow_second(const std::string& order_id) {
    by_word_.insert(order_id);
    const auto charge = charge_of(order_id);
    allowed_[charge] += 1;
    allowed_of_[charge_of(charge)] += 1;
}

void Oracle::watch() {
    const auto& movements = house_.gateway().money().movements();
    for (; movements_seen_ < movements.size(); ++movements_seen_)
        if (movements[movements_seen_].kind == sandbox::MovementKind::paid)
            watch_payment(movements[movements_seen_]);
    watch_sends();
    watch_house();
    watch_past_due();
}

void Oracle::watch_sends() {
    const auto& again = house_.line().sent_again();
    for (; sent_again_seen_ < again.size(); ++sent_again_seen_) {
        if (house_.rules().order_id_rule == billing::OrderIdRule::reserve) continue;
        const auto& [order_id, at] = again[sent_again_seen_];
        const auto later = std::ranges::upper_bound(armed_, at);
        const bool over =
            later != armed_.begin() && *std::prev(later) + house_.rules().timing.doubt_window <= at;
        if (!over) found(order_id + " was sent once more");
    }
}

void Oracle::watch_payment(const sandbox::Movement& moved) {
    counts_.payments += 1;
    const auto& asked = *moved.receipt->asked;
    const Contract* contract = contract_of(asked.price);
    if (!contract) {
        found(fmt::format("{} took {} won, which nobody owes", asked.order_id, asked.price));
        return;
    }
    const auto& card = moved.receipt->key->billing_key;
    if (std::ranges::find(contract->cards, card) == contract->cards.end())
        found(fmt::format("{} was taken from somebody else's card", asked.order_id));
    const auto charge = charge_of(asked.order_id);
    if (++taken_[charge] > 1) {
        const bool by_people = taken_[charge] <= 1 + allowed_[charge];
        (by_people ? counts_.doubles_by_people : counts_.doubles) += 1;
        if (!by_people) found(fmt::format("{} was charged twice", charge));
    }
    Contract open = *contract;
    open.over.reset();  // what was canceled too late is judged when it is given back
    const auto taken = ++taken_of_[contract->price];
    if (taken > open.owed_by(moved.at + early(*contract)) + allowed_of_[charge_of(charge)])
        found(fmt::format(
            "{} is payment {} of {}, before its period began",
            asked.order_id,
            taken,
            contract->subscription
        ));
    watch_canceled(*contract, moved);
}

/// The gateway's clock keeps a reservation until its time; when money is taken at once the house's
/// own does, which may be as far ahead as is allowed before the gateway has told its time.
Seconds Oracle::early(const Contract& contract) const {
    if (!contract.may_pay_at_once) return Seconds{0};
    return std::min(house_.furthest_ahead(), billing::ClockTolerance{}.jump);
}

/// In fine weather a reservation whose name the house knows is taken back within hours; what a
/// storm left standing, within days.
void Oracle::watch_canceled(const Contract& contract, const sandbox::Movement& moved) {
    constexpr Seconds hours{6 * 3'600}, days{2 * 86'400};
    const auto& order_id = moved.receipt->asked->order_id;
    if (!fine_from_ || !known_to_ledger(order_id)) return;
    const auto too_late = [&](Instant said) {
        return moved.at > std::max(said + hours, *fine_from_ + days);
    };
    if (contract.canceled(period_of(order_id)) && too_late(*contract.canceled_at))
        found(fmt::format(
            "{} was taken, and canceled at {}",
            order_id,
            rfc3339(*contract.canceled_at, Seconds{9 * 3'600})
        ));
    if (contract.card_changed_at && too_late(*contract.card_changed_at) &&
        moved.receipt->key->billing_key != contract.cards.back())
        found(order_id + " was taken from a card that another has replaced");
}

bool Oracle::known_to_ledger(const std::string& order_id) const {
    const auto attempt = house_.ledger().attempt(billing::OrderId{order_id});
    // What is paid at once goes out when it is due, or never: there is nothing to take back.
    return attempt && (attempt->reserve_id || attempt->method == billing::AttemptMethod::immediate);
}

const Contract* Oracle::contract_of(std::int64_t price) const {
    const auto known = town_.by_price.find(price);
    return known == town_.by_price.end() ? nullptr : &town_.contracts[known->second];
}

/// The house's own checks stop it before it breaks a rule; that it had to is a bug all the same.
void Oracle::watch_house() {
    for (const auto& what : house_.contradictions())
        found("the ledger refuses what the engine wants: " + what);
    for (const auto& breaker : house_.ledger().breakers(true))
        if (breaker.kind == billing::BreakerKind::invariant ||
            breaker.kind == billing::BreakerKind::history)
            found("the house stopped itself: " + breaker.why);
}

/// Whoever is told that a payment failed can point to the card that failed.
void Oracle::watch_past_due() {
    for (const auto& contract : town_.contracts) {
        const auto stored =
            house_.ledger().subscription(billing::SubscriptionId{contract.subscription});
        if (!stored || stored->status != billing::SubscriptionStatus::past_due) continue;
        const bool died = std::ranges::any_of(contract.cards, [&](const std::string& card) {
            const auto key = house_.gateway().key(card);
            const auto* known = std::get_if<const sandbox::BillingKey*>(&key);
            return known && (*known)->deleted_at;
        });
        if (!died && !failed_at_gateway(contract))
            found(contract.subscription + " is past due, and no card has failed");
    }
}

namespace {

bool ended(const ports::JournalEntry& entry) {
    return entry.event == "subscription.canceled";
}

bool whichever(const ports::JournalEntry& /*entry*/) {
    return true;
}

/// The newest entry of that subject, before the one with this number, that is of the kind.
template <class Kind>
std::optional<ports::JournalEntry> entry_before(
    ports::Ledger& ledger, const std::string& subject, std::string before, Kind of_that_kind
) {
    constexpr int rows = 20;
    for (;;) {
        auto entries = ledger.journal(subject, {.after = before, .limit = rows});
        const auto match = std::ranges::find_if(entries, of_that_kind);
        if (match != entries.end()) return std::move(*match);
        if (std::ssize(entries) < rows) return std::nullopt;
        before = std::to_string(entries.back().number);
    }
}

}  // namespace

void Oracle::watch_ends() {
    for (const auto& contract : town_.contracts) {
        const billing::SubscriptionId id{contract.subscription};
        const auto stored = house_.ledger().subscription(id);
        if (!stored || stored->cancel_reason != "dunning" || !stored->cancel_at) continue;
        const auto end = entry_before(house_.ledger(), "subscription:" + id.text(), "", ended);
        if (!end || !ends_judged_.insert(end->hash).second) continue;
        house_.tally().hit(Probe::ended_by_policy);
        for (const auto& charge : house_.ledger().charges_of(id))
            watch_closed(charge.number, *end);
    }
}

void Oracle::watch_closed(billing::ChargeNumber number, const ports::JournalEntry& end) {
    auto& ledger = house_.ledger();
    const auto closed_with_it = [&](const ports::JournalEntry& entry) {
        return entry.at == end.at && entry.actor == end.actor &&
               (entry.event == "charge.uncollectible" || entry.event == "charge.voided");
    };
    const auto subject = "charge:" + std::to_string(number.value);
    const auto closed = entry_before(ledger, subject, std::to_string(end.number), closed_with_it);
    if (!closed) return;
    const auto before = std::to_string(closed->number);
    for (const auto& attempt : ledger.attempts_of(number)) {
        const auto last =
            entry_before(ledger, "attempt:" + attempt.order_id.text(), before, whichever);
        if (last && (last->image.find(R"("state":"doubt")") != std::string::npos ||
                     last->image.find(R"("state":"quarantined")") != std::string::npos))
            found(attempt.order_id.text() + " was in doubt when a policy ended it");
    }
}

void Oracle::watch_at_rest() {
    watch();
    watch_ends();
    watch_invariants();
}

bool Oracle::failed_at_gateway(const Contract& contract) const {
    // Cards and their histories are the gateway's; a reservation that failed left no receipt, and
    // what was declined at once, or by hand, was no reservation.
    const auto reserved = [&](const sandbox::Reservation& reservation) {
        return reservation.asked->price == contract.price &&
               reservation.status == sandbox::ReservationStatus::failed;
    };
    const auto paid = [&](const sandbox::Receipt& receipt) {
        return receipt.asked->price == contract.price &&
               receipt.status == sandbox::ReceiptStatus::failed;
    };
    return house_.line().refused(contract.price) ||
           std::ranges::any_of(house_.gateway().reservations(), reserved) ||
           std::ranges::any_of(house_.gateway().receipts(), paid);
}

/// The ledger's own sense of what always holds.
void Oracle::watch_invariants() {
    const auto yardstick = house_.rules().yardstick(house_.now(), house_.now());
    for (const auto& violation : house_.ledger().violations(yardstick, violations_max))
        found(in_words(violation));
}

}  // namespace maedal::simulation
