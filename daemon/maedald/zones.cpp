#include "maedald/zones.hpp"

#include <date/tz.h>

namespace maedal::daemon {
namespace {

using namespace std::chrono_literals;

/// Changes of offset are loaded for these years; before the first the zone's first offset holds,
/// after the last the last one. No subscription runs longer.
constexpr date::sys_seconds first_moment{date::sys_days{date::year{1970} / 1 / 1}};
constexpr date::sys_seconds last_moment{date::sys_days{date::year{2200} / 1 / 1}};

const date::time_zone* located(std::string_view name) {
    // A slash-less or empty name that is no zone must not reach the file system as a path.
    if (name.empty() || name.size() > 64 || name.find("..") != std::string_view::npos ||
        name.front() == '/')
        return nullptr;
    try {
        return date::locate_zone(std::string{name});
    } catch (const std::runtime_error&) {
        return nullptr;
    }
}

billing::Zone as_value(const std::string& name, const date::time_zone& zone) {
    date::sys_info info = zone.get_info(first_moment);
    const Seconds first = info.offset;
    Seconds before = first;
    std::vector<billing::Zone::Change> changes;
    while (info.end < last_moment) {
        info = zone.get_info(info.end);
        if (info.offset == before) continue;  // only the name of the time changed
        before = info.offset;
        changes.push_back({Instant{info.begin.time_since_epoch()}, before});
    }
    return billing::Zone{name, first, std::move(changes)};
}

}  // namespace

bool Zones::exists(std::string_view name) {
    return located(name) != nullptr;
}

const billing::Zone* Zones::find(const std::string& name) {
    const std::scoped_lock lock{mutex_};
    if (const auto known = loaded_.find(name); known != loaded_.end()) return known->second.get();
    const auto* zone = located(name);
    if (!zone) return nullptr;
    auto value = std::make_unique<const billing::Zone>(as_value(name, *zone));
    return (loaded_[name] = std::move(value)).get();
}

}  // namespace maedal::daemon
