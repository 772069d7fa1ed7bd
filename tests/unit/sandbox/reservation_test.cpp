#include "a_bootpay.hpp"

namespace maedal::sandbox {
namespace {

using Reserve = ABootpay;
using Execution = ABootpay;
using OrderIds = ABootpay;

TEST_F(Reserve, TakesTenForOneKeyAndRefusesTheEleventh) {
    for (int n = 1; n <= 10; ++n)
        reserved("o" + std::to_string(n), an_hour * n);
    EXPECT_EQ(
        code_of(bootpay.reserve(order("o11"), day_one + an_hour * 11)), "RESERVE_LIMIT_EXCEEDED"
    );
    bootpay.advance(day_one + an_hour);  // the first is executed and holds its place no more
    EXPECT_EQ(reserved("o11", an_hour * 11)->status, ReservationStatus::waiting);
}

TEST_F(Reserve, LimitsEachKeyByItself) {
    bootpay.switches().reservations_waiting_max = 1;
    reserved("o1", an_hour);
    PaymentRequest other = order("o2");
    other.billing_key = taken(bootpay.register_card({}))->billing_key;
    EXPECT_EQ(code_of(bootpay.reserve(other, day_one + an_hour)), "");
}

TEST_F(Reserve, RefusesATimeThatIsNotInTheFuture) {
    EXPECT_EQ(
        code_of(bootpay.reserve(order("o1"), day_one - Seconds{1})), "RESERVE_EXECUTE_AT_PAST"
    );
    EXPECT_EQ(code_of(bootpay.reserve(order("o1"), day_one)), "RESERVE_EXECUTE_AT_PAST");
    EXPECT_EQ(reserved("o1", Seconds{1})->execute_at, day_one + Seconds{1});
}

TEST_F(Reserve, RefusesBrokenFields) {
    const auto code = [&](const PaymentRequest& asked) {
        return code_of(bootpay.reserve(asked, day_one + an_hour));
    };
    EXPECT_EQ(code(order("o1", 1'000, 1'001)), "TAX_FREE_OVER");
    EXPECT_EQ(code(order("o1", 0)), "PARAMETER_INVALID");
    EXPECT_EQ(code(order("o1", -5)), "PARAMETER_INVALID");
    EXPECT_EQ(code(order("")), "PARAMETER_INVALID");
    PaymentRequest unknown_key = order("o1");
    unknown_key.billing_key = "0123456789abcdef01234567";
    EXPECT_EQ(code(unknown_key), "SUBSCRIBE_BK_NOT_FOUND");
    EXPECT_EQ(code(order("o1", 1'000, 1'000)), "");
}

TEST_F(Reserve, TakesInstalmentsFromFiftyThousandWonOnly) {
    const auto code = [&](Won price, std::string quota) {
        PaymentRequest asked = order("o" + quota + std::to_string(price), price);
        asked.details =
            std::make_shared<Details>(Details{"", "", "", "", std::move(quota), "", ""});
        return code_of(bootpay.reserve(asked, day_one + an_hour));
    };
    EXPECT_EQ(code(100, "00"), "");
    EXPECT_EQ(code(50'000, "12"), "");
    EXPECT_EQ(code(49'999, "02"), "CARD_QUOTA_INVALID");
    EXPECT_EQ(code(50'000, "1"), "CARD_QUOTA_INVALID");
    EXPECT_EQ(code(50'000, "13"), "CARD_QUOTA_INVALID");
}

TEST_F(Execution, HappensWhenTheClockReachesItAndMovesTheMoneyOnce) {
    const Reservation* made = reserved("o1", an_hour);
    bootpay.advance(day_one + an_hour - Seconds{1});
    EXPECT_EQ(made->status, ReservationStatus::waiting);
    bootpay.advance(day_one + an_hour * 5);
    ASSERT_EQ(made->status, ReservationStatus::done);
    EXPECT_EQ(made->started_at, day_one + an_hour);
    EXPECT_EQ(made->receipt->status, ReceiptStatus::paid);
    EXPECT_EQ(made->receipt->purchased_at, day_one + an_hour);
    bootpay.advance(day_one + an_hour * 50);
    EXPECT_EQ(totals().payments, 1);
    EXPECT_EQ(net(), 29'900);
}

TEST_F(Execution, GoesByTimeAndThenByCreation) {
    reserved("third", an_hour * 3);
    reserved("first", an_hour);
    reserved("second", an_hour * 2);
    reserved("after second", an_hour * 2);
    bootpay.advance(day_one + an_hour * 9);
    std::vector<std::string> order_ids;
    for (const Movement& movement : bootpay.money().movements())
        order_ids.push_back(movement.receipt->asked->order_id);
    EXPECT_EQ(order_ids, (std::vector<std::string>{"first", "second", "after second", "third"}));
}

TEST_F(Execution, DoesNotHappenAfterARevoke) {
    const Reservation* made = reserved("o1", an_hour);
    EXPECT_EQ(taken(bootpay.revoke(made->reserve_id))->status, ReservationStatus::revoked);
    bootpay.advance(day_one + an_hour * 2);
    EXPECT_EQ(made->status, ReservationStatus::revoked);
    EXPECT_EQ(totals().payments, 0);
    EXPECT_EQ(code_of(bootpay.revoke(made->reserve_id)), "RESERVE_NOT_WAITING");
    EXPECT_FALSE(bootpay.next_execution());
}

TEST_F(Execution, CannotBeRevokedAfterwards) {
    const Reservation* made = reserved("o1", an_hour);
    bootpay.advance(day_one + an_hour);
    EXPECT_EQ(code_of(bootpay.revoke(made->reserve_id)), "RESERVE_NOT_WAITING");
    EXPECT_EQ(code_of(bootpay.revoke("nothing")), "RESERVE_NOT_FOUND");
    EXPECT_EQ(net(), 29'900);
}

TEST_F(Execution, FailsOnADeletedKeyWithoutAskingTheCard) {
    const Reservation* made = reserved("o1", an_hour);
    EXPECT_EQ(code_of(bootpay.delete_key(key)), "");
    EXPECT_EQ(made->status, ReservationStatus::waiting);
    bootpay.advance(day_one + an_hour);
    EXPECT_EQ(made->status, ReservationStatus::failed);
    EXPECT_TRUE(bootpay.receipts().empty());
    EXPECT_EQ(code_of(bootpay.delete_key(key)), "SUBSCRIBE_BK_EXPIRED");
    EXPECT_EQ(
        code_of(bootpay.reserve(order("o2"), bootpay.now() + an_hour)), "SUBSCRIBE_BK_EXPIRED"
    );
}

TEST_F(Execution, IsNotTriedAgainWhenDeclined) {
    bootpay.declines().set(key, {.times = 1, .from = {}, .always = false, .pg_error_code = "51"});
    const Reservation* made = reserved("o1", an_hour);
    bootpay.advance(day_one + an_hour * 100);
    EXPECT_EQ(made->status, ReservationStatus::failed);
    EXPECT_EQ(made->receipt, nullptr);
    EXPECT_EQ(totals().payments, 0);
    const auto listed = bootpay.receipts_of_order("o1");
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed[0]->status, ReceiptStatus::failed);
    EXPECT_FALSE(listed[0]->purchased_at);
    bootpay.switches().failed_receipts_listed = false;
    EXPECT_TRUE(bootpay.receipts_of_order("o1").empty());
}

TEST_F(Execution, ComesLateByTheSwitch) {
    bootpay.switches().execution_delay = Seconds{90};
    const Reservation* made = reserved("o1", an_hour);
    bootpay.advance(day_one + an_hour + Seconds{89});
    EXPECT_EQ(made->status, ReservationStatus::waiting);
    bootpay.advance(day_one + an_hour + Seconds{90});
    EXPECT_EQ(made->status, ReservationStatus::done);
    EXPECT_EQ(made->execute_at, day_one + an_hour);
    EXPECT_EQ(made->finished_at, day_one + an_hour + Seconds{90});
}

TEST_F(Execution, OfOneHeldBackComesAfterALaterOne) {
    bootpay.switches().execution_delay = Seconds{90};
    const Reservation* held = reserved("o1", an_hour);
    const Reservation* later = reserved("o2", an_hour * 2);
    EXPECT_EQ(taken(bootpay.hold_back(held->reserve_id, an_hour * 3)), held);
    EXPECT_EQ(bootpay.next_execution(), later->execute_at + Seconds{90});
    bootpay.advance(day_one + an_hour * 3);
    EXPECT_EQ(later->status, ReservationStatus::done);
    EXPECT_EQ(held->status, ReservationStatus::waiting);
    EXPECT_EQ(bootpay.next_execution(), day_one + an_hour * 4 + Seconds{90});
    bootpay.advance(day_one + an_hour * 5);
    EXPECT_EQ(held->execute_at, day_one + an_hour);
    EXPECT_EQ(held->finished_at, day_one + an_hour * 4 + Seconds{90});
    EXPECT_EQ(totals().payments, 2);
    EXPECT_EQ(code_of(bootpay.hold_back(held->reserve_id, an_hour)), "RESERVE_NOT_WAITING");
    EXPECT_EQ(code_of(bootpay.hold_back("nothing", an_hour)), "RESERVE_NOT_FOUND");
}

TEST_F(Execution, HeldBackIsTheLastWordOfIt) {
    const Reservation* made = reserved("o1", an_hour);
    for (const Seconds by : {an_hour * 3, Seconds{60}, Seconds{0}, Seconds{60}})
        taken(bootpay.hold_back(made->reserve_id, by));
    EXPECT_EQ(bootpay.next_execution(), day_one + an_hour + Seconds{60});
    bootpay.advance(day_one + an_hour * 5);
    EXPECT_EQ(made->finished_at, day_one + an_hour + Seconds{60});
    EXPECT_EQ(totals().payments, 1);
    EXPECT_FALSE(bootpay.next_execution());
}

TEST_F(OrderIds, AreUsedUpByTheReservationUnderReserve) {
    const Reservation* first = reserved("o1", an_hour);
    EXPECT_EQ(code_of(bootpay.reserve(order("o1"), day_one + an_hour)), "RC_ORDER_ID_DUPLICATED");
    EXPECT_EQ(code_of(bootpay.pay(order("o1"))), "RC_ORDER_ID_DUPLICATED");
    taken(bootpay.revoke(first->reserve_id));
    EXPECT_EQ(code_of(bootpay.pay(order("o1"))), "RC_ORDER_ID_DUPLICATED");
    taken(bootpay.pay(order("o2")));
    EXPECT_EQ(code_of(bootpay.reserve(order("o2"), day_one + an_hour)), "RC_ORDER_ID_DUPLICATED");
    EXPECT_EQ(totals().payments, 1);
}

TEST_F(OrderIds, AreNotUsedUpByARefusedRequest) {
    EXPECT_NE(code_of(bootpay.reserve(order("o1"), day_one)), "");
    EXPECT_NE(code_of(bootpay.pay(order("o1", 0))), "");
    EXPECT_EQ(code_of(bootpay.pay(order("o1"))), "");
}

TEST_F(OrderIds, AreUsedUpByADeclinedPayment) {
    bootpay.declines().set(key, {.times = 1, .from = {}, .always = false, .pg_error_code = "51"});
    EXPECT_EQ(code_of(bootpay.pay(order("o1"))), "RC_REQUEST_FAILED");
    EXPECT_EQ(code_of(bootpay.pay(order("o1"))), "RC_ORDER_ID_DUPLICATED");
}

TEST_F(OrderIds, FailTheSecondExecutionUnderCharge) {
    bootpay.switches().order_id_rule = OrderIdRule::charge;
    const Reservation* first = reserved("o1", an_hour);
    const Reservation* second = reserved("o1", an_hour * 2);
    bootpay.advance(day_one + an_hour * 3);
    EXPECT_EQ(first->status, ReservationStatus::done);
    EXPECT_EQ(second->status, ReservationStatus::failed);
    EXPECT_EQ(code_of(bootpay.pay(order("o1"))), "RC_ORDER_ID_DUPLICATED");
    EXPECT_EQ(totals().payments, 1);
}

TEST_F(OrderIds, AreAllPaidUnderNone) {
    bootpay.switches().order_id_rule = OrderIdRule::none;
    reserved("o1", an_hour);
    reserved("o1", an_hour);
    bootpay.advance(day_one + an_hour);
    taken(bootpay.pay(order("o1")));
    EXPECT_EQ(totals().payments, 3);
    EXPECT_EQ(bootpay.receipts_of_order("o1").size(), 3U);
}

TEST(Bootpay, GivesTheSameHistoryForTheSameSeed) {
    const auto history = [](std::uint64_t seed) {
        Bootpay bootpay{seed, day_one};
        bootpay.declines().set_rule({.every = 0, .percent = 30, .pg_error_code = "51"});
        std::string told;
        for (int n = 0; n < 200; ++n) {
            const auto key = taken(bootpay.register_card({}))->billing_key;
            const PaymentRequest asked{key, "o" + std::to_string(n), "x", 1'000, 0, nullptr};
            taken(bootpay.reserve(asked, bootpay.now() + Seconds{n % 7 + 1}));
            bootpay.advance(bootpay.now() + Seconds{1});
        }
        bootpay.advance(bootpay.now() + an_hour);
        for (const Receipt& receipt : bootpay.receipts())
            told += receipt.receipt_id + std::to_string(static_cast<int>(receipt.status));
        return told;
    };
    EXPECT_EQ(history(1), history(1));
    EXPECT_NE(history(1), history(2));
}

TEST(Bootpay, ExecutesManyReservationsExactlyOnceEach) {
    Bootpay bootpay{3, day_one};
    bootpay.switches().reservations_waiting_max = 100'000;
    const auto key = taken(bootpay.register_card({}))->billing_key;
    constexpr int count = 20'000;
    for (int n = 0; n < count; ++n)
        taken(bootpay.reserve(
            PaymentRequest{key, std::to_string(n), "x", 100, 0, nullptr},
            day_one + Seconds{1 + (n * 7919) % 5'000}
        ));
    bootpay.advance(day_one + Seconds{2'000});
    bootpay.advance(day_one + Seconds{5'001});
    EXPECT_EQ(bootpay.money().totals(day_one, Instant::max()).payments, count);
    EXPECT_EQ(taken(bootpay.key(key))->waiting, 0);
}

}  // namespace
}  // namespace maedal::sandbox
