// What is done at the worst moment, or behind the daemon's back.
#include "simulation/people.hpp"

#include <algorithm>

namespace maedal::simulation {

void People::start_others() {
    if (const auto wrong = house_.start_second_daemon(); !wrong.empty()) oracle_.report(wrong);
    constexpr Seconds span{4 * 86'400};
    if (const auto wrong = house_.start_copy_elsewhere(span); !wrong.empty()) oracle_.report(wrong);
}

void People::race_an_execution() {
    const auto at = house_.gateway().next_execution();
    constexpr Seconds just_before{20};
    if (!at || *at < house_.now() + just_before) return;
    const auto& waiting = house_.gateway().reservations();
    const auto next = std::ranges::find_if(waiting, [&](const auto& one) {
        return one.status == sandbox::ReservationStatus::waiting && one.execute_at == *at;
    });
    if (next == waiting.end()) return;
    const auto known = town_.by_price.find(next->asked->price);
    if (known == town_.by_price.end()) return;
    house_.walk(*at - just_before);
    house_.line().hold_back_writes(Seconds{10 + static_cast<int>(dice_.roll() % 30)});
    if (dice_.hits(70))
        cancel(town_.contracts[known->second], false);
    else
        replace_card(town_.contracts[known->second]);
    house_.settle();
    house_.line().hold_back_writes(std::nullopt);
    house_.walk(house_.now() + Seconds{60});
}

void People::watch_an_execution() {
    const auto at = house_.gateway().next_execution();
    if (!at) return;
    constexpr Seconds moment{5};
    house_.walk(*at + moment);
    settle_doubts();
}

void People::charge_by_hand() {
    const auto& receipts = house_.gateway().receipts();
    std::vector<const sandbox::Receipt*> declined;
    for (const auto& receipt : receipts)
        if (receipt.status == sandbox::ReceiptStatus::failed) declined.push_back(&receipt);
    if (declined.empty()) return;
    const auto asked = *declined[dice_.roll() % declined.size()]->asked;
    const auto taken = house_.gateway().pay(asked);
    if (std::holds_alternative<const sandbox::Receipt*>(taken))
        oracle_.allow_second(asked.order_id);
}

}  // namespace maedal::simulation
