#include "billing/evidence.hpp"

#include "samples.hpp"

#include <gtest/gtest.h>

namespace maedal::billing {
namespace {

using samples::receipt;
using samples::reservation;
using Receipts = std::vector<GatewayReceipt>;

/// In the minute after the execution.
Verdict judged(
    std::optional<Reservation> told, std::optional<Receipts> receipts, Seconds after = Seconds{60}
) {
    const auto attempt = samples::attempt(AttemptState::reserved);
    return judge(attempt, {std::move(told), std::move(receipts)}, attempt.execute_at + after);
}

template <class T>
bool is(const Verdict& verdict) {
    return std::holds_alternative<T>(verdict);
}

TEST(Judge, BelievesPaidOnlyFromAReceiptThatAgrees) {
    const auto done = reservation(ReservationStatus::done);
    EXPECT_TRUE(is<ProvenPaid>(judged(done, Receipts{receipt()})));
    EXPECT_TRUE(is<NothingProven>(judged(done, std::nullopt))) << "done, and the receipt unknown";
    EXPECT_TRUE(is<NothingProven>(judged(done, Receipts{})));

    GatewayReceipt other = receipt();
    other.order_id = OrderId{"m1-sub_1-p1-a1"};
    EXPECT_TRUE(is<Contradiction>(judged(done, Receipts{other})));
    other = receipt();
    other.price = *Won::from_count(29'901);
    EXPECT_TRUE(is<Contradiction>(judged(done, Receipts{other})));
    other = receipt();
    other.currency = "USD";
    EXPECT_TRUE(is<Contradiction>(judged(done, Receipts{other})));
}

TEST(Judge, LetsMoneyOutweighWhateverTheReservationSays) {
    for (const auto status :
         {ReservationStatus::failed, ReservationStatus::revoked, ReservationStatus::waiting})
        EXPECT_TRUE(is<ProvenPaid>(judged(reservation(status), Receipts{receipt()})));
}

TEST(Judge, TakesAFailedAndAPaidReceiptAsPaid) {
    GatewayReceipt failed = receipt(ReceiptStatus::declined);
    failed.id = ReceiptId{"rc0"};
    EXPECT_TRUE(is<ProvenPaid>(judged(std::nullopt, Receipts{failed, receipt()})));
}

// A customer who paid a hundred won under the order id of his renewal kept it from being settled by
// its own payment: a person had to.
TEST(Judge, NamesWhatIsOfAnotherSumAsSurplusBesideAReceiptThatAgrees) {
    GatewayReceipt little = receipt(), foreign = receipt();
    little.id = ReceiptId{"rc0"};
    little.price = *Won::from_count(100);
    for (const auto& receipts : {Receipts{little, receipt()}, Receipts{receipt(), little}}) {
        const auto verdict = judged(std::nullopt, receipts);
        ASSERT_TRUE(is<ProvenPaid>(verdict));
        EXPECT_EQ(std::get<ProvenPaid>(verdict).receipt.id, receipt().id);
        ASSERT_EQ(std::get<ProvenPaid>(verdict).surplus.size(), 1U);
        EXPECT_EQ(std::get<ProvenPaid>(verdict).surplus.front().id, little.id);
    }
    foreign.id = ReceiptId{"rc3"};
    foreign.currency = "USD";
    EXPECT_TRUE(is<Contradiction>(judged(std::nullopt, Receipts{receipt(), foreign})));
}

TEST(Judge, NamesASecondPaidReceiptAsSurplus) {
    GatewayReceipt second = receipt();
    second.id = ReceiptId{"rc2"};
    const auto verdict = judged(std::nullopt, Receipts{receipt(), second});
    ASSERT_TRUE(is<ProvenPaid>(verdict));
    EXPECT_EQ(std::get<ProvenPaid>(verdict).surplus.size(), 1U);
}

// A payment that had gone back whole settled the charge because it was told first, and the one that
// still stood was given back as surplus: the period was paid by nothing.
TEST(Judge, IsPaidByWhatStandsBeforeWhatHasGoneBack) {
    GatewayReceipt back = receipt(ReceiptStatus::canceled);
    back.refunded = back.price;
    GatewayReceipt stands = receipt();
    stands.id = ReceiptId{"rc2"};
    const auto verdict = judged(std::nullopt, Receipts{back, stands});
    ASSERT_TRUE(is<ProvenPaid>(verdict));
    EXPECT_EQ(std::get<ProvenPaid>(verdict).receipt.id, stands.id);
    ASSERT_EQ(std::get<ProvenPaid>(verdict).surplus.size(), 1U);
    EXPECT_EQ(std::get<ProvenPaid>(verdict).surplus.front().id, back.id);
    EXPECT_EQ(std::get<ProvenPaid>(judged(std::nullopt, Receipts{back})).receipt.id, back.id);
}

TEST(Judge, WantsRevokedAndFailedProvenWithoutMoney) {
    EXPECT_TRUE(is<ProvenRevoked>(judged(reservation(ReservationStatus::revoked), Receipts{})));
    EXPECT_TRUE(is<ProvenDeclined>(judged(reservation(ReservationStatus::failed), Receipts{})));
    for (const auto status : {ReservationStatus::revoked, ReservationStatus::failed})
        EXPECT_TRUE(is<NothingProven>(judged(reservation(status), std::nullopt)))
            << "the receipts were not answered";
}

TEST(Judge, WaitsWhileAReceiptIsPending) {
    const auto pending = Receipts{receipt(ReceiptStatus::pending)};
    EXPECT_TRUE(is<StillWaiting>(judged(std::nullopt, pending)));
    EXPECT_TRUE(is<StillWaiting>(judged(reservation(ReservationStatus::failed), pending)));
    EXPECT_TRUE(is<StillWaiting>(judged(reservation(ReservationStatus::waiting), std::nullopt)));
}

// Whoever knows an order id can have a payment of his own declined, or begun, under it.
TEST(Judge, TakesWhatTookNoMoneyForThisPaymentOnlyIfItCanBe) {
    using namespace std::chrono_literals;
    for (const auto status : {ReceiptStatus::declined, ReceiptStatus::pending}) {
        const auto told = receipt(status);
        EXPECT_TRUE(is<NothingProven>(judged(std::nullopt, Receipts{told}, -1h)));
        EXPECT_FALSE(is<NothingProven>(judged(std::nullopt, Receipts{told}, -1min)))
            << "the gateway's clock may be ahead of ours";
        auto other_sum = told;
        other_sum.price = *Won::from_count(100);
        EXPECT_TRUE(is<NothingProven>(judged(std::nullopt, Receipts{other_sum})));
        auto immediate = samples::attempt(AttemptState::doubt);
        immediate.method = AttemptMethod::immediate;
        EXPECT_FALSE(is<NothingProven>(
            judge(immediate, {std::nullopt, Receipts{told}}, immediate.execute_at)
        ));
    }
    EXPECT_TRUE(is<ProvenPaid>(judged(std::nullopt, Receipts{receipt()}, -1h)));
    EXPECT_TRUE(is<ProvenDeclined>(judged(reservation(ReservationStatus::failed), Receipts{}, -1h)))
        << "the reservation itself is believed";
}

TEST(Judge, ProvesNothingFromNotFound) {
    EXPECT_TRUE(is<NothingProven>(judged(std::nullopt, Receipts{})));
    EXPECT_TRUE(is<NothingProven>(judged(std::nullopt, std::nullopt)));
}

TEST(Judge, CarriesTheCauseOfADecline) {
    GatewayReceipt failed = receipt(ReceiptStatus::declined);
    failed.code = "F113";
    const auto verdict = judged(reservation(ReservationStatus::failed), Receipts{failed});
    ASSERT_TRUE(is<ProvenDeclined>(verdict));
    EXPECT_EQ(std::get<ProvenDeclined>(verdict).code, "F113");
}

TEST(Judge, QuarantinesAReservationOfAnotherAmount) {
    Reservation other = reservation(ReservationStatus::waiting);
    other.price = *Won::from_count(1);
    EXPECT_TRUE(is<Contradiction>(judged(other, std::nullopt)));
}

}  // namespace
}  // namespace maedal::billing
