#pragma once
#include "base/instant.hpp"

#include <optional>
#include <string_view>

namespace maedal::sandbox {

inline constexpr Seconds korea_offset{9 * 3600};  ///< Bootpay answers its times so

/// Reads reserve_execute_at in each of the forms that Bootpay's clients send (bootpay-api 4.14):
/// date and time with 'T' or a space between, an optional fraction (cut off), then "UTC", "Z",
/// "+0900" or "+09:00" behind an optional space, or nothing, which means Korean time.
[[nodiscard]] std::optional<Instant> execute_time_from_text(std::string_view text);

}  // namespace maedal::sandbox
