#include "bootpay/pg/pay.hpp"

#include "unit/bootpay/samples.hpp"

#include <gtest/gtest.h>

namespace maedal::bootpay::pg {
namespace {

using namespace samples;

const Codes codes{{}};

ports::PayRequest pay_asked(const std::string& terms = {}) {
    return {
        order_id,
        billing_key(),
        "월간 이용권",
        won(29'900),
        won(900),
        billing::CustomerId{"user_1001"},
        "monthly",
        Secret{terms}};
}

json paid() {
    return {
        {"receipt_id", receipt_id.text()},
        {"order_id", order_id.text()},
        {"price", 29'900},
        {"tax_free", 900},
        {"cancelled_price", 0},
        {"cancelled_tax_free", 0},
        {"currency", "KRW"},
        {"status", 1},
        {"purchased_at", "2026-11-30T15:00:02+09:00"}};
}

Errc code_of(const json& body) {
    const auto result = paid_from(ok(body), pay_asked(), codes);
    return result ? Errc::invalid : result.error().code;
}

TEST(Pay, AsksForExactlyWhatWasDecided) {
    const auto request = pay_request(pay_asked(), "https://shop.example/hook/1");
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.target, "/subscribe/payment");
    const json expected{
        {"billing_key", "62b3d166cf9f6d001bd20d59"},
        {"order_name", "월간 이용권"},
        {"price", 29'900},
        {"tax_free", 900},
        {"order_id", "m1-4-1"},
        {"user", {{"id", "user_1001"}}},
        {"items", {{{"id", "monthly"}, {"name", "월간 이용권"}, {"qty", 1}, {"price", 29'900}}}},
        {"metadata", {{"order_id", "m1-4-1"}}},
        {"feedback_url", "https://shop.example/hook/1"},
        {"content_type", "application/json"}};
    EXPECT_EQ(json::parse(request.body), expected);
}

TEST(Pay, SendsWhatTheMerchantWantsSentWithIt) {
    const json terms{
        {"user", {{"username", "홍길동"}, {"phone", "01012345678"}}},
        {"extra", {{"card_quota", "00"}}},
        {"metadata", {{"cycle", 4}}},
        {"card_quota", "02"},
        {"content_type", "application/x-www-form-urlencoded"}};
    const auto body = json::parse(pay_request(pay_asked(terms.dump()), "https://s.example/").body);
    EXPECT_EQ(
        body["user"], (json{{"id", "user_1001"}, {"username", "홍길동"}, {"phone", "01012345678"}})
    );
    EXPECT_EQ(body["extra"], terms["extra"]);
    EXPECT_EQ(body["metadata"], (json{{"cycle", 4}, {"order_id", "m1-4-1"}}));
    EXPECT_EQ(body["card_quota"], "02");
    EXPECT_EQ(body["content_type"], "application/x-www-form-urlencoded");
}

TEST(Pay, IsDoneByAPaidReceiptOfThisOrderAndPrice) {
    const auto receipt = paid_from(ok(paid()), pay_asked(), codes);
    ASSERT_TRUE(receipt);
    EXPECT_EQ(receipt->id, receipt_id);
    EXPECT_EQ(receipt->price, won(29'900));
}

TEST(Pay, IsInDoubtWhenTheReceiptContradictsTheRequest) {
    const std::pair<const char*, json> changes[]{
        {"order_id", "m1-4-2"},
        {"price", 29'901},
        {"status", 0},
        {"status", -2},
        {"receipt_id", 7}};
    for (const auto& [field, value] : changes) {
        auto body = paid();
        body[field] = value;
        EXPECT_EQ(code_of(body), Errc::in_doubt) << field << value;
    }
    auto body = paid();
    body.erase("receipt_id");
    EXPECT_EQ(code_of(body), Errc::in_doubt);
}

TEST(Pay, EndsByWhatTheCodeMeans) {
    const std::tuple<int, const char*, Errc> cases[]{
        {400, "RC_REQUEST_FAILED", Errc::declined},
        {400, "SUBSCRIBE_BK_EXPIRED", Errc::refused},
        {400, "RC_ORDER_ID_DUPLICATED", Errc::conflict},
        {400, "SOMETHING_NEW", Errc::in_doubt},
        {500, "RC_REQUEST_CRITICAL_FAILED", Errc::in_doubt},
        {401, "TOKEN_KEY_INVALID", Errc::unauthorized}};
    for (const auto& [status, code, meaning] : cases) {
        const auto result = paid_from(failure(status, code), pay_asked(), codes);
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, meaning) << code;
    }
    EXPECT_EQ(paid_from(page(502), pay_asked(), codes).error().code, Errc::in_doubt);
}

}  // namespace
}  // namespace maedal::bootpay::pg
