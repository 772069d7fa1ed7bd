#include "simulation/town.hpp"

#include "base/contract.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace maedal::simulation {
namespace {

using namespace std::chrono;

constexpr hours korea_ahead{9};

billing::Plan plan_of(const Contract& contract, sandbox::Dice& dice) {
    using billing::DunningEnd;
    constexpr DunningEnd ends[]{DunningEnd::leave_past_due, DunningEnd::cancel, DunningEnd::pause};
    const bool daily = contract.every == Contract::Every::day;
    const auto unit = daily                                     ? billing::Unit::day
                      : contract.every == Contract::Every::week ? billing::Unit::week
                                                                : billing::Unit::month;
    const std::vector<Seconds> waits =
        daily ? std::vector<Seconds>{hours{6}} : std::vector<Seconds>{days{1}, days{3}};
    constexpr int of_a_hundred_at_once = 15, of_a_hundred_without_slot = 20;
    const bool at_once = dice.hits(of_a_hundred_at_once);
    const bool without_slot = !at_once && dice.hits(of_a_hundred_without_slot);
    return {
        .version = {0},
        .id = billing::PlanId{fmt::format("p{}", contract.price)},
        .name = fmt::format("plan {}", contract.price),
        .price = *billing::Won::from_count(contract.price),
        .tax_free = *billing::Won::from_count(0),
        .interval = {unit, 1},
        .trial_days = 0,
        .periods = 0,
        .dunning_name = "town",
        .dunning = {waits, ends[dice.roll() % std::size(ends)], days{7}},
        .reserve_lead = hours{static_cast<int>(1 + dice.roll() % 36)},
        .reserve_ahead = dice.hits(20) ? 3 : 1,
        .catch_up = billing::CatchUp::bill_each,
        .collect = at_once ? billing::Collect::pay_now : billing::Collect::reserve,
        .without_slot = without_slot ? billing::WithoutSlot::pay_now : billing::WithoutSlot::wait,
        .on_sale = true};
}

std::string local_text(Instant at) {
    return rfc3339(at, korea_ahead).substr(0, 19);
}

}  // namespace

Instant Contract::begins(std::int64_t n) const {
    const Instant local = anchor + korea_ahead;
    const auto day = floor<days>(local);
    const auto time = local - day;
    const auto whole = static_cast<int>(n);
    if (every == Every::day) return anchor + days{whole};
    if (every == Every::week) return anchor + weeks{whole};
    const year_month_day first{day};
    const year_month month = year_month{first.year(), first.month()} + months{whole};
    const year_month_day last{month / std::chrono::last};
    const auto then = std::min(first.day(), last.day());
    return sys_days{month / then} + time - korea_ahead;
}

std::int64_t Contract::owed_by(Instant at) const {
    std::int64_t count = 0;
    const auto begun = [&](std::int64_t n) {
        return begins(n) <= at && (!over || begins(n) < *over);
    };
    // Far enough, then back and forth to the exact number: periods have 1 to 31 days.
    const auto length = every == Every::day ? days{1} : every == Every::week ? days{7} : days{31};
    if (at > anchor) count = std::max<std::int64_t>(0, (at - anchor) / length - 1);
    while (count > 0 && !begun(count - 1))
        --count;
    while (begun(count))
        ++count;
    return count;
}

Town settle_town(VirtualHouse& house, sandbox::Dice& dice, int subscribers) {
    MAEDAL_EXPECTS(subscribers >= 1);
    Town town;
    std::vector<billing::Plan> plans;
    // All of it on one card and due at one time: more than the slots that a key has.
    const bool one_company = subscribers > billing::BillingKey::slots_max && dice.hits(15);
    if (one_company) house.tally().hit(Probe::more_than_a_key_holds);
    for (int i = 0; i < subscribers; ++i) {
        const int kind = static_cast<int>(dice.roll() % 20);
        Contract contract{
            .subscription = {},
            .customer = {},
            .price = 1'000 + 10 * i,
            .every = kind == 0   ? Contract::Every::day
                     : kind <= 3 ? Contract::Every::week
                                 : Contract::Every::month,
            .anchor = house.now() + days{2 + static_cast<int>(dice.roll() % 29)} +
                      minutes{static_cast<int>(dice.roll() % 1'440)},
            .cards = {},
            .over = std::nullopt};
        if (dice.hits(60)) contract.anchor = floor<days>(contract.anchor) + korea_ahead;  // 18:00
        if (one_company && i > 0) {
            contract.anchor = town.contracts.front().anchor;
            contract.every = Contract::Every::month;
        }
        plans.push_back(plan_of(contract, dice));
        contract.may_pay_at_once = plans.back().collect == billing::Collect::pay_now ||
                                   plans.back().without_slot == billing::WithoutSlot::pay_now;
        town.by_price[contract.price] = town.contracts.size();
        town.contracts.push_back(std::move(contract));
    }
    house.load(plans);
    std::string customer, card;
    int left = 0;
    for (auto& contract : town.contracts) {
        if (left-- == 0) {
            customer = fmt::format("c{}", contract.price);
            card = house.card(customer);
            left = dice.hits(80) ? 0 : static_cast<int>(dice.roll() % 14);
            if (one_company) left = subscribers - 1;
        }
        contract.customer = customer;
        contract.cards.push_back(house.gateway_key(card));
        contract.subscription = house.subscribe(
            customer, card, fmt::format("p{}", contract.price), local_text(contract.anchor)
        );
    }
    return town;
}

}  // namespace maedal::simulation
