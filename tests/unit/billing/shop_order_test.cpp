// What settles an order, what may be confirmed, and what an answer makes of it.
#include "billing/shop_order.hpp"

#include <gtest/gtest.h>

namespace maedal::billing {
namespace {

constexpr Instant now{Seconds{1'800'000'000}};

Won won(std::int64_t count) {
    return *Won::from_count(count);
}

ShopOrder order() {
    return {
        .id = OrderId{"o-1"},
        .customer = std::nullopt,
        .name = "Sneakers",
        .amount = won(50'000),
        .tax_free = won(0),
        .expires_at = now + Seconds{60},
        .request_id = {},
        .receipt = std::nullopt,
        .checked = std::nullopt,
        .order_number = {},
        .hosted = {},
        .next_look_at = std::nullopt,
        .created_at = now - Seconds{60},
        .settled_at = std::nullopt,
        .code = {}};
}

ShopOrder being_confirmed(const char* receipt = "r-1") {
    auto it = order();
    it.state = ShopOrderState::confirming;
    it.receipt = ReceiptId{receipt};
    return it;
}

GatewayReceipt receipt(ReceiptStatus status = ReceiptStatus::paid) {
    return {
        ReceiptId{"r-1"},
        OrderId{"o-1"},
        won(50'000),
        won(0),
        status,
        "KRW",
        now,
        {},
        status == ReceiptStatus::pending};
}

std::string reason(const Result<Done>& verdict) {
    return verdict ? "" : verdict.error().reason;
}

TEST(ShopOrder, IsConfirmedOnlyByAReceiptOfItsOwnThatWaits) {
    const auto waits = receipt(ReceiptStatus::pending);
    EXPECT_EQ(reason(may_confirm(order(), waits, false, now)), "");
    EXPECT_EQ(reason(may_confirm(order(), waits, true, now)), "receipt_used");
    EXPECT_EQ(reason(may_confirm(order(), waits, false, now + Seconds{60})), "order_expired");
    auto foreign = waits;
    foreign.order_id = OrderId{"o-2"};
    EXPECT_EQ(reason(may_confirm(order(), foreign, false, now)), "foreign_receipt");
    auto cheap = waits;
    cheap.price = won(49'999);
    EXPECT_EQ(reason(may_confirm(order(), cheap, false, now)), "wrong_amount");
    auto dollars = waits;
    dollars.currency = "USD";
    EXPECT_EQ(reason(may_confirm(order(), dollars, false, now)), "wrong_currency");
    for (const auto status :
         {ReceiptStatus::paid,
          ReceiptStatus::canceled,
          ReceiptStatus::declined,
          ReceiptStatus::other})
        EXPECT_EQ(reason(may_confirm(order(), receipt(status), false, now)), "receipt_not_waiting");
    auto deposit = waits;
    deposit.waits_for_confirm = false;  // a virtual account waits for money, not for our word
    EXPECT_EQ(reason(may_confirm(order(), deposit, false, now)), "receipt_not_waiting");
}

TEST(ShopOrder, IsSettledOnlyByMoneyThatCame) {
    EXPECT_EQ(reason(may_settle(order(), receipt(), false, now)), "");
    EXPECT_EQ(
        reason(may_settle(order(), receipt(ReceiptStatus::pending), false, now)), "payment_pending"
    );
    EXPECT_EQ(
        reason(may_settle(order(), receipt(ReceiptStatus::canceled), false, now)),
        "payment_canceled"
    );
    EXPECT_EQ(
        reason(may_settle(order(), receipt(ReceiptStatus::declined), false, now)),
        "receipt_not_paid"
    );
}

TEST(ShopOrder, ThatWasSentBeforeItsEndIsSettledAfterItButByNoOtherReceipt) {
    const Instant late = now + Seconds{3'600};
    EXPECT_EQ(reason(may_settle(being_confirmed(), receipt(), false, late)), "");
    EXPECT_EQ(reason(may_settle(being_confirmed("r-2"), receipt(), false, late)), "order_in_doubt");
}

TEST(ShopOrder, IsSettledByMoneyThatCameInTimeThoughItIsToldLater) {
    const Instant later = now + Seconds{3'600};
    EXPECT_EQ(reason(may_settle(order(), receipt(), false, later)), "");
    auto late = receipt();
    late.paid_at = now + Seconds{60};
    EXPECT_EQ(reason(may_settle(order(), late, false, later)), "order_expired");
}

TEST(ShopOrder, IsSettledOnce) {
    auto settled = order();
    settled.state = ShopOrderState::settled;
    settled.receipt = ReceiptId{"r-1"};
    EXPECT_EQ(reason(may_settle(settled, receipt(), true, now)), "");  // a repeat
    settled.receipt = ReceiptId{"r-2"};
    EXPECT_EQ(reason(may_settle(settled, receipt(), false, now)), "order_settled");
    EXPECT_EQ(
        reason(may_confirm(settled, receipt(ReceiptStatus::pending), false, now)), "order_settled"
    );
}

TEST(ShopOrder, BecomesWhatTheAnswerToItsConfirmProves) {
    const auto become = [](const Result<GatewayReceipt>& answer) {
        return confirm_answered(being_confirmed(), answer, now).state;
    };
    using enum ShopOrderState;
    EXPECT_EQ(become(receipt()), settled);
    auto cheap = receipt();
    cheap.price = won(1);
    EXPECT_EQ(become(cheap), doubt);
    EXPECT_EQ(become(receipt(ReceiptStatus::pending)), doubt);
    for (const auto code : {Errc::refused, Errc::declined, Errc::unsent, Errc::unauthorized})
        EXPECT_EQ(become(Error{code, "CODE", "", ""}), open);
    for (const auto code : {Errc::in_doubt, Errc::conflict, Errc::unavailable, Errc::not_found}) {
        const auto it = confirm_answered(being_confirmed(), Error{code, "x", "", ""}, now);
        EXPECT_EQ(it.state, doubt);
        EXPECT_TRUE(it.next_look_at);
        EXPECT_EQ(it.receipt, ReceiptId{"r-1"});
    }
}

TEST(ShopOrder, ThatANoticeSettledIsLeftAloneByALateAnswer) {
    auto settled = order();
    settled.state = ShopOrderState::settled;
    const auto after = confirm_answered(settled, Error{Errc::refused, "CODE", "", ""}, now);
    EXPECT_EQ(after.state, ShopOrderState::settled);
    EXPECT_EQ(after.code, "");
}

GatewayOrder told(GatewayOrderState state = GatewayOrderState::completed) {
    return {
        .order_number = "250711",
        .name = "Pro",
        .price = won(50'000),
        .state = state,
        .said = "order_completed with receipt_paid",
        .receipt = ReceiptId{"r-1"},
        .request_id = {},
        .merchant_order_id = {},
        .paid_at = now,
        .subscriptions = {}};
}

TEST(ShopOrder, IsVerifiedByANumberOnlyWhenAmountAndStateAgree) {
    using enum GatewayOrderState;
    EXPECT_EQ(reason(may_settle(order(), told(), false, now)), "");
    EXPECT_EQ(reason(may_settle(order(), told(waiting), false, now)), "payment_pending");
    EXPECT_EQ(reason(may_settle(order(), told(canceled), false, now)), "payment_canceled");
    EXPECT_EQ(reason(may_settle(order(), told(other), false, now)), "wrong_state");
    EXPECT_EQ(reason(may_settle(order(), told(), true, now)), "receipt_used");
    auto late = told();
    late.paid_at = now + Seconds{60};
    EXPECT_EQ(reason(may_settle(order(), late, false, now + Seconds{90})), "order_expired");
    auto cheap = told();
    cheap.price = won(100);
    EXPECT_EQ(reason(may_settle(order(), cheap, false, now)), "wrong_amount");
    auto foreign = told();
    foreign.merchant_order_id = "o-2";
    EXPECT_EQ(reason(may_settle(order(), foreign, false, now)), "foreign_order");
    auto priced = order();
    priced.request_id = "request-1";
    auto other_request = told();
    other_request.request_id = "request-2";
    EXPECT_EQ(reason(may_settle(priced, other_request, false, now)), "foreign_order");
}

}  // namespace
}  // namespace maedal::billing
