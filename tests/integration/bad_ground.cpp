#include "bad_ground.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

namespace maedal::integration {

BadGround::BadGround(const TempFolder& folder)
    : armed_{folder.file("ground.armed")},
      held_{folder.file("ground.held")},
      log_{folder.file("ground.calls")} {}

Process::Environment BadGround::under(const Blow& blow) const {
    Process::Environment words{
        {"LD_PRELOAD", MAEDAL_BAD_GROUND},
        {"BAD_GROUND_ARMED", armed_},
        {"BAD_GROUND_HOLD", held_},
        {"BAD_GROUND_LOG", log_}};
    if (!blow.does.empty()) words.emplace_back("BAD_GROUND_DOES", blow.does);
    if (blow.at > 0) words.emplace_back("BAD_GROUND_AT", std::to_string(blow.at));
    words.emplace_back("BAD_GROUND_TIMES", std::to_string(blow.times));
    if (!blow.on.empty()) words.emplace_back("BAD_GROUND_ON", blow.on);
    if (blow.room) words.emplace_back("BAD_GROUND_ROOM", std::to_string(*blow.room));
    return words;
}

void BadGround::arm() const {
    std::ofstream{armed_};
}

void BadGround::disarm() const {
    std::filesystem::remove(armed_);
}

void BadGround::hold_syncs() const {
    std::ofstream{held_};
}

void BadGround::let_syncs_go() const {
    std::filesystem::remove(held_);
}

std::vector<std::string> BadGround::calls() const {
    std::vector<std::string> all;
    std::ifstream file{log_};
    for (std::string line; std::getline(file, line);)
        all.push_back(line.substr(line.find(' ') + 1));
    return all;
}

void BadGround::forget() const {
    std::filesystem::remove(log_);
}

std::vector<long> points_among(
    const std::vector<std::string>& calls, const std::vector<std::string>& decisive
) {
    constexpr long points_of_short_form = 4;
    const auto count = static_cast<long>(calls.size());
    const long stride = long_form() ? 1 : count / points_of_short_form + 1;
    std::set<long> points;
    for (long at = 1; at <= count; at += stride)
        points.insert(at);
    for (const auto& kind : decisive) {
        const auto found = std::find_if(calls.begin(), calls.end(), [&](const std::string& call) {
            return call.starts_with(kind + " ");
        });
        if (found != calls.end()) points.insert(1 + (found - calls.begin()));
    }
    return {points.begin(), points.end()};
}

bool long_form() {
    return std::getenv("MAEDAL_LONG") != nullptr;
}

}  // namespace maedal::integration
