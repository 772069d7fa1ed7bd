#pragma once
#include "base/instant.hpp"

#include <optional>
#include <string>

namespace maedal::billing {

/// What the clocks within reach say at one moment.
struct ClockReading {
    Instant wall;
    Seconds monotonic;  ///< since some fixed moment of this process
    /// The gateway's own Date minus our wall clock when it came; absent until an answer had one.
    std::optional<Seconds> gateway_ahead;
};

/// How far clocks may be apart before nothing is sent and nothing ends by time.
struct ClockTolerance {
    Seconds backward{300};
    Seconds jump{3'600};  ///< of the wall clock over the monotonic one, and over a restart
    Seconds gateway{300};
};

/// Why the wall clock cannot be trusted at `now`, a clause for people; empty when it can. `before`
/// is the reading of the last turn, absent at the start; `latest` the newest moment that the ledger
/// knows of. A gateway that tells its time decides; without one the other clocks do.
[[nodiscard]] std::string clock_distrust(
    const std::optional<ClockReading>& before,
    const ClockReading& now,
    const std::optional<Instant>& latest,
    const ClockTolerance& tolerance
);

}  // namespace maedal::billing
