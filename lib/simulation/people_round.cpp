// The operator's round, and what has to be done after a backup was put back.
#include "base/contract.hpp"
#include "engine/calls.hpp"
#include "simulation/people.hpp"

#include <algorithm>

namespace maedal::simulation {
namespace {

using engine::ResolveDoubt;

const sandbox::Receipt* paid_one(sandbox::Bootpay& gateway, const std::string& order_id) {
    for (const auto* receipt : gateway.receipts_of_order(order_id))
        if (receipt->status != sandbox::ReceiptStatus::failed) return receipt;
    return nullptr;
}

bool waits_there(sandbox::Bootpay& gateway, const std::string& order_id) {
    return std::ranges::any_of(gateway.reservations(), [&](const auto& reservation) {
        return reservation.asked->order_id == order_id &&
               reservation.status == sandbox::ReservationStatus::waiting;
    });
}

}  // namespace

void People::make_round() {
    release_breakers();
    decide_codes();
    settle_doubts();
    settle_refunds();
}

/// The vendor was asked, and says that nothing was carried out.
void People::decide_codes() {
    constexpr int of_a_hundred_rounds = 30;
    for (const char* call : {engine::call_kind::reserve, engine::call_kind::pay})
        if (dice_.hits(of_a_hundred_rounds)) decide(call);
}

void People::decide(const std::string& call) {
    auto& ledger = house_.ledger();
    const auto code = ledger.gateway_code(call, new_rule_code);
    if (!code || code->meaning != billing::CodeMeaning::unknown) return;
    // A ledger that was restored may not know all that was sent, and people charge by hand.
    const auto known = ledger.carried_out_with_code(call, new_rule_code);
    const bool lost_one = house_.tally().of(Probe::restored) > 0;
    if (known && !lost_one && !oracle_.touched_by_people(known->text()))
        oracle_.report(known->text() + " counts as carried out in spite of a code that refused it");
    const auto doubts = ledger.doubts_with_code(new_rule_code);
    const engine::DecideCode said{
        call, new_rule_code, billing::CodeMeaning::refused, "the vendor was asked"};
    if (asked_until_answered(said) != 200) return;
    house_.tally().hit(Probe::code_decided);
    for (const auto& doubt : doubts) {
        const auto attempt = house_.ledger().attempt(doubt.order_id);
        if (!attempt || attempt->state != billing::AttemptState::absent) continue;
        oracle_.absent_by_code(doubt.order_id.text());
        house_.tally().hit(Probe::absent_by_code);
    }
}

void People::release_breakers() {
    oracle_.watch();  // before anybody tidies up
    for (const auto& breaker : house_.ledger().breakers(true)) {
        if (breaker.kind == billing::BreakerKind::disarmed)
            arm();
        else if (!billing::closes_by_itself(breaker.kind))
            static_cast<void>(asked_until_answered(engine::ReleaseBreaker{
                billing::breaker_name(breaker.kind, breaker.concerns), "looked at"}));
    }
}

void People::arm() {
    const auto doubts = [&] {
        const auto totals = house_.ledger().totals();
        const auto found = totals.attempts.find("doubt");
        return found == totals.attempts.end() ? 0 : found->second;
    };
    const auto before = doubts();
    static_cast<void>(asked_until_answered(engine::Arm{"no other daemon lives on it"}));
    oracle_.armed();
    if (doubts() > before) house_.tally().hit(Probe::presumed_sent);
}

void People::settle_doubts() {
    auto open = house_.ledger().attempts(
        {.subscription = {}, .billing_key = {}, .state = "quarantined"}, {}
    );
    for (const auto& attempt : open)
        if (quarantined_.insert(attempt.order_id.text()).second)
            house_.tally().hit(Probe::quarantined);
    // Whoever sees money in the console need not wait for the end of the window.
    for (auto& doubt :
         house_.ledger().attempts({.subscription = {}, .billing_key = {}, .state = "doubt"}, {}))
        if (paid_one(house_.gateway(), doubt.order_id.text())) open.push_back(std::move(doubt));
    for (const auto& attempt : open) {
        if (forgiven_.contains(attempt.order_id.text())) continue;
        constexpr int of_a_hundred_forgiven = 15;
        if (dice_.hits(of_a_hundred_forgiven) && forgive(attempt)) continue;
        const auto& id = attempt.order_id.text();
        ResolveDoubt said{
            .order_id = id,
            .as = ResolveDoubt::As::absent,
            .receipt_id = {},
            .typed = id,
            .reason = "seen in the console"};
        if (const auto* receipt = paid_one(house_.gateway(), id)) {
            said.as = ResolveDoubt::As::paid;
            said.receipt_id = receipt->receipt_id;
            if (house_.resolve(said) == 200) house_.tally().hit(Probe::resolved_paid);
        } else if (!waits_there(house_.gateway(), id) && calls_absent(said)) {
            oracle_.allow_second(id);
            house_.tally().hit(Probe::resolved_absent);
            if (!house_.gateway().receipts_of_order(id).empty())
                oracle_.report(
                    id + " was left to a person, and the gateway tells what became of it"
                );
        }
    }
}

/// The charge, whatever became of the attempt. The watch for its money goes on.
bool People::forgive(const billing::Attempt& attempt) {
    const auto& id = attempt.order_id.text();
    const ResolveDoubt said{
        .order_id = id,
        .as = ResolveDoubt::As::waived,
        .receipt_id = {},
        .typed = {},
        .reason = "out of kindness"};
    while (house_.resolve(said) == 0) {
    }
    // Who died over it may have done it before.
    const auto charge = house_.ledger().charge(attempt.charge);
    const bool over = !billing::live(house_.ledger().attempt(attempt.order_id)->state);
    if (charge->state != billing::ChargeState::waived) {
        if (over) oracle_.absent_by_code(id);  // nothing of it was owed
        return over;
    }
    const auto known = town_.by_price.find(charge->amount.count());
    MAEDAL_EXPECTS(known != town_.by_price.end());
    town_.contracts[known->second].forgiven.insert(charge->period);
    forgiven_.insert(id);
    house_.tally().hit(Probe::waived);
    return true;
}

/// Without having looked.
void People::forgive_a_doubt() {
    for (const char* state : {"doubt", "quarantined"}) {
        const auto found =
            house_.ledger().attempts({.subscription = {}, .billing_key = {}, .state = state}, {});
        if (!found.empty()) static_cast<void>(forgive(found[dice_.roll() % found.size()]));
    }
}

void People::settle_refunds() {
    for (const auto& refund : house_.ledger().refunds({})) {
        if (refund.state != billing::RefundState::doubt || refund.next_look_at) continue;
        const bool done = house_.line().gave_back(refund.id.text());
        static_cast<void>(asked_until_answered(engine::ResolveRefund{refund.id.text(), done, "seen"}
        ));
        if (!done)  // it is owed all the same
            static_cast<void>(asked_until_answered(engine::RequestRefund{
                refund.receipt.text(), refund.amount.count(), "once more", ""}));
    }
}

/// Who died over it may have done it before.
bool People::calls_absent(const ResolveDoubt& said) {
    const int status = house_.resolve(said);
    if (status != 0) return status == 200;
    const auto attempt = house_.ledger().attempt(billing::OrderId{said.order_id});
    return attempt && attempt->state == billing::AttemptState::absent;
}

/// Somebody says "absent" without having looked. The daemon asks the gateway before it believes.
void People::lie_about_a_doubt() {
    for (const char* state : {"doubt", "quarantined", "reserved"}) {
        const auto found =
            house_.ledger().attempts({.subscription = {}, .billing_key = {}, .state = state}, {});
        if (found.empty()) continue;
        guess_absent(found[dice_.roll() % found.size()].order_id.text());
    }
}

void People::guess_absent(const std::string& id) {
    const ResolveDoubt said{
        .order_id = id,
        .as = ResolveDoubt::As::absent,
        .receipt_id = {},
        .typed = id,
        .reason = "a guess"};
    if (!calls_absent(said)) {
        house_.tally().hit(Probe::wrong_command);
        return;
    }
    oracle_.allow_second(id);
    if (paid_one(house_.gateway(), id) || waits_there(house_.gateway(), id))
        oracle_.report(id + " counts as absent on a guess, and the gateway has it");
}

/// What was asked for since the backup is lost with the ledger. An operator says it again before he
/// arms: a charge that had moved to another card would else be tried on the old one too, beside
/// what the lost ledger had placed.
void People::after_restore(Instant backup_of) {
    for (const auto& contract : town_.contracts)
        if (contract.card_since && *contract.card_since >= backup_of)
            static_cast<void>(tell_newest_card(contract));
    release_breakers();
    forgiven_.clear();
    for (auto& contract : town_.contracts) {
        const billing::SubscriptionId of{contract.subscription};
        const auto charges = house_.ledger().charges_of(of);
        std::erase_if(contract.forgiven, [&](std::int64_t period) {  // and is not forgiven again
            return std::ranges::none_of(charges, [&](const billing::Charge& charge) {
                return charge.period == period && charge.state == billing::ChargeState::waived;
            });
        });
        if (!contract.over) continue;
        const billing::SubscriptionId id{contract.subscription};
        const auto stored = house_.ledger().subscription(id);
        if (!stored || stored->cancel_at || billing::terminal(stored->status)) continue;
        if (asked_until_answered(engine::CancelSubscription{id.text(), false}) != 200) continue;
        contract.canceled_at = house_.now();
        contract.over = std::max({*contract.over, just_written(), backup_of});
    }
}

}  // namespace maedal::simulation
