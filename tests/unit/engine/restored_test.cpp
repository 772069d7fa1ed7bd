// The stories of a backup that was put in the place of a ledger: what the lost one had done since
// is neither done again nor forgotten.
#include "engine/doubts.hpp"
#include "unit/engine/heart.hpp"
#include "unit/engine/scenario.hpp"

#include <algorithm>

namespace maedal::engine {
namespace {

using namespace billing;
using namespace std::chrono_literals;

TEST_F(Scenario, BackupRestoredOverAStandingReservationTakesThatPaymentAndNoOther) {
    for (const bool fired : {false, true}) {
        open_under_none();
        const auto id = subscribe("monthly", "2026-01-10T09:00:00");
        walk("2026-01-09T20:00:00");
        const auto backup = house().disk().image();
        walk(fired ? "2026-01-10T10:00:00" : "2026-01-10T00:00:00");
        ASSERT_EQ(house().gateway().reservations().size(), 1U);
        house().restore(backup);
        house().settle();
        ASSERT_FALSE(house().ledger().breakers(true).empty()) << "it sends nothing by itself";
        EXPECT_EQ(house().order(Arm{"no other daemon lives on it"}), 200);
        walk("2026-01-20T00:00:00");
        EXPECT_EQ(house().gateway().reservations().size(), 1U) << "not reserved again";
        EXPECT_EQ(charges(id).front().state, ChargeState::paid);
        EXPECT_EQ(payments(), 1);
        expect_nothing_twice_and_the_same_money();
    }
}

/// A backup from when all ten slots of a key were taken, and of the hour after it, in which one
/// more reservation was placed that the backup does not know of.
class BackupWhileAKeyIsFull : public Scenario {
protected:
    void SetUp() override {
        open_under_none();
        auto far_ahead = sold("ahead", Unit::day), late = sold("late", Unit::month);
        far_ahead.reserve_lead = late.reserve_lead = 30 * 24h;
        far_ahead.reserve_ahead = 10;
        house().load({far_ahead, late});
        subscribe("ahead", "2026-01-10T09:00:00");
        eleventh = subscribe("late", "2026-01-19T12:00:00");
        walk("2026-01-10T08:00:00");
        ASSERT_EQ(house().gateway().reservations().size(), 10U);
        ASSERT_TRUE(attempt(eleventh).waits_for_slot);
        const auto backup = house().disk().image();
        walk("2026-01-10T10:00:00");
        ASSERT_EQ(house().gateway().reservations().size(), 11U) << "the first has made room";
        house().restore(backup);
        house().settle();
        EXPECT_EQ(house().order(Arm{"no other daemon lives on it"}), 200);
    }

    std::string eleventh;
};

// "reserve was sent at T; reserve of T ended in_doubt: presumed_sent" was told of what this ledger
// never sent.
TEST_F(BackupWhileAKeyIsFull, TellsItsDoubtsAsWhatTheOtherMayHaveSent) {
    const auto yardstick = house().rules().yardstick(house().now(), house().now());
    const auto listed = doubts(house().ledger(), {.after = {}, .limit = 20}, yardstick);
    ASSERT_FALSE(listed.empty());
    for (const auto& doubt : listed) {
        EXPECT_NE(
            doubt.known.find("may have been sent by the ledger in whose place"), std::string::npos
        );
        EXPECT_EQ(doubt.known.find("presumed_sent"), std::string::npos) << doubt.known;
    }
}

// Nothing could be presumed of the eleventh while there was no slot for it: it was looked up, not
// found, since a reservation that stands cannot be, and sent once more.
TEST_F(BackupWhileAKeyIsFull, TakesNothingTwice) {
    walk("2026-01-26T00:00:00");
    std::map<std::string, int> placed;
    for (const auto& reservation : house().gateway().reservations())
        EXPECT_EQ(++placed[reservation.asked->order_id], 1) << reservation.asked->order_id;
    EXPECT_EQ(attempt(eleventh).state, AttemptState::paid);
    expect_nothing_twice_and_the_same_money();
}

// What waits for a slot to be presumed sent has no send on record. Canceled meanwhile it was over
// as if it had never been sent: no night asked for it, and money whose notice was lost was kept.
TEST_F(BackupWhileAKeyIsFull, GivesBackWhatWasCanceledMeanwhile) {
    house().weather.notice_lost = 100;
    EXPECT_EQ(house().order(CancelSubscription{eleventh, false}), 200);
    walk("2026-01-26T00:00:00");
    const auto taken = attempt(eleventh).order_id.text();
    const auto& receipts = house().gateway().receipts();
    const auto receipt = std::ranges::find(receipts, taken, [](const sandbox::Receipt& one) {
        return one.asked->order_id;
    });
    ASSERT_NE(receipt, receipts.end()) << "the gateway has taken it";
    EXPECT_EQ(receipt->status, sandbox::ReceiptStatus::cancelled);
    expect_nothing_twice_and_the_same_money();
}

/// A backup of before the first try; the ledger that was lost had gone on to a second one.
class SecondTryOfALostLedger : public Scenario {
protected:
    void SetUp() override {
        open_under_none();
        id = subscribe("monthly", "2026-01-10T09:00:00");
        walk("2026-01-09T20:00:00");
        const auto backup = house().disk().image();
        house().weather.request_lost = 100;  // the first try never came there
        walk("2026-01-10T00:30:00");
        house().weather.request_lost = 0;
        house().restore(backup);
        house().settle();
        EXPECT_EQ(house().order(Arm{"no other daemon lives on it"}), 200);
        walk("2026-01-10T09:30:00");
        ASSERT_EQ(attempt(id).state, AttemptState::doubt) << "presumed to be sent";
    }
    void second_try_is_paid() {
        const auto order = order_id("m1", SubscriptionId{id}, 0, 2);
        const auto paid = house().gateway().pay(
            {house().gateway_key(key), order.text(), "Monthly", price, 0, nullptr}
        );
        ASSERT_TRUE(std::holds_alternative<const sandbox::Receipt*>(paid));
    }

