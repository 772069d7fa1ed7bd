// More stories of a backup in the place of a ledger: tries that the lost one made, or may have
// made, in its own time, on another card, or after a doubt.
#include "unit/engine/scenario.hpp"

#include <algorithm>
#include <set>

namespace maedal::engine {
namespace {

using namespace billing;
using namespace std::chrono_literals;

class LostTries : public Scenario {
protected:
    void SetUp() override { open_under_none(); }
    void restore(const sqlite::MemoryDisk::Image& backup) {
        house().walk(house().now() + 1min);
        house().restore(backup);
        house().settle();
    }
    void arm() { ASSERT_EQ(house().order(Arm{"no other daemon lives on it"}), 200); }
    std::string another_card(const std::string& id) {
        const auto card = house().card("hana");
        EXPECT_EQ(house().order(ReplaceBillingKey{id, card}), 200);
        return card;
    }
    /// How often this try was placed at the gateway.
    std::int64_t placed(const std::string& id, int number) {
        const auto order = order_id("m1", SubscriptionId{id}, 0, number).text();
        return std::ranges::count(
            house().gateway().reservations(),
            order,
            [](const sandbox::Reservation& one) { return one.asked->order_id; }
        );
    }
    /// A subscription whose first try was placed after the backup that is back in its place.
    std::string placed_since_the_backup() {
        const auto id = subscribe("monthly", "2026-01-10T09:00:00");
        walk("2026-01-09T20:00:00");
        const auto backup = house().disk().image();
        walk("2026-01-10T02:00:00");
        EXPECT_EQ(placed(id, 1), 1);
        restore(backup);
        return id;
    }
    void expect_one_payment_that_settles(const std::string& id) {
        EXPECT_EQ(payments(), 1);
        EXPECT_EQ(charges(id).front().state, ChargeState::paid);
        EXPECT_EQ(house().ledger().totals().refunded_won, 0);
        expect_nothing_twice_and_the_same_money();
    }
};

// Days that began since the backup are made up for an hour apart. Those whose hour had not come at
// the arming were not presumed to be collected, and were collected again.
TEST_F(LostTries, OfManyDaysAreNotMadeUpForAgain) {
    auto daily = sold("short", Unit::day);
    daily.reserve_lead = 1h;
    house().load({daily});
    walk("2026-01-09T00:00:00");
    const auto id = subscribe("short", "2026-01-10T09:00:00");
    const auto backup = house().disk().image();
    walk("2026-01-16T12:00:00");
    ASSERT_EQ(payments(), 7);
    restore(backup);
    arm();
    walk("2026-01-30T00:00:00");
    EXPECT_EQ(payments(), 20) << "one each day";
    EXPECT_EQ(house().ledger().totals().refunded_won, 0);
    expect_nothing_twice_and_the_same_money();
}

// The planned try was dropped for the new card, and the next went out beside the one that the lost
// ledger had placed on the old card.
TEST_F(LostTries, OnTheOldCardAreWaitedForWhenANewOneIsNamedBeforeTheArming) {
    const auto id = placed_since_the_backup();
    another_card(id);
    arm();
    walk("2026-01-20T00:00:00");
    EXPECT_EQ(placed(id, 2), 0);
    expect_one_payment_that_settles(id);
}

TEST_F(LostTries, ThatWereNotMadeYetGoToTheCardThatWasNamedBeforeTheArming) {
    const auto id = subscribe("monthly", "2026-01-10T09:00:00");
    walk("2026-01-08T20:00:00");
    const auto backup = house().disk().image();
    house().card("bora");
    restore(backup);
    const auto card = another_card(id);
    arm();
    walk("2026-01-20T00:00:00");
    ASSERT_EQ(house().gateway().receipts().size(), 1U);
    EXPECT_EQ(house().gateway().receipts().front().key->billing_key, house().gateway_key(card));
    expect_one_payment_that_settles(id);
}

// The lost ledger had taken the reservation back for a new card and placed the next on that. The
// restored one took back what was taken back, and placed the next once more.
TEST_F(LostTries, OnANewCardAreNotRepeatedBeforeTheirChargeIsDue) {
    const auto id = subscribe("monthly", "2026-01-10T09:00:00");
    walk("2026-01-10T00:30:00");
    ASSERT_EQ(attempt(id).state, AttemptState::reserved);
    const auto backup = house().disk().image();
    const auto card = house().card("hana");
    ASSERT_EQ(house().order(ReplaceBillingKey{id, card}), 200);
    walk("2026-01-10T04:45:00");
    ASSERT_EQ(placed(id, 2), 1);
    restore(backup);
    another_card(id);
    arm();
    walk("2026-01-20T00:00:00");
    EXPECT_EQ(placed(id, 2), 1);
    expect_one_payment_that_settles(id);
}

TEST_F(LostTries, AreNotPresumedOfACardThatIsReplacedAfterTheArming) {
    const auto id = subscribe("monthly", "2026-01-10T09:00:00");
    walk("2026-01-10T00:30:00");
    const auto backup = house().disk().image();
    house().card("bora");
    restore(backup);
    arm();
    walk("2026-01-10T02:00:00");
    another_card(id);
    walk("2026-01-10T10:00:00");
    EXPECT_EQ(attempt(id).state, AttemptState::revoked);
    EXPECT_EQ(attempt(id, 0, 2).state, AttemptState::paid) << "it stood until we took it back";
    expect_one_payment_that_settles(id);
}

// One that is made again under its own name, before the arming, is presumed to be reserved.
TEST_F(LostTries, OfASubscriptionThatIsMadeAgainBeforeTheArmingAreWaitedFor) {
    walk("2026-01-08T20:00:00");
    const auto backup = house().disk().image();
    const CreateSubscription wish{"gym-kim", "hana", "monthly", key, "2026-01-10T09:00:00", ""};
    ASSERT_EQ(house().order(wish), 200);
    walk("2026-01-10T02:00:00");
    ASSERT_EQ(placed("gym-kim", 1), 1);
    restore(backup);
    ASSERT_EQ(house().order(wish), 200);
    arm();
    walk("2026-01-20T00:00:00");
    EXPECT_EQ(placed("gym-kim", 1), 1);
    expect_one_payment_that_settles("gym-kim");
}

class LostDoubt : public LostTries {
protected:
    void SetUp() override { open(OrderIdRule::reserve, sandbox::OrderIdRule::reserve); }
};

// What was in doubt in the backup was sent again, as the rule allows, though the lost ledger had
// found it, taken it back and placed the next.
TEST_F(LostDoubt, IsNotSentAgainByTheLedgerInItsPlace) {
    const auto id = subscribe("monthly", "2026-01-10T09:00:00");
    house().gateway().switches().revoked_order_id_reusable = true;
    house().weather.request_lost = 100;
    walk("2026-01-10T01:00:00");
    ASSERT_EQ(attempt(id).state, AttemptState::doubt);
    const auto backup = house().disk().image();
    house().weather.request_lost = 0;
    walk("2026-01-10T04:00:00");
    ASSERT_EQ(attempt(id).state, AttemptState::reserved) << "sent again, and accepted";
    const auto card = house().card("hana");
    ASSERT_EQ(house().order(ReplaceBillingKey{id, card}), 200);
    walk("2026-01-10T05:00:00");
    ASSERT_EQ(placed(id, 2), 1);
    restore(backup);
    another_card(id);
    arm();
    walk("2026-01-20T00:00:00");
    EXPECT_EQ(placed(id, 1), 1);
    expect_one_payment_that_settles(id);
}

// Looks at it only when a slot is likely to be free, days later: at the arming it was not due, and
// was sent again then.
TEST_F(LostTries, ThatHadWaitedForASlotAreNotRepeated) {
    auto far_ahead = sold("ahead", Unit::day), late = sold("late", Unit::month);
    far_ahead.reserve_lead = late.reserve_lead = 30 * 24h;
    far_ahead.reserve_ahead = 10;
    house().load({far_ahead, late});
    const auto ten = subscribe("ahead", "2026-01-20T09:00:00");
    walk("2026-01-05T12:00:00");
    const auto id = subscribe("late", "2026-02-02T12:00:00");
    walk("2026-01-12T18:00:00");
    ASSERT_TRUE(attempt(id).waits_for_slot);
    const auto backup = house().disk().image();
    house().walk(*attempt(id).next_look_at - 6h);
    ASSERT_EQ(house().order(CancelSubscription{ten, false}), 200);
    house().walk(house().now() + 2h);
    ASSERT_EQ(placed(id, 1), 1);
    restore(backup);
    ASSERT_EQ(house().order(CancelSubscription{ten, false}), 200);
    arm();
    walk("2026-02-12T00:00:00");
    EXPECT_EQ(placed(id, 1), 1);
    expect_one_payment_that_settles(id);
}

// The key had no slot in which the last two of twelve could be presumed to be sent. One was paid:
// it was found at each look, and not booked before a person had settled one of the ten.
TEST_F(LostTries, ThatFoundNoSlotAreSettledByTheirMoneyAllTheSame) {
    std::vector<std::string> twelve;
    for (int i = 0; i < 12; ++i)
        twelve.push_back(subscribe("monthly", "2026-01-10T09:00:00"));
    walk("2026-01-09T20:00:00");
    const auto backup = house().disk().image();
    house().weather.unsent = 100;
    walk("2026-01-10T02:00:00");
    restore(backup);
    house().weather.unsent = 0;
    arm();
    const auto waiting = std::ranges::partition(twelve, [&](const std::string& id) {
        return !attempt(id).waits_for_slot;
    });
    ASSERT_EQ(waiting.size(), 2U);
    const auto paid = attempt(waiting.front());
    house().weather.notice_lost = 100;
    house().gateway().pay(
        {house().gateway_key(key), paid.order_id.text(), "Monthly", price, 0, nullptr}
    );
    walk("2026-01-12T08:00:00");
    EXPECT_EQ(house().ledger().slots_held(*paid.billing_key), 10);
    EXPECT_EQ(charges(waiting.front()).front().state, ChargeState::paid);
    EXPECT_EQ(charges(waiting.back()).front().state, ChargeState::owed);
    EXPECT_EQ(payments(), 1);
    expect_nothing_twice_and_the_same_money();
}

// The second try was only presumed, and the money of the first went back beside it.
TEST_F(LostTries, ThatAreOnlyPresumedGiveWayToMoneyOfAnEarlierOne) {
    const auto id = subscribe("monthly", "2026-01-10T09:00:00");
    walk("2026-01-09T20:00:00");
    const auto backup = house().disk().image();
    house().gateway().switches().failed_receipts_listed = true;
    house().gateway().declines().set_rule({0, 100, "F1"});
    walk("2026-01-10T09:00:01");
    house().gateway().declines().set_rule({0, 0, "F1"});
    restore(backup);
    arm();
    walk("2026-01-10T12:00:00");
    ASSERT_EQ(attempt(id).state, AttemptState::declined);
    ASSERT_EQ(attempt(id, 0, 2).state, AttemptState::doubt);
    const auto first = attempt(id).order_id.text();
    house().gateway().pay({house().gateway_key(key), first, "Monthly", price, 0, nullptr});
    walk("2026-01-20T00:00:00");
    EXPECT_EQ(attempt(id, 0, 2).state, AttemptState::absent);
    expect_one_payment_that_settles(id);
}

// The refund that the lost ledger had carried out was planned in the backup. What had gone back
// counted as its base, the same cancel id was refused, and it was asked for a hundred times a day.
TEST_F(LostTries, OfARefundAreKnownByItsReceipt) {
    for (const bool carried_out : {true, false}) {
        open_under_none();
        const auto id = subscribe("monthly", "2026-01-10T09:00:00");
        walk("2026-01-11T12:00:00");
        const auto receipt = house().gateway().receipts().front().receipt_id;
        house().line().cut_off(house().now() + 10min);
        ASSERT_EQ(house().order(RequestRefund{receipt, 3'000, "고객 요청", ""}), 200);
        const auto backup = house().disk().image();
        if (carried_out) {
            house().walk(house().now() + 2h);
        } else {
            house().card("bora");
        }
        ASSERT_EQ(house().gateway().receipts().front().cancelled_price, carried_out ? 3'000 : 0);
        restore(backup);
        arm();
        walk("2026-01-12T12:00:00");
        const auto refunds = house().ledger().refunds_of(ReceiptId{receipt});
        ASSERT_EQ(refunds.size(), 1U);
        EXPECT_EQ(refunds.front().state, RefundState::done) << carried_out;
        EXPECT_EQ(house().gateway().receipts().front().cancelled_price, 3'000);
        expect_nothing_twice_and_the_same_money();
    }
}

// It was dropped as if it had never been sent: nobody could see it, and what the gateway took went
// back when a night asked for it, a week later.
TEST_F(LostTries, OfWhatIsCanceledBeforeTheArmingAreDoubtsAndGoBackAtOnce) {
    const auto id = placed_since_the_backup();
    house().weather.notice_lost = 100;
    ASSERT_EQ(house().order(CancelSubscription{id, false}), 200);
    EXPECT_EQ(attempt(id).state, AttemptState::doubt) << "listed for a person";
    arm();
    walk("2026-01-10T09:30:00");
    EXPECT_EQ(payments(), 1) << "the gateway has taken it";
    EXPECT_EQ(house().ledger().totals().refunded_won, price);
    expect_nothing_twice_and_the_same_money();
}

// A first backup was put back and lived on, and then a second that knows nothing of that: the try
// that was paid in between had been dropped there, and its order id was not asked for.
TEST_F(LostTries, OfALedgerInBetweenAreAskedForBeforeTheNext) {
    const auto id = subscribe("monthly", "2026-01-10T09:00:00");
    walk("2026-01-09T10:00:00");
    const auto first = house().disk().image();
    another_card(id);
    another_card(id);
    ASSERT_EQ(attempt(id, 0, 2).state, AttemptState::dropped);
    const auto second = house().disk().image();
    restore(first);
    arm();
    another_card(id);
    house().weather.notice_lost = 100;
    walk("2026-01-10T09:00:00");
    ASSERT_EQ(placed(id, 2), 1) << "and paid, which nobody has heard of";
    restore(second);
    arm();
    subscribe("daily", "2026-01-11T09:00:00");  // later payments, which the gateway finds
    walk("2026-01-12T12:00:00");
    ASSERT_EQ(attempt(id, 0, 3).state, AttemptState::quarantined);
    ASSERT_EQ(resolve_absent(attempt(id, 0, 3)), 200);
    walk("2026-01-14T00:00:00");
    EXPECT_EQ(charges(id).front().state, ChargeState::paid);
    EXPECT_EQ(house().ledger().totals().refunded_won, 0);
    expect_nothing_twice_and_the_same_money();
}

// The lost ledger had found money under an order id that was over, in the last night that asked for
// it; the one in its place asked no more.
TEST_F(LostTries, ThatAreOverAreAskedForInTheNightsAfterTheArmingWhateverTheirAge) {
    house().gateway().switches().failed_receipts_listed = true;
    house().gateway().declines().set_rule({0, 100, "F1"});
    const auto id = subscribe("monthly", "2026-01-10T09:00:00");
    walk("2026-01-25T00:00:00");
    house().gateway().declines().set_rule({0, 0, "F1"});
    ASSERT_EQ(attempt(id).state, AttemptState::declined);
    const auto backup = house().disk().image();
    house().weather.notice_lost = 100;
    const auto first = attempt(id).order_id.text();
    house().gateway().pay({house().gateway_key(key), first, "Monthly", price, 0, nullptr});
    house().walk(house().now() + std::chrono::days{20});
    restore(backup);
    arm();
    house().walk(house().now() + std::chrono::days{2});
    EXPECT_EQ(house().ledger().receipts_of(OrderId{first}).size(), 1U);
    expect_nothing_twice_and_the_same_money();
}

// A subscription made before the arming had the id, and so the order ids, of one that the lost
// ledger had made.
TEST_F(LostTries, HaveOrderIdsThatNoNewSubscriptionGets) {
    subscribe("monthly", "2026-01-10T09:00:00");
    const auto backup = house().disk().image();
    std::set<std::string> ids{subscribe("monthly", "2026-01-11T09:00:00")};
    for (int times = 0; times < 2; ++times) {
        house().walk(house().now() + 1h);
        restore(backup);
        EXPECT_TRUE(ids.insert(subscribe("monthly", "2026-01-12T09:00:00")).second);
    }
}

}  // namespace
}  // namespace maedal::engine
