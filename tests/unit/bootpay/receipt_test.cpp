#include "bootpay/pg/receipt.hpp"

#include "bootpay/pg/cancel.hpp"
#include "unit/bootpay/samples.hpp"

#include <gtest/gtest.h>

namespace maedal::bootpay::pg {
namespace {

using namespace samples;
using ports::ReceiptStatus;

const Codes codes{{}};

Result<ports::GatewayReceipt> read(const json& body) {
    return receipt_from(ok(body), receipt_id, codes);
}

TEST(Receipt, IsReadWhole) {
    const auto found = read(samples::receipt());
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->id, receipt_id);
    EXPECT_EQ(found->order_id, order_id);
    EXPECT_EQ(found->price, won(29'900));
    EXPECT_EQ(found->refunded, won(0));
    EXPECT_EQ(found->status, ReceiptStatus::paid);
    EXPECT_EQ(found->currency, "KRW");
    EXPECT_EQ(found->paid_at, at("2026-11-30T06:00:02Z"));
    EXPECT_EQ(found->code, "");
}

TEST(Receipt, MapsEveryStatus) {
    auto body = samples::receipt();
    const std::pair<ReceiptStatus, std::vector<int>> rows[]{
        {ReceiptStatus::paid, {1}},
        {ReceiptStatus::canceled, {20}},
        {ReceiptStatus::declined, {-2, -4}},
        {ReceiptStatus::pending, {0, 2, 3, 4, 5}},
        {ReceiptStatus::other, {10, 11, 12, 40, 41, 42, 50, 60, 61, -1, -3, -11, -15, -20, -61}}};
    for (const auto& [status, numbers] : rows)
        for (const int number : numbers) {
            body["status"] = number;
            EXPECT_EQ(read(body)->status, status) << number;
        }
}

TEST(Receipt, TellsTheDeclineCodeWhenItIsFitToBeShown) {
    auto body = samples::receipt();
    body["status"] = -2;
    body.erase("purchased_at");
    body["pg_error_code"] = "3143";
    EXPECT_EQ(read(body)->code, "3143");
    EXPECT_EQ(read(body)->paid_at, std::nullopt);
    body["pg_error_code"] = "two words";
    EXPECT_EQ(read(body)->code, "");
}

// No payment settled its charge as long as its receipt named no currency, or won in the SDKs' word.
TEST(Receipt, IsInWonUnlessItSaysOtherwise) {
    auto body = samples::receipt();
    body.erase("currency");
    EXPECT_EQ(read(body)->currency, "KRW");
    body["currency"] = "WON";
    EXPECT_EQ(read(body)->currency, "KRW");
    body["currency"] = "krw";
    EXPECT_EQ(read(body)->currency, "KRW");
    body["currency"] = "USD";
    EXPECT_EQ(read(body)->currency, "USD");
    body["currency"] = 410;
    EXPECT_EQ(read(body).error().code, Errc::unavailable);
}

TEST(Receipt, KnowsHowMuchWentBack) {
    auto body = samples::receipt();
    body["cancelled_price"] = 29'900;
    body["status"] = 20;
    EXPECT_EQ(read(body)->refunded, won(29'900));
    body.erase("cancelled_price");
    EXPECT_EQ(read(body).error().code, Errc::unavailable);
    body["status"] = 1;
    EXPECT_EQ(read(body)->refunded, won(0));
    for (const json& wrong : json::array({29'901, -1, "0", 0.5, true})) {
        body["cancelled_price"] = wrong;
        EXPECT_EQ(read(body).error().code, Errc::unavailable) << wrong;
    }
}

TEST(Receipt, IsUnavailableWhenItCannotBeReadStrictly) {
    for (const auto* name : {"receipt_id", "order_id", "price", "status"}) {
        auto body = samples::receipt();
        body.erase(name);
        EXPECT_EQ(read(body).error().code, Errc::unavailable) << name;
    }
    for (const auto* name : {"receipt_id", "order_id", "price", "status", "purchased_at"}) {
        auto body = samples::receipt();
        body[name] = "~ ~";
        EXPECT_EQ(read(body).error().code, Errc::unavailable) << name;
    }
    auto other = samples::receipt();
    other["receipt_id"] = "another";
    EXPECT_EQ(read(other).error().code, Errc::unavailable);
}

TEST(ReceiptsOfAnOrder, AreAListThatMayBeEmpty) {
    const auto find = [](const net::Response& response) {
        return receipts_from(response, order_id, codes);
    };
    EXPECT_EQ(receipts_request(order_id).target, "/lookup/order/m1-4-1");
    EXPECT_EQ(find(ok(json::array()))->size(), 0U);
    EXPECT_EQ(find(failure(404, "RC_NOT_FOUND"))->size(), 0U);
    EXPECT_EQ(find(failure(400, "RC_NOT_FOUND"))->size(), 0U);
    EXPECT_EQ(find(ok(json{{"error_code", "RC_NOT_FOUND"}}))->size(), 0U);

    auto declined = samples::receipt();
    declined["receipt_id"] = "r0";
    declined["status"] = -2;
    const auto both = find(ok(json::array({declined, samples::receipt()})));
    ASSERT_TRUE(both.has_value());
    ASSERT_EQ(both->size(), 2U);
    EXPECT_EQ((*both)[0].status, ReceiptStatus::declined);
    EXPECT_EQ((*both)[1].id, receipt_id);
}

TEST(ReceiptsOfAnOrder, AreUnavailableWhenOneCannotBeBelieved) {
    const auto error_of = [](const net::Response& response) {
        return receipts_from(response, order_id, codes).error().code;
    };
    auto broken = samples::receipt();
    broken["price"] = "29900";
    EXPECT_EQ(error_of(ok(json::array({samples::receipt(), broken}))), Errc::unavailable);
    auto other = samples::receipt();
    other["order_id"] = "m1-4-2";
    EXPECT_EQ(error_of(ok(json::array({other}))), Errc::unavailable);
    EXPECT_EQ(error_of(ok(samples::receipt())), Errc::unavailable);
    EXPECT_EQ(error_of(ok(json::array({nullptr}))), Errc::unavailable);
    EXPECT_EQ(error_of(page(404)), Errc::unavailable);
    EXPECT_EQ(error_of(page(503)), Errc::unavailable);
    EXPECT_EQ(error_of(failure(401, "TOKEN_KEY_INVALID")), Errc::unauthorized);
}

TEST(Cancel, NamesItsAmountAndItsId) {
    const auto request = cancel_request(refund_asked());
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.target, "/cancel");
    const json expected{
        {"receipt_id", receipt_id.text()},
        {"cancel_price", 10'000},
        {"cancel_id", "m1-r-7"},
        {"cancel_username", "maedal"},
        {"cancel_message", "asked for by the customer"}};
    EXPECT_EQ(json::parse(request.body), expected);
}

TEST(Cancel, OfWhatIsGivenBackAlreadyIsADoubtOfAKnownCause) {
    // Once it passed for a code that nobody knows, and asked a person what it means.
    for (const char* code : {"RC_ALREADY_CANCELLED", "CANCEL_ALREADY_DONE"}) {
        const auto error = canceled_from(failure(400, code), refund_asked(), codes).error();
        EXPECT_EQ(error.code, Errc::in_doubt) << code;
        EXPECT_EQ(error.reason, "already_cancelled") << code;
    }
}

TEST(Cancel, IsDoneWhenTheReceiptShowsIt) {
    const auto after = [](const json& body) {
        return canceled_from(ok(body), refund_asked(), codes);
    };
    ASSERT_TRUE(after(canceled()).has_value());
    EXPECT_EQ(after(canceled())->refunded, won(10'000));
    auto whole = canceled();
    whole["status"] = 20;
    whole["cancelled_price"] = 29'900;
    EXPECT_EQ(after(whole)->status, ReceiptStatus::canceled);

    const std::pair<const char*, json> contradictions[]{
        {"receipt_id", "another"},
        {"cancelled_price", 9'999},
        {"cancelled_price", nullptr},
        {"cancelled_price", "10000"},
        {"cancelled_price", 29'901},
        {"status", 0},
        {"status", -2},
        {"status", nullptr}};
    for (const auto& [name, value] : contradictions) {
        auto body = canceled();
        body[name] = value;
        EXPECT_EQ(after(body).error().code, Errc::in_doubt) << name << ' ' << value;
    }
}

}  // namespace
}  // namespace maedal::bootpay::pg
