#include "bootpay/retry_after.hpp"

#include "bootpay/told_time.hpp"

#include <algorithm>

namespace maedal::bootpay {
namespace {

/// `text` as whole seconds, cut at the bound while it is read, so that no number is too long.
std::optional<Seconds> whole_seconds(std::string_view text) {
    if (text.empty()) return std::nullopt;
    Seconds::rep value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = std::min(value * 10 + (c - '0'), retry_after_max.count());
    }
    return Seconds{value};
}

}  // namespace

std::optional<Seconds> retry_after(std::string_view value, std::optional<Instant> now) {
    if (const auto seconds = whole_seconds(value)) return seconds;
    const auto date = instant_from_http_date(value);
    if (!date || !now || *date < *now) return std::nullopt;
    return std::min(*date - *now, retry_after_max);
}

bool WriteHold::note(const net::Response& answer, SteadyTime at) {
    if (answer.status != 429 && answer.status != 503) return false;
    const auto value = answer.headers.get("Retry-After");
    if (!value) return false;
    const auto wait = retry_after(*value, told_time(answer));
    if (!wait) return false;
    const auto until = at + std::min(*wait, longest_);
    // An answer that was under way may ask for less than the one that overtook it.
    if (until <= at || (until_ && until <= *until_)) return false;
    until_ = until;
    return true;
}

Seconds WriteHold::left(SteadyTime at) const {
    if (!until_ || *until_ <= at) return Seconds{0};
    return std::chrono::ceil<Seconds>(*until_ - at);
}

}  // namespace maedal::bootpay
