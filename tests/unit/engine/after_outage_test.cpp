// The house was away for days, and something else comes first when it is back.
#include "heart.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace maedal::engine {
namespace {

using namespace billing;
using namespace std::chrono_literals;

class AfterAnOutage : public testing::Test {
protected:
    /// A daily subscription of so many periods, whose first falls due while nobody is there.
    void begin(int periods) {
        heart.plan.interval = {Unit::day, 1};
        heart.plan.periods = periods;
        heart.start();
        id = heart.subscribe(48h);
        ASSERT_EQ(heart.order(AddBillingKey{"c1", Secret{"another-card"}, "", "card"}), "ok");
        other_card = heart.said();
    }
    void come_back_after(Seconds span) {
        heart.now += span;
        heart.start();
    }
    std::vector<Charge> charges() { return heart.ledger().charges_of(SubscriptionId{id}); }
    SubscriptionStatus status() { return heart.ledger().subscription(SubscriptionId{id})->status; }

    Heart heart;
    std::string id, other_card;
};

// The first thing that was heard was the customer's new card. The subscription was over by then,
// and of the periods that had begun meanwhile no charge was ever made: they were given away.
TEST_F(AfterAnOutage, ANewCardComesBeforeTheLastPeriodsHaveTheirCharges) {
    begin(3);
    come_back_after(9 * 24h);
    ASSERT_EQ(heart.order(ReplaceBillingKey{id, other_card}), "ok");
    heart.turn();
    EXPECT_EQ(charges().size(), 3U);
}

// Its last period was over before its charge could be collected. The subscription had ended; then
// the answer was lost, and the book contradicted itself: a person had to release it.
TEST_F(AfterAnOutage, TheLastChargeIsCollectedLateAndInDoubt) {
    begin(1);
    come_back_after(9 * 24h);
    const auto writes = of_kind<Reserve>(heart.turn().writes);
    ASSERT_EQ(writes.size(), 1U);
    heart.turn({ReserveAnswered{
        writes.front().call, writes.front().order_id, failed(Errc::in_doubt, "x")}});
    ASSERT_EQ(heart.attempt(id).state, AttemptState::doubt);
    const auto broken = heart.ledger().violations(heart.rules.yardstick(heart.now, heart.now), 10);
    EXPECT_TRUE(broken.empty()) << broken.front().invariant << ": " << broken.front().what;
    const auto paid = heart.receipt_of(heart.attempt(id), "rc1");
    heart.turn({AttemptLookedUp{paid.order_id, {std::nullopt, std::vector{paid}}}});
    heart.turn();
    EXPECT_EQ(status(), SubscriptionStatus::ended);
}

// What was owed for days was to be collected one payment an hour. The customer brought another
// card, and all of it was taken from that within a minute.
TEST_F(AfterAnOutage, WhatIsOwedIsNotTakenInABurstFromANewCard) {
    begin(0);
    come_back_after(5 * 24h + 1h);
    heart.places = 0;  // nothing can be sent yet
    heart.turn();
    const auto collected_at = [&] {
        std::vector<Instant> list;
        for (const auto& charge : charges())
            list.push_back(heart.ledger().attempts_of(charge.number).back().execute_at);
        return list;
    };
    const auto before = collected_at();
    ASSERT_EQ(before.size(), 5U);
    ASSERT_EQ(before[2], before[1] + 1h);
    ASSERT_EQ(heart.order(ReplaceBillingKey{id, other_card}), "ok");
    EXPECT_EQ(collected_at(), before);
}

}  // namespace
}  // namespace maedal::engine
