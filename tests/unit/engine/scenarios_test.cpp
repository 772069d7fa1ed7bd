// The stories in which earlier drafts of the protocol took money twice or lost a renewal, each told
// from its beginning to its end.
#include "unit/engine/heart.hpp"
#include "unit/engine/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>

namespace maedal::engine {
namespace {

using namespace billing;
using namespace std::chrono_literals;

TEST_F(Scenario, DuplicateAnswerUnderTheRuleChargeProvesNothingAndIsLookedUp) {
    // The orphan has fired when the repeat comes: "duplicate" is neither a refusal nor a success.
    Heart heart;
    heart.rules.order_id_rule = OrderIdRule::charge;
    heart.start();
    const auto id = heart.subscribe();
    const auto sent = of_kind<Reserve>(heart.sent);
    ASSERT_EQ(sent.size(), 1U);
    const auto order = heart.attempt(id).order_id;
    heart.turn({ReserveAnswered{
        sent.front().call, order, failed(Errc::conflict, ports::reason::duplicate_order)}});
    const auto doubt = heart.attempt(id);
    EXPECT_EQ(doubt.state, AttemptState::doubt);
    EXPECT_EQ(doubt.next_act, NextAct::look);
    heart.sent.clear();
    heart.pass(7'200s);
    heart.turn({AttemptLookedUp{order, {std::nullopt, std::vector{heart.receipt_of(doubt, "rc1")}}}}
    );
    EXPECT_EQ(heart.attempt(id).state, AttemptState::paid);
    EXPECT_TRUE(of_kind<Reserve>(heart.sent).empty()) << "no second try";
}

TEST_F(Scenario, RepeatUnderTheRuleChargeMakesTwoReservationsAndOnePayment) {
    open(OrderIdRule::charge, sandbox::OrderIdRule::charge);
    const auto id = subscribe("monthly", "2026-01-10T09:00:00");
    house().weather.answer_lost = 100;
    walk("2026-01-10T02:00:00");
    EXPECT_EQ(attempt(id).state, AttemptState::doubt);
    house().weather.answer_lost = 0;
    walk("2026-01-20T00:00:00");
    EXPECT_EQ(charges(id).front().state, ChargeState::paid);
    EXPECT_EQ(payments(), 1);
    expect_nothing_twice_and_the_same_money();
}

TEST_F(Scenario, LostDeleteIsSentAgainWhileTheLookUpSaysThatItWaits) {
    open_under_none();
    const auto id = subscribe("monthly", "2026-01-10T09:00:00");
    walk("2026-01-10T00:00:00");
    ASSERT_EQ(attempt(id).state, AttemptState::reserved);
    house().weather.request_lost = 100;
    EXPECT_EQ(house().order(CancelSubscription{id, false}), 200);
    walk("2026-01-10T02:00:00");
    EXPECT_EQ(attempt(id).state, AttemptState::revoking) << "its answer was lost: no proof";
    house().weather.request_lost = 0;
    walk("2026-01-20T00:00:00");
    EXPECT_EQ(attempt(id).state, AttemptState::revoked);
    EXPECT_EQ(payments(), 0);
}

TEST_F(Scenario, RevokeThatLosesToADeclineEndsAsDeclinedAndTriesNoMore) {
    open_under_none();
    house().weather.notice_lost = 100;
    house().gateway().declines().set(
        house().gateway_key(key), {.times = 1, .from = {}, .always = false, .pg_error_code = "F1"}
    );
    const auto id = subscribe("monthly", "2026-01-10T09:00:00");
    walk("2026-01-10T08:59:00");
    house().gateway().advance(*instant_from_rfc3339("2026-01-10T09:00:00+09:00"));
    EXPECT_EQ(house().order(CancelSubscription{id, false}), 200);
    walk("2026-02-20T00:00:00");
    EXPECT_EQ(attempt(id).state, AttemptState::declined);
    EXPECT_EQ(charges(id).front().state, ChargeState::voided);
    EXPECT_EQ(payments(), 0);
    EXPECT_EQ(house().gateway().reservations().size(), 1U) << "canceled: not tried again";
}

TEST_F(Scenario, OrphanAtTheOldPriceSettlesItsChargeThoughThePriceHasChanged) {
    open_under_none();
    const auto id = subscribe("monthly", "2026-01-10T09:00:00");
    house().weather.answer_lost = 100;
    walk("2026-01-10T00:00:00");
    house().weather.answer_lost = 0;
    auto dearer = sold("monthly", Unit::month);
    dearer.price = *Won::from_count(2 * price);
    house().load({dearer, sold("daily", Unit::day)});
    walk("2026-01-12T00:00:00");
    const auto first = charges(id).front();
    EXPECT_EQ(first.state, ChargeState::paid);
    EXPECT_EQ(first.amount.count(), price);
    EXPECT_EQ(payments(), 1);
    expect_nothing_twice_and_the_same_money();
}

TEST_F(Scenario, TenDoubtsOnOneKeyHoldItsTenSlotsUntilTheyAreProven) {
    open_under_none();
    std::vector<std::string> ids;
    for (int i = 0; i < 11; ++i)
        ids.push_back(subscribe("monthly", "2026-01-10T09:00:00"));
    house().weather.answer_lost = 100;
    walk("2026-01-10T08:00:00");
    house().weather.answer_lost = 0;
    EXPECT_EQ(house().ledger().totals().attempts["doubt"], 10);
    EXPECT_EQ(house().gateway().reservations().size(), 10U) << "an eleventh is not even asked for";
    walk("2026-01-12T00:00:00");
    EXPECT_LE(house().open_most(), 10);
    EXPECT_EQ(payments(), 11);
    for (const auto& id : ids)
        EXPECT_EQ(charges(id).front().state, ChargeState::paid) << id;
    expect_nothing_twice_and_the_same_money();
}

TEST_F(Scenario, DoubtInTheMiddleOfADailyPlanHoldsUpItsOwnDayOnly) {
    open_under_none();
    const auto id = subscribe("daily", "2026-01-05T09:00:00");
    walk("2026-01-07T20:00:00");
    house().weather.request_lost = 100;
    walk("2026-01-08T08:00:00");  // the reservation of the 8th never arrives
    house().weather.request_lost = 0;
    walk("2026-01-15T00:00:00");
    const auto days = charges(id);
    for (std::size_t day = 0; day < 10; ++day)
        EXPECT_EQ(days[day].state, day == 3 ? ChargeState::owed : ChargeState::paid) << day;
    const auto doubt = attempt(id, 3);
    EXPECT_EQ(doubt.state, AttemptState::quarantined) << "listed for a person";
    EXPECT_EQ(resolve_absent(doubt), 200);
    walk("2026-01-15T12:00:00");
    EXPECT_EQ(charges(id)[3].state, ChargeState::paid);
    EXPECT_EQ(payments(), 11);
    expect_nothing_twice_and_the_same_money();
}

TEST_F(Scenario, EndThatIsPutOffForADoubtStopsNothingAndComesWithItsAnswer) {
    // The hour after which it is tried again contradicted the end's own moment: the house took that
    // for a broken ledger, and sent nothing for the subscription any more.
    open_under_none();
    const auto id = subscribe("daily", "2026-01-05T09:00:00");
    walk("2026-01-07T20:00:00");
    house().weather.request_lost = 100;
    walk("2026-01-08T08:00:00");
    house().weather.request_lost = 0;
    walk("2026-01-11T12:00:00");
    house().gateway().declines().set_rule({0, 100, "F1"});
    walk("2026-01-25T00:00:00");
    EXPECT_EQ(attempt(id, 3).state, AttemptState::quarantined);
    EXPECT_TRUE(house().ledger().breakers(true).empty());
    EXPECT_FALSE(house().ledger().subscription(SubscriptionId{id})->cancel_at)
        << "one of its charges is in doubt";
    EXPECT_EQ(resolve_absent(attempt(id, 3)), 200);
    walk("2026-01-25T12:00:00");
    EXPECT_TRUE(house().ledger().subscription(SubscriptionId{id})->cancel_at);
}

TEST_F(Scenario, WithoutNameResolutionFiveHundredIntentsWaitAndNoneIsDoubted) {
    open_under_none();
    constexpr int customers = 500;
    for (int i = 0; i < customers; ++i) {
        const auto name = fmt::format("c{}", i);
        house().subscribe(name, house().card(name), "monthly", "2026-01-10T09:00:00");
    }
    const auto back = *instant_from_rfc3339("2026-01-10T07:00:00+09:00");
    house().line().cut_off(back);
    walk("2026-01-10T06:59:00");
    const auto states = house().ledger().totals().attempts;
    EXPECT_FALSE(states.contains("doubt"));
    EXPECT_EQ(states.at("planned"), customers) << "nothing was used up";
    walk("2026-01-10T12:00:00");
    EXPECT_EQ(payments(), customers);
    EXPECT_EQ(house().ledger().totals().late, 0) << "all of them on time";
    expect_nothing_twice_and_the_same_money();
}

TEST_F(Scenario, ClockThatJumpsDoesNotOpenTheWindowOfADoubt) {
    open_under_none();
    house().watch_clocks();
    const auto id = subscribe("monthly", "2026-01-10T09:00:00");
    house().weather.answer_lost = 100;
    walk("2026-01-10T01:00:00");
    house().weather.answer_lost = 0;
    ASSERT_EQ(attempt(id).state, AttemptState::doubt);
    house().shift_clock(Seconds{20 * 24h});
    walk("2026-01-10T03:00:00");
    EXPECT_EQ(attempt(id).state, AttemptState::doubt) << "its window is not over";
    EXPECT_NE(resolve_absent(attempt(id)), 200);
    EXPECT_EQ(charges(id).front().state, ChargeState::owed);
    house().set_clock_right();
    walk("2026-01-12T00:00:00");
    EXPECT_EQ(charges(id).front().state, ChargeState::paid);
    EXPECT_EQ(payments(), 1);
    expect_nothing_twice_and_the_same_money();
}

TEST_F(Scenario, FailedAndPaidReceiptsOfOneOrderIdCountAsPaidOnce) {
    Heart heart;
    heart.start();
    const auto id = heart.subscribe();
    const auto asked = heart.attempt(id);
    heart.pass(7'200s);
    auto declined = heart.receipt_of(asked, "rc-declined");
    declined.status = ReceiptStatus::declined;
    const auto paid = heart.receipt_of(asked, "rc-paid");
    heart.sent.clear();
    heart.turn({AttemptLookedUp{asked.order_id, {std::nullopt, std::vector{declined, paid}}}});
    EXPECT_EQ(heart.attempt(id).state, AttemptState::paid);
    EXPECT_EQ(heart.attempt(id).receipt->text(), "rc-paid");
    EXPECT_TRUE(of_kind<Reserve>(heart.sent).empty());
    EXPECT_EQ(heart.ledger().totals().receipts, 1);
}

TEST_F(Scenario, RestartsTenTimesInARowAtAnyPointChangeNothing) {
    open_under_none();
    const auto id = subscribe("monthly", "2026-01-10T09:00:00");
    const auto ten_times = [this] {
        for (int i = 0; i < 10; ++i)
            house().crash();
    };
    ten_times();  // planned
    house().weather.answer_lost = 100;
    walk("2026-01-10T02:00:00");
    ten_times();  // in doubt
    house().weather.answer_lost = 0;
    walk("2026-01-10T08:59:59");
    ten_times();
    walk("2026-01-10T09:00:00");
    ten_times();  // paid, and perhaps not known
    walk("2026-02-10T02:00:00");
    ten_times();  // the next one is reserved
    EXPECT_EQ(house().order(CancelSubscription{id, false}), 200);
    ten_times();  // revoking
    walk("2026-03-20T00:00:00");
    EXPECT_EQ(charges(id).front().state, ChargeState::paid);
    EXPECT_EQ(payments(), 1);
    EXPECT_EQ(attempt(id, 1).state, AttemptState::revoked);
    expect_nothing_twice_and_the_same_money();
}

// Known before somebody canceled it was kept, and known after it went back.
TEST_F(Scenario, WhatWasOwedAndTakenBeforeACancelIsKeptWheneverItIsKnown) {
    open_under_none();
    const auto id = subscribe("monthly", "2026-01-10T09:00:00");
    walk("2026-01-10T08:00:00");
    house().weather.look_lost = house().weather.notice_lost = 100;
    walk("2026-01-10T09:05:00");
    ASSERT_EQ(attempt(id).state, AttemptState::reserved);
    ASSERT_EQ(house().order(CancelSubscription{id, false}), 200);
    ASSERT_EQ(charges(id).front().state, ChargeState::voided);
    house().weather.look_lost = 0;
    walk("2026-01-13T00:00:00");
    EXPECT_EQ(payments(), 1);
    EXPECT_EQ(charges(id).front().state, ChargeState::paid);
    EXPECT_EQ(house().ledger().totals().refunded_won, 0);
    expect_nothing_twice_and_the_same_money();
}

// Its second try was executed before the end that was asked for, and nobody looked until then: it
// was given up at that moment, and the payment that then showed itself went back.
TEST_F(Scenario, WhatWasPastDueAndTakenBeforeTheEndIsKeptWheneverItIsKnown) {
    open_under_none();
    auto retried = sold("retried", Unit::day);
    retried.dunning = {{23h}, DunningEnd::cancel, Seconds{0}};
    house().load({retried});
    const auto id = subscribe("retried", "2026-01-10T09:00:00");
    walk("2026-01-10T08:00:00");
    house().gateway().declines().set_rule({0, 100, "F1"});
    walk("2026-01-10T12:00:00");
    ASSERT_EQ(charges(id).front().state, ChargeState::past_due);
    ASSERT_EQ(house().order(CancelSubscription{id, true}), 200);
    house().gateway().declines().set_rule({0, 0, "F1"});
    walk("2026-01-11T07:59:00");
    ASSERT_EQ(attempt(id, 0, 2).state, AttemptState::reserved);
    house().weather.look_lost = house().weather.notice_lost = 100;
    walk("2026-01-11T09:05:00");
    ASSERT_EQ(payments(), 1);
    ASSERT_EQ(
        house().ledger().subscription(SubscriptionId{id})->status, SubscriptionStatus::canceled
    );
    house().weather = {};
    walk("2026-01-13T00:00:00");
    EXPECT_EQ(charges(id).front().state, ChargeState::paid);
    EXPECT_EQ(house().ledger().totals().refunded_won, 0);
    expect_nothing_twice_and_the_same_money();
}

/// Canceled at the end of its period, whose first try was declined and whose second is in doubt
/// when that end comes.
class EndOfAPeriodInDoubt : public Scenario {
protected:
    void SetUp() override {
        open_under_none();
        id = subscribe("daily", "2026-01-10T09:00:00");
        walk("2026-01-10T08:00:00");
        house().gateway().declines().set_rule({0, 100, "F1"});
        walk("2026-01-10T12:00:00");
        ASSERT_EQ(charges(id).front().state, ChargeState::past_due);
        ASSERT_EQ(house().order(CancelSubscription{id, true}), 200);
        house().weather.answer_lost = 100;
        walk("2026-01-11T08:00:00");
        ASSERT_EQ(attempt(id, 0, 2).state, AttemptState::doubt);
        house().weather = {};
        house().weather.look_lost = house().weather.notice_lost = 100;
    }
    void the_end_comes() {
        walk("2026-01-11T09:30:00");
        ASSERT_EQ(
            house().ledger().subscription(SubscriptionId{id})->status, SubscriptionStatus::canceled
        );
        house().weather = {};
        walk("2026-01-30T00:00:00");
        EXPECT_TRUE(house().ledger().breakers(true).empty());
        expect_nothing_twice_and_the_same_money();
    }

    std::string id;
};

// It was given up at the end, and the payment that then showed itself went back.
TEST_F(EndOfAPeriodInDoubt, IsPaidByWhatShowsItselfLater) {
    house().gateway().declines().set_rule({0, 0, "F1"});
    the_end_comes();
    EXPECT_EQ(payments(), 1);
    EXPECT_EQ(charges(id).front().state, ChargeState::paid);
    EXPECT_EQ(house().ledger().totals().refunded_won, 0);
}

// Nothing was planned for it when its last try was declined, and the house stopped itself.
TEST_F(EndOfAPeriodInDoubt, IsGivenUpWhenItsLastTryIsDeclined) {
    the_end_comes();
    EXPECT_EQ(payments(), 0);
    EXPECT_EQ(charges(id).front().state, ChargeState::uncollectible);
}

}  // namespace
}  // namespace maedal::engine
