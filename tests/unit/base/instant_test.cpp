#include "base/instant.hpp"

#include <gtest/gtest.h>

namespace maedal {
namespace {

using namespace std::chrono_literals;

constexpr Instant new_year_in_korea{std::chrono::sys_days{std::chrono::year{2025} / 12 / 31} + 15h};

TEST(Rfc3339, SaysTheSameMomentInEveryZone) {
    EXPECT_EQ(rfc3339(new_year_in_korea), "2025-12-31T15:00:00Z");
    EXPECT_EQ(rfc3339(new_year_in_korea, 9h), "2026-01-01T00:00:00+09:00");
    EXPECT_EQ(rfc3339(new_year_in_korea, -(3h + 30min)), "2025-12-31T11:30:00-03:30");
}

TEST(InstantFromRfc3339, ReadsBackWhatWasWritten) {
    for (const Seconds offset : {Seconds{0}, Seconds{9h}, Seconds{-5h}, Seconds{5h + 45min}})
        EXPECT_EQ(instant_from_rfc3339(rfc3339(new_year_in_korea, offset)), new_year_in_korea);
    EXPECT_EQ(instant_from_rfc3339("2026-01-01T00:00:00.999+09:00"), new_year_in_korea);
}

TEST(InstantFromRfc3339, RefusesWhatIsNoMoment) {
    for (const auto* text :
         {"",
          "2026-01-01",
          "2026-01-01T00:00:00",
          "2026-02-30T00:00:00Z",
          "2026-13-01T00:00:00Z",
          "2026-01-01T24:00:00Z",
          "2026-01-01T00:60:00Z",
          "2026-01-01T00:00:00.Z",
          "2026-01-01T00:00:00+0900",
          "2026-01-01T00:00:00+24:00",
          "2026-01-01 00:00:00Z",
          "2026-01-01T00:00:00Z ",
          "x026-01-01T00:00:00Z"})
        EXPECT_FALSE(instant_from_rfc3339(text)) << text;
}

TEST(Duration, IsReadAndWrittenInTheLargestWholeUnit) {
    EXPECT_EQ(duration_from_text("90s"), Seconds{90});
    EXPECT_EQ(duration_from_text("2w"), Seconds{14 * 86'400});
    EXPECT_EQ(duration_text(Seconds{86'400}), "1d");
    EXPECT_EQ(duration_text(Seconds{90}), "90s");
    EXPECT_EQ(duration_text(Seconds{0}), "0s");
    for (const auto* text : {"", "d", "1", "1x", "-1d", "1.5d", "99999999w", " 1d", "1d "})
        EXPECT_FALSE(duration_from_text(text)) << text;
}

}  // namespace
}  // namespace maedal
