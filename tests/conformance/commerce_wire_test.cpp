// Our Commerce requests against recordings of what Bootpay's own Node SDK sends (conformance/wire).
#include "bootpay/commerce/gateway.hpp"
#include "unit/bootpay/fake_bootpay.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>

namespace maedal {
namespace {

using net::testing::run;
using nlohmann::json;
using namespace std::chrono_literals;

json recording(const std::string& method) {
    std::ifstream file{MAEDAL_SOURCE_DIR "/tests/conformance/wire/commerce." + method + ".json"};
    return json::parse(file).at("requests").at(0);
}

std::optional<std::string> recorded_header(const json& recorded, const std::string& name) {
    for (const auto& field : recorded.at("headers"))
        if (field.at(0) == name) return field.at(1).get<std::string>();
    return std::nullopt;
}

void expect_same_head(const net::Request& sent, const json& recorded) {
    EXPECT_EQ(sent.method, recorded.at("method"));
    EXPECT_EQ(sent.path(), recorded.at("path").get<std::string>());
    for (const auto* name :
         {"Accept",
          "Content-Type",
          "Accept-Charset",
          "Authorization",
          "BOOTPAY-SDK-VERSION",
          "BOOTPAY-API-VERSION",
          "BOOTPAY-SDK-TYPE",
          "BOOTPAY-ROLE"}) {
        const auto found = sent.headers.get(name);
        const auto ours = found ? std::optional<std::string>{*found} : std::nullopt;
        EXPECT_EQ(ours, recorded_header(recorded, name)) << name;
    }
    const auto key = sent.headers.get("Idempotency-Key");
    EXPECT_EQ(key.has_value(), recorded_header(recorded, "Idempotency-Key").has_value());
    const std::regex uuid{"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"};
    EXPECT_TRUE(!key || std::regex_match(std::string{*key}, uuid));
}

/// Every field of ours is one of the recorded ones and has its type. `more` names those that stand
/// in the vendor's table and not in the recording.
void expect_known_fields(
    const json& ours, const json& recorded, const std::set<std::string>& more
) {
    for (const auto& [name, value] : ours.items()) {
        if (more.contains(name)) continue;
        ASSERT_TRUE(recorded.contains(name)) << name;
        EXPECT_EQ(value.type_name(), std::string{recorded.at(name).type_name()}) << name;
        EXPECT_EQ(value.is_number_integer(), recorded.at(name).is_number_integer()) << name;
    }
}

/// A Commerce that refuses everything but tokens.
struct CommerceWire : ::testing::Test {
    explicit CommerceWire(
        bootpay::commerce::Authentication how = bootpay::commerce::Authentication::basic
    )
        : server{loop, answer}, gateway{loop.get_executor(), origin(), {}, options(how), clock} {}

    static net::Response answer(const net::Request& request) {
        if (request.path() == "/v1/request/token")
            return bootpay::samples::ok({{"access_token", "t"}, {"expire_in", 1800}});
        return bootpay::samples::failure(404, "ORDER_NOT_FOUND");
    }
    static bootpay::commerce::CommerceOptions options(bootpay::commerce::Authentication how) {
        return {
            Secret{"test-commerce-client-key"},
            Secret{"test-commerce-secret-key"},
            how,
            "https://myshop.example/webhook",
            {}};
    }
    net::Origin origin() const {
        auto place = server.origin();
        place.base_path = "/v1";
        return place;
    }
    const net::Request& last() const { return server.asked().back(); }

