#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maedal::ctl {

using Month = std::chrono::year_month;

/// Reads "2028-01", also as the beginning of a longer date or time. Empty for anything else.
[[nodiscard]] std::optional<Month> month_from(std::string_view text);

inline constexpr int calendar_months_max = 12;

/// The months from `first` to `last`, both included. Empty when there are none, or too many.
[[nodiscard]] std::vector<Month> months_between(Month first, Month last);

/// The last month that has begun: a clock that stands on midnight of the first belongs to the month
/// before. `now` is the daemon's RFC 3339 text.
[[nodiscard]] std::optional<Month> month_that_ran(std::string_view now);

[[nodiscard]] std::string text_of(Month month);        ///< "2028-01"
[[nodiscard]] std::string short_name_of(Month month);  ///< "Jan"

}  // namespace maedal::ctl
