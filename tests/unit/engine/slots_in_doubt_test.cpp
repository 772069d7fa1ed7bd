// A key whose slots are held by doubts: nobody can give way, so the order in which slots are given
// out decides who is on time.
#include "simulation/virtual_house.hpp"
#include "unit/engine/sold.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace maedal::engine {
namespace {

using namespace billing;
using simulation::VirtualHouse;
using namespace std::chrono_literals;

Plan ahead(const std::string& id, Unit unit, Seconds lead, int periods_ahead) {
    auto made = plan(id, 1'000, {unit, 1});
    made.dunning = {{24h}, DunningEnd::cancel, 7 * 24h};
    made.reserve_lead = lead;
    made.reserve_ahead = periods_ahead;
    return made;
}

TEST(Slots, AFreeOneGoesToWhoIsDueFirst) {
    for (const int lost : {0, 50}) {
        for (std::uint64_t seed = 1; seed <= 2; ++seed) {
            VirtualHouse house{seed, rules(OrderIdRule::reserve), sandbox::OrderIdRule::reserve};
            house.load(
                {ahead("daily", Unit::day, 30 * 24h, 10), ahead("weekly", Unit::week, 60 * 24h, 4)}
            );
            const auto key = house.card("c1");
            house.weather.answer_lost = lost;
            house.weather.crash = 10;
            std::vector<std::string> subscriptions;
            for (const char* plan : {"weekly", "daily"})
                subscriptions.push_back(house.subscribe("c1", key, plan, "2026-01-20T06:00:00"));
            house.walk(*instant_from_rfc3339("2026-02-12T12:00:00+09:00"));

            for (const auto& id : subscriptions)
                for (const auto& charge : house.ledger().charges_of(SubscriptionId{id})) {
                    if (charge.due_at() > house.now()) continue;
                    // With every slot in doubt nobody can give way: then it goes out the minute
                    // after the first of them is settled.
                    const bool waited = charge.late == Lateness::want_of_slot;
                    ASSERT_TRUE(charge.settled_at) << charge.period;
                    EXPECT_LE(*charge.settled_at, charge.due_at() + (waited ? 60s : 0s))
                        << "seed " << seed << ", " << lost << "% lost, " << id << " period "
                        << charge.period;
                }
        }
    }
}

}  // namespace
}  // namespace maedal::engine
