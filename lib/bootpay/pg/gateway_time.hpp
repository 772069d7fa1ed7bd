#pragma once
#include "base/instant.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace maedal::bootpay::pg {

/// As we write times to Bootpay: Korean time with its offset, "2026-11-30T15:00:00+09:00" [G, R].
/// Never without a zone: whose time that would be is contradictory in Bootpay's papers [Mt, H].
[[nodiscard]] std::string gateway_time(Instant at);

/// Reads every form that Bootpay is known to use: RFC 3339 [H2, F], "2026-11-30 15:00:00 UTC",
/// "2026-11-30T15:00:00 +0900" [S4], "2026-11-30T15:00:00+0900" [P], and "2026-11-30 15:00:00" in
/// Korean time [V1]. A fraction of a second is cut off.
[[nodiscard]] std::optional<Instant> instant_from_gateway(std::string_view text);

}  // namespace maedal::bootpay::pg
