// A merchant's year in virtual time: the gateway's own money ledger is the judge.
#include "simulation/virtual_house.hpp"
#include "unit/engine/sold.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <set>

namespace maedal::engine {
namespace {

using namespace billing;
using simulation::VirtualHouse;
using namespace std::chrono_literals;

Instant at(const char* text) {
    return *instant_from_rfc3339(text);
}

std::vector<Charge> charges(VirtualHouse& house, const std::string& subscription) {
    return house.ledger().charges_of(SubscriptionId{subscription});
}

/// What the gateway took and kept, by charge: "m1-sub_000001-p12".
std::map<std::string, int> kept_payments(VirtualHouse& house) {
    std::map<std::string, int> kept;
    for (const auto& receipt : house.gateway().receipts())
        if (receipt.status == sandbox::ReceiptStatus::paid)
            kept[receipt.asked->order_id.substr(0, receipt.asked->order_id.rfind('-'))] += 1;
    return kept;
}

void expect_same_money(VirtualHouse& house) {
    const auto totals = house.ledger().totals();
    const auto truth = house.gateway().money().totals(Instant{}, Instant::max());
    EXPECT_EQ(totals.paid_won, truth.taken);
    EXPECT_EQ(totals.refunded_won, truth.returned);
    EXPECT_EQ(totals.receipts, truth.payments);
}

TEST(Year, ChargesEachPeriodOnceAtItsMomentToTheSecond) {
    VirtualHouse house{1, rules(OrderIdRule::reserve), sandbox::OrderIdRule::reserve};
    house.load({plan("monthly", 29'900, {Unit::month, 1}), plan("daily", 1'000, {Unit::day, 1})});
    const auto key = house.card("c1");
    const auto monthly = house.subscribe("c1", key, "monthly", "2026-01-31T09:00:00");
    const auto daily = house.subscribe("c1", key, "daily", "2026-01-02T06:30:00");
    house.walk(at("2027-01-01T00:00:00+09:00"));

    EXPECT_EQ(charges(house, monthly).size(), 13U);
    EXPECT_EQ(charges(house, daily).size(), 365U);
    for (const auto& id : {monthly, daily})
        for (const auto& charge : charges(house, id)) {
            if (charge.due_at() >= house.now()) continue;
            ASSERT_EQ(charge.state, ChargeState::paid) << charge.number.value;
            EXPECT_EQ(charge.settled_at, charge.due_at());
            EXPECT_EQ(charge.late, Lateness::none);
        }
    expect_same_money(house);
}

TEST(Year, EndsTheSameWhenEveryNoticeIsLost) {
    std::map<std::int64_t, ChargeState> ends[2];
    for (const int lost : {0, 100}) {
        VirtualHouse house{7, rules(OrderIdRule::reserve), sandbox::OrderIdRule::reserve};
        house.weather.notice_lost = lost;
        house.load({plan("monthly", 29'900, {Unit::month, 1})});
        const auto key = house.card("c1");
        house.gateway().declines().set(
            house.gateway_key(key), {.times = 2, .from = {}, .always = false, .pg_error_code = "F1"}
        );
        const auto id = house.subscribe("c1", key, "monthly", "2026-01-31T09:00:00");
        house.walk(at("2026-07-01T00:00:00+09:00"));
        for (const auto& charge : charges(house, id))
            ends[lost / 100][charge.period] = charge.state;
        expect_same_money(house);
    }
    EXPECT_EQ(ends[0], ends[1]);
}

TEST(Slots, TenOfTwelveGoOnTimeAndTwoAsSoonAsASlotIsFree) {
    VirtualHouse house{2, rules(OrderIdRule::reserve), sandbox::OrderIdRule::reserve};
    house.load({plan("monthly", 5'000, {Unit::month, 1})});
    const auto key = house.card("c1");
    std::vector<std::string> subscriptions;
    for (int i = 0; i < 12; ++i)
        subscriptions.push_back(house.subscribe("c1", key, "monthly", "2026-01-15T10:00:00"));
    house.walk(at("2026-01-20T00:00:00+09:00"));

    int on_time = 0, late = 0;
    for (const auto& id : subscriptions) {
        const auto charge = charges(house, id).front();
        ASSERT_EQ(charge.state, ChargeState::paid);
        if (charge.late == Lateness::none) {
            EXPECT_EQ(charge.settled_at, charge.due_at());
            ++on_time;
        } else {
            EXPECT_EQ(charge.late, Lateness::want_of_slot);
            EXPECT_LE(*charge.settled_at, charge.due_at() + 5min);
            ++late;
        }
    }
    EXPECT_EQ(on_time, 10);
    EXPECT_EQ(late, 2);
    EXPECT_EQ(house.open_most(), 10);
    expect_same_money(house);
}

TEST(Slots, AFarReservationGivesWayToANearCharge) {
    VirtualHouse house{3, rules(OrderIdRule::reserve), sandbox::OrderIdRule::reserve};
    Plan far = plan("far", 1'000, {Unit::month, 1});
    far.reserve_lead = 330 * 24h;
    far.reserve_ahead = 10;
    house.load({far, plan("near", 9'000, {Unit::month, 1})});
    const auto key = house.card("c1");
    house.subscribe("c1", key, "far", "2026-01-02T10:00:00");
    house.walk(at("2026-01-03T00:00:00+09:00"));
    EXPECT_EQ(house.ledger().slots_held(BillingKeyId{key}), 10);

    const auto near = house.subscribe("c1", key, "near", "2026-01-05T10:00:00");
    house.walk(at("2027-06-01T00:00:00+09:00"));
    for (const auto& charge : charges(house, near)) {
        if (charge.due_at() >= house.now()) continue;
        EXPECT_EQ(charge.state, ChargeState::paid);
        EXPECT_EQ(charge.late, Lateness::none) << charge.period;
    }
    EXPECT_LE(house.open_most(), 10);
    for (const auto& [charge, payments] : kept_payments(house))
        EXPECT_EQ(payments, 1) << charge;
    expect_same_money(house);
}

TEST(Declines, AreTriedAgainByTheListAndThenPay) {
    VirtualHouse house{4, rules(OrderIdRule::reserve), sandbox::OrderIdRule::reserve};
    house.load({plan("monthly", 29'900, {Unit::month, 1})});
    const auto key = house.card("c1");
    house.gateway().declines().set(
        house.gateway_key(key), {.times = 2, .from = {}, .always = false, .pg_error_code = "F113"}
    );
    const auto id = house.subscribe("c1", key, "monthly", "2026-01-31T09:00:00");
    const Instant due = at("2026-01-31T09:00:00+09:00");
    house.walk(due + 2h);
    EXPECT_EQ(
        house.ledger().subscription(SubscriptionId{id})->status, SubscriptionStatus::past_due
    );

    house.walk(due + 5 * 24h);
    const auto charge = charges(house, id).front();
    EXPECT_EQ(charge.state, ChargeState::paid);
    EXPECT_EQ(charge.declines, 2);
    EXPECT_EQ(charge.settled_at, due + 24h + 72h) << "each wait from the failure before it";
    EXPECT_EQ(house.ledger().subscription(SubscriptionId{id})->status, SubscriptionStatus::active);
    expect_same_money(house);
}

TEST(Declines, FollowThePolicyToItsEnd) {
    VirtualHouse house{5, rules(OrderIdRule::reserve), sandbox::OrderIdRule::reserve};
    house.load({plan("monthly", 29'900, {Unit::month, 1})});
    const auto key = house.card("c1");
    const Instant due = at("2026-03-31T09:00:00+09:00");
    house.gateway().declines().set(
        house.gateway_key(key), {.times = 0, .from = due, .always = false, .pg_error_code = "F1"}
    );
    const auto id = house.subscribe("c1", key, "monthly", "2026-01-31T09:00:00");
    house.walk(at("2026-12-31T00:00:00+09:00"));

    const auto over = house.ledger().subscription(SubscriptionId{id});
    EXPECT_EQ(over->status, SubscriptionStatus::canceled);
    EXPECT_EQ(over->cancel_reason, "dunning");
    EXPECT_EQ(over->cancel_at, due + 24h + 72h + 7 * 24h);
    EXPECT_EQ(charges(house, id).size(), 4U);
    EXPECT_EQ(charges(house, id)[2].state, ChargeState::uncollectible);
    EXPECT_EQ(charges(house, id)[3].state, ChargeState::voided);
    EXPECT_FALSE(over->next_step_at) << "nothing is left to be done";
    EXPECT_EQ(house.gateway().money().totals(Instant{}, Instant::max()).payments, 2);
}

TEST(Declines, OfADeadKeyWaitForAnotherWithoutUsingUpTries) {
    VirtualHouse house{6, rules(OrderIdRule::reserve), sandbox::OrderIdRule::reserve};
    house.load({plan("monthly", 29'900, {Unit::month, 1})});
    const auto key = house.card("c1");
    const auto id = house.subscribe("c1", key, "monthly", "2026-01-31T09:00:00");
    house.gateway().delete_key(house.gateway_key(key));
    house.walk(at("2026-02-10T00:00:00+09:00"));
    auto charge = charges(house, id).front();
    EXPECT_TRUE(charge.needs_key);
    EXPECT_EQ(charge.declines, 0);

    const auto fresh = house.card("c1");
    EXPECT_EQ(house.order(ReplaceBillingKey{id, fresh}), 200);
    house.walk(at("2026-02-10T01:00:00+09:00"));
    charge = charges(house, id).front();
    EXPECT_EQ(charge.state, ChargeState::paid) << "what was past due is tried at once";
    expect_same_money(house);
}

TEST(Cancel, RevokesWhatStandsAndTakesNothingAfter) {
    VirtualHouse house{8, rules(OrderIdRule::reserve), sandbox::OrderIdRule::reserve};
    Plan ahead = plan("monthly", 29'900, {Unit::month, 1});
    ahead.reserve_lead = 200 * 24h;
    ahead.reserve_ahead = 5;
    house.load({ahead});
    const auto id = house.subscribe("c1", house.card("c1"), "monthly", "2026-01-31T09:00:00");
    house.walk(at("2026-03-05T00:00:00+09:00"));
    const auto before = house.gateway().money().totals(Instant{}, Instant::max()).payments;
    EXPECT_EQ(house.order(CancelSubscription{id, false}), 200);
    EXPECT_EQ(house.order(CancelSubscription{id, false}), 200) << "safe to repeat";
    house.walk(at("2026-12-31T00:00:00+09:00"));

    EXPECT_EQ(house.gateway().money().totals(Instant{}, Instant::max()).payments, before);
    for (const auto& reservation : house.gateway().reservations())
        EXPECT_NE(reservation.status, sandbox::ReservationStatus::waiting);
    for (const auto& charge : charges(house, id))
        for (const auto& attempt : house.ledger().attempts_of(charge.number))
            EXPECT_FALSE(live(attempt.state));
}

TEST(Cancel, AtPeriodEndLetsThePaidTimeRunOut) {
    VirtualHouse house{9, rules(OrderIdRule::reserve), sandbox::OrderIdRule::reserve};
    house.load({plan("monthly", 29'900, {Unit::month, 1})});
    const auto id = house.subscribe("c1", house.card("c1"), "monthly", "2026-01-31T09:00:00");
    house.walk(at("2026-02-10T00:00:00+09:00"));
    EXPECT_EQ(house.order(CancelSubscription{id, true}), 200);
    EXPECT_EQ(
        house.ledger().subscription(SubscriptionId{id})->status, SubscriptionStatus::canceling
    );
    house.walk(at("2026-02-28T08:59:59+09:00"));
    EXPECT_EQ(
        house.ledger().subscription(SubscriptionId{id})->status, SubscriptionStatus::canceling
    );
    house.walk(at("2026-02-28T09:00:00+09:00"));
    EXPECT_EQ(
        house.ledger().subscription(SubscriptionId{id})->status, SubscriptionStatus::canceled
    );
    house.walk(at("2026-12-31T00:00:00+09:00"));
    EXPECT_EQ(house.gateway().money().totals(Instant{}, Instant::max()).payments, 1);
}

TEST(Cancel, AtPeriodEndStopsTryingThen) {
    // A declined charge of the last period was once tried on after the cancel had taken effect.
    VirtualHouse house{13, rules(OrderIdRule::reserve), sandbox::OrderIdRule::reserve};
    Plan weekly = plan("weekly", 7'000, {Unit::week, 1});
    weekly.dunning.waits = {24h, 24h * 9};
    house.load({weekly});
    const auto key = house.card("c1");
    house.gateway().declines().set(
        house.gateway_key(key), {.times = 2, .from = {}, .always = false, .pg_error_code = "F1"}
    );
    const auto id = house.subscribe("c1", key, "weekly", "2026-01-31T09:00:00");
    house.walk(at("2026-02-01T00:00:00+09:00"));
    EXPECT_EQ(house.order(CancelSubscription{id, true}), 200);
    house.walk(at("2026-04-01T00:00:00+09:00"));
    EXPECT_EQ(house.gateway().money().totals(Instant{}, Instant::max()).payments, 0);
    EXPECT_EQ(charges(house, id).front().state, ChargeState::uncollectible);
    EXPECT_EQ(
        house.ledger().subscription(SubscriptionId{id})->status, SubscriptionStatus::canceled
    );
}

TEST(Cancel, GivesBackWhatWonTheRace) {
    for (const auto rule : {PaidRace::refund, PaidRace::keep}) {
        Rules made = rules(OrderIdRule::reserve);
        made.paid_race = rule;
        VirtualHouse house{10, made, sandbox::OrderIdRule::reserve};
        house.weather.notice_lost = 100;
        house.load({plan("monthly", 29'900, {Unit::month, 1})});
        const auto id = house.subscribe("c1", house.card("c1"), "monthly", "2026-01-31T09:00:00");
        house.walk(at("2026-01-31T08:00:00+09:00"));
        house.gateway().advance(at("2026-01-31T09:00:00+09:00"));  // paid, and nobody knows yet
        EXPECT_EQ(house.order(CancelSubscription{id, false}), 200);
        house.walk(at("2026-03-31T00:00:00+09:00"));

        const auto money = house.gateway().money().totals(Instant{}, Instant::max());
        EXPECT_EQ(money.taken, 29'900);
        EXPECT_EQ(money.returned, rule == PaidRace::refund ? 29'900 : 0);
        EXPECT_EQ(
            charges(house, id).front().state,
            rule == PaidRace::refund ? ChargeState::voided : ChargeState::paid
        );
        expect_same_money(house);
    }
}

TEST(Plans, OnSaleChangesNeverTouchRunningSubscriptions) {
    VirtualHouse house{11, rules(OrderIdRule::reserve), sandbox::OrderIdRule::reserve};
    house.load({plan("monthly", 29'900, {Unit::month, 1})});
    const auto key = house.card("c1");
    const auto id = house.subscribe("c1", key, "monthly", "2026-01-31T09:00:00");
    house.load({plan("monthly", 39'900, {Unit::month, 1})});
    house.walk(at("2026-03-05T00:00:00+09:00"));
    for (const auto& charge : charges(house, id))
        EXPECT_EQ(charge.amount.count(), 29'900);
    house.load({});
    EXPECT_NE(house.order(CreateSubscription{"", "c1", "monthly", key, "", ""}), 200);
    house.walk(at("2026-04-05T00:00:00+09:00"));
    EXPECT_EQ(house.gateway().money().totals(Instant{}, Instant::max()).payments, 3);
}

TEST(Refunds, AreCarriedOutOnceThoughTheirAnswersAreLost) {
    VirtualHouse house{12, rules(OrderIdRule::reserve), sandbox::OrderIdRule::reserve};
    house.load({plan("monthly", 29'900, {Unit::month, 1})});
    const auto id = house.subscribe("c1", house.card("c1"), "monthly", "2026-01-31T09:00:00");
    house.walk(at("2026-02-05T00:00:00+09:00"));
    const auto receipt = charges(house, id).front().receipt;
    ASSERT_TRUE(receipt);
    EXPECT_NE(house.order(RequestRefund{receipt->text(), 29'901, "", ""}), 200) << "over-refund";
    house.weather.answer_lost = 100;
    EXPECT_EQ(house.order(RequestRefund{receipt->text(), 9'900, "부분 환불", ""}), 200);
    EXPECT_NE(house.order(RequestRefund{receipt->text(), 1, "", ""}), 200) << "one at a time";
    house.walk(at("2026-02-06T00:00:00+09:00"));
    EXPECT_EQ(house.gateway().money().totals(Instant{}, Instant::max()).returned, 9'900);
    EXPECT_EQ(house.ledger().receipt(*receipt)->refunded.count(), 9'900);
    EXPECT_EQ(house.ledger().refunds_of(*receipt).front().state, RefundState::done);
    house.weather.answer_lost = 0;
    house.weather.request_lost = 50;
    EXPECT_EQ(house.order(RequestRefund{receipt->text(), std::nullopt, "", ""}), 200);
    house.walk(at("2026-02-07T00:00:00+09:00"));
    EXPECT_EQ(house.gateway().money().totals(Instant{}, Instant::max()).returned, 29'900);
}

/// A small town in bad weather; afterwards the sun shines for long enough to settle everything.
class Storm : public testing::TestWithParam<int> {};

TEST_P(Storm, KeepsAtMostOnePaymentForEachChargeAndListsWhatIsOpen) {
    const auto seed = static_cast<std::uint64_t>(GetParam());
    const bool proven = GetParam() % 2 == 0;
    VirtualHouse house{
        seed,
        rules(proven ? OrderIdRule::reserve : OrderIdRule::unproven),
        proven ? sandbox::OrderIdRule::reserve : sandbox::OrderIdRule::none};
    house.load(
        {plan("monthly", 29'900, {Unit::month, 1}),
         plan("weekly", 7'000, {Unit::week, 1}),
         plan("daily", 1'000, {Unit::day, 1})}
    );
    std::vector<std::string> all;
    const char* plans[]{"monthly", "weekly", "daily"};
    for (int i = 0; i < 6; ++i) {
        const auto customer = "c" + std::to_string(i);
        const auto key = house.card(customer);
        for (int j = 0; j < 3; ++j)
            all.push_back(house.subscribe(customer, key, plans[(i + j) % 3], "2026-01-10T09:00:00")
            );
    }
    house.gateway().declines().set_rule({.every = 0, .percent = 10, .pg_error_code = "F1"});
    house.weather = {
        .request_lost = 5, .answer_lost = 5, .look_lost = 10, .notice_lost = 30, .crash = 2};
    house.walk(at("2026-01-24T00:00:00+09:00"));
    for (std::size_t i = 0; i < all.size(); i += 5)
        EXPECT_EQ(house.order(CancelSubscription{all[i], i % 2 == 0}), 200);
    house.walk(at("2026-02-01T00:00:00+09:00"));
    house.weather = {};
    house.gateway().declines().clear();
    house.walk(at("2026-02-20T00:00:00+09:00"));

    for (const auto& [charge, payments] : kept_payments(house))
        EXPECT_LE(payments, 1) << charge;
    EXPECT_LE(house.open_most(), 10);
    EXPECT_GT(house.crashes(), 0) << "a storm without a strike proves nothing";
    expect_same_money(house);
    // Nothing is lost in silence: settled, or with a timer, or in a person's hands.
    for (const auto& id : all)
        for (const auto& charge : charges(house, id)) {
            if (!unsettled(charge.state) || charge.due_at() > house.now()) continue;
            bool awaited = charge.needs_key;
            for (const auto& attempt : house.ledger().attempts_of(charge.number))
                awaited = awaited ||
                          (live(attempt.state) &&
                           (attempt.next_look_at || attempt.state == AttemptState::quarantined));
            const auto sub = house.ledger().subscription(charge.subscription);
            awaited = awaited || sub->past_due_until;
            EXPECT_TRUE(awaited) << "charge " << charge.number.value;
        }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Storm, testing::Range(1, 5));

}  // namespace
}  // namespace maedal::engine
