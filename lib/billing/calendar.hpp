#pragma once
#include "billing/names.hpp"
#include "billing/zone.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace maedal::billing {

enum class Unit { day, week, month, year };

struct Interval {
    static constexpr int count_max = 24;
    Unit unit;
    int count;  ///< 1 to count_max
    friend bool operator==(const Interval&, const Interval&) = default;
};

/// The local date and time from which every period of a subscription is counted, as it was given.
struct Anchor {
    LocalTime local;
    std::string zone;  ///< IANA name
    friend bool operator==(const Anchor&, const Anchor&) = default;
};

/// The local time at which period `number` begins: anchor + number × interval, always counted from
/// the anchor and never from the period before, so that the 31st falls on 28 February and comes
/// back to 31 March, and 29 February falls on the 28th in common years. The only function that
/// adds months.
[[nodiscard]] LocalTime local_period_start(
    LocalTime anchor, Interval interval, std::int64_t number
);

/// The moment at which period `number` begins, and the one before it ends.
[[nodiscard]] Instant period_start(
    LocalTime anchor, Interval interval, std::int64_t number, const Zone& zone
);

/// "2026-01-31T09:00:00", with or without seconds; a date alone means midnight. Empty for anything
/// else, also for a time with a zone and for a 30 February.
[[nodiscard]] std::optional<LocalTime> local_from_text(std::string_view text);
[[nodiscard]] std::string local_text(LocalTime local);

inline constexpr Names unit_names{std::to_array<std::pair<Unit, std::string_view>>({
    {Unit::day, "day"},
    {Unit::week, "week"},
    {Unit::month, "month"},
    {Unit::year, "year"},
})};

}  // namespace maedal::billing
