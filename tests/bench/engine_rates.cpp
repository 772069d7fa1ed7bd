// The turn by itself: decisions and rows, no sockets, no limiter, and the ledger in memory where
// there is a place for it.
#include "benches.hpp"
#include "simulation/virtual_house.hpp"
#include "unit/engine/sold.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace maedal::bench {

using namespace billing;
using namespace std::chrono_literals;

void measure_engine(Figures& figures, const Load& load) {
    const auto rules = engine::rules(OrderIdRule::reserve);
    in_rounds(load.rounds, 25s, [&](int) {
        simulation::VirtualHouse house{1, rules, sandbox::OrderIdRule::reserve};
        house.load({engine::plan("monthly", 29'900, {Unit::month, 1})});
        for (int n = 0; n < load.engine_subscribers; ++n) {
            const auto customer = fmt::format("customer-{}", n);
            const auto anchor =
                fmt::format("2026-01-{:02}T{:02}:{:02}:00", 2 + n % 27, n % 24, n % 60);
            house.subscribe(customer, house.card(customer), "monthly", anchor);
        }
        const auto cost = cost_of(CLOCK_PROCESS_CPUTIME_ID, [&] {
            house.walk(*instant_from_rfc3339("2027-01-01T00:00:00+09:00"));
        });
        const auto paid = house.ledger().totals().charges["paid"];
        if (paid != 12 * load.engine_subscribers)
            throw std::runtime_error{fmt::format("the engine's year has {} paid charges", paid)};
        figures.add(
            "engine: subscriber-years, monthly", "/s", load.engine_subscribers / cost.seconds
        );
        add_rate(figures, "engine: charges", static_cast<double>(paid), cost);
    });
}

}  // namespace maedal::bench
