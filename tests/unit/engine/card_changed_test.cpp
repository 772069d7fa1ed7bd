// A subscription has another card while something still stands on the one before it.
#include "heart.hpp"
#include "ports/gateway.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace maedal::engine {
namespace {

using namespace billing;
using namespace std::chrono_literals;

class CardChanged : public testing::Test {
protected:
    void SetUp() override {
        heart.start();
        id = heart.subscribe(20h);
        heart.pass(19h);
        for (auto& write : heart.turn().writes)
            heart.sent.push_back(std::move(write));
    }
    /// The gateway says of another charge on the same card that the card is dead.
    void bury_the_card() {
        const auto key = heart.ledger().subscription(SubscriptionId{id})->billing_key->text();
        const auto anchor = local_text(korea().to_local(heart.now + 1h));
        heart.sent.clear();
        ASSERT_EQ(heart.order(CreateSubscription{"", "c1", "monthly", key, anchor, ""}), "ok");
        const auto other = of_kind<Reserve>(heart.sent).front();
        heart.turn({ReserveAnswered{other.call, other.order_id, dead}});
        ASSERT_EQ(heart.ledger().billing_key(BillingKeyId{key})->state, KeyState::dead);
    }
    void bring_another() {
        ASSERT_EQ(heart.order(AddBillingKey{"c1", Secret{"another-card"}, "", "card"}), "ok");
        const auto key = heart.said();
        ASSERT_EQ(heart.order(ReplaceBillingKey{id, key}), "ok");
    }
    void expect_the_new_card_is_tried() {
        const auto second = heart.attempt(id, 2);
        EXPECT_EQ(second.billing_key, heart.ledger().subscription(SubscriptionId{id})->billing_key);
        EXPECT_EQ(heart.ledger().charge(second.charge)->declines, 0)
            << "a dead card uses up no try";
    }

