// What else Bootpay does for a merchant, answer by answer.
#include "bootpay/pg/after_sale.hpp"
#include "bootpay/pg/gateway.hpp"
#include "bootpay/pg/people.hpp"
#include "bootpay/pg/registration.hpp"
#include "fake_bootpay.hpp"

#include <gtest/gtest.h>

namespace maedal::bootpay::pg {
namespace {

using net::testing::run;
using nlohmann::json;
using samples::failure;
using samples::ok;

const Codes codes{{}};
const billing::ReceiptId receipt{"66542dfb4d18d5fc7b43e1b0"};

json issued() {
    return json{
        {"receipt_id", receipt.text()},
        {"status", 11},
        {"billing_key", "66542dfb4d18d5fc7b43e1b6"},
        {"method", "카드자동결제(REST)"},
        {"billing_data", {{"card_no", "55704204****1074"}, {"card_company", "국민"}}}};
}

template <class T>
Errc code_of(const Result<T>& result) {
    return result.error().code;
}

ports::CardForm card_form() {
    return ports::CardForm{
        .pg = "나이스페이",
        .order_name = "카드 등록",
        .registration_id = "reg_1",
        .customer = billing::CustomerId{"kim"},
        .username = {},
        .phone = {},
        .email = {},
        .card_no = Secret{"5570000000001074"},
        .card_pw = Secret{"12"},
        .identity_no = Secret{"861014"},
        .expire_year = Secret{"30"},
        .expire_month = Secret{"12"},
        .test_payment = false};
}

TEST(CardRegistration, GivesTheKeyAndItsReceipt) {
    const auto key = registered_from(ok(issued()), codes);
    ASSERT_TRUE(key.has_value());
    EXPECT_EQ(key->receipt, receipt);
    EXPECT_EQ(key->key.billing_key.reveal(), "66542dfb4d18d5fc7b43e1b6");
    EXPECT_EQ(key->key.method, "국민 55704204****1074");
}

TEST(CardRegistration, IsRefusedOnlyByKnownCodes) {
    for (const char* code :
         {"INVALID_CARD_NUMBER", "RC_INVALID_EXP_MONTH", "SUBSCRIBE_PUBLISH_FAILED"})
        EXPECT_EQ(code_of(registered_from(failure(400, code), codes)), Errc::refused) << code;
    EXPECT_EQ(code_of(registered_from(failure(400, "SOMETHING_NEW"), codes)), Errc::in_doubt);
    EXPECT_EQ(
        code_of(registered_from(failure(500, "SUBSCRIBE_PUBLISH_FAILED"), codes)), Errc::in_doubt
    );
    json without = issued();
    without["status"] = 41;
    EXPECT_EQ(code_of(registered_from(ok(without), codes)), Errc::in_doubt);
}

TEST(CardRegistration, EscapesWhatBreaksAText) {
    auto form = card_form();
    form.card_no = Secret{"55\"\\\n7"};
    EXPECT_EQ(json::parse(card_request(form).body).at("card_no"), "55\"\\\n7");
    form.card_pw = Secret{};
    EXPECT_FALSE(json::parse(card_request(form).body).contains("card_pw"));
}

TEST(AccountRegistration, WaitsForTheConsent) {
    const auto asked =
        account_asked_from(ok({{"receipt_id", receipt.text()}, {"status", 41}}), codes);
    EXPECT_EQ(*asked, receipt);
    const auto early = published_from(failure(400, "SUBSCRIBE_PUBLISH_NOT_READY"), receipt, codes);
    EXPECT_EQ(code_of(early), Errc::refused);
    EXPECT_EQ(early.error().reason, "consent_awaited");
    EXPECT_TRUE(published_from(ok(issued()), receipt, codes).has_value());
    const billing::ReceiptId other{"other"};
    EXPECT_EQ(code_of(published_from(ok(issued()), other, codes)), Errc::in_doubt);
}

TEST(KeyDeletion, IsDoneWhenTheKeyIsGone) {
    const Secret key{"66542dfb4d18d5fc7b43e1b6"};
    EXPECT_TRUE(key_deleted_from(ok({{"billing_key", key.reveal()}}), key, codes).has_value());
    EXPECT_TRUE(key_deleted_from(failure(400, "SUBSCRIBE_BK_EXPIRED"), key, codes).has_value());
    EXPECT_EQ(code_of(key_deleted_from(ok({{"billing_key", "x"}}), key, codes)), Errc::in_doubt);
    EXPECT_EQ(code_of(key_deleted_from(failure(502, ""), key, codes)), Errc::in_doubt);
}

json sale(int status) {
    return json{{"receipt_id", receipt.text()}, {"order_id", "o-1"}, {"status", status}};
}

TEST(AfterSale, TellsShippedGoodsAndCashReceipts) {
    EXPECT_FALSE(sale_from(ok(sale(1)), receipt, codes)->shipped);
    json shipped = sale(1);
    shipped["escrow_data"] = {{"shipping_started_at", nullptr}};
    EXPECT_FALSE(sale_from(ok(shipped), receipt, codes)->shipped);
    shipped["escrow_data"] = {{"shipping_started_at", "2026-12-01T10:00:00+09:00"}};
    EXPECT_TRUE(sale_from(ok(shipped), receipt, codes)->shipped);
    json lone = sale(60);
    lone["cash_receipt_data"] = {{"tid", "cash1"}};
    EXPECT_TRUE(sale_from(ok(lone), receipt, codes)->cash_receipt);
    lone["status"] = 61;
    EXPECT_FALSE(sale_from(ok(lone), receipt, codes)->cash_receipt);
}

TEST(AfterSale, IsInDoubtUnlessTheCodeIsKnown) {
    const auto& id = receipt.text();
    EXPECT_EQ(code_of(sale_written(failure(400, "RC_NOT_ESCROW"), id, codes)), Errc::refused);
    EXPECT_EQ(
        code_of(sale_written(failure(400, "RC_CASH_RECEIPT_FAILED"), id, codes)), Errc::in_doubt
    );
    EXPECT_EQ(code_of(sale_written(ok(sale(1)), "other", codes)), Errc::in_doubt);
    EXPECT_EQ(code_of(sale_from(failure(404, "RC_NOT_FOUND"), receipt, codes)), Errc::not_found);
    const billing::OrderId order{"o-1"};
    EXPECT_EQ(sales_from(ok(json::array({sale(1)})), order, codes)->size(), 1U);
    EXPECT_TRUE(sales_from(failure(404, "RC_NOT_FOUND"), order, codes)->empty());
}

TEST(IdentityCheck, IsReadOnlyWhenItIsFinished) {
    json found = sale(12);
    EXPECT_TRUE(identity_from(ok(found), receipt, codes).has_value());
    found["status"] = 50;
    EXPECT_EQ(identity_from(ok(found), receipt, codes).error().reason, "not_verified");
    const auto late = identity_from(failure(400, "AUTH_EXPIRED"), receipt, codes);
    EXPECT_EQ(code_of(late), Errc::refused);
}

/// A gateway in front of one that hands out tokens and refuses Basic where Bootpay does.
struct Tokens {
    explicit Tokens(BootpayOptions options)
        : gateway{loop.get_executor(), server.origin(), net::ClientOptions{}, options, clock} {}

