#include "billing/calendar.hpp"

#include "base/contract.hpp"

#include <algorithm>

namespace maedal::billing {
namespace {

namespace ch = std::chrono;

ch::local_days months_later(ch::local_days day, std::int64_t months) {
    const ch::year_month_day date{day};
    const auto month = ch::year_month{date.year(), date.month()} + ch::months{months};
    const ch::year_month_day_last last{month / ch::last};
    return ch::local_days{month / std::min(date.day(), last.day())};
}

}  // namespace

LocalTime local_period_start(LocalTime anchor, Interval interval, std::int64_t number) {
    MAEDAL_EXPECTS(interval.count >= 1 && interval.count <= Interval::count_max);
    const std::int64_t steps = number * interval.count;
    const auto day = ch::floor<ch::days>(anchor);
    const auto time_of_day = anchor - day;
    switch (interval.unit) {
        case Unit::day:
            return anchor + ch::days{steps};
        case Unit::week:
            return anchor + ch::weeks{steps};
        case Unit::month:
            return months_later(day, steps) + time_of_day;
        case Unit::year:
            return months_later(day, steps * 12) + time_of_day;
    }
    MAEDAL_EXPECTS(false);
}

Instant period_start(LocalTime anchor, Interval interval, std::int64_t number, const Zone& zone) {
    return zone.to_instant(local_period_start(anchor, interval, number));
}

std::optional<LocalTime> local_from_text(std::string_view text) {
    // One strict reader of dates serves both kinds of time: the zone is lent for the reading.
    std::string whole{text};
    if (whole.size() == 10) whole += "T00:00";
    if (whole.size() == 16) whole += ":00";
    if (whole.size() != 19) return std::nullopt;
    const auto read = instant_from_rfc3339(whole + "Z");
    if (!read) return std::nullopt;
    return LocalTime{read->time_since_epoch()};
}

std::string local_text(LocalTime local) {
    std::string text = rfc3339(Instant{local.time_since_epoch()});
    text.pop_back();  // the lent zone
    return text;
}

}  // namespace maedal::billing
