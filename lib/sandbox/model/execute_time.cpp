#include "sandbox/model/execute_time.hpp"

#include <string>

namespace maedal::sandbox {
namespace {

constexpr std::size_t date_and_time_length = 19;  // "2024-06-01 21:00:00"

/// The zone as RFC 3339 spells it; what is unknown stays as it stands and is refused later.
std::string zone_spelled(std::string_view zone) {
    if (zone.empty()) return "+09:00";
    if (zone == "UTC") return "Z";
    if (zone.size() == 5 && zone.find(':') == std::string_view::npos)
        return std::string{zone.substr(0, 3)} + ":" + std::string{zone.substr(3)};
    return std::string{zone};
}

}  // namespace

std::optional<Instant> execute_time_from_text(std::string_view text) {
    if (text.size() < date_and_time_length) return std::nullopt;
    std::string spelled{text.substr(0, date_and_time_length)};
    if (spelled[10] == ' ') spelled[10] = 'T';

    std::string_view rest = text.substr(date_and_time_length);
    std::size_t fraction = 0;
    if (!rest.empty() && rest.front() == '.') {
        fraction = rest.find_first_not_of("0123456789", 1);
        if (fraction == std::string_view::npos) fraction = rest.size();
        spelled += rest.substr(0, fraction);
    }
    rest.remove_prefix(fraction);
    if (!rest.empty() && rest.front() == ' ') {
        rest.remove_prefix(1);
        if (rest.empty()) return std::nullopt;
    }
    return instant_from_rfc3339(spelled + zone_spelled(rest));
}

}  // namespace maedal::sandbox
