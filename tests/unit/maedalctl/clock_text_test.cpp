#include "maedalctl/clock_text.hpp"

#include <gtest/gtest.h>

namespace maedal::ctl {
namespace {

const HouseTime seoul{"2026-01-31T09:00:00+09:00", "Asia/Seoul"};

std::string meant(const char* text) {
    const auto at = moment_meant(text, seoul);
    return at ? rfc3339(*at, std::chrono::hours{9}) : "";
}

TEST(MomentMeant, TakesDurationsTimesAndLocalDates) {
    EXPECT_EQ(meant("+30d"), "2026-03-02T09:00:00+09:00");
    EXPECT_EQ(meant("+90s"), "2026-01-31T09:01:30+09:00");
    EXPECT_EQ(meant("2026-12-31T15:00:00Z"), "2027-01-01T00:00:00+09:00");
    EXPECT_EQ(meant("2027-01-31"), "2027-01-31T00:00:00+09:00");
    EXPECT_EQ(meant("2027-01-31 10:30"), "2027-01-31T10:30:00+09:00");
    EXPECT_EQ(meant("2027-01-31T10:30:15"), "2027-01-31T10:30:15+09:00");
}

// In January, "2026-07-01" in Berlin was an hour late.
TEST(MomentMeant, TakesALocalTimeByTheOffsetOfItsOwnDay) {
    const HouseTime berlin{"2026-01-31T09:00:00+01:00", "Europe/Berlin"};
    const auto in_utc = [&](const char* text) {
        const auto at = moment_meant(text, berlin);
        return at ? rfc3339(*at) : "";
    };
    EXPECT_EQ(in_utc("2026-07-01"), "2026-06-30T22:00:00Z");
    EXPECT_EQ(in_utc("2026-02-01"), "2026-01-31T23:00:00Z");
    EXPECT_EQ(in_utc("2026-03-29 02:30"), "2026-03-29T01:00:00Z") << "left out: the next there is";
    EXPECT_EQ(in_utc("2026-10-25 02:30"), "2026-10-25T00:30:00Z") << "twice: the first";
    const HouseTime unknown{"2026-01-31T09:00:00+01:00", "Moon/Crater"};
    EXPECT_EQ(moment_meant("2026-07-01", unknown), instant_from_rfc3339("2026-06-30T23:00:00Z"));
}

TEST(MomentMeant, RefusesWhatIsNoTime) {
    for (const auto* text : {"", "+", "+d", "tomorrow", "2026-02-30", "2026-1-1", "30d", "-30d"})
        EXPECT_EQ(meant(text), "") << text;
}

TEST(Permille, StaysBetweenTheEnds) {
    const Instant from{Seconds{1'000}}, to{Seconds{2'000}};
    EXPECT_EQ(permille(from, Instant{Seconds{500}}, to), 0);
    EXPECT_EQ(permille(from, Instant{Seconds{1'250}}, to), 250);
    EXPECT_EQ(permille(from, Instant{Seconds{9'000}}, to), 1'000);
    EXPECT_EQ(permille(to, from, from), 1'000);
}

TEST(Bar, IsAsLongAsItIsAskedToBe) {
    EXPECT_EQ(bar(0, 4), "░░░░");
    EXPECT_EQ(bar(500, 4), "██░░");
    EXPECT_EQ(bar(2'000, 4), "████");
}

}  // namespace
}  // namespace maedal::ctl
