#include "bootpay/pg/gateway_time.hpp"

namespace maedal::bootpay::pg {
namespace {

constexpr Seconds korea = std::chrono::hours{9};
constexpr std::size_t date_length = 10;  // "2026-11-30"
constexpr std::size_t time_length = 19;  // "2026-11-30 15:00:00"
constexpr std::size_t time_bytes_max = 40;

bool digit(char c) {
    return c >= '0' && c <= '9';
}

/// "+0900" at the end becomes "+09:00".
void spell_out_offset(std::string& text) {
    if (text.size() < 5) return;
    const auto sign = text.size() - 5;
    if (text[sign] != '+' && text[sign] != '-') return;
    for (std::size_t at = sign + 1; at < text.size(); ++at)
        if (!digit(text[at])) return;
    text.insert(sign + 3, ":");
}

}  // namespace

std::string gateway_time(Instant at) {
    return rfc3339(at, korea);
}

std::optional<Instant> instant_from_gateway(std::string_view given) {
    if (given.size() <= date_length || given.size() > time_bytes_max) return std::nullopt;
    std::string text{given};
    if (text[date_length] == ' ') text[date_length] = 'T';
    if (const auto space = text.find(' '); space != std::string::npos) {
        const bool utc = std::string_view{text}.substr(space) == " UTC";
        text = text.substr(0, space) + (utc ? "Z" : text.substr(space + 1));
    }
    if (given.size() == time_length) text += "+09:00";
    spell_out_offset(text);
    return instant_from_rfc3339(text);
}

}  // namespace maedal::bootpay::pg
