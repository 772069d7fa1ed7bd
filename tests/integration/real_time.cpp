#include "real_time.hpp"

#include "base/instant.hpp"

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
    const auto minute = std::chrono::floor<std::chrono::minutes>(std::chrono::system_clock::now());
    const std::string text = rfc3339(minute + time, 9h);
    return text.substr(0, text.size() - std::string{"+09:00"}.size());
}

}  // namespace maedal::integration
