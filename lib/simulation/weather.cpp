#include "simulation/weather.hpp"

#include <algorithm>

namespace maedal::simulation {
namespace {

/// 0 about half of the time, else from 1 to `most`, or to its part of that.
class Perhaps {
public:
    Perhaps(sandbox::Dice& dice, int strength) : dice_{dice}, strength_{strength} {}
    int operator()(int most) {
        const bool on = dice_.hits(50);
        const auto range = static_cast<std::uint64_t>(std::max(1, most * strength_ / 100));
        const int drawn = 1 + static_cast<int>(dice_.roll() % range);
        return on ? drawn : 0;
    }

private:
    sandbox::Dice& dice_;
    int strength_;
};

}  // namespace

Weather drawn_weather(sandbox::Dice& dice, int strength) {
    Perhaps perhaps{dice, strength};
    Weather drawn;
    drawn.request_lost = perhaps(15);
    drawn.answer_lost = perhaps(25);
    drawn.look_lost = perhaps(30);
    drawn.notice_lost = perhaps(100);
    drawn.crash = perhaps(3);
    drawn.error_before = perhaps(5);
    drawn.error_after = perhaps(15);
    drawn.garbage = perhaps(4);
    drawn.too_many = perhaps(4);
    drawn.unsent = perhaps(10);
    drawn.late_arrival = perhaps(5);
    drawn.slow = perhaps(20);
    drawn.unauthorized_permille = perhaps(20);
    drawn.unreachable_permille = perhaps(20);
    drawn.notice_doubled = perhaps(30);
    drawn.notice_late = perhaps(30);
    drawn.notice_forged = perhaps(10);
    drawn.power_cut = perhaps(100);
    drawn.disk_permille = perhaps(10);
    drawn.disk_full = perhaps(100);
    drawn.disk_lasting = perhaps(30);
    drawn.recovery_crash = perhaps(50);
    drawn.clock_jump_permille = perhaps(60);
    drawn.command_permille = perhaps(60);
    drawn.key_death_permille = perhaps(30);
    drawn.decline = perhaps(40);
    drawn.execution_delay_s = perhaps(2) == 0 ? 0 : static_cast<int>(dice.roll() % 1'800);
    drawn.restore_permille = perhaps(400);
    drawn.copy_permille = perhaps(60);
    drawn.race_permille = perhaps(500);
    drawn.by_hand_permille = perhaps(300);
    drawn.far_clock_jumps = dice.hits(50);
    if (dice.hits(10)) drawn.recovery_crash = 90;  // whatever starts dies at once, ten times over
    drawn.doubled_on_way = perhaps(10);
    drawn.guess_permille = perhaps(200);
    drawn.held_back_permille = perhaps(300);
    if (dice.hits(50)) drawn.new_rule = perhaps(15);
    drawn.turned_away = perhaps(8);
    drawn.poor = perhaps(50);
    return drawn;
}

}  // namespace maedal::simulation
