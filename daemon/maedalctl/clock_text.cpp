#include "maedalctl/clock_text.hpp"

#include "maedalctl/words.hpp"

#include <date/tz.h>

#include <algorithm>

namespace maedal::ctl {
namespace {

constexpr std::size_t local_size = 19;  // "2026-01-31T09:00:00"

std::string completed(std::string_view local) {
    std::string text{local};
    if (text.size() == 10) text += "T00:00";
    if (text.size() == 16) text += ":00";
    if (text.size() == local_size && text[10] == ' ') text[10] = 'T';
    return text;
}

/// Empty where there is no such zone, or no such time.
std::optional<Instant> local_in(const std::string& zone, const std::string& local) {
    const auto as_utc = instant_from_rfc3339(local + "Z");
    if (!as_utc || zone.empty()) return std::nullopt;
    try {
        const date::local_seconds at{as_utc->time_since_epoch()};
        return Instant{
            date::locate_zone(zone)->to_sys(at, date::choose::earliest).time_since_epoch()};
    } catch (const std::runtime_error&) {
        return std::nullopt;
    }
}

}  // namespace

HouseTime house_time(const nlohmann::json& answer) {
    return {text_in(answer, "now"), text_in(answer, "time_zone")};
}

std::optional<Instant> moment_meant(std::string_view text, const HouseTime& house) {
    const std::string_view now = house.now;
    if (text.starts_with('+')) {
        const auto from = instant_from_rfc3339(now);
        const auto by = duration_from_text(text.substr(1));
        if (!from || !by) return std::nullopt;
        return *from + *by;
    }
    if (const auto exact = instant_from_rfc3339(text)) return exact;
    const auto local = completed(text);
    if (local.size() != local_size || now.size() < local_size) return std::nullopt;
    if (const auto in_zone = local_in(house.zone, local)) return in_zone;
    return instant_from_rfc3339(local + std::string{now.substr(local_size)});
}

int permille(Instant from, Instant now, Instant to) {
    if (to <= from || now >= to) return 1000;
    if (now <= from) return 0;
    return static_cast<int>((now - from) * 1000 / (to - from));
}

std::string bar(int permille, int width) {
    const int full = std::clamp(permille, 0, 1000) * width / 1000;
    std::string text;
    for (int i = 0; i < width; ++i)
        text += i < full ? "█" : "░";
    return text;
}

}  // namespace maedal::ctl
