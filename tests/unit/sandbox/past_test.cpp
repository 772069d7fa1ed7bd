#include "a_bootpay.hpp"

namespace maedal::sandbox {
namespace {

struct Past : ABootpay {
    static constexpr Seconds a_day{86'400};
};

TEST_F(Past, GoesOnWithAReservationUnderItsOwnId) {
    const auto* waiting = taken(bootpay.recall(order("o1", 9'900), "r-of-before", day_one + a_day));
    EXPECT_EQ(waiting->reserve_id, "r-of-before");
    EXPECT_EQ(code_of(bootpay.recall(order("o2", 1), "r-of-before", day_one)), "ID_TAKEN");
    bootpay.advance(day_one + a_day);
    EXPECT_EQ(taken(bootpay.reservation("r-of-before"))->status, ReservationStatus::done);
    EXPECT_EQ(net(), 9'900);
}

TEST_F(Past, CountsARecalledReservationAgainstTheTen) {
    for (int i = 0; i < bootpay.switches().reservations_waiting_max; ++i)
        taken(bootpay.recall(order("o" + std::to_string(i), 100), {}, day_one + a_day));
    EXPECT_EQ(
        code_of(bootpay.reserve(order("one-more", 100), day_one + a_day)), "RESERVE_LIMIT_EXCEEDED"
    );
}

TEST_F(Past, HoldsPaymentsWhoseMoneyMovedBefore) {
    const auto* paid =
        taken(bootpay.recall({order("o1", 10'000), "receipt-of-before", day_one - a_day, 3'000}));
    EXPECT_EQ(paid->status, ReceiptStatus::paid);
    EXPECT_EQ(net(), 0) << "it is in no book of this sandbox";
    EXPECT_EQ(bootpay.receipts_of_order("o1").size(), 1U);
    EXPECT_EQ(code_of(bootpay.pay(order("o1", 10'000))), "RC_ORDER_ID_DUPLICATED");
    EXPECT_EQ(code_of(bootpay.cancel({"receipt-of-before", 8'000, {}, "c1"})), "CANCEL_PRICE_OVER");
    EXPECT_EQ(
        taken(bootpay.cancel({"receipt-of-before", 7'000, {}, "c1"}))->status,
        ReceiptStatus::cancelled
    );
}

}  // namespace
}  // namespace maedal::sandbox