    Heart heart;
    std::string id;
    const Error dead = failed(Errc::refused, ports::reason::dead_key);
};

// Its reservation could not be taken back any more, failed, and the daemon ended itself: at this
// answer, and at the same answer after each start, so that nobody's money was collected any more.
TEST_F(CardChanged, AndWhatStoodOnTheDeadOneFails) {
    const auto write = of_kind<Reserve>(heart.sent).front();
    heart.turn({ReserveAnswered{write.call, write.order_id, ReserveId{"r1"}}});
    bury_the_card();
    heart.pass(55min);  // too late to take it back
    bring_another();
    const auto first = heart.attempt(id);
    ASSERT_EQ(first.state, AttemptState::reserved);
    heart.pass(10min);
    heart.start();
    const Reservation declined{
        ReserveId{"r1"},
        first.order_id,
        first.amount,
        ReservationStatus::failed,
        first.execute_at,
        std::nullopt};
    heart.turn({AttemptLookedUp{first.order_id, {declined, std::vector<GatewayReceipt>{}}}});
    EXPECT_EQ(heart.attempt(id).state, AttemptState::declined);
    expect_the_new_card_is_tried();
}

// Its card was dead before the charge was made. Then the subscription was over: no other card could
// be named for it any more, no other command settled it, and it waited for a person for ever.
TEST_F(CardChanged, NoMoreWhenTheSubscriptionIsOverAndGivesUpWhatWaitedForOne) {
    const auto write = of_kind<Reserve>(heart.sent).front();
    heart.turn({ReserveAnswered{write.call, write.order_id, ReserveId{"r1"}}});
    const auto first = heart.attempt(id);
    heart.pass(2h);
    heart.turn({AttemptLookedUp{
        first.order_id, {std::nullopt, std::vector{heart.receipt_of(first, "rc1")}}}});
    bury_the_card();
    heart.pass(29 * 24h);
    heart.turn();
    heart.pass(48h);
    heart.turn();  // the third period's charge is made
    const auto waits = [&] {
        int count = 0;
        for (const auto& charge : heart.ledger().charges_of(SubscriptionId{id}))
            count += charge.needs_key && unsettled(charge.state) ? 1 : 0;
        return count;
    };
    ASSERT_GT(waits(), 0);
    ASSERT_EQ(heart.order(CancelSubscription{id, true}), "ok");
    ASSERT_GT(waits(), 0) << "what is owed up to the end is";
    heart.pass(32 * 24h);
    heart.turn();
    ASSERT_EQ(
        heart.ledger().subscription(SubscriptionId{id})->status, SubscriptionStatus::canceled
    );
    EXPECT_EQ(waits(), 0);
    EXPECT_TRUE(heart.ledger().breakers(true).empty());
}

TEST_F(CardChanged, NoMoreWhenTheSubscriptionIsOverAndItsLastDoubtEndsOnADeadOne) {
    const auto write = of_kind<Reserve>(heart.sent).front();
    heart.turn({ReserveAnswered{write.call, write.order_id, failed(Errc::in_doubt, "timeout")}});
    const auto first = heart.attempt(id);
    heart.pass(2h);
    ASSERT_EQ(heart.order(CancelSubscription{id, true}), "ok");
    heart.pass(32 * 24h);
    heart.turn();
    ASSERT_EQ(
        heart.ledger().subscription(SubscriptionId{id})->status, SubscriptionStatus::canceled
    );
    bury_the_card();
    auto declined = heart.receipt_of(first, "rc1");
    declined.status = ReceiptStatus::declined;
    heart.turn({AttemptLookedUp{first.order_id, {std::nullopt, std::vector{declined}}}});
    ASSERT_EQ(heart.attempt(id).state, AttemptState::declined);
    const auto charge = *heart.ledger().charge(first.charge);
    EXPECT_EQ(charge.state, ChargeState::uncollectible);
    EXPECT_FALSE(charge.needs_key);
    EXPECT_TRUE(heart.ledger().breakers(true).empty());
}

// The reservation on the old card was under way when the new one was named. It was kept, and the
// old card was charged.
TEST_F(CardChanged, AndWhatWasUnderWayOnTheOldOneIsTakenBack) {
    const auto write = of_kind<Reserve>(heart.sent).front();
    ASSERT_EQ(heart.attempt(id).state, AttemptState::sending);
    bring_another();
    const auto output = heart.turn({ReserveAnswered{write.call, write.order_id, ReserveId{"r1"}}});
    ASSERT_EQ(heart.attempt(id).state, AttemptState::revoking);
    const auto revokes = of_kind<Revoke>(output.writes);
    ASSERT_EQ(revokes.size(), 1U);
    heart.turn({RevokeAnswered{revokes.front().call, write.order_id, Done{}}});
    const auto first = heart.attempt(id);
    const Reservation revoked{
        ReserveId{"r1"},
        first.order_id,
        first.amount,
        ReservationStatus::revoked,
        first.execute_at,
        std::nullopt};
    heart.turn({AttemptLookedUp{first.order_id, {revoked, std::vector<GatewayReceipt>{}}}});
    EXPECT_EQ(heart.attempt(id).state, AttemptState::revoked);
    expect_the_new_card_is_tried();
}

TEST_F(CardChanged, AndTheAnswerForTheOldOneComesTooLateToTakeItBack) {
    const auto write = of_kind<Reserve>(heart.sent).front();
    bring_another();
    heart.pass(55min);
    heart.turn({ReserveAnswered{write.call, write.order_id, ReserveId{"r1"}}});
    EXPECT_EQ(heart.attempt(id).state, AttemptState::reserved) << "it runs";
}

TEST_F(CardChanged, AndTheAnswerForTheOldOneSaysThatItIsDead) {
    const auto write = of_kind<Reserve>(heart.sent).front();
    ASSERT_EQ(heart.attempt(id).state, AttemptState::sending);
    bring_another();
    heart.turn({ReserveAnswered{write.call, write.order_id, dead}});
    EXPECT_EQ(heart.attempt(id).state, AttemptState::refused);
    expect_the_new_card_is_tried();
}

/// While the customer's payment fails, and is tried again.
class CardChangedInDunning : public testing::Test {
protected:
    /// A subscription whose first try stands at the gateway, five minutes before it is executed.
    void begin(std::vector<Seconds> waits, DunningEnd end, Seconds cancel_after = 0s) {
        heart.plan.dunning = {std::move(waits), end, cancel_after};
        heart.start();
        id = heart.subscribe(20h);
        heart.pass(19h);
        stand(heart.turn(), 1);
        heart.pass(55min);
    }
    void stand(const TurnOutput& output, int number) {
        const auto writes = of_kind<Reserve>(output.writes);
        ASSERT_EQ(writes.size(), 1U);
        const ReserveId name{"r" + std::to_string(number)};
        heart.turn({ReserveAnswered{writes.front().call, writes.front().order_id, name}});
        ASSERT_EQ(heart.attempt(id, number).state, AttemptState::reserved);
    }
    void fail(int number) {
        const auto tried = heart.attempt(id, number);
        const Reservation declined{
            *tried.reserve_id,
            tried.order_id,
            tried.amount,
            ReservationStatus::failed,
            tried.execute_at,
            std::nullopt};
        heart.turn({AttemptLookedUp{tried.order_id, {declined, std::vector<GatewayReceipt>{}}}});
        ASSERT_EQ(heart.attempt(id, number).state, AttemptState::declined);
    }
    void bring_another() {
        ASSERT_EQ(heart.order(AddBillingKey{"c1", Secret{"another-card"}, "", "card"}), "ok");
        const auto key = heart.said();
        ASSERT_EQ(heart.order(ReplaceBillingKey{id, key}), "ok");
    }
    /// The look at the tries before this one finds nothing, and it is sent.
    TurnOutput look_before(int number) {
        const auto planned = heart.attempt(id, number);
        return heart.turn({EarlierLookedUp{planned.order_id, std::vector<GatewayReceipt>{}}});
    }
    [[nodiscard]] Subscription stored() { return *heart.ledger().subscription(SubscriptionId{id}); }
    [[nodiscard]] std::size_t tries() {
        return heart.ledger().attempts_of(heart.attempt(id).charge).size();
    }
    void expect_it_is_tried_at_once(int number) {
        ASSERT_EQ(tries(), static_cast<std::size_t>(number));
        EXPECT_EQ(heart.attempt(id, number).billing_key, stored().billing_key);
        stand(look_before(number), number);
        EXPECT_EQ(heart.attempt(id, number).execute_at, heart.now + 60s);
        EXPECT_TRUE(heart.ledger().breakers(true).empty());
    }

