// Our requests against recordings of what Bootpay's own Node SDK sends (conformance/wire). We may
// leave optional fields out; we never send one that the SDK does not know, nor one of another type.
#include "bootpay/pg/gateway.hpp"
#include "net/server.hpp"
#include "unit/bootpay/fake_bootpay.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace maedal {
namespace {

using net::testing::run;
using nlohmann::json;

json recording(const std::string& method, const std::string& variant) {
    const std::string folder = MAEDAL_SOURCE_DIR "/tests/conformance/wire/";
    std::ifstream file{folder + method + ".json"};
    return json::parse(file).at("variants").at(variant).at("requests").at(0);
}

/// What the SDK sent as `name`, whatever its case; empty when it did not.
std::optional<std::string> recorded_header(const json& recorded, const std::string& name) {
    net::Headers headers;
    for (const auto& field : recorded.at("headers"))
        headers.add(field.at(0).get<std::string>(), field.at(1).get<std::string>());
    const auto found = headers.get(name);
    if (!found) return std::nullopt;
    return std::string{*found};
}

void expect_same_head(const net::Request& sent, const json& recorded) {
    EXPECT_EQ(sent.method, recorded.at("method"));
    EXPECT_EQ(sent.path(), recorded.at("path").get<std::string>());
    for (const auto* name :
         {"Accept",
          "Content-Type",
          "Authorization",
          "BOOTPAY-SDK-VERSION",
          "BOOTPAY-API-VERSION",
          "BOOTPAY-SDK-TYPE"}) {
        const auto found = sent.headers.get(name);
        const auto ours = found ? std::optional<std::string>{*found} : std::nullopt;
        EXPECT_EQ(ours, recorded_header(recorded, name)) << name;
    }
}

/// Every field of ours is one of the recorded ones and has its type, on all levels. What stands in
/// `metadata` is the merchant's own.
void expect_known_fields(const json& ours, const json& recorded, const std::string& where) {
    for (const auto& [name, value] : ours.items()) {
        ASSERT_TRUE(recorded.contains(name)) << where << name;
        EXPECT_EQ(value.type_name(), std::string{recorded.at(name).type_name()}) << where << name;
        EXPECT_EQ(value.is_number_integer(), recorded.at(name).is_number_integer()) << name;
        if (value.is_object() && name != "metadata")
            expect_known_fields(value, recorded.at(name), where + name + ".");
    }
}

bootpay::BootpayOptions options_for(const std::string& variant) {
    bootpay::BootpayOptions options;
    options.feedback_url = "https://merchant.example/webhook";
    if (variant == "basic") {
        options.client_key = Secret{"test-client-key"};
        options.secret_key = Secret{"test-secret-key"};
    } else {
        options.application_id = Secret{"0a1b2c3d4e5f60718293a4b5"};
        options.private_key = Secret{"test-private-key"};
    }
    return options;
}

/// A gateway that refuses everything but tokens, and a messenger that talks to it.
class Wire {
public:
    explicit Wire(const std::string& variant)
        : server{loop, answer},
          gateway{
              loop.get_executor(),
              server.origin(),
              net::ClientOptions{},
              options_for(variant),
              clock} {}

    static net::Response answer(const net::Request& request) {
        if (request.path() != "/v2/request/token")
            return bootpay::samples::failure(404, "RC_NOT_FOUND");
        return bootpay::samples::ok({{"access_token", "test-access-token"}, {"expire_in", 1800}});
    }

    [[nodiscard]] const net::Request& last() const { return server.asked().back(); }

