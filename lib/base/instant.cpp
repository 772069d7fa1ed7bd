#include "base/instant.hpp"

#include "base/contract.hpp"

#include <fmt/format.h>

#include <charconv>

namespace maedal {
namespace {

namespace ch = std::chrono;

/// Exactly `length` digits at `at`, or empty.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t length) {
    if (text.size() < at + length) return std::nullopt;
    int value = 0;
    for (const char c : text.substr(at, length)) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

/// "Z", "+hh:mm" or "-hh:mm", whole.
std::optional<Seconds> zone_offset(std::string_view text) {
    if (text == "Z" || text == "z") return Seconds{0};
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':')
        return std::nullopt;
    const auto hours = digits(text, 1, 2), minutes = digits(text, 4, 2);
    if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
    const Seconds offset = ch::hours{*hours} + ch::minutes{*minutes};
    return text[0] == '-' ? -offset : offset;
}

struct Unit {
    char letter;
    std::int64_t seconds;
};
constexpr Unit units[]{{'w', 604'800}, {'d', 86'400}, {'h', 3'600}, {'m', 60}, {'s', 1}};

}  // namespace

std::string rfc3339(Instant at, Seconds offset) {
    const auto local = at + offset;
    const auto day = ch::floor<ch::days>(local);
    const ch::year_month_day date{day};
    const ch::hh_mm_ss time{local - day};
    const auto minutes = ch::abs(ch::duration_cast<ch::minutes>(offset)).count();
    const std::string zone =
        fmt::format("{}{:02}:{:02}", offset < Seconds{0} ? '-' : '+', minutes / 60, minutes % 60);
    return fmt::format(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()),
        time.hours().count(),
        time.minutes().count(),
        time.seconds().count(),
        offset == Seconds{0} ? "Z" : zone
    );
}

std::optional<Instant> instant_from_rfc3339(std::string_view text) {
    const auto year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
    const auto hour = digits(text, 11, 2), minute = digits(text, 14, 2),
               second = digits(text, 17, 2);
    if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
    if (text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':') return std::nullopt;
    if (text[10] != 'T' && text[10] != 't') return std::nullopt;
    if (*hour > 23 || *minute > 59 || *second > 59) return std::nullopt;

    std::size_t at = 19;
    if (at < text.size() && text[at] == '.') {
        const std::size_t first = ++at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9')
            ++at;
        if (at == first) return std::nullopt;
    }
    const auto offset = zone_offset(text.substr(at));
    const ch::year_month_day date{
        ch::year{*year},
        ch::month{static_cast<unsigned>(*month)},
        ch::day{static_cast<unsigned>(*day)}};
    if (!offset || !date.ok()) return std::nullopt;
    return ch::sys_days{date} + ch::hours{*hour} + ch::minutes{*minute} + Seconds{*second} -
           *offset;
}

std::optional<Seconds> duration_from_text(std::string_view text) {
    constexpr std::int64_t seconds_max = 10LL * 366 * 86'400;
    if (text.size() < 2 || text.size() > 11) return std::nullopt;
    std::int64_t count = 0;
    const auto* last = text.data() + text.size() - 1;
    const auto read = std::from_chars(text.data(), last, count);
    if (read.ec != std::errc{} || read.ptr != last || count < 0) return std::nullopt;
    for (const auto& unit : units) {
        if (unit.letter != text.back()) continue;
        if (count > seconds_max / unit.seconds) return std::nullopt;
        return Seconds{count * unit.seconds};
    }
    return std::nullopt;
}

std::string duration_text(Seconds duration) {
    MAEDAL_EXPECTS(duration >= Seconds{0});
    for (const auto& unit : units)
        if (duration.count() > 0 && duration.count() % unit.seconds == 0)
            return fmt::format("{}{}", duration.count() / unit.seconds, unit.letter);
    return "0s";
}

}  // namespace maedal
