#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace maedal {

using Instant = std::chrono::sys_seconds;  ///< a moment, UTC; the only time the ledger stores
using Seconds = std::chrono::seconds;

/// "2026-11-30T15:00:00+09:00": RFC 3339 with `offset` (whole minutes), years 0001 to 9999.
[[nodiscard]] std::string rfc3339(Instant at, Seconds offset = Seconds{0});

/// Reads an RFC 3339 time with an explicit zone (`Z` or `+hh:mm`); a fraction of a second is cut
/// off. Empty for anything else, also for a time without a zone and for a 30 February.
[[nodiscard]] std::optional<Instant> instant_from_rfc3339(std::string_view text);

/// A duration as an administrator writes it: a whole number and one of s, m, h, d, w ("90s", "1d").
/// Empty for anything else and beyond ten years.
[[nodiscard]] std::optional<Seconds> duration_from_text(std::string_view text);

/// The shortest text that duration_from_text reads back: 86400 s is "1d".
[[nodiscard]] std::string duration_text(Seconds duration);

}  // namespace maedal
