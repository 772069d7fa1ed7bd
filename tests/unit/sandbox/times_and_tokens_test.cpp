#include "sandbox/model/execute_time.hpp"
#include "sandbox/model/tokens.hpp"

#include <gtest/gtest.h>

namespace maedal::sandbox {
namespace {

TEST(ExecuteTime, IsReadInEachDocumentedForm) {
    const auto noon = instant_from_rfc3339("2024-06-01T12:00:00Z");
    for (const char* form :
         {"2024-06-01 12:00:00 UTC",
          "2024-06-01T21:00:00 +0900",
          "2024-06-01T12:00:00.000Z",
          "2024-06-01T21:00:00+09:00",
          "2024-06-01T21:00:00+0900",
          "2024-06-01 21:00:00",
          "2024-06-01T21:00:00"})
        EXPECT_EQ(execute_time_from_text(form), noon) << form;
}

TEST(ExecuteTime, IsNothingElse) {
    for (const char* form :
         {"",
          "tomorrow",
          "2024-06-01",
          "2024-06-31 12:00:00 UTC",
          "2024-06-01 12:00:00 KST",
          "2024-06-01 12:00:00 ",
          "2024-06-01 12:00:00.Z",
          "2024-06-01 12:00:00 UTC UTC",
          "2024-06-01T12:00:00Zulu",
          "2024-06-01T12:00:00+9000"})
        EXPECT_FALSE(execute_time_from_text(form)) << form;
}

TEST(Tokens, AreGivenAgainForTwentyFiveMinutes) {
    Tokens tokens{1};
    const Instant start{};
    const IssuedToken first = tokens.issue(start);
    EXPECT_EQ(first.expire_in, Seconds{1'800});
    const IssuedToken again = tokens.issue(start + Seconds{1'499});
    EXPECT_EQ(again.text, first.text);
    EXPECT_EQ(again.expire_in, Seconds{301});
    const IssuedToken second = tokens.issue(start + Seconds{1'500});
    EXPECT_NE(second.text, first.text);
    EXPECT_EQ(second.expire_in, Seconds{1'800});
}

TEST(Tokens, LiveThirtyMinutesFromTheirFirstIssue) {
    Tokens tokens{1};
    const Instant start{};
    const std::string first = tokens.issue(start).text;
    const std::string second = tokens.issue(start + Seconds{1'500}).text;
    EXPECT_TRUE(tokens.valid(first, start + Seconds{1'799}));
    EXPECT_FALSE(tokens.valid(first, start + Seconds{1'800}));
    EXPECT_TRUE(tokens.valid(second, start + Seconds{3'299}));
    EXPECT_FALSE(tokens.valid(second, start + Seconds{3'300}));
    EXPECT_FALSE(tokens.valid("", start));
    EXPECT_FALSE(tokens.valid("made up", start));
}

}  // namespace
}  // namespace maedal::sandbox
