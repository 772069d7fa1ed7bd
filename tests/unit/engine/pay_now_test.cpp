// A charge that is collected by an immediate payment: sent once, at its due moment, and then a
// doubt like any other.
#include "heart.hpp"
#include "ports/gateway.hpp"
#include "simulation/virtual_house.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <map>

namespace maedal::engine {
namespace {

using namespace billing;
using namespace std::chrono_literals;

struct PayNowTest : ::testing::Test {
    PayNowTest() {
        heart.plan.collect = Collect::pay_now;
        heart.rules.order_id_rule = OrderIdRule::reserve;
    }
    /// A subscription whose first payment has just gone out.
    PayNow sent() {
        heart.start();
        id = heart.subscribe(1h);
        EXPECT_TRUE(heart.turn().writes.empty()) << "nothing before it is due";
        heart.pass(1h);
        const auto writes = of_kind<PayNow>(heart.turn().writes);
        EXPECT_EQ(writes.size(), 1U);
        return writes.at(0);
    }
    TurnOutput answer(const PayNow& write, Result<GatewayReceipt> said) {
        return heart.turn({PayAnswered{write.call, write.order_id, std::move(said)}});
    }
    TurnOutput found(std::vector<GatewayReceipt> receipts) {
        return heart.turn({AttemptLookedUp{heart.attempt(id).order_id, {std::nullopt, receipts}}});
    }
    Charge charge() { return heart.ledger().charges_of(SubscriptionId{id}).front(); }
    Heart heart;
    std::string id;
};

TEST_F(PayNowTest, IsSentAtItsDueMomentAndSettlesItsCharge) {
    const auto write = sent();
    EXPECT_EQ(write.amount.count(), 9'900);
    const auto sending = heart.attempt(id);
    EXPECT_EQ(sending.state, AttemptState::sending);
    EXPECT_EQ(sending.method, AttemptMethod::immediate);
    EXPECT_EQ(sending.execute_at, heart.now);
    EXPECT_EQ(heart.ledger().slots_held(*sending.billing_key), 0);
    answer(write, heart.receipt_of(sending, "rc1"));
    EXPECT_EQ(heart.attempt(id).state, AttemptState::paid);
    EXPECT_EQ(charge().state, ChargeState::paid);
    EXPECT_EQ(charge().late, Lateness::none);
}

// A shop names a refund as it likes, by its order id too: the refund's call was taken for one of
// the payment, of another kind than that, and the subscription was stopped.
TEST_F(PayNowTest, MayBeGivenBackUnderItsOwnOrderId) {
    const auto write = sent();
    answer(write, heart.receipt_of(heart.attempt(id), "rc1"));
    const auto order_id = heart.attempt(id).order_id.text();
    ASSERT_EQ(heart.order(RequestRefund{"rc1", 1'000, "고객 요청", order_id}), "ok");
    EXPECT_TRUE(heart.ledger().breakers(true).empty());
}

TEST_F(PayNowTest, IsNeverSentAgainWhileItIsInDoubt) {
    const auto write = sent();
    answer(write, failed(Errc::in_doubt, "timeout"));
    EXPECT_EQ(heart.attempt(id).state, AttemptState::doubt);
    for (int hour = 0; hour < 49; ++hour) {
        heart.pass(1h);
        EXPECT_TRUE(of_kind<PayNow>(heart.turn().writes).empty()) << hour;
        found({});
    }
    EXPECT_EQ(heart.attempt(id).state, AttemptState::quarantined);
    EXPECT_EQ(heart.ledger().attempts_of(charge().number).size(), 1U);
    // Money that comes to light later settles it all the same.
    found({heart.receipt_of(heart.attempt(id), "rc1")});
    EXPECT_EQ(heart.attempt(id).state, AttemptState::paid);
}

TEST_F(PayNowTest, IsADoubtAfterACrash) {
    sent();
    heart.start();
    EXPECT_EQ(heart.attempt(id).state, AttemptState::doubt);
    heart.pass(60s);
    const auto output = heart.turn();
    EXPECT_TRUE(output.writes.empty());
    EXPECT_EQ(output.looks.size(), 1U);
    found({heart.receipt_of(heart.attempt(id), "rc1")});
    EXPECT_EQ(charge().state, ChargeState::paid);
}

TEST_F(PayNowTest, IsInDoubtWhenItsReceiptIsOfAnotherAmount) {
    const auto write = sent();
    auto receipt = heart.receipt_of(heart.attempt(id), "rc1");
    receipt.price = *Won::from_count(1);
    answer(write, receipt);
    EXPECT_EQ(heart.attempt(id).state, AttemptState::doubt);
    EXPECT_EQ(charge().state, ChargeState::owed);
}

// The gateway answered with the receipt of somebody else's payment. It was sent, and stayed so
// until the next start: nothing looked it up, and nobody was asked.
TEST_F(PayNowTest, IsInDoubtWhenItsReceiptHasPaidForAnother) {
    const auto first = sent();
    answer(first, heart.receipt_of(heart.attempt(id), "rc1"));
    const auto other = heart.subscribe(0s);
    const auto writes = of_kind<PayNow>(heart.sent);
    ASSERT_EQ(writes.size(), 1U);
    ASSERT_EQ(writes.front().order_id, heart.attempt(other).order_id);
    answer(writes.front(), heart.receipt_of(heart.attempt(other), "rc1"));
    EXPECT_EQ(heart.attempt(other).state, AttemptState::doubt);
    EXPECT_TRUE(heart.attempt(other).next_look_at);
}

// Its try was declined. What came under that order id later was as many dollars, and settled it.
TEST_F(PayNowTest, IsNotSettledByLateMoneyOfAnotherCurrency) {
    answer(sent(), failed(Errc::declined, "RC_REQUEST_FAILED"));
    auto receipt = heart.receipt_of(heart.attempt(id), "rc1");
    receipt.currency = "USD";
    found({receipt});
    EXPECT_EQ(charge().state, ChargeState::past_due);
    const auto booked = heart.ledger().receipt(ReceiptId{"rc1"});
    ASSERT_TRUE(booked);
    EXPECT_EQ(booked->role, ReceiptRole::surplus);
    EXPECT_EQ(heart.ledger().refunds_of(booked->id).size(), 1U);
}

TEST_F(PayNowTest, IsTriedAgainUnderAnotherOrderIdAfterADecline) {
    const auto write = sent();
    answer(write, failed(Errc::declined, "RC_REQUEST_FAILED"));
    EXPECT_EQ(heart.attempt(id).state, AttemptState::declined);
    EXPECT_EQ(charge().state, ChargeState::past_due);
    heart.pass(24h);
    auto output = heart.turn();
    EXPECT_TRUE(output.writes.empty()) << "the earlier order id is looked up first";
    const auto next = heart.attempt(id, 2);
    output = heart.turn({EarlierLookedUp{next.order_id, std::vector<GatewayReceipt>{}}});
    const auto again = of_kind<PayNow>(output.writes);
    ASSERT_EQ(again.size(), 1U);
    EXPECT_NE(again.front().order_id, write.order_id);
}

TEST_F(PayNowTest, BuriesADeadKeyAndAsksForAnother) {
    answer(sent(), failed(Errc::refused, ports::reason::dead_key));
    EXPECT_EQ(heart.attempt(id).state, AttemptState::refused);
    EXPECT_EQ(heart.ledger().billing_key(*heart.attempt(id).billing_key)->state, KeyState::dead);
    EXPECT_TRUE(charge().needs_key);
}

TEST_F(PayNowTest, ThatWasNeverSentIsMadeAnew) {
    answer(sent(), failed(Errc::unsent, "no_connection"));
    EXPECT_EQ(heart.attempt(id).state, AttemptState::dropped);
    EXPECT_EQ(charge().declines, 0);
    EXPECT_EQ(heart.attempt(id, 2).method, AttemptMethod::immediate);
}

TEST_F(PayNowTest, GoesBackWhenItWasCanceledUnderWay) {
    const auto write = sent();
    ASSERT_EQ(heart.order(CancelSubscription{id, false}), "ok");
    EXPECT_EQ(heart.attempt(id).state, AttemptState::sending);
    const auto output = answer(write, heart.receipt_of(heart.attempt(id), "rc1"));
    EXPECT_EQ(of_kind<GiveBack>(output.writes).size(), 1U);
}

TEST_F(PayNowTest, IsNotSentWhileABreakerStands) {
    heart.start();
    id = heart.subscribe(1h);
    heart.pass(1h);
    heart.disk_free = 1;
    EXPECT_TRUE(heart.turn().writes.empty());
    EXPECT_EQ(heart.attempt(id).state, AttemptState::planned);
}

TEST_F(PayNowTest, SaysSoWhenItComesLate) {
    heart.start();
    id = heart.subscribe(1h);
    heart.pass(3h);
    EXPECT_EQ(of_kind<PayNow>(heart.turn().writes).size(), 1U);
    EXPECT_EQ(charge().late, Lateness::placed_late);
}

using simulation::VirtualHouse;

Plan daily(Collect collect, WithoutSlot without_slot) {
    return {
        .version = {0},
        .id = PlanId{"daily"},
        .name = "daily",
        .price = *Won::from_count(1'000),
        .tax_free = *Won::from_count(0),
        .interval = {Unit::day, 1},
        .trial_days = 0,
        .periods = 0,
        .dunning_name = "default",
        .dunning = {{24h}, DunningEnd::cancel, 7 * 24h},
        .reserve_lead = 6h,
        .collect = collect,
        .without_slot = without_slot};
}

TEST(WithoutASlot, APlanThatSaysSoPaysAtOnceAndNobodyIsLate) {
    for (const auto without : {WithoutSlot::wait, WithoutSlot::pay_now}) {
        Rules rules;
        VirtualHouse house{2, rules, sandbox::OrderIdRule::none};
        house.load({daily(Collect::reserve, without)});
        const auto key = house.card("c1");
        std::vector<std::string> ids;
        for (int i = 0; i < 12; ++i)
            ids.push_back(house.subscribe("c1", key, "daily", "2026-01-15T10:00:00"));
        house.walk(*instant_from_rfc3339("2026-01-15T20:00:00+09:00"));

        int late = 0, immediate = 0;
        for (const auto& id : ids) {
            const auto charge = house.ledger().charges_of(SubscriptionId{id}).front();
            ASSERT_EQ(charge.state, ChargeState::paid);
            late += charge.late == Lateness::none ? 0 : 1;
            if (charge.late == Lateness::none) {
                EXPECT_EQ(charge.settled_at, charge.due_at());
            }
            const auto& attempts = house.ledger().attempts_of(charge.number);
            immediate += attempts.back().method == AttemptMethod::immediate ? 1 : 0;
        }
        EXPECT_EQ(late, without == WithoutSlot::wait ? 2 : 0);
        EXPECT_EQ(immediate, without == WithoutSlot::wait ? 0 : 2);
        EXPECT_EQ(house.open_most(), 10);
    }
}

/// What the gateway took and kept, by charge.
std::map<std::string, int> taken(VirtualHouse& house) {
    std::map<std::string, int> kept;
    for (const auto& receipt : house.gateway().receipts())
        if (receipt.status == sandbox::ReceiptStatus::paid)
            kept[receipt.asked->order_id.substr(0, receipt.asked->order_id.rfind('-'))] += 1;
    return kept;
}

TEST(PayNow, TakesNothingTwiceInAStormAndLeavesOnlyWhatNobodyCanKnowToAPerson) {
    for (const int crash : {0, 5}) {
        VirtualHouse house{3, Rules{}, sandbox::OrderIdRule::none};
        house.load({daily(Collect::pay_now, WithoutSlot::wait)});
        const auto key = house.card("c1");
        house.weather.answer_lost = 15;
        house.weather.error_after = 5;
        house.weather.unsent = 5;
        house.weather.notice_lost = 30;
        house.weather.look_lost = 10;
        house.weather.crash = crash;
        const auto id = house.subscribe("c1", key, "daily", "2026-01-15T10:00:00");
        house.walk(*instant_from_rfc3339("2026-02-10T00:00:00+09:00"));
        house.weather = {};
        house.walk(*instant_from_rfc3339("2026-02-14T00:00:00+09:00"));

        for (const auto& [charge, payments] : taken(house))
            EXPECT_EQ(payments, 1) << charge;
        for (const auto& charge : house.ledger().charges_of(SubscriptionId{id})) {
            if (charge.due_at() >= house.now() || charge.state == ChargeState::paid) continue;
            // A crash after the intent: whether it was sent nobody knows, and the gateway has none.
            EXPECT_GT(crash, 0) << charge.number.value;
            const auto last = house.ledger().attempts_of(charge.number).back();
            EXPECT_TRUE(
                last.state == AttemptState::quarantined || last.state == AttemptState::doubt
            );
        }
        EXPECT_EQ(
            house.ledger().totals().paid_won,
            house.gateway().money().totals(Instant{}, Instant::max()).taken
        );
        EXPECT_TRUE(house.gateway().reservations().empty());
    }
}

}  // namespace
}  // namespace maedal::engine
