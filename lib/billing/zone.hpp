#pragma once
#include "base/instant.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace maedal::billing {

/// A civil date and time of day without a zone.
using LocalTime = std::chrono::local_seconds;

/// A time zone as a value: its name and its changes of offset, loaded by the daemon from the
/// system's tzdata. The rules neither read files nor know where a zone came from.
class Zone {
public:
    struct Change {
        Instant from;    ///< the first moment of this offset
        Seconds offset;  ///< local time less UTC
        friend bool operator==(const Change&, const Change&) = default;
    };

    /// `first` holds before the first change; `changes` rise strictly.
    Zone(std::string name, Seconds first, std::vector<Change> changes);

    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] Seconds offset_at(Instant at) const;
    [[nodiscard]] LocalTime to_local(Instant at) const;

    /// A local time that is skipped gives the first valid instant after the gap; one that comes
    /// twice gives the earlier.
    [[nodiscard]] Instant to_instant(LocalTime local) const;

private:
    std::string name_;
    Seconds first_;
    std::vector<Change> changes_;
};

/// Korea as it has been since 1988: UTC+9 all year (IANA tz, Asia/Seoul).
[[nodiscard]] Zone korea();

}  // namespace maedal::billing
