#include "simulation/weather.hpp"

namespace maedal::simulation {
namespace {

/// 0 about half of the time, else from 1 to `most`.
int perhaps(sandbox::Dice& dice, int most) {
    const bool on = dice.hits(50);
    const int strength = 1 + static_cast<int>(dice.roll() % static_cast<std::uint64_t>(most));
    return on ? strength : 0;
}

}  // namespace

Weather drawn_weather(sandbox::Dice& dice) {
    Weather drawn;
    drawn.request_lost = perhaps(dice, 15);
    drawn.answer_lost = perhaps(dice, 25);
    drawn.look_lost = perhaps(dice, 30);
    drawn.notice_lost = perhaps(dice, 100);
    drawn.crash = perhaps(dice, 3);
    drawn.error_before = perhaps(dice, 5);
    drawn.error_after = perhaps(dice, 15);
    drawn.garbage = perhaps(dice, 4);
    drawn.too_many = perhaps(dice, 4);
    drawn.unsent = perhaps(dice, 10);
    drawn.late_arrival = perhaps(dice, 5);
    drawn.slow = perhaps(dice, 20);
    drawn.unauthorized_permille = perhaps(dice, 20);
    drawn.unreachable_permille = perhaps(dice, 20);
    drawn.notice_doubled = perhaps(dice, 30);
    drawn.notice_late = perhaps(dice, 30);
    drawn.notice_forged = perhaps(dice, 10);
    drawn.power_cut = perhaps(dice, 100);
    drawn.disk_permille = perhaps(dice, 10);
    drawn.disk_full = perhaps(dice, 100);
    drawn.disk_lasting = perhaps(dice, 30);
    drawn.recovery_crash = perhaps(dice, 50);
    drawn.clock_jump_permille = perhaps(dice, 60);
    drawn.command_permille = perhaps(dice, 60);
    drawn.key_death_permille = perhaps(dice, 30);
    drawn.decline = perhaps(dice, 40);
    drawn.execution_delay_s = perhaps(dice, 2) == 0 ? 0 : static_cast<int>(dice.roll() % 1'800);
    drawn.restore_permille = perhaps(dice, 100);
    drawn.copy_permille = perhaps(dice, 60);
    drawn.race_permille = perhaps(dice, 200);
    drawn.by_hand_permille = perhaps(dice, 300);
    drawn.far_clock_jumps = dice.hits(50);
    if (dice.hits(10)) drawn.recovery_crash = 90;  // whatever starts dies at once, ten times over
    drawn.doubled_on_way = perhaps(dice, 10);
    drawn.guess_permille = perhaps(dice, 200);
    return drawn;
}

}  // namespace maedal::simulation
