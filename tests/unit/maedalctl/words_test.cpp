#include "maedalctl/words.hpp"

#include <gtest/gtest.h>

namespace maedal::ctl {
namespace {

TEST(DisplayWidth, CountsHangulTwice) {
    EXPECT_EQ(display_width("kim"), 3U);
    EXPECT_EQ(display_width("월간 이용권"), 11U);
    EXPECT_EQ(display_width("…1b6c"), 5U);
    EXPECT_EQ(display_width("ＡＢ"), 4U);
    EXPECT_EQ(display_width("漢字"), 4U);
    EXPECT_EQ(display_width(""), 0U);
}

TEST(DisplayWidth, GivesNothingToMarksOnTheCharacterBefore) {
    EXPECT_EQ(display_width("e\u0301"), 1U);
    EXPECT_EQ(display_width("\u1112\u1161\u11ab"), 2U) << "a syllable in its letters";
}

TEST(DisplayWidth, SurvivesBytesThatAreNoText) {
    EXPECT_EQ(display_width("\xff"), 1U);
    EXPECT_LE(display_width("\xec\x9b"), 2U);
}

TEST(Printable, TakesTheReinsFromTheText) {
    EXPECT_EQ(printable("a\x1b[31mb\nc\x7f"), "a?[31mb?c?");
    EXPECT_EQ(printable("a\u202eb"), "a?b");
    EXPECT_EQ(printable("월간…"), "월간…");
}

TEST(Thousands, StandInGroupsOfThree) {
    EXPECT_EQ(thousands(0), "0");
    EXPECT_EQ(thousands(999), "999");
    EXPECT_EQ(thousands(29'900), "29,900");
    EXPECT_EQ(thousands(1'234'567), "1,234,567");
    EXPECT_EQ(thousands(-29'900), "-29,900");
    EXPECT_EQ(thousands(-100), "-100");
}

TEST(MinuteOf, KeepsTheZoneOfTheDaemon) {
    EXPECT_EQ(minute_of("2026-01-31T09:00:59+09:00"), "2026-01-31 09:00");
    EXPECT_EQ(minute_of("2026-01-31T09:00:00"), "2026-01-31 09:00");
    EXPECT_EQ(minute_of("soon"), "soon");
}

TEST(Fields, AreEmptyWhenAbsentOrNull) {
    const nlohmann::json row{{"a", nullptr}, {"n", 29'900}, {"t", "x"}, {"b", true}};
    EXPECT_EQ(text_in(row, "a"), "");
    EXPECT_EQ(text_in(row, "z"), "");
    EXPECT_EQ(text_in(row, "t"), "x");
    EXPECT_EQ(text_in(row, "n"), "29900");
    EXPECT_EQ(amount_in(row, "n"), "29,900");
    EXPECT_EQ(amount_in(row, "t"), "");
    EXPECT_EQ(number_in(row, "t"), 0);
    EXPECT_TRUE(flag_in(row, "b"));
    EXPECT_FALSE(flag_in(row, "t"));
    EXPECT_EQ(minute_in(row, "a"), "");
}

TEST(Counted, SaysOneAndMany) {
    EXPECT_EQ(counted(1, "decline"), "1 decline");
    EXPECT_EQ(counted(2'000, "decline"), "2,000 declines");
}

}  // namespace
}  // namespace maedal::ctl