    Heart heart;
    std::string id;
};

// The customer brought another card while the last try stood on the old one, too late to take it
// back. It failed, and the subscription was canceled: nobody had tried the card that he brought.
TEST_F(CardChangedInDunning, WhileTheLastTryIsUnderWayIsNotOverWithThatOne) {
    begin({}, DunningEnd::cancel);
    bring_another();
    heart.pass(10min);
    fail(1);
    EXPECT_EQ(stored().status, SubscriptionStatus::past_due);
    expect_it_is_tried_at_once(2);
    heart.pass(2min);
    fail(2);
    EXPECT_EQ(stored().status, SubscriptionStatus::canceled) << "its own failure is the last one";
}

TEST_F(CardChangedInDunning, WhileATryIsUnderWayWaitsForNoFurtherDay) {
    begin({24h}, DunningEnd::cancel);
    bring_another();
    heart.pass(10min);
    fail(1);
    expect_it_is_tried_at_once(2);
}

// The end of the policy came in the minute in which his new card was being tried: that was taken
// back, or its money given back, and he had lost what he had just paid for.
TEST_F(CardChangedInDunning, ShortlyBeforeItsEndIsTriedBeforeThat) {
    begin({}, DunningEnd::leave_past_due, 7 * 24h);
    heart.pass(10min);
    fail(1);
    ASSERT_EQ(stored().past_due_until, heart.attempt(id).execute_at + 7 * 24h);
    heart.now = *stored().past_due_until - 30s;
    heart.turn();
    bring_another();
    expect_it_is_tried_at_once(2);
    heart.pass(2min);
    heart.turn();
    EXPECT_EQ(stored().status, SubscriptionStatus::past_due);
    EXPECT_EQ(heart.attempt(id, 2).state, AttemptState::reserved);
    fail(2);
    EXPECT_EQ(stored().past_due_until, heart.attempt(id, 2).execute_at + 7 * 24h)
        << "from the last failure on";
}

// What could not be sent was planned no more, because the subscription is paused: nothing led on
// from there, and nobody was told.
TEST_F(CardChangedInDunning, OfAPausedOneIsTriedAgainIfItCouldNotBeSent) {
    begin({}, DunningEnd::pause);
    heart.pass(10min);
    fail(1);
    ASSERT_EQ(stored().status, SubscriptionStatus::paused);
    bring_another();
    ASSERT_EQ(tries(), 2U);
    const auto write = of_kind<Reserve>(look_before(2).writes).front();
    heart.turn({ReserveAnswered{write.call, write.order_id, failed(Errc::unsent, "connect")}});
    ASSERT_EQ(heart.attempt(id, 2).state, AttemptState::dropped);
    expect_it_is_tried_at_once(3);
    heart.pass(2min);
    fail(3);
    EXPECT_EQ(tries(), 3U) << "what was declined is not";
}

}  // namespace
}  // namespace maedal::engine
