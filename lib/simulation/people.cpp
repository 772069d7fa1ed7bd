#include "simulation/people.hpp"

#include "base/contract.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace maedal::simulation {

/// A person who got no answer asks again.
int People::asked_until_answered(const engine::Command& command) {
    constexpr int tries_max = 200;
    constexpr int tries_until_repaired = 20;
    for (int tries = 0; tries < tries_max; ++tries) {
        if (tries == tries_until_repaired) house_.disk().heal();
        const auto* refund = std::get_if<engine::ResolveRefund>(&command);
        const int status = refund ? house_.resolve(*refund) : house_.order(command);
        if (status != 0) return status;
    }
    MAEDAL_EXPECTS(false);
    return 0;
}

Contract& People::anyone() {
    return town_.contracts[dice_.roll() % town_.contracts.size()];
}

void People::act() {
    const auto kind = dice_.roll() % 20;
    if (kind < 2)
        cancel(anyone(), dice_.hits(50));
    else if (kind < 7)
        replace_card(anyone());
    else if (kind < 10)
        refund();
    else if (kind < 12)
        refund_on_console();
    else if (kind < 14)
        change_prices();
    else if (kind < 15)
        lie_about_a_doubt();
    else if (kind < 16)
        forgive_a_doubt();
    else
        ask_for_what_cannot_be();
}

void People::cancel(Contract& contract, bool at_end) {
    const billing::SubscriptionId id{contract.subscription};
    // What is said twice is meant once.
    const int times = dice_.hits(30) ? 2 : 1;
    for (int i = 0; i < times; ++i) {
        if (asked_until_answered(engine::CancelSubscription{id.text(), at_end}) != 200) return;
        const Instant asked_at = just_written();
        if (contract.over && *contract.over <= asked_at) continue;
        Instant over = asked_at;
        if (at_end) {
            contract.over.reset();
            over = contract.begins(contract.owed_by(asked_at));
        }
        contract.over = over;
        contract.canceled_at = house_.now();
        house_.tally().hit(Probe::canceled);
    }
}

/// By the time that the journal tells, which is shown to everyone: a clock of ours may be wrong.
Instant People::just_written() const {
    return house_.ledger().journal("", {{}, 1}).front().at;
}

bool People::replace_card(Contract& contract) {
    // The card is there before the command, whatever becomes of that.
    const auto made = house_.gateway().register_card({});
    contract.cards.push_back(std::get<const sandbox::BillingKey*>(made)->billing_key);
    if (!tell_newest_card(contract)) return false;
    contract.card_since = just_written();
    house_.tally().hit(Probe::key_replaced);
    return true;
}

bool People::tell_newest_card(const Contract& contract) {
    const Secret secret{contract.cards.back()};
    const auto added = engine::AddBillingKey{contract.customer, secret, "", "card"};
    if (asked_until_answered(added) != 200) return false;
    const std::string key = house_.said();
    return asked_until_answered(engine::ReplaceBillingKey{contract.subscription, key}) == 200;
}

void People::refund() {
    const auto& receipts = house_.gateway().receipts();
    if (receipts.empty()) return;
    const auto& receipt = receipts[dice_.roll() % receipts.size()];
    std::optional<std::int64_t> amount;
    if (dice_.hits(70))
        amount = static_cast<std::int64_t>(
            dice_.roll() % (2 * static_cast<std::uint64_t>(receipt.asked->price))
        );
    oracle_.asked_back(receipt.receipt_id);
    // Refunds are rare: a crash meets one on its way only where it is sought.
    constexpr int of_a_hundred_met = 60, crash_often = 15;
    const bool met = house_.weather.crash > 0 && dice_.hits(of_a_hundred_met);
    const int crash = house_.weather.crash;
    if (met) house_.weather.crash = crash_often;
    const int status =
        asked_until_answered(engine::RequestRefund{receipt.receipt_id, amount, "환불", ""});
    if (met) house_.settle();
    house_.weather.crash = crash;
    if (status != 200)
        house_.tally().hit(Probe::wrong_command);
    else if (amount && *amount < receipt.asked->price)
        house_.tally().hit(Probe::refunded_in_part);
}

/// Behind the daemon's back, at the gateway. No cancel_id, and perhaps no webhook.
void People::refund_on_console() {
    const auto& receipts = house_.gateway().receipts();
    if (receipts.empty()) return;
    const auto& receipt = receipts[dice_.roll() % receipts.size()];
    // The nights look at payments for 47 days: what is given back later only a webhook tells.
    constexpr Seconds looked_at{40 * 86'400};
    if (receipt.requested_at + looked_at < house_.now()) return;
    oracle_.asked_back(receipt.receipt_id);
    const auto answer =
        house_.gateway().cancel({receipt.receipt_id, std::nullopt, std::nullopt, ""});
    if (!std::holds_alternative<const sandbox::Receipt*>(answer)) return;
    oracle_.given_back_by_hand(receipt.receipt_id);
    house_.tally().hit(Probe::refunded_by_hand);
}

/// What is sold from now on costs more; who has subscribed keeps the old price.
void People::change_prices() {
    std::vector<billing::Plan> plans;
    for (auto plan : house_.ledger().plans(true)) {
        plan.price = *billing::Won::from_count(plan.price.count() + 1);
        plans.push_back(std::move(plan));
    }
    static_cast<void>(asked_until_answered(engine::LoadPlans{std::move(plans)}));
    house_.tally().hit(Probe::price_changed);
}

void People::ask_for_what_cannot_be() {
    const Contract& contract = anyone();
    const Contract& other = anyone();
    int status = 0;
    switch (dice_.roll() % 4) {
        case 0:
            status = asked_until_answered(engine::CancelSubscription{"sub_999999", false});
            break;
        case 1: {
            const auto stored =
                house_.ledger().subscription(billing::SubscriptionId{other.subscription});
            if (!stored || contract.customer == other.customer) return;
            status = asked_until_answered(engine::ReplaceBillingKey{
                contract.subscription,
                house_.ledger().billing_keys(other.customer, {}).front().id.text()});
            break;
        }
        case 2:
            status = asked_until_answered(engine::RequestRefund{
                "0123456789abcdef01234567", std::nullopt, "", ""});
            break;
        default:
            status = asked_until_answered(engine::CreateSubscription{
                contract.subscription, contract.customer, "no-such-plan", "bk_999999", "", ""});
            break;
    }
    MAEDAL_EXPECTS(status != 200);
    house_.tally().hit(Probe::wrong_command);
}

void People::lose_card() {
    const auto& contract = anyone();
    static_cast<void>(house_.gateway().delete_key(contract.cards.back()));
    house_.tally().hit(Probe::key_died);
}

void People::bring_cards() {
    for (auto& contract : town_.contracts) {
        const billing::SubscriptionId id{contract.subscription};
        const auto stored = house_.ledger().subscription(id);
        if (!stored || billing::terminal(stored->status)) continue;
        const auto key = house_.gateway().key(contract.cards.back());
        const auto* card = std::get_if<const sandbox::BillingKey*>(&key);
        if (card && (*card)->deleted_at) replace_card(contract);
    }
}

}  // namespace maedal::simulation
