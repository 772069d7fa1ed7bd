#pragma once
#include "base/instant.hpp"
#include "net/http.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace maedal::bootpay {

/// The longest wait that we let Bootpay ask of us: a slip of its proxy must not keep us silent for
/// days.
inline constexpr Seconds retry_after_max{3'600};

/// The wait that the value of a Retry-After header asks for (RFC 9110: whole seconds, or an
/// IMF-fixdate, which counts from `now`), at most `retry_after_max`. Empty when it cannot be read,
/// when it is negative, and for a date that is over or comes without a `now`.
[[nodiscard]] std::optional<Seconds> retry_after(
    std::string_view value, std::optional<Instant> now
);

/// Until when no write is sent, because Bootpay asked us to wait. By the steady clock: whoever
/// moves the wall clock makes a wait neither shorter nor longer.
class WriteHold {
public:
    using SteadyTime = std::chrono::steady_clock::time_point;

    /// No wait is longer than `longest`.
    explicit WriteHold(Seconds longest) : longest_{longest} {}

    /// Heeds the header of a 429 or a 503 that came at `at`; true when that begins a hold or makes
    /// it longer. A date counts from the answer's own Date.
    bool note(const net::Response& answer, SteadyTime at);

    /// What is left at `at`, rounded up; zero when writes are free.
    [[nodiscard]] Seconds left(SteadyTime at) const;

private:
    Seconds longest_;
    std::optional<SteadyTime> until_;
};

}  // namespace maedal::bootpay
