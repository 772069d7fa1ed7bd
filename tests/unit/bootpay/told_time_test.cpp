#include "bootpay/told_time.hpp"

#include <gtest/gtest.h>

namespace maedal::bootpay {
namespace {

TEST(ToldTime, ReadsTheDateOfAnAnswer) {
    net::Response answer;
    EXPECT_FALSE(told_time(answer));
    answer.headers.set("date", "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(told_time(answer), instant_from_rfc3339("1994-11-06T08:49:37Z"));
    EXPECT_EQ(
        instant_from_http_date("Tue, 29 Feb 2028 23:59:59 GMT"),
        instant_from_rfc3339("2028-02-29T23:59:59Z")
    );
}

TEST(ToldTime, RefusesWhatIsNoDate) {
    for (const char* text :
         {"",
          "Sun, 06 Nov 1994 08:49:37 KST",
          "Sun, 31 Feb 2026 08:49:37 GMT",
          "Sun, 06 Nov 1994 25:49:37 GMT",
          "Sun, 06 nov 1994 08:49:37 GMT",
          "Sun, -6 Nov 1994 08:49:37 GMT",
          "Sunday, 06-Nov-94 08:49:37 GMT",
          "1994-11-06T08:49:37Z"})
        EXPECT_FALSE(instant_from_http_date(text)) << text;
}

}  // namespace
}  // namespace maedal::bootpay
