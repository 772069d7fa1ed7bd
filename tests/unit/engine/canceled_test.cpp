// A subscription is canceled at a bad moment.
#include "heart.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace maedal::engine {
namespace {

using namespace billing;
using namespace std::chrono_literals;

// The first thing that was heard after an outage of days was the wish to cancel at the end of the
// period: no charge of the running one was made yet, so it ended at once, and what was past due of
// an earlier one was voided.
TEST(CanceledAtPeriodEnd, AfterAnOutageEndsWithTheRunningPeriod) {
    Heart heart;
    heart.plan.interval = {Unit::day, 1};
    heart.plan.dunning = {{7 * 24h}, DunningEnd::leave_past_due, 7 * 24h};
    heart.start();
    const auto id = heart.subscribe();
    const auto write = of_kind<Reserve>(heart.sent).front();
    heart.turn({ReserveAnswered{write.call, write.order_id, failed(Errc::refused, "NO")}});
    const auto first = heart.attempt(id);
    ASSERT_EQ(heart.ledger().charge(first.charge)->state, ChargeState::past_due);
    heart.now = first.execute_at + 3 * 24h + 1h;
    heart.start();
    ASSERT_EQ(heart.order(CancelSubscription{id, true}), "ok");
    const auto stored = *heart.ledger().subscription(SubscriptionId{id});
    EXPECT_EQ(stored.cancel_at, first.execute_at + 4 * 24h);
    EXPECT_EQ(stored.status, SubscriptionStatus::canceling);
    EXPECT_EQ(heart.ledger().charge(first.charge)->state, ChargeState::past_due);
    int owed = 0;
    for (const auto& charge : heart.ledger().charges_of(SubscriptionId{id}))
        owed += unsettled(charge.state) ? 1 : 0;
    EXPECT_EQ(owed, 4) << "all that has begun";
}

}  // namespace
}  // namespace maedal::engine
