#include "billing/calendar.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace maedal::billing {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

constexpr Interval monthly{Unit::month, 1};
constexpr Interval yearly{Unit::year, 1};

LocalTime at(year_month_day date, seconds time = 0s) {
    return local_days{date} + time;
}

TEST(LocalPeriodStart, ComesBackToTheAnchorAfterAShortMonth) {
    const LocalTime anchor = at(2025y / January / 31, 9h);
    EXPECT_EQ(local_period_start(anchor, monthly, 1), at(2025y / February / 28, 9h));
    EXPECT_EQ(local_period_start(anchor, monthly, 2), at(2025y / March / 31, 9h));
    EXPECT_EQ(local_period_start(anchor, monthly, 3), at(2025y / April / 30, 9h));
    EXPECT_EQ(local_period_start(anchor, monthly, 37), at(2028y / February / 29, 9h));
}

TEST(LocalPeriodStart, PutsALeapDayOnThe28thInCommonYears) {
    const LocalTime anchor = at(2024y / February / 29);
    EXPECT_EQ(local_period_start(anchor, yearly, 1), at(2025y / February / 28));
    EXPECT_EQ(local_period_start(anchor, yearly, 4), at(2028y / February / 29));
    EXPECT_EQ(local_period_start(anchor, yearly, 76), at(2100y / February / 28));
}

TEST(LocalPeriodStart, RisesAndNeverLeavesTheAnchorsMonthOver400Years) {
    for (const unsigned day : {1U, 28U, 29U, 30U, 31U}) {
        const LocalTime anchor = at(2000y / January / std::chrono::day{day}, 23h + 59min);
        LocalTime before = anchor;
        for (int n = 1; n <= 4'800; ++n) {
            const LocalTime now = local_period_start(anchor, monthly, n);
            ASSERT_GT(now, before);
            const year_month_day date{floor<days>(now)};
            ASSERT_EQ((date.year() / date.month()), (2000y / January) + months{n});
            const year_month_day_last last{date.year() / date.month() / std::chrono::last};
            ASSERT_EQ(date.day(), std::min(std::chrono::day{day}, last.day()));
            before = now;
        }
    }
}

TEST(LocalPeriodStart, CountsDaysAndWeeksExactly) {
    const LocalTime anchor = at(2026y / January / 1, 6h);
    EXPECT_EQ(local_period_start(anchor, {Unit::day, 1}, 365), at(2027y / January / 1, 6h));
    EXPECT_EQ(local_period_start(anchor, {Unit::week, 2}, 3), at(2026y / February / 12, 6h));
    EXPECT_EQ(local_period_start(anchor, {Unit::month, 3}, 2), at(2026y / July / 1, 6h));
}

TEST(LocalFromText, ReadsDatesAndTimesWithoutAZone) {
    EXPECT_EQ(local_from_text("2026-01-31"), at(2026y / January / 31));
    EXPECT_EQ(local_from_text("2026-01-31T09:30"), at(2026y / January / 31, 9h + 30min));
    EXPECT_EQ(local_text(*local_from_text("2026-01-31T09:30:05")), "2026-01-31T09:30:05");
    for (const auto* text :
         {"", "2026-02-30", "2026-01-31T09:30:05Z", "2026-01-31T25:00", "tomorrow", "2026-1-31"})
        EXPECT_FALSE(local_from_text(text)) << text;
}

// New York in 2026: forward on 8 March at 2:00, back on 1 November at 2:00.
Zone new_york() {
    return Zone{
        "America/New_York",
        -5h,
        {{Instant{sys_days{2026y / March / 8} + 7h}, -4h},
         {Instant{sys_days{2026y / November / 1} + 6h}, -5h}}};
}

TEST(Zone, GivesTheFirstValidInstantForASkippedTime) {
    const Zone zone = new_york();
    const Instant gap{sys_days{2026y / March / 8} + 7h};
    EXPECT_EQ(zone.to_instant(at(2026y / March / 8, 2h)), gap);
    EXPECT_EQ(zone.to_instant(at(2026y / March / 8, 2h + 59min)), gap);
    EXPECT_EQ(zone.to_instant(at(2026y / March / 8, 3h)), gap);
    EXPECT_EQ(zone.to_instant(at(2026y / March / 8, 1h + 59min)), gap - 1min);
}

TEST(Zone, GivesTheEarlierInstantForARepeatedTime) {
    const Zone zone = new_york();
    EXPECT_EQ(
        zone.to_instant(at(2026y / November / 1, 1h + 30min)),
        Instant{sys_days{2026y / November / 1} + 5h + 30min}
    );
}

TEST(Zone, ReadsBackEveryHourOfAYearThatExists) {
    const Zone zone = new_york();
    for (Instant t{sys_days{2026y / January / 1}}; t < Instant{sys_days{2027y / January / 1}};
         t += 1h) {
        const LocalTime local = zone.to_local(t);
        ASSERT_EQ(zone.to_local(zone.to_instant(local)), local) << rfc3339(t);
        ASSERT_LE(zone.to_instant(local), t);
    }
}

TEST(PeriodStart, KeepsTheWallClockTimeOverAChangeOfOffset) {
    const Zone zone = new_york();
    const LocalTime anchor = at(2026y / January / 15, 9h);
    for (int n = 0; n < 12; ++n) {
        const LocalTime local = zone.to_local(period_start(anchor, monthly, n, zone));
        EXPECT_EQ(local - floor<days>(local), 9h) << n;
    }
    EXPECT_EQ(
        korea().to_instant(at(2026y / March / 1)), Instant{sys_days{2026y / February / 28} + 15h}
    );
}

}  // namespace
}  // namespace maedal::billing
