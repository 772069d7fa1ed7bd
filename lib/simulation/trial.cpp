#include "simulation/trial.hpp"

#include "simulation/people.hpp"

#include <algorithm>
#include <chrono>
#include <set>
#include <string>

namespace maedal::simulation {
namespace {

using namespace std::chrono;

/// Doubts end after two days, a policy after eleven; and a renewal of each month lies in it.
constexpr days quiet_days{40};

/// The daemon knows the gateway's rule, or has not found it out.
engine::Rules rules_for(sandbox::OrderIdRule rule, sandbox::Dice& dice) {
    using billing::OrderIdRule;
    engine::Rules rules;
    const bool told = dice.hits(70);
    switch (rule) {
        case sandbox::OrderIdRule::reserve:
            rules.order_id_rule = told ? OrderIdRule::reserve : OrderIdRule::unproven;
            break;
        case sandbox::OrderIdRule::charge:
            rules.order_id_rule = told ? OrderIdRule::charge : OrderIdRule::unproven;
            break;
        case sandbox::OrderIdRule::none:
            rules.order_id_rule = told ? OrderIdRule::none : OrderIdRule::unproven;
            break;
    }
    return rules;
}

/// Seconds by which a clock goes wrong: little, or by days, or by years.
Seconds drawn_jump(sandbox::Dice& dice, bool far) {
    constexpr Seconds most[]{minutes{4}, hours{1}, days{2}, years{10}};
    const Seconds range = most[dice.roll() % (std::size(most) - (far ? 0 : 1))];
    const auto by = 1 + dice.roll() % static_cast<std::uint64_t>(range.count());
    return Seconds{static_cast<std::int64_t>(by)};
}

/// A backup of the night is put back some hours or days later, now and then on a host whose clock
/// is wrong, or as a snapshot of the whole machine, which goes on by the clock of that night.
void restore_last_night(
    VirtualHouse& house, People& people, sandbox::Dice& dice, const sqlite::MemoryDisk::Image& image
) {
    const Instant backup_of = house.now();
    const Instant clock_of = backup_of + house.skew();
    constexpr int of_a_hundred_old = 25, of_a_hundred_wrong = 20, of_a_hundred_machines = 40;
    const auto age_max = dice.hits(of_a_hundred_old) ? minutes{days{4}} : minutes{days{1}};
    const auto age = minutes{1 + static_cast<int>(dice.roll() % age_max.count())};
    Instant restored_at = backup_of + age;
    constexpr int of_a_hundred_in_between = 70;
    if (dice.hits(of_a_hundred_in_between)) {
        // The worst moment: what was placed since the backup stands, and nobody can see it.
        constexpr int quarters_of_days = 12;
        std::optional<Instant> next;
        for (int quarter = 0; quarter < quarters_of_days && !next; ++quarter) {
            house.walk(house.now() + hours{6});
            next = people.meet_what_stands_since(backup_of);
        }
        constexpr int least = 60, range = 200;
        const minutes before{least + static_cast<int>(dice.roll() % range)};
        if (next && *next - before > house.now()) restored_at = *next - before;
    }
    house.walk(std::max(restored_at, house.now()));
    if (dice.hits(of_a_hundred_wrong)) {
        const Seconds by = drawn_jump(dice, false);
        house.shift_clock(dice.hits(50) ? by : -by);
    } else if (dice.hits(of_a_hundred_machines)) {
        house.shift_clock(clock_of - (house.now() + house.skew()));
        house.tally().hit(Probe::restored_machine);
    }
    house.restore(image);
    // Some cannot wait to arm it: the gateway has not told its time yet.
    constexpr int of_a_hundred_at_once = 40;
    if (!dice.hits(of_a_hundred_at_once))
        house.walk(house.now() + minutes{static_cast<int>(dice.roll() % 45)});
    people.after_restore(backup_of);
}

/// One day of a storm: people come at odd hours, cards die, clocks jump.
void live_one_day(VirtualHouse& house, People& people, sandbox::Dice& dice, const Weather& storm) {
    const Instant evening = house.now() + days{1};
    const auto happens = [&](int permille) {
        return permille > 0 && static_cast<int>(dice.roll() % 1'000) < permille;
    };
    for (int hour = 0; hour < 24; ++hour) {
        if (!happens(storm.command_permille)) continue;
        house.walk(evening - hours{24 - hour} + minutes{dice.roll() % 60});
        people.act();
    }
    if (happens(storm.key_death_permille)) people.lose_card();
    if (happens(storm.copy_permille)) people.start_others();
    if (happens(storm.held_back_permille)) people.hold_one_back();
    if (happens(storm.race_permille)) people.race_an_execution();
    if (happens(storm.race_permille)) people.watch_an_execution();
    if (happens(storm.by_hand_permille)) people.charge_by_hand();
    if (happens(storm.by_hand_permille)) people.charge_what_just_failed();
    if (happens(storm.guess_permille)) people.guess_too_early();
    if (happens(storm.guess_permille)) people.guess_beside_money();
    if (dice.hits(50)) house.set_clock_right();
    if (dice.hits(30)) people.make_round();
    if (happens(storm.restore_permille))
        restore_last_night(house, people, dice, house.disk().image());
    if (happens(storm.clock_jump_permille)) {
        const bool forward = dice.hits(50);
        const Seconds by = drawn_jump(dice, storm.far_clock_jumps);
        house.shift_clock(forward ? by : -by);
        house.tally().hit(forward ? Probe::clock_forward : Probe::clock_back);
    }
    if (house.now() < evening) house.walk(evening);
}

bool overtaken(const sandbox::Reservation& held) {
    return held.finished_at && held.held_back > Seconds{0} &&
           std::ranges::any_of(held.key->reservations, [&](const sandbox::Reservation* other) {
               return other->execute_at > held.execute_at &&
                      other->finished_at < held.finished_at && other->finished_at;
           });
}

void count_what_is_left(VirtualHouse& house, Verdict& verdict) {
    for (const auto& reservation : house.gateway().reservations())
        if (overtaken(reservation)) house.tally().hit(Probe::overtaken);
    const auto totals = house.ledger().totals();
    verdict.surplus = totals.surplus;
    for (std::int64_t i = 0; i < verdict.surplus; ++i)
        house.tally().hit(Probe::surplus);
    const auto paused = totals.subscriptions.find("paused");
    for (std::int64_t i = 0; paused != totals.subscriptions.end() && i < paused->second; ++i)
        house.tally().hit(Probe::paused);
}

/// Days in which nothing goes wrong any more; a few people still change their mind.
void live_quietly(VirtualHouse& house, People& people, Oracle& oracle) {
    house.calm();
    house.settle();
    oracle.fine_from(house.now());
    people.make_round();
    people.bring_cards();
    constexpr int change_of_mind_every = 3, change_of_mind_last = 20;
    for (int day = 1; day <= quiet_days.count() && oracle.findings().empty(); ++day) {
        house.walk(house.now() + days{1});
        people.make_round();
        oracle.watch();
        if (day % change_of_mind_every == 0 && day <= change_of_mind_last)
            people.change_mind_in_fine_weather(day % 2 == 0);
    }
}

/// Their subscriptions come to the end of a policy, whatever is in doubt beside it.
void make_poor(
    VirtualHouse& house, const Town& town, sandbox::Dice& dice, int percent, int storm_days
) {
    std::set<std::string> cards;
    for (const auto& contract : town.contracts) {
        if (!cards.insert(contract.cards.front()).second || !dice.hits(percent)) continue;
        const Instant from = house.now() + days{dice.roll() % static_cast<unsigned>(storm_days)};
        house.gateway().declines().set(contract.cards.front(), {0, from, false, "F1"});
    }
}

void let_loose(
    const Trial& trial,
    VirtualHouse& house,
    People& people,
    Oracle& oracle,
    sandbox::Dice& dice,
    const Weather& storm
) {
    for (int day = 0; day < trial.storm_days && oracle.findings().empty(); ++day) {
        live_one_day(house, people, dice, storm);
        oracle.watch_at_rest();
    }
    if (oracle.findings().empty()) live_quietly(house, people, oracle);
    if (oracle.findings().empty()) oracle.judge();
}

}  // namespace

Verdict tried(const Trial& trial) {
    sandbox::Dice dice{sandbox::scattered(trial.seed + 17)};
    const auto rules = rules_for(trial.rule, dice);
    VirtualHouse house{trial.seed, rules, trial.rule};
    if (trial.line)
        house.take_line(trial.line(house.gateway(), house.weather, trial.seed, house.tally()));
    house.history().trace = trial.trace;
    constexpr int place_choices[]{1, 4, 8, 64};
    house.places = trial.strength == 0 ? 64 : place_choices[dice.roll() % std::size(place_choices)];
    house.watch_clocks();
    Town town = settle_town(house, dice, trial.subscribers);
    Oracle oracle{house, town};
    People people{house, town, oracle, trial.seed + 19};

    const Weather storm = trial.strength == 0 ? Weather{} : drawn_weather(dice, trial.strength);
    house.weather = storm;
    house.gateway().switches().execution_delay = Seconds{storm.execution_delay_s};
    house.gateway().switches().failed_receipts_listed = dice.hits(50);
    house.gateway().switches().failed_order_id_reusable = dice.hits(50);
    house.gateway().switches().revoked_order_id_reusable = dice.hits(50);
    house.gateway().declines().set_rule({0, storm.decline, "F1"});
    make_poor(house, town, dice, storm.poor, std::max(1, trial.storm_days));
    // In a night after an arming every order of two months is asked for, one a turn where there is
    // one place.
    house.turns_of_a_moment_max = 500 + 50 * trial.subscribers;
    house.calls_of_a_day_max = 5'000 + 500 * trial.subscribers;
    try {
        let_loose(trial, house, people, oracle, dice, storm);
    } catch (const Restless& restless) {
        oracle.report(restless.what());
    }

    Verdict verdict;
    count_what_is_left(house, verdict);
    verdict.quarantines = house.tally().of(Probe::quarantined);
    verdict.findings = oracle.findings();
    verdict.counts = oracle.counts();
    verdict.tally = house.tally();
    verdict.crashes = house.crashes();
    verdict.doubts = house.doubts();
    verdict.turns = house.turns();
    verdict.subscriber_days =
        std::int64_t{trial.subscribers} * (trial.storm_days + quiet_days.count());
    house.history().note(house.now(), house.ledger().journal("", {{}, 1}).front().hash);
    verdict.hash = house.history().hash();
    return verdict;
}

}  // namespace maedal::simulation
