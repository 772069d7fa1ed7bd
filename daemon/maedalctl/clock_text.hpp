#pragma once
#include "base/instant.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace maedal::ctl {

/// What the daemon says of its time.
struct HouseTime {
    std::string now;   ///< RFC 3339
    std::string zone;  ///< IANA name
};
/// Of an answer that has `now` and `time_zone`.
[[nodiscard]] HouseTime house_time(const nlohmann::json& answer);

/// The moment that a person means: "+30d" from now on, an RFC 3339 time, or a local date with or
/// without a time of day in the daemon's zone, with the offset that the zone has then (the one of
/// now where this host does not know the zone; the earlier of two where the clocks go back). Empty
/// for anything else.
[[nodiscard]] std::optional<Instant> moment_meant(std::string_view text, const HouseTime& house);

/// How far `now` lies between the two, in thousandths.
[[nodiscard]] int permille(Instant from, Instant now, Instant to);

/// "██████░░░░" of `width` columns.
[[nodiscard]] std::string bar(int permille, int width);

}  // namespace maedal::ctl
