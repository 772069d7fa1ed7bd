#include "billing/clock_watch.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace maedal::billing {
namespace {

using namespace std::chrono_literals;

const Instant noon = *instant_from_rfc3339("2026-01-31T12:00:00+09:00");

ClockReading reading(Seconds wall, Seconds monotonic, std::optional<Seconds> ahead = {}) {
    return {noon + wall, monotonic, ahead};
}

std::string distrust(
    std::optional<ClockReading> before, ClockReading now, std::optional<Instant> latest
) {
    return clock_distrust(before, now, latest, {});
}

TEST(ClockDistrust, IsNoneWhileTheClocksGoTogether) {
    EXPECT_EQ(distrust(std::nullopt, reading(0s, 0s), std::nullopt), "") << "an empty ledger";
    EXPECT_EQ(distrust(std::nullopt, reading(0s, 0s), noon - 10min), "");
    EXPECT_EQ(distrust(reading(0s, 0s), reading(30s, 30s), noon), "");
    EXPECT_EQ(distrust(reading(0s, 0s), reading(-60s, 30s), noon), "") << "a clock that is set";
}

TEST(ClockDistrust, SeesAJumpForwardThatTheMonotonicClockDoesNotConfirm) {
    EXPECT_NE(distrust(reading(0s, 0s), reading(10 * 8'760h, 30s), noon), "");
    EXPECT_EQ(distrust(reading(0s, 0s), reading(90min, 90min), noon), "") << "a long turn";
    EXPECT_NE(distrust(reading(0s, 0s), reading(90min, 1s), noon), "");
}

TEST(ClockDistrust, SeesAJumpBackAlsoOverARestart) {
    EXPECT_NE(distrust(reading(0s, 0s), reading(-240h, 30s), noon), "");
    EXPECT_NE(distrust(std::nullopt, reading(-240h, 0s), noon), "");
}

TEST(ClockDistrust, WaitsForTheGatewaysTimeAfterALongAbsence) {
    EXPECT_NE(distrust(std::nullopt, reading(72h, 0s), noon), "");
    EXPECT_EQ(distrust(std::nullopt, reading(72h, 0s, 2s), noon), "") << "it was away for real";
}

TEST(ClockDistrust, FollowsTheGatewayWhateverTheOthersSay) {
    EXPECT_EQ(distrust(reading(0s, 0s), reading(-240h, 30s, 0s), noon), "");
    EXPECT_EQ(distrust(reading(0s, 0s), reading(2h, 30s, -10s), noon), "");
    EXPECT_NE(distrust(reading(0s, 0s), reading(30s, 30s, 301s), noon), "");
    EXPECT_NE(distrust(reading(0s, 0s), reading(30s, 30s, -301s), noon), "");
}

}  // namespace
}  // namespace maedal::billing
