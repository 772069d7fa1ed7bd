#include "bootpay/pg/gateway_time.hpp"

#include <gtest/gtest.h>

namespace maedal::bootpay::pg {
namespace {

const Instant three_in_seoul = *instant_from_rfc3339("2026-11-30T06:00:00Z");

TEST(GatewayTime, IsWrittenInKoreanTimeWithItsOffset) {
    EXPECT_EQ(gateway_time(three_in_seoul), "2026-11-30T15:00:00+09:00");
}

TEST(GatewayTime, IsReadInEveryFormThatNamesItsZone) {
    for (const auto* text :
         {"2026-11-30T15:00:00+09:00",
          "2026-11-30T15:00:00+0900",
          "2026-11-30T15:00:00 +0900",
          "2026-11-30T15:00:00 +09:00",
          "2026-11-30 15:00:00 +0900",
          "2026-11-30T06:00:00Z",
          "2026-11-30T06:00:00.000Z",
          "2026-11-30 06:00:00 UTC",
          "2026-11-30T01:00:00-0500"})
        EXPECT_EQ(instant_from_gateway(text), three_in_seoul) << text;
}

// Version 1 of the API told its times so. A payment whose receipt does it too was never believed:
// its charge stayed unpaid, and was asked for again.
TEST(GatewayTime, IsKoreanWithoutAZone) {
    for (const auto* text : {"2026-11-30 15:00:00", "2026-11-30T15:00:00"})
        EXPECT_EQ(instant_from_gateway(text), three_in_seoul) << text;
}

TEST(GatewayTime, IsNotGuessedFromOtherForms) {
    for (const auto* text :
         {"",
          "2026-11-30",
          "2026-11-30 15:00:0",
          "2026-11-30 15:00",
          "2026-11-30T15:00:00 KST",
          "2026-11-30T15:00:00 ",
          "2026-11-30 15:00:00  UTC",
          "2026-11-30 06:00:00 UTC ",
          "2026-11-30T15:00:00+09",
          "2026-11-30T15:00:00+9999",
          "2026-11-31T15:00:00+0900",
          "2026-11-30T15:00:00+0900 and more text than any time needs",
          "1796018400"})
        EXPECT_FALSE(instant_from_gateway(text)) << text;
}

}  // namespace
}  // namespace maedal::bootpay::pg