    boost::asio::io_context loop;
    bootpay::samples::StandingClock clock{*instant_from_rfc3339("2026-11-29T00:00:00Z")};
    bootpay::testing::FakeBootpay server;
    bootpay::pg::PgGateway gateway;
};

class BootpayWire : public ::testing::TestWithParam<const char*> {
protected:
    Wire wire{GetParam()};
    [[nodiscard]] json recorded(const std::string& method) const {
        return recording(method, GetParam());
    }
};

TEST_P(BootpayWire, ReservesAsTheSdkDoes) {
    const auto asked = recorded("subscribePaymentReserve");
    const auto& body = asked.at("body_json");
    ports::ReserveRequest request{
        billing::OrderId{body.at("order_id").get<std::string>()},
        Secret{body.at("billing_key").get<std::string>()},
        body.at("order_name").get<std::string>(),
        bootpay::samples::won(body.at("price").get<std::int64_t>()),
        bootpay::samples::won(body.at("tax_free").get<std::int64_t>()),
        *instant_from_rfc3339(body.at("reserve_execute_at").get<std::string>()),
        billing::CustomerId{body.at("user").at("id").get<std::string>()}};
    EXPECT_FALSE(run(wire.loop, wire.gateway.reserve(request)).has_value());

    expect_same_head(wire.last(), asked);
    const auto sent = json::parse(wire.last().body);
    expect_known_fields(sent, body, "");
    for (const auto* name :
         {"billing_key", "order_name", "price", "tax_free", "order_id", "feedback_url"})
        EXPECT_EQ(sent.at(name), body.at(name)) << name;
    EXPECT_EQ(sent.at("user").at("id"), body.at("user").at("id"));
    EXPECT_EQ(
        instant_from_rfc3339(sent.at("reserve_execute_at").get<std::string>()), request.execute_at
    );
}

TEST_P(BootpayWire, RevokesAsTheSdkDoes) {
    const billing::ReserveId id{"6490149ca575b40024f0b70d"};
    EXPECT_FALSE(run(wire.loop, wire.gateway.revoke(id)).has_value());
    expect_same_head(wire.last(), recorded("cancelSubscribeReserve"));
    EXPECT_EQ(wire.last().body, "");
}

TEST_P(BootpayWire, LooksAReceiptUpAsTheSdkDoes) {
    const billing::ReceiptId id{"62b12f4b6262500007629fec"};
    EXPECT_FALSE(run(wire.loop, wire.gateway.receipt(id)).has_value());
    const auto asked = recorded("receiptPayment");
    expect_same_head(wire.last(), asked);
    // The recording asks for the purchaser's data, which we have no use for.
    EXPECT_EQ(asked.at("query"), json::parse(R"([["lookup_user_data","true"]])"));
    EXPECT_EQ(wire.last().query("lookup_user_data"), "false");
}

TEST_P(BootpayWire, LooksAKeyUpAsTheSdkDoes) {
    const billing::ReceiptId id{"62b12f4b6262500007629fec"};
    EXPECT_FALSE(run(wire.loop, wire.gateway.key_of_receipt(id)).has_value());
    const auto asked = recorded("lookupSubscribeBillingKey");
    expect_same_head(wire.last(), asked);
    EXPECT_EQ(asked.at("query").size(), 0U);
    EXPECT_EQ(wire.last().target, wire.last().path());
}

TEST_P(BootpayWire, RegistersACardAsTheSdkDoes) {
    const auto asked = recorded("requestSubscribeBillingKey");
    const auto& body = asked.at("body_json");
    const auto text = [&](const char* name) { return body.at(name).get<std::string>(); };
    ports::CardForm form{
        .pg = text("pg"),
        .order_name = text("order_name"),
        .registration_id = text("subscription_id"),
        .customer = billing::CustomerId{"user_1001"},
        .username = "홍길동",
        .phone = "01012345678",
        .email = "user@example.com",
        .card_no = Secret{text("card_no")},
        .card_pw = Secret{text("card_pw")},
        .identity_no = Secret{text("card_identity_no")},
        .expire_year = Secret{text("card_expire_year")},
        .expire_month = Secret{text("card_expire_month")},
        .test_payment = true};
    EXPECT_FALSE(run(wire.loop, wire.gateway.register_card(form)).has_value());
    expect_same_head(wire.last(), asked);
    const auto sent = json::parse(wire.last().body);
    expect_known_fields(sent, body, "");
    for (const auto& [name, value] : body.items()) {
        if (name == "method" || name == "metadata") continue;
        EXPECT_EQ(sent.at(name), value) << name;
    }
}

TEST_P(BootpayWire, RegistersAnAccountAsTheSdkDoes) {
    const auto asked = recorded("requestSubscribeAutomaticTransferBillingKey");
    const auto& body = asked.at("body_json");
    const auto text = [&](const char* name) { return body.at(name).get<std::string>(); };
    ports::AccountForm form{
        .pg = text("pg"),
        .order_name = text("order_name"),
        .registration_id = text("subscription_id"),
        .customer = billing::CustomerId{"user_1001"},
        .consent = ports::AccountConsent::by_phone,
        .holder = text("username"),
        .bank_name = text("bank_name"),
        .account = Secret{text("bank_account")},
        .identity_no = Secret{text("identity_no")},
        .phone = text("phone")};
    EXPECT_FALSE(run(wire.loop, wire.gateway.ask_for_account(form)).has_value());
    expect_same_head(wire.last(), asked);
    const auto sent = json::parse(wire.last().body);
    expect_known_fields(sent, body, "");
    for (const auto* name : {"auth_type", "username", "bank_name", "bank_account", "identity_no"})
        EXPECT_EQ(sent.at(name), body.at(name)) << name;

    const auto publishing = recorded("publishAutomaticTransferBillingKey");
    const billing::ReceiptId receipt{
        publishing.at("body_json").at("receipt_id").get<std::string>()};
    EXPECT_FALSE(run(wire.loop, wire.gateway.publish_account(receipt)).has_value());
    expect_same_head(wire.last(), publishing);
    EXPECT_EQ(json::parse(wire.last().body), publishing.at("body_json"));
}

TEST_P(BootpayWire, DeletesAKeyAsTheSdkDoes) {
    EXPECT_FALSE(
        run(wire.loop, wire.gateway.delete_key(Secret{"62b3d166cf9f6d001bd20d59"})).has_value()
    );
    expect_same_head(wire.last(), recorded("destroyBillingKey"));
    EXPECT_EQ(wire.last().body, "");
}

TEST_P(BootpayWire, ReadsAnIdentityCheckAsTheSdkDoes) {
    const billing::ReceiptId id{"62b12f4b6262500007629fec"};
    EXPECT_FALSE(run(wire.loop, wire.gateway.identity(id)).has_value());
    expect_same_head(wire.last(), recorded("certificate"));
}

TEST_P(BootpayWire, PublishesCashReceiptsAsTheSdkDoes) {
    const auto asked = recorded("cashReceiptPublishOnReceipt");
    const auto& body = asked.at("body_json");
    ports::CashReceiptForm form{
        .receipt = billing::ReceiptId{body.at("receipt_id").get<std::string>()},
        .kind = ports::CashReceiptKind::income_deduction,
        .identity_no = Secret{body.at("identity_no").get<std::string>()},
        .username = body.at("username").get<std::string>(),
        .email = body.at("email").get<std::string>(),
        .phone = body.at("phone").get<std::string>()};
    EXPECT_FALSE(run(wire.loop, wire.gateway.publish_cash_receipt(form)).has_value());
    expect_same_head(wire.last(), asked);
    EXPECT_EQ(json::parse(wire.last().body), body);

    const auto alone = recorded("requestCashReceipt");
    const auto& lone_body = alone.at("body_json");
    ports::LoneCashReceiptForm lone{
        .order_id = billing::OrderId{lone_body.at("order_id").get<std::string>()},
        .pg = lone_body.at("pg").get<std::string>(),
        .order_name = lone_body.at("order_name").get<std::string>(),
        .price = bootpay::samples::won(lone_body.at("price").get<std::int64_t>()),
        .tax_free = bootpay::samples::won(0),
        .kind = ports::CashReceiptKind::income_deduction,
        .identity_no = Secret{lone_body.at("identity_no").get<std::string>()},
        .purchased_at = instant_from_rfc3339("2026-11-30T15:00:00Z")};
    EXPECT_FALSE(run(wire.loop, wire.gateway.publish_lone_cash_receipt(lone)).has_value());
    expect_same_head(wire.last(), alone);
    const auto sent = json::parse(wire.last().body);
    expect_known_fields(sent, lone_body, "");
    for (const auto* name : {"pg", "price", "order_name", "cash_receipt_type", "identity_no"})
        EXPECT_EQ(sent.at(name), lone_body.at(name)) << name;
}

INSTANTIATE_TEST_SUITE_P(Pairs, BootpayWire, ::testing::Values("basic", "bearer"));

TEST(BootpayWireToken, IsAskedForAsTheSdkDoes) {
    Wire wire{"bearer"};
    const billing::ReserveId id{"6490149ca575b40024f0b70d"};
    EXPECT_FALSE(run(wire.loop, wire.gateway.reservation(id)).has_value());
    const auto asked = recording("getAccessToken", "bearer");
    const auto& sent = wire.server.asked().front();
    expect_same_head(sent, asked);
    EXPECT_EQ(json::parse(sent.body), asked.at("body_json"));
    EXPECT_EQ(wire.server.asked().size(), 2U);
}

}  // namespace
}  // namespace maedal