    std::string id;
};

TEST_F(SecondTryOfALostLedger, SettlesTheChargeWithOrWithoutItsNotice) {
    for (const int lost : {0, 100}) {
        if (lost > 0) SetUp();
        house().weather.notice_lost = lost;
        second_try_is_paid();
        walk("2026-01-10T12:00:00");
        EXPECT_EQ(charges(id).front().state, ChargeState::paid) << lost;
        EXPECT_EQ(attempt(id, 0, 1).state, AttemptState::absent) << "no try beside an open one";
        EXPECT_EQ(attempt(id, 0, 2).state, AttemptState::dropped);
        walk("2026-01-20T00:00:00");
        EXPECT_EQ(payments(), 1);
        expect_nothing_twice_and_the_same_money();
    }
}

// With one place for look-ups only the first of the order ids that may follow was asked for.
TEST_F(SecondTryOfALostLedger, MayHaveBeenFollowedByMoreThatAreFoundOneByOne) {
    house().places = 1;
    house().weather.notice_lost = 100;
    const auto fourth = order_id("m1", SubscriptionId{id}, 0, 4);
    house().gateway().pay({house().gateway_key(key), fourth.text(), "Monthly", price, 0, nullptr});
    walk("2026-01-12T00:00:00");
    EXPECT_EQ(charges(id).front().state, ChargeState::paid);
    walk("2026-01-20T00:00:00");
    EXPECT_EQ(payments(), 1);
    expect_nothing_twice_and_the_same_money();
}

// A person charges the try in doubt by hand, and the lost ledger's was paid too: what is taken in
// behind a paid try is no broken rule, and goes back.
TEST_F(SecondTryOfALostLedger, GoesBackWhenTheFirstIsPaidByHand) {
    house().weather.notice_lost = 100;
    const auto first = attempt(id).order_id.text();
    house().gateway().pay({house().gateway_key(key), first, "Monthly", price, 0, nullptr});
    second_try_is_paid();
    walk("2026-01-20T00:00:00");
    EXPECT_EQ(charges(id).front().state, ChargeState::paid);
    EXPECT_EQ(payments(), 2);
    EXPECT_EQ(house().ledger().totals().refunded_won, price);
    for (const auto& breaker : house().ledger().breakers(true))
        EXPECT_NE(breaker.kind, BreakerKind::invariant) << breaker.why;
    expect_nothing_twice_and_the_same_money();
}

// Whoever pays in a browser chooses the order id: it must not decide what stands in doubt.
TEST_F(SecondTryOfALostLedger, IsNoneThatPaysAnotherAmount) {
    const auto order = order_id("m1", SubscriptionId{id}, 0, 2);
    house().gateway().pay({house().gateway_key(key), order.text(), "Monthly", 100, 0, nullptr});
    walk("2026-01-10T12:00:00");
    EXPECT_EQ(attempt(id).state, AttemptState::doubt);
    EXPECT_EQ(charges(id).front().state, ChargeState::owed);
}

TEST_F(SecondTryOfALostLedger, GoesBackWhenItsChargeWasForgiven) {
    house().weather.notice_lost = 100;
    EXPECT_EQ(
        house().resolve(ResolveDoubt{
            .order_id = attempt(id).order_id.text(),
            .as = ResolveDoubt::As::waived,
            .receipt_id = {},
            .typed = {},
            .reason = "out of kindness"}),
        200
    );
    second_try_is_paid();
    walk("2026-01-20T00:00:00");
    EXPECT_EQ(charges(id).front().state, ChargeState::waived);
    EXPECT_EQ(house().ledger().totals().refunded_won, price);
    expect_nothing_twice_and_the_same_money();
}

// On a host whose clock was two days slow nothing seemed to be due yet, and what the lost ledger
// had sent was sent again two days later.
TEST(Restored, IsArmedOnlyAfterTheGatewayHasToldItsTime) {
    Heart heart;
    heart.start();
    heart.subscribe();
    heart.real_clock = true;
    heart.start(true);
    heart.turn();
    EXPECT_EQ(heart.order(Arm{"the old host is gone"}), "clock_distrusted");
    EXPECT_TRUE(heart.turn().wants_time);
    heart.gateway_ahead = Seconds{0};
    heart.turn();
    EXPECT_EQ(heart.order(Arm{"the old host is gone"}), "ok");
}

// The lost ledger saw the first try declined and placed the second, which stood unseen when the
// backup was armed: the second was placed once more under the same order id, and both were taken.
TEST_F(Scenario, ALostLedgersSecondTryThatStandsIsNotPlacedAgain) {
    open_under_none();
    const auto id = subscribe("monthly", "2026-01-10T09:00:00");
    walk("2026-01-10T08:00:00");
    const auto backup = house().disk().image();
    house().gateway().declines().set_rule({0, 100, "F1"});
    walk("2026-01-10T10:00:00");
    house().gateway().declines().set_rule({0, 0, "F1"});
    ASSERT_EQ(attempt(id).state, AttemptState::declined);
    const auto second = attempt(id, 0, 2);
    house().walk(second.execute_at - 1h);
    const auto placed = [&] {
        return std::ranges::count(
            house().gateway().reservations(),
            second.order_id.text(),
            [](const sandbox::Reservation& one) { return one.asked->order_id; }
        );
    };
    ASSERT_EQ(placed(), 1);
    house().restore(backup);
    house().settle();
    EXPECT_EQ(house().order(Arm{"no other daemon lives on it"}), 200);
    walk("2026-01-20T00:00:00");
    EXPECT_EQ(placed(), 1);
    EXPECT_EQ(charges(id).front().state, ChargeState::paid);
    EXPECT_EQ(payments(), 1);
    expect_nothing_twice_and_the_same_money();
}

// The look before a sending had no answer while the ledger was not armed, and was put off by
// minutes: at the arming it was not due, so it was not presumed to be sent, and was sent.
TEST_F(Scenario, ArmedWhileALookBeforeASendingIsPutOffTakesNothingTwice) {
    open_under_none();
    const auto restored = [this](const sqlite::MemoryDisk::Image& backup) {
        house().restore(backup);
        house().settle();
    };
    walk("2026-01-05T00:00:00");
    const auto first = house().disk().image();
    subscribe("daily", "2026-01-06T09:00:00");
    restored(first);
    EXPECT_EQ(house().order(Arm{"no other daemon lives on it"}), 200);
    const auto id = subscribe("monthly", "2026-01-10T09:00:00");  // looked at before it is sent
    walk("2026-01-09T20:00:00");
    const auto second = house().disk().image();
    walk("2026-01-10T09:30:00");
    ASSERT_EQ(payments(), 1);
    house().weather.look_lost = house().weather.notice_lost = 100;
    restored(second);
    walk("2026-01-10T10:30:07");
    EXPECT_EQ(house().order(Arm{"no other daemon lives on it"}), 200);
    EXPECT_EQ(attempt(id).state, AttemptState::doubt);
    house().weather.look_lost = 0;
    walk("2026-01-20T00:00:00");
    EXPECT_EQ(payments(), 1);
    EXPECT_EQ(charges(id).front().state, ChargeState::paid);
    expect_nothing_twice_and_the_same_money();
}

// Until it is armed a restored ledger knows nothing of what was sent since: what is canceled then
// is asked for in the nights as if it had been sent.
TEST_F(Scenario, CanceledBeforeTheArmingWhatTheLostLedgerReservedGoesBack) {
    open_under_none();
    const auto id = subscribe("monthly", "2026-01-10T09:00:00");
    walk("2026-01-09T20:00:00");
    const auto backup = house().disk().image();
    walk("2026-01-10T02:00:00");
    ASSERT_EQ(house().gateway().reservations().size(), 1U);
    house().restore(backup);
    house().settle();
    house().weather.notice_lost = 100;
    EXPECT_EQ(house().order(CancelSubscription{id, false}), 200);
    walk("2026-01-11T00:00:00");
    EXPECT_EQ(house().order(Arm{"no other daemon lives on it"}), 200);
    walk("2026-01-20T00:00:00");
    EXPECT_EQ(payments(), 1) << "the gateway has taken it";
    EXPECT_EQ(house().ledger().totals().refunded_won, price);
    expect_nothing_twice_and_the_same_money();
}

}  // namespace
}  // namespace maedal::engine
