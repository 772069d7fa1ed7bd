#include "simulation/mix.hpp"

#include <array>

namespace maedal::simulation {
namespace {

struct Fault {
    std::string_view name;
    int Weather::*strength;
    int most;
};

constexpr int percent = 100, permille = 1'000, seconds_of_a_day = 86'400;
constexpr std::array faults{
    Fault{"request_lost", &Weather::request_lost, percent},
    Fault{"answer_lost", &Weather::answer_lost, percent},
    Fault{"look_lost", &Weather::look_lost, percent},
    Fault{"notice_lost", &Weather::notice_lost, percent},
    Fault{"notice_late", &Weather::notice_late, percent},
    Fault{"notice_doubled", &Weather::notice_doubled, percent},
    Fault{"notice_forged", &Weather::notice_forged, percent},
    Fault{"error_before", &Weather::error_before, percent},
    Fault{"error_after", &Weather::error_after, percent},
    Fault{"garbage", &Weather::garbage, percent},
    Fault{"too_many", &Weather::too_many, percent},
    Fault{"turned_away", &Weather::turned_away, percent},
    Fault{"unsent", &Weather::unsent, percent},
    Fault{"late_arrival", &Weather::late_arrival, percent},
    Fault{"doubled_on_way", &Weather::doubled_on_way, percent},
    Fault{"slow", &Weather::slow, percent},
    Fault{"unauthorized_permille", &Weather::unauthorized_permille, permille},
    Fault{"unreachable_permille", &Weather::unreachable_permille, permille},
    Fault{"crash", &Weather::crash, percent},
    Fault{"recovery_crash", &Weather::recovery_crash, percent},
    Fault{"power_cut", &Weather::power_cut, percent},
    Fault{"disk_permille", &Weather::disk_permille, permille},
    Fault{"disk_full", &Weather::disk_full, percent},
    Fault{"disk_lasting", &Weather::disk_lasting, percent},
    Fault{"clock_jump_permille", &Weather::clock_jump_permille, permille},
    Fault{"key_death_permille", &Weather::key_death_permille, permille},
    Fault{"decline", &Weather::decline, percent},
    Fault{"execution_delay_s", &Weather::execution_delay_s, seconds_of_a_day},
};

Weather everyday() {
    Weather mix;
    mix.request_lost = mix.answer_lost = 1;
    mix.error_before = mix.error_after = 1;
    mix.look_lost = 2;
    mix.slow = 10;
    mix.notice_lost = mix.notice_late = 5;
    mix.notice_doubled = 3;
    mix.decline = 3;
    mix.execution_delay_s = 60;
    return mix;
}

Weather storm() {
    Weather mix;
    mix.request_lost = mix.answer_lost = 6;
    mix.error_before = mix.error_after = mix.too_many = mix.late_arrival = 3;
    mix.garbage = 2;
    mix.unsent = 5;
    mix.look_lost = 15;
    mix.slow = 20;
    mix.unauthorized_permille = mix.unreachable_permille = 2;
    mix.notice_lost = 30;
    mix.notice_late = mix.notice_doubled = 15;
    mix.notice_forged = 5;
    mix.crash = mix.recovery_crash = 2;
    mix.power_cut = 30;
    mix.disk_permille = 1;
    mix.disk_full = 50;
    mix.clock_jump_permille = 20;
    mix.key_death_permille = 20;
    mix.decline = 8;
    mix.execution_delay_s = 600;
    return mix;
}

}  // namespace

std::optional<Weather> mix_named(std::string_view name) {
    if (name == "fine") return Weather{};
    if (name == "everyday") return everyday();
    if (name == "storm") return storm();
    return std::nullopt;
}

bool set_fault(Weather& weather, std::string_view name, int strength) {
    for (const auto& fault : faults) {
        if (fault.name != name) continue;
        if (strength < 0 || strength > fault.most) return false;
        weather.*fault.strength = strength;
        return true;
    }
    return false;
}

std::vector<std::string> fault_names() {
    std::vector<std::string> names;
    for (const auto& fault : faults)
        names.emplace_back(fault.name);
    return names;
}

}  // namespace maedal::simulation
