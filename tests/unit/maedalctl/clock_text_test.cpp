#include "maedalctl/clock_text.hpp"

#include <gtest/gtest.h>

namespace maedal::ctl {
namespace {

constexpr const char* now = "2026-01-31T09:00:00+09:00";

std::string meant(const char* text) {
    const auto at = moment_meant(text, now);
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