    boost::asio::io_context loop;
    bootpay::samples::StandingClock clock{*instant_from_rfc3339("2026-11-29T00:00:00Z")};
    bootpay::testing::FakeBootpay server;
    bootpay::commerce::CommerceGateway gateway;
};

struct CommerceTokenWire : CommerceWire {
    CommerceTokenWire() : CommerceWire{bootpay::commerce::Authentication::token} {}
};

ports::LinkRequest link_of(const json& body) {
    return {
        billing::OrderId{"shop-1"},
        body.at("request_id"),
        body.at("name"),
        bootpay::samples::won(body.at("price").get<std::int64_t>()),
        bootpay::samples::won(body.at("tax_free_price").get<std::int64_t>()),
        {billing::SendBy::sms, billing::SendBy::kakao},
        std::nullopt,
        *instant_from_rfc3339(body.at("expired_at").get<std::string>()),
        json{
            {"redirect_url", body.at("redirect_url")},
            {"metadata", body.at("metadata")},
            {"user", body.at("user")},
            {"products", body.at("products")},
            {"extra", body.at("extra")}}
            .dump()};
}

/// A Commerce whose list of links has no end.
TEST(CommerceLinks, AreNotLookedForInAListWithoutEnd) {
    boost::asio::io_context loop;
    const bootpay::samples::StandingClock clock{*instant_from_rfc3339("2026-11-29T00:00:00Z")};
    const bootpay::testing::FakeBootpay server{
        loop, [](const net::Request&) {
            return bootpay::samples::ok(
                {{"list", {{{"request_id", "other"}}}}, {"count", 1'000'000}}
            );
        }};
    bootpay::commerce::CommerceGateway gateway{
        loop.get_executor(),
        server.origin(),
        {},
        CommerceWire::options(bootpay::commerce::Authentication::basic),
        clock};
    const auto found = run(loop, gateway.link_of(billing::OrderId{"o1"}, "o1"));
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().reason, ports::list_too_long);
    EXPECT_EQ(server.asked().size(), 50U);
}

TEST_F(CommerceWire, MakesALinkAsTheSdkDoes) {
    const auto asked = recording("invoice.create");
    const auto& body = asked.at("body_json");
    EXPECT_FALSE(run(loop, gateway.make_link(link_of(body))).has_value());
    expect_same_head(last(), asked);
    auto sent = json::parse(last().body);
    expect_known_fields(sent, body, {"order_id"});  // [S1]
    sent.erase("order_id");
    EXPECT_EQ(sent, body);
}

TEST_F(CommerceWire, LeavesOutWhatIsEmpty) {
    auto request = link_of(recording("invoice.create").at("body_json"));
    request.send_by.clear();
    request.details = R"({"metadata":{},"user":{},"products":[],"redirect_url":null})";
    request.lives = 3'600s;
    EXPECT_FALSE(run(loop, gateway.make_link(request)).has_value());
    const auto sent = json::parse(last().body);
    for (const auto* name :
         {"metadata", "user", "products", "redirect_url", "extra", "send_types", "expired_at"})
        EXPECT_FALSE(sent.contains(name)) << name;
    EXPECT_EQ(sent.at("expire_in"), 3'600);
    EXPECT_EQ(sent.at("use_notification"), false);
}

TEST_F(CommerceWire, LooksAnOrderUpAsTheSdkDoes) {
    const auto found = run(loop, gateway.order("25071182085082524116"));
    EXPECT_EQ(found.error().code, Errc::not_found);
    expect_same_head(last(), recording("order.detail"));
}

TEST_F(CommerceWire, LooksAHostedSubscriptionAndItsBillsUpAsTheSdkDoes) {
    const billing::HostedId id{"687a1b2c3d4e5f6789012345"};
    EXPECT_FALSE(run(loop, gateway.hosted(id)).has_value());
    expect_same_head(last(), recording("orderSubscription.detail"));
    EXPECT_FALSE(run(loop, gateway.bills_of(id)).has_value());
    expect_same_head(last(), recording("orderSubscriptionBill.list"));
    EXPECT_EQ(last().query("order_subscription_id"), id.text());
}

TEST_F(CommerceWire, ChangesAHostedSubscriptionAsTheSdkDoes) {
    const billing::HostedId id{"687a1b2c3d4e5f6789012345"};
    const auto at = *instant_from_rfc3339("2026-12-01T00:00:00+09:00");
    EXPECT_FALSE(run(loop, gateway.pause(id, "휴가", at)).has_value());
    auto asked = recording("orderSubscription.supervisorPause");
    expect_same_head(last(), asked);
    auto sent = json::parse(last().body);
    expect_known_fields(sent, asked.at("body_json"), {});
    EXPECT_EQ(sent.at("paused_at"), asked.at("body_json").at("paused_at"));

    EXPECT_FALSE(run(loop, gateway.terminate(id, "해지")).has_value());
    asked = recording("orderSubscription.requestIng.termination");
    expect_same_head(last(), asked);
    sent = json::parse(last().body);
    expect_known_fields(sent, asked.at("body_json"), {});
    EXPECT_EQ(sent.at("order_subscription_id"), id.text());

    EXPECT_FALSE(run(loop, gateway.resume(id, "복귀")).has_value());
    EXPECT_EQ(last().method, "PUT");
    EXPECT_EQ(last().path(), "/v1/order_subscriptions/" + id.text() + "/resume");
}

TEST_F(CommerceWire, ShowsAProductAsTheSdkDoes) {
    const auto asked = recording("product.detail");
    EXPECT_FALSE(run(loop, gateway.product("67c95e64d01640bb9859c629")).has_value());
    expect_same_head(last(), asked);
}

TEST_F(CommerceTokenWire, GetsATokenAsTheSdkDoesAndUsesIt) {
    EXPECT_FALSE(run(loop, gateway.order("1")).has_value());
    const auto asked = recording("getAccessToken");
    expect_same_head(server.asked().front(), asked);
    EXPECT_EQ(json::parse(server.asked().front().body), asked.at("body_json"));
    EXPECT_EQ(last().headers.get("Authorization"), "Bearer t");
    EXPECT_FALSE(run(loop, gateway.order("2")).has_value());
    EXPECT_EQ(server.asked_for("/v1/request/token"), 1);
}

}  // namespace
}  // namespace maedal
