// A merchant gives ids of his own, and some look like those that the house gives next.
#include "heart.hpp"

#include <gtest/gtest.h>

namespace maedal::engine {
namespace {

using namespace billing;

// The next one without an id of its own was refused, and each after it.
TEST(OwnIds, OfASubscriptionDoNotStandInTheWayOfTheNext) {
    Heart heart;
    heart.start();
    ASSERT_EQ(heart.order(AddBillingKey{"kim", Secret{"a-card"}, "", "card"}), "ok");
    const auto key = heart.said();
    const auto subscribe = [&](const std::string& id) {
        return heart.order(CreateSubscription{id, "kim", "monthly", key, "", ""});
    };
    for (int number = 2; number < 8; ++number)
        ASSERT_EQ(subscribe("sub_00000" + std::to_string(number)), "ok");
    ASSERT_EQ(subscribe(""), "ok");
    EXPECT_EQ(heart.said(), "sub_000008");
    EXPECT_EQ(subscribe(""), "ok");
    EXPECT_EQ(subscribe("sub_000008"), "subscription_exists");
}

}  // namespace
}  // namespace maedal::engine
