#include "bootpay/told_time.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace maedal::bootpay {
namespace {

/// `text` holds nothing but digits.
std::optional<int> number(std::string_view text) {
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

std::optional<unsigned> month(std::string_view name) {
    constexpr std::array<std::string_view, 12> names{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) return std::nullopt;
    return static_cast<unsigned>(found - names.begin()) + 1;
}

}  // namespace

std::optional<Instant> instant_from_http_date(std::string_view text) {
    // "Sun, 06 Nov 1994 08:49:37 GMT", every field at its place.
    constexpr std::string_view shape = "..., dd mmm yyyy hh:mm:ss GMT";
    if (text.size() != shape.size() || !text.ends_with(" GMT") || text[3] != ',' ||
        text[19] != ':' || text[22] != ':')
        return std::nullopt;
    const auto day = number(text.substr(5, 2));
    const auto in_year = month(text.substr(8, 3));
    const auto year = number(text.substr(12, 4));
    const auto hour = number(text.substr(17, 2));
    const auto minute = number(text.substr(20, 2));
    const auto second = number(text.substr(23, 2));
    if (!day || !in_year || !year || !hour || !minute || !second) return std::nullopt;
    const std::chrono::year_month_day date{
        std::chrono::year{*year},
        std::chrono::month{*in_year},
        std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
    return Instant{std::chrono::sys_days{date}} + std::chrono::hours{*hour} +
           std::chrono::minutes{*minute} + std::chrono::seconds{*second};
}

std::optional<Instant> told_time(const net::Response& answer) {
    const auto date = answer.headers.get("Date");
    if (!date) return std::nullopt;
    return instant_from_http_date(*date);
}

}  // namespace maedal::bootpay
