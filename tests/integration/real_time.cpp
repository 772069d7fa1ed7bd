#include "real_time.hpp"

#include <fmt/format.h>

namespace maedal::integration {

using namespace std::chrono_literals;

Wishes by_the_real_clock() {
    Wishes wishes;
    wishes.test_clock = false;
    wishes.plans =
        "  - { id: basic, name: Basic, price: 9900, interval: month, reserve_lead: 3d }\n";
    return wishes;
}

std::string local_after(std::chrono::hours time) {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const auto local = now + 9h + time;
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{local - day};
    return fmt::format(
        "{}-{:02}-{:02}T{:02}:{:02}:00",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()),
        clock.hours().count(),
        clock.minutes().count()
    );
}

}  // namespace maedal::integration
