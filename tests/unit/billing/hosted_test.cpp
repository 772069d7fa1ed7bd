// A wish about a subscription that the gateway bills is done when a look-up shows it.
#include "billing/hosted.hpp"

#include <gtest/gtest.h>

namespace maedal::billing {
namespace {

constexpr Instant now{Seconds{1'800'000'000}};

HostedSubscription hosted(HostedStatus status, WishState state = WishState::none) {
    return {
        .id = HostedId{"h-1"},
        .name = "Pro",
        .price = *Won::from_count(29'900),
        .status = status,
        .order_id = std::nullopt,
        .wish = state == WishState::none ? HostedWish::none : HostedWish::pause,
        .wish_state = state,
        .reason = {},
        .next_look_at = std::nullopt,
        .told_at = now,
        .code = {}};
}

GatewayHosted told(HostedStatus status) {
    return {HostedId{"h-1"}, "Pro", *Won::from_count(29'900), status, {}, std::nullopt};
}

std::string reason(const Result<Done>& verdict) {
    return verdict ? "" : verdict.error().reason;
}

using enum HostedStatus;

TEST(Hosted, AllowsOnlyWhatCanBe) {
    EXPECT_EQ(reason(may_wish(hosted(active), HostedWish::pause)), "");
    EXPECT_EQ(reason(may_wish(hosted(trial), HostedWish::pause)), "");
    EXPECT_EQ(reason(may_wish(hosted(paused), HostedWish::pause)), "hosted_not_active");
    EXPECT_EQ(reason(may_wish(hosted(paused), HostedWish::resume)), "");
    EXPECT_EQ(reason(may_wish(hosted(active), HostedWish::resume)), "hosted_not_paused");
    EXPECT_EQ(reason(may_wish(hosted(paused), HostedWish::terminate)), "");
    EXPECT_EQ(reason(may_wish(hosted(terminated), HostedWish::resume)), "hosted_is_over");
    EXPECT_EQ(reason(may_wish(hosted(ended), HostedWish::terminate)), "hosted_is_over");
    for (const auto state : {WishState::sending, WishState::doubt})
        EXPECT_EQ(reason(may_wish(hosted(active, state), HostedWish::terminate)), "wish_under_way");
}

TEST(Hosted, IsDoneOnlyWhenALookUpShowsIt) {
    auto asked = hosted_answered(hosted(active, WishState::sending), Done{}, now);
    EXPECT_EQ(asked.wish_state, WishState::doubt);
    EXPECT_EQ(asked.next_look_at, now);
    asked = hosted_looked_up(asked, told(active), now);
    EXPECT_EQ(asked.wish_state, WishState::doubt);
    asked = hosted_looked_up(asked, told(paused), now);
    EXPECT_EQ(asked.wish_state, WishState::done);
    EXPECT_FALSE(asked.next_look_at);
}

TEST(Hosted, WasNeverCarriedOutWhenItIsNotSeenForAnHour) {
    const Error lost{Errc::in_doubt, "timeout", "", ""};
    auto asked = hosted_answered(hosted(active, WishState::sending), lost, now);
    Instant at = now;
    for (int look = 0; look < 20 && asked.wish_state == WishState::doubt; ++look) {
        ASSERT_TRUE(asked.next_look_at);
        at = *asked.next_look_at;
        asked = hosted_looked_up(asked, told(active), at);
    }
    EXPECT_EQ(asked.wish_state, WishState::refused);
    EXPECT_EQ(asked.code, "timeout");
    EXPECT_GE(at - now, Seconds{3'600});
}

// Deleted at the gateway while its answer was lost: its doubt was looked up for ever.
TEST(Hosted, ThatTheGatewayDoesNotKnowForAnHourIsNotChanged) {
    const Error lost{Errc::in_doubt, "timeout", "", ""};
    auto asked = hosted_answered(hosted(active, WishState::sending), lost, now);
    Instant at = now;
    for (int look = 0; look < 20 && asked.wish_state == WishState::doubt; ++look) {
        ASSERT_TRUE(asked.next_look_at);
        at = *asked.next_look_at;
        asked = hosted_unknown(asked, at);
    }
    EXPECT_EQ(asked.wish_state, WishState::refused);
    EXPECT_FALSE(asked.next_look_at);
    EXPECT_GE(at - now, Seconds{3'600});
    EXPECT_FALSE(hosted_unknown(hosted(active), now).next_look_at);
}

TEST(Hosted, IsRefusedByADefiniteNo) {
    const auto asked = hosted_answered(
        hosted(active, WishState::sending), Error{Errc::refused, "API_PARAM_INVALID", "", ""}, now
    );
    EXPECT_EQ(asked.wish_state, WishState::refused);
    EXPECT_EQ(asked.code, "API_PARAM_INVALID");
    EXPECT_FALSE(asked.next_look_at);
}

}  // namespace
}  // namespace maedal::billing