    static net::Response answer(const net::Request& request) {
        if (request.path() == "/v2/request/token")
            return ok({{"access_token", "t-1"}, {"expire_in", 1800}});
        if (request.headers.get("Authorization") != "Bearer t-1")
            return failure(401, "TOKEN_KEY_INVALID");
        return ok({{"user_token", "u-1"}, {"expired_at", "2026-12-01T10:00:00+09:00"}});
    }

    boost::asio::io_context loop;
    samples::StandingClock clock{*instant_from_rfc3339("2026-11-29T00:00:00Z")};
    testing::FakeBootpay server{loop, answer};
    PgGateway gateway;
};

TEST(UserToken, TakesTheApplicationPairBesideTheUsualOne) {
    BootpayOptions options;
    options.client_key = Secret{"ck"};
    options.secret_key = Secret{"sk"};
    const ports::UserTokenForm form{billing::CustomerId{"kim"}, {}, {}, {}, {}, std::nullopt};
    Tokens without{options};
    const auto none = run(without.loop, without.gateway.user_token(form));
    EXPECT_EQ(none.error().reason, "needs_application_key");
    EXPECT_TRUE(without.server.asked().empty());

    options.application_id = Secret{"ai"};
    options.private_key = Secret{"pk"};
    Tokens with{options};
    const auto token = run(with.loop, with.gateway.user_token(form));
    ASSERT_TRUE(token.has_value());
    EXPECT_EQ(token->token.reveal(), "u-1");
}

}  // namespace
}  // namespace maedal::bootpay::pg
