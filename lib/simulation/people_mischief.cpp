// What is done at the worst moment, or behind the daemon's back.
#include "simulation/people.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace maedal::simulation {

void People::start_others() {
    if (const auto wrong = house_.start_second_daemon(); !wrong.empty()) oracle_.report(wrong);
    constexpr Seconds span{4 * 86'400};
    if (const auto wrong = house_.start_copy_elsewhere(span); !wrong.empty()) oracle_.report(wrong);
}

void People::race_a_payment_at_once() {
    constexpr Seconds soon{3 * 86'400}, just_before{20}, just_after{2};
    std::optional<billing::Attempt> next;
    for (auto& planned : house_.ledger().attempts(
             {.subscription = {}, .billing_key = {}, .state = "planned"},
             {{}, ports::Page::limit_max}
         ))
        if (planned.method == billing::AttemptMethod::immediate &&
            planned.execute_at > house_.now() + just_before &&
            planned.execute_at < house_.now() + soon &&
            (!next || planned.execute_at < next->execute_at))
            next = std::move(planned);
    const auto known = next ? town_.by_price.find(next->amount.count()) : town_.by_price.end();
    if (known == town_.by_price.end()) return;
    house_.walk(next->execute_at - just_before);
    house_.line().hold_back_writes(Seconds{10 + static_cast<int>(dice_.roll() % 30)});
    house_.walk(next->execute_at + just_after);
    const auto attempt = house_.ledger().attempt(next->order_id);
    if (attempt && attempt->state == billing::AttemptState::sending)
        house_.tally().hit(Probe::raced_at_once);
    change_mind(town_.contracts[known->second]);
    house_.settle();
    house_.line().hold_back_writes(std::nullopt);
    house_.walk(house_.now() + Seconds{60});
}

void People::change_mind(Contract& contract) {
    if (dice_.hits(70))
        cancel(contract, false);
    else
        replace_card(contract);
}

void People::race_an_execution() {
    constexpr int of_a_hundred_at_once = 30;
    if (dice_.hits(of_a_hundred_at_once)) race_a_payment_at_once();
    const auto at = house_.gateway().next_execution();
    constexpr Seconds just_before{20};
    if (!at || *at < house_.now() + just_before) return;
    const auto& waiting = house_.gateway().reservations();
    const auto delay = house_.gateway().switches().execution_delay;
    const auto next = std::ranges::find_if(waiting, [&](const auto& one) {
        return one.status == sandbox::ReservationStatus::waiting &&
               std::max(house_.now(), one.execute_at + one.held_back + delay) == *at;
    });
    if (next == waiting.end()) return;
    const auto known = town_.by_price.find(next->asked->price);
    if (known == town_.by_price.end()) return;
    house_.walk(*at - just_before);
    house_.line().hold_back_writes(Seconds{10 + static_cast<int>(dice_.roll() % 30)});
    constexpr int of_a_hundred_declined = 40;
    if (dice_.hits(of_a_hundred_declined))
        house_.gateway().declines().set(next->key->billing_key, {1, std::nullopt, false, "F1"});
    change_mind(town_.contracts[known->second]);
    house_.settle();
    house_.line().hold_back_writes(std::nullopt);
    house_.walk(house_.now() + Seconds{60});
}

std::optional<Instant> People::meet_what_stands_since(Instant backup) {
    std::vector<const sandbox::Reservation*> theirs;
    for (const auto& one : house_.gateway().reservations())
        if (one.status == sandbox::ReservationStatus::waiting && one.requested_at > backup &&
            town_.by_price.contains(one.asked->price))
            theirs.push_back(&one);
    if (theirs.empty()) return std::nullopt;
    const auto& met = *theirs[dice_.roll() % theirs.size()];
    const Instant at = met.execute_at;
    if (dice_.hits(50)) replace_card(town_.contracts[town_.by_price.at(met.asked->price)]);
    return at;
}

void People::watch_an_execution() {
    const auto at = house_.gateway().next_execution();
    if (!at) return;
    constexpr Seconds moment{5};
    house_.walk(*at + moment);
    settle_doubts();
}

void People::charge_by_hand() {
    // Best before the next try goes out: that one looks at all that was sent before.
    std::vector<const sandbox::Receipt*> declined;
    for (const auto& receipt : house_.gateway().receipts()) {
        if (receipt.status != sandbox::ReceiptStatus::failed) continue;
        const auto attempt = house_.ledger().attempt(billing::OrderId{receipt.asked->order_id});
        const bool next_waits =
            attempt && house_.ledger().attempts_of(attempt->charge).back().state ==
                           billing::AttemptState::planned;
        // The nights ask for what is over for 47 days: what comes later only a webhook tells.
        constexpr Seconds asked_for{30 * 86'400};
        const bool still_asked_for =
            attempt && attempt->closed_at && *attempt->closed_at + asked_for > house_.now();
        if (next_waits || (still_asked_for && dice_.hits(20))) declined.push_back(&receipt);
    }
    if (declined.empty()) return;
    const auto asked = *declined[dice_.roll() % declined.size()]->asked;
    house_.gateway().switches().failed_receipts_listed = true;
    const auto taken = house_.gateway().pay(asked);
    if (!std::holds_alternative<const sandbox::Receipt*>(taken)) return;
    oracle_.allow_second(asked.order_id);
    const int lost = std::exchange(house_.weather.notice_lost, 100);
    house_.walk(house_.now() + Seconds{1});
    house_.weather.notice_lost = lost;
}

void People::charge_what_just_failed() {
    // Best the last try of a policy: nothing comes after it that would look again.
    const sandbox::Reservation* last = nullptr;
    constexpr Seconds soon{3 * 86'400};
    const auto number_of = [](const sandbox::Reservation& one) {
        return one.asked->order_id.back();
    };
    for (const auto& one : house_.gateway().reservations())
        if (one.status == sandbox::ReservationStatus::waiting && one.execute_at > house_.now() &&
            one.execute_at < house_.now() + soon && (!last || number_of(one) > number_of(*last)))
            last = &one;
    if (!last) return;
    auto& gateway = house_.gateway();
    house_.walk(last->execute_at - Seconds{1});
    if (last->status != sandbox::ReservationStatus::waiting) return;
    gateway.declines().set(last->key->billing_key, {1, std::nullopt, false, "F1"});
    gateway.advance(last->execute_at + last->held_back + gateway.switches().execution_delay);
    gateway.switches().failed_receipts_listed = true;
    const int lost = std::exchange(house_.weather.notice_lost, 100);
    // On the console no rule for order ids stands in the way.
    const bool reusable = std::exchange(gateway.switches().failed_order_id_reusable, true);
    if (last->status == sandbox::ReservationStatus::failed &&
        std::holds_alternative<const sandbox::Receipt*>(gateway.pay(*last->asked))) {
        oracle_.allow_second(last->asked->order_id);
        house_.tally().hit(Probe::paid_after_decline);
    }
    gateway.switches().failed_order_id_reusable = reusable;
    house_.walk(house_.now() + Seconds{1});
    house_.weather.notice_lost = lost;
}

void People::hold_one_back() {
    constexpr Seconds soon{2 * 86'400};
    constexpr std::uint64_t minutes_max = 40 * 60;
    std::vector<const sandbox::Reservation*> waiting;
    for (const auto& one : house_.gateway().reservations())
        if (one.status == sandbox::ReservationStatus::waiting && one.execute_at > house_.now() &&
            one.execute_at < house_.now() + soon &&
            // Nobody promises that its next try waits so long.
            !house_.line().turned_away(one.asked->order_id))
            waiting.push_back(&one);
    if (waiting.empty()) return;
    // Best one that a later one of its card may overtake.
    std::vector<const sandbox::Reservation*> followed;
    std::ranges::copy_if(waiting, std::back_inserter(followed), [this](const auto* one) {
        const auto on_it = [one](const Contract& contract) {
            return contract.cards.back() == one->key->billing_key;
        };
        const auto daily = [&](const Contract& contract) {
            return on_it(contract) && contract.every == Contract::Every::day;
        };
        return std::ranges::any_of(town_.contracts, daily) ||
               std::ranges::count_if(town_.contracts, on_it) > 1;
    });
    if (!followed.empty() && dice_.hits(70)) waiting = std::move(followed);
    const auto& held = *waiting[dice_.roll() % waiting.size()];
    const Seconds by{60 * static_cast<std::int64_t>(1 + dice_.roll() % minutes_max)};
    static_cast<void>(house_.gateway().hold_back(held.reserve_id, by));
    house_.tally().hit(Probe::held_back);
}

void People::guess_too_early() {
    constexpr int hours_max = 36;
    const auto in_doubt = [this] {
        return house_.ledger().attempts(
            {.subscription = {}, .billing_key = {}, .state = "doubt"}, {}
        );
    };
    const int lost = std::exchange(house_.weather.answer_lost, 100);
    for (int hour = 0; hour < hours_max && in_doubt().empty(); ++hour)
        house_.walk(house_.now() + Seconds{3'600});
    house_.weather.answer_lost = lost;
    const auto doubts = in_doubt();
    for (const auto& attempt : doubts)
        guess_absent(attempt.order_id.text());
    constexpr Seconds hours{6 * 3'600}, just_before{60};
    const auto reserved = std::ranges::find_if(doubts, [this](const billing::Attempt& attempt) {
        return attempt.method == billing::AttemptMethod::reservation &&
               attempt.execute_at >= house_.now();
    });
    if (reserved == doubts.end()) return;
    auto& switches = house_.gateway().switches();
    const auto delay = std::exchange(switches.execution_delay, hours);
    house_.walk(reserved->execute_at + hours - just_before);
    guess_absent(reserved->order_id.text());
    switches.execution_delay = delay;
}

void People::guess_beside_money() {
    for (const auto& attempt : house_.ledger().attempts(
             {.subscription = {}, .billing_key = {}, .state = "quarantined"}, {}
         )) {
        const auto known = town_.by_price.find(attempt.amount.count());
        if (known == town_.by_price.end()) continue;
        const auto& id = attempt.order_id.text();
        const auto& card = town_.contracts[known->second].cards.back();
        const auto price = attempt.amount.count();
        const int lost = std::exchange(house_.weather.notice_lost, 100);
        const auto taken = house_.gateway().pay({card, id, "by hand", price, 0, nullptr});
        if (std::holds_alternative<const sandbox::Receipt*>(taken)) {
            oracle_.allow_second(id);
            house_.tally().hit(Probe::guessed_beside_money);
            guess_absent(id);
        }
        house_.weather.notice_lost = lost;
    }
}

void People::change_mind_in_fine_weather(bool cancels) {
    constexpr Seconds time_enough{8 * 3'600};
    auto standing =
        house_.ledger().attempts({.subscription = {}, .billing_key = {}, .state = "reserved"}, {});
    std::erase_if(standing, [&](const auto& attempt) {
        return attempt.execute_at < house_.now() + time_enough;
    });
    if (standing.empty()) return;
    const auto& attempt = standing[dice_.roll() % standing.size()];
    const auto known = town_.by_price.find(attempt.amount.count());
    if (known == town_.by_price.end()) return;
    Contract& contract = town_.contracts[known->second];
    house_.weather.request_lost = 100;
    if (cancels) {
        cancel(contract, false);
        house_.tally().hit(Probe::canceled_in_fine_weather);
    } else if (replace_card(contract)) {
        contract.card_changed_at = house_.now();
        house_.tally().hit(Probe::card_changed_in_fine_weather);
    }
    house_.settle();
    house_.weather.request_lost = 0;
}

}  // namespace maedal::simulation
