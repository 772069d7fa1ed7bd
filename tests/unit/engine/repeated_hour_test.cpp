// A subscription that begins now, in the hour in which the clocks are put back.
#include "heart.hpp"

#include <gtest/gtest.h>

namespace maedal::engine {
namespace {

using namespace billing;

const Instant put_back = *instant_from_rfc3339("2026-10-25T01:00:00Z");

const Zone* berlin(const std::string&) {
    static const Zone zone{korea().name(), Seconds{7'200}, {{put_back, Seconds{3'600}}}};
    return &zone;
}

// It was refused because it would have begun in the past, for an hour.
TEST(RepeatedHour, ASubscriptionThatBeginsNowBeginsInIt) {
    Heart heart;
    heart.rules.zone = berlin;
    heart.now = put_back - Seconds{86'400};
    heart.start();
    ASSERT_EQ(heart.order(AddBillingKey{"c1", Secret{"a-card"}, "", "card"}), "ok");
    const auto key = heart.said();
    heart.now = put_back + Seconds{600};
    ASSERT_EQ(heart.order(CreateSubscription{"", "c1", "monthly", key, "", ""}), "ok");
    const auto id = heart.said();
    EXPECT_EQ(heart.ledger().charges_of(SubscriptionId{id}).size(), 2U);
    EXPECT_EQ(heart.attempt(id).state, AttemptState::sending);
    EXPECT_TRUE(heart.ledger().breakers(true).empty());
    EXPECT_TRUE(heart.ledger().violations(heart.rules.yardstick(heart.now, heart.now), 9).empty());
}

}  // namespace
}  // namespace maedal::engine
