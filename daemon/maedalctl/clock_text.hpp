#pragma once
#include "base/instant.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace maedal::ctl {

/// The moment that a person means: "+30d" from now on, an RFC 3339 time, or a local date with or
/// without a time of day in the zone of `now`, the daemon's own RFC 3339 text. Empty for anything
/// else.
[[nodiscard]] std::optional<Instant> moment_meant(std::string_view text, std::string_view now);

/// How far `now` lies between the two, in thousandths.
[[nodiscard]] int permille(Instant from, Instant now, Instant to);

/// "██████░░░░" of `width` columns.
[[nodiscard]] std::string bar(int permille, int width);

}  // namespace maedal::ctl
