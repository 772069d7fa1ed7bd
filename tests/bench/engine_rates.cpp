// The turn by itself: decisions and rows, no sockets, no limiter, and the ledger in memory where
// there is a place for it.
#include "benches.hpp"
#include "simulation/virtual_house.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace maedal::bench {
namespace {

using namespace billing;
using namespace std::chrono_literals;

Plan monthly() {
    return {
        .version = {0},
        .id = PlanId{"monthly"},
        .name = "monthly",
        .price = *Won::from_count(29'900),
        .tax_free = *Won::from_count(0),
        .interval = {Unit::month, 1},
        .trial_days = 0,
        .periods = 0,
        .dunning_name = "default",
        .dunning = {{24h, 72h}, DunningEnd::leave_past_due, 7 * 24h},
        .reserve_lead = 24h,
        .reserve_ahead = 1,
        .catch_up = CatchUp::bill_each,
        .on_sale = true};
}

}  // namespace

void measure_engine(Figures& figures, const Load& load) {
    engine::Rules rules;
    rules.order_id_rule = OrderIdRule::reserve;
    in_rounds(load.rounds, 25s, [&](int) {
        simulation::VirtualHouse house{1, rules, sandbox::OrderIdRule::reserve};
        house.load({monthly()});
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
