#include "bootpay/retry_after.hpp"

#include <gtest/gtest.h>

namespace maedal::bootpay {
namespace {

using namespace std::chrono_literals;

const Instant noon = *instant_from_rfc3339("2026-11-30T12:00:00Z");

TEST(RetryAfter, ReadsSeconds) {
    EXPECT_EQ(retry_after("120", noon), 120s);
    EXPECT_EQ(retry_after("120", std::nullopt), 120s);
    EXPECT_EQ(retry_after("0", noon), 0s);
}

TEST(RetryAfter, ReadsADateByTheGivenNow) {
    EXPECT_EQ(retry_after("Mon, 30 Nov 2026 12:01:30 GMT", noon), 90s);
    EXPECT_EQ(retry_after("Mon, 30 Nov 2026 12:00:00 GMT", noon), 0s);
    EXPECT_EQ(retry_after("Mon, 30 Nov 2026 12:01:30 GMT", std::nullopt), std::nullopt);
}

TEST(RetryAfter, IsAnHourAtMost) {
    EXPECT_EQ(retry_after("3600", noon), 1h);
    EXPECT_EQ(retry_after("3601", noon), 1h);
    EXPECT_EQ(retry_after("99999999999999999999999999999999", noon), 1h);
    EXPECT_EQ(retry_after("Tue, 30 Nov 2027 12:00:00 GMT", noon), 1h);
    EXPECT_EQ(retry_after("Fri, 31 Dec 9999 23:59:59 GMT", noon), 1h);
}

TEST(RetryAfter, HeedsNothingElse) {
    for (const auto* text :
         {"",
          "-1",
          "+5",
          "5.5",
          "5 s",
          " 5",
          "0x10",
          "soon",
          "Mon, 30 Nov 2026 11:59:59 GMT",
          "Mon, 30 Nov 2026 12:01:30 KST",
          "2026-11-30T12:01:30Z"})
        EXPECT_EQ(retry_after(text, noon), std::nullopt) << text;
}

net::Response asking(int status, const char* wait) {
    net::Response answer;
    answer.status = status;
    answer.headers.set("Retry-After", wait);
    return answer;
}

const WriteHold::SteadyTime start{1'000h};

TEST(WriteHold, LastsAsLongAsAsked) {
    for (const int status : {429, 503}) {
        WriteHold hold{retry_after_max};
        EXPECT_EQ(hold.left(start), 0s);
        EXPECT_TRUE(hold.note(asking(status, "90"), start));
        EXPECT_EQ(hold.left(start), 90s);
        EXPECT_EQ(hold.left(start + 89s + 1ms), 1s);
        EXPECT_EQ(hold.left(start + 90s), 0s);
    }
}

TEST(WriteHold, CountsADateFromTheAnswersOwn) {
    WriteHold hold{retry_after_max};
    auto answer = asking(503, "Mon, 30 Nov 2026 12:01:30 GMT");
    EXPECT_FALSE(hold.note(answer, start));
    answer.headers.set("Date", "Mon, 30 Nov 2026 12:00:00 GMT");
    EXPECT_TRUE(hold.note(answer, start));
    EXPECT_EQ(hold.left(start), 90s);
}

TEST(WriteHold, IsNotForOtherAnswers) {
    WriteHold hold{retry_after_max};
    for (const int status : {200, 202, 301, 400, 401, 500, 502, 504})
        EXPECT_FALSE(hold.note(asking(status, "90"), start)) << status;
    net::Response silent;
    silent.status = 429;
    EXPECT_FALSE(hold.note(silent, start));
    EXPECT_FALSE(hold.note(asking(429, "soon"), start));
    EXPECT_FALSE(hold.note(asking(429, "0"), start));
    EXPECT_EQ(hold.left(start), 0s);
}

TEST(WriteHold, IsMadeLongerAndNeverShorter) {
    WriteHold hold{retry_after_max};
    EXPECT_TRUE(hold.note(asking(429, "90"), start));
    EXPECT_FALSE(hold.note(asking(429, "10"), start + 1s));
    EXPECT_EQ(hold.left(start + 1s), 89s);
    EXPECT_TRUE(hold.note(asking(429, "90"), start + 10s));
    EXPECT_EQ(hold.left(start + 10s), 90s);
}

TEST(WriteHold, HasALongestOfItsOwn) {
    WriteHold hold{1s};
    EXPECT_TRUE(hold.note(asking(429, "3600"), start));
    EXPECT_EQ(hold.left(start), 1s);
}

}  // namespace
}  // namespace maedal::bootpay
