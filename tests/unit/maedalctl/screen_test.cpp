#include "maedalctl/screen.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace maedal::ctl {
namespace {

std::string drawn(int columns, std::string_view words, bool terminal = true, bool json = false) {
    std::ostringstream out, err;
    Screen{out, err, json, terminal, false, columns}.progress(500, words);
    return out.str();
}

// On a narrow terminal each step filled lines of its own.
TEST(Progress, IsNoWiderThanTheTerminal) {
    const std::string clear = "\r\x1b[K", twenty = "████████████████████";
    EXPECT_EQ(drawn(80, "12 left"), clear + twenty + "░░░░░░░░░░░░░░░░░░░░ 12 left");
    EXPECT_EQ(drawn(20, "12 left"), clear + "█████░░░░░░ 12 left") << "one column stays free";
    EXPECT_EQ(drawn(20, "매달 갱신 중"), clear + "███░░░ 매달 갱신 중") << "Hangul takes two";
    EXPECT_EQ(drawn(11, "12 left"), clear + "12 left");
    EXPECT_EQ(drawn(5, "12 left"), clear);
    EXPECT_EQ(drawn(80, ""), clear);
}

TEST(Progress, IsForWhoLooksOn) {
    EXPECT_EQ(drawn(80, "12 left", false), "");
    EXPECT_EQ(drawn(80, "12 left", true, true), "");
}

}  // namespace
}  // namespace maedal::ctl
