#include "bad_ground.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

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

bool long_form() {
    return std::getenv("MAEDAL_LONG") != nullptr;
}

}  // namespace maedal::integration
