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

// An earlier charge was given up, and its subscription was to end a while later. It was paid then,
// by hand; but another one had been declined meanwhile, and the subscription ended on that day all
// the same, before the tries of this one were over.
TEST(CanceledByDunning, NotForAChargeThatIsPaidBecauseAnotherIsStillTried) {
    Heart heart;
    heart.plan.interval = {Unit::week, 1};
    heart.plan.dunning = {{24h}, DunningEnd::leave_past_due, 10 * 24h};
    heart.start();
    const auto id = heart.subscribe();
    const auto stored = [&] { return *heart.ledger().subscription(SubscriptionId{id}); };
    const auto attempt_of = [&](std::size_t charge, std::size_t number) {
        const auto charges = heart.ledger().charges_of(SubscriptionId{id});
        return heart.ledger().attempts_of(charges.at(charge).number).at(number - 1);
    };
    const auto refused = [&](const std::vector<Write>& writes) {
        const auto write = of_kind<Reserve>(writes).at(0);
        heart.turn({ReserveAnswered{write.call, write.order_id, failed(Errc::refused, "NO")}});
    };
    const auto refused_again = [&](std::size_t charge) {
        heart.now = attempt_of(charge, 2).execute_at - 1h;
        heart.turn();
        const EarlierLookedUp nothing{
            attempt_of(charge, 2).order_id, std::vector<GatewayReceipt>{}};
        refused(heart.turn({nothing}).writes);
    };
    refused(heart.sent);
    refused_again(0);
    const auto last = attempt_of(0, 2);
    ASSERT_EQ(stored().past_due_until, last.execute_at + 10 * 24h);
    heart.now = attempt_of(1, 1).execute_at - 1h;
    refused(heart.turn().writes);
    ASSERT_EQ(stored().past_due_until, last.execute_at + 10 * 24h);

    heart.turn({AttemptLookedUp{
        last.order_id, {std::nullopt, std::vector{heart.receipt_of(last, "rc1")}}}});
    ASSERT_EQ(heart.ledger().charge(last.charge)->state, ChargeState::paid);
    EXPECT_EQ(stored().status, SubscriptionStatus::past_due);
    EXPECT_EQ(stored().past_due_until, std::nullopt) << "the other one is tried once more";
    refused_again(1);
    EXPECT_EQ(stored().past_due_until, attempt_of(1, 2).execute_at + 10 * 24h);
    EXPECT_TRUE(heart.ledger().breakers(true).empty());
}

}  // namespace
}  // namespace maedal::engine
