#include "admin/endpoints.hpp"
#include "unit/admin/knocking.hpp"

#include <gtest/gtest.h>

namespace maedal::admin {
namespace {

using testing::at;
using testing::body_of;
using testing::FixedReads;
using testing::Knocking;
using testing::problem_in;

constexpr const char* wanted =
    R"({"customer_id":"kim","plan_id":"monthly","billing_key_id":"key_000001",
        "anchor":"2026-01-31T09:00:00"})";

TEST(AddBillingKey, HandsTheSecretOnAndShowsItNowhere) {
    Knocking door;
    door.desk.outcome = engine::Outcome{FixedReads{}.keys_.front()};
    const auto response =
        door.post("/v1/billing-keys", R"({"customer_id":"kim","billing_key":"5f9a77secret1b6c"})");
    ASSERT_EQ(response.status, 201);
    EXPECT_EQ(response.headers.get("Location"), "/v1/billing-keys/key_000001");
    EXPECT_EQ(response.body.find("secret"), std::string::npos);
    const auto& order = door.desk.ordered<engine::AddBillingKey>();
    EXPECT_EQ(order.billing_key.reveal(), "5f9a77secret1b6c");
    EXPECT_EQ(order.customer_id, "kim");
    EXPECT_EQ(door.desk.orders.back().actor, "uid:990");
}

TEST(AddBillingKey, TakesExactlyOneOfKeyAndReceipt) {
    Knocking door;
    const auto neither = door.post("/v1/billing-keys", R"({"customer_id":"kim"})");
    EXPECT_EQ(problem_in(neither), "400 key_or_receipt billing_key");
    const auto both = door.post(
        "/v1/billing-keys", R"({"customer_id":"kim","billing_key":"k","receipt_id":"r"})"
    );
    EXPECT_EQ(problem_in(both), "400 key_or_receipt billing_key");
    EXPECT_TRUE(door.desk.orders.empty());
}

TEST(CreateSubscription, AnswersWithWhatWasMadeAndWhereItIs) {
    Knocking door;
    door.desk.outcome = engine::Outcome{FixedReads{}.subscriptions_.front()};
    const auto response = door.post("/v1/subscriptions", wanted);
    ASSERT_EQ(response.status, 201);
    EXPECT_EQ(response.headers.get("Location"), "/v1/subscriptions/sub_000001");
    EXPECT_EQ(body_of(response)["plan_id"], "monthly");
    const auto& order = door.desk.ordered<engine::CreateSubscription>();
    EXPECT_EQ(order.anchor, "2026-01-31T09:00:00");
    EXPECT_TRUE(order.subscription_id.empty());
    EXPECT_TRUE(order.time_zone.empty());
    EXPECT_FALSE(door.desk.orders.back().idempotency);
}

TEST(CancelSubscription, TakesNowAndPeriodEnd) {
    Knocking door;
    door.desk.outcome = engine::Outcome{FixedReads{}.subscriptions_.front()};
    const auto now = door.post("/v1/subscriptions/sub_000001/cancel", R"({"at":"now"})");
    EXPECT_EQ(now.status, 202);
    EXPECT_EQ(body_of(now)["plan_id"], "monthly");
    EXPECT_FALSE(door.desk.ordered<engine::CancelSubscription>().at_period_end);
    door.post("/v1/subscriptions/sub_000001/cancel", R"({"at":"period_end"})");
    EXPECT_TRUE(door.desk.ordered<engine::CancelSubscription>().at_period_end);
    const auto later = door.post("/v1/subscriptions/sub_000001/cancel", R"({"at":"later"})");
    EXPECT_EQ(problem_in(later), "400 unknown_word at");
}

TEST(ReplaceBillingKey, NamesBothSides) {
    Knocking door;
    door.desk.outcome = engine::Outcome{FixedReads{}.subscriptions_.front()};
    const auto response =
        door.post("/v1/subscriptions/sub_000001/billing-key", R"({"billing_key_id":"key_000002"})");
    EXPECT_EQ(response.status, 200);
    const auto& order = door.desk.ordered<engine::ReplaceBillingKey>();
    EXPECT_EQ(order.subscription_id, "sub_000001");
    EXPECT_EQ(order.billing_key_id, "key_000002");
}

TEST(RequestRefund, LeavesTheAmountOutForAllThatIsLeft) {
    Knocking door;
    door.desk.outcome = engine::Outcome{FixedReads{}.refunds_.front()};
    const auto all = door.post("/v1/refunds", R"({"receipt_id":"rcpt1","reason":"moved away"})");
    ASSERT_EQ(all.status, 201);
    EXPECT_EQ(all.headers.get("Location"), "/v1/refunds/cancel_1");
    EXPECT_FALSE(door.desk.ordered<engine::RequestRefund>().amount);
    door.post("/v1/refunds", R"({"receipt_id":"rcpt1","reason":"r","amount":900})");
    EXPECT_EQ(door.desk.ordered<engine::RequestRefund>().amount, 900);
}

TEST(RequestRefund, TakesWholeWonOnly) {
    Knocking door;
    for (const auto* amount : {"900.0", "\"900\"", "1e3", "null", "true", "18446744073709551615"}) {
        const auto body = std::string{R"({"receipt_id":"r","reason":"x","amount":)"} + amount + "}";
        EXPECT_EQ(problem_in(door.post("/v1/refunds", body)), "400 wrong_type amount") << amount;
    }
    EXPECT_TRUE(door.desk.orders.empty());
}

TEST(Body, IsReadStrictly) {
    struct Case {
        const char* body;
        const char* problem;
    };
    const std::string deep(100'000, '[');
    const std::string long_text =
        R"({"receipt_id":")" + std::string(1'025, 'x') + R"(","reason":"r"})";
    const Case cases[]{
        {"", "400 malformed_json"},
        {"{", "400 malformed_json"},
        {"[]", "400 not_an_object"},
        {R"({"receipt_id":"r","receipt_id":"s","reason":"x"})", "400 malformed_json"},
        {deep.c_str(), "400 malformed_json"},
        {R"({"reason":"x"})", "400 missing_field receipt_id"},
        {R"({"receipt_id":"r"})", "400 missing_field reason"},
        {R"({"receipt_id":7,"reason":"x"})", "400 wrong_type receipt_id"},
        {R"({"receipt_id":null,"reason":"x"})", "400 wrong_type receipt_id"},
        {R"({"receipt_id":"","reason":"x"})", "400 empty_field receipt_id"},
        {R"({"receipt_id":"r","reason":"x","colour":1})", "400 unknown_field colour"},
        {long_text.c_str(), "400 too_long receipt_id"},
    };
    Knocking door;
    for (const auto& given : cases)
        EXPECT_EQ(problem_in(door.post("/v1/refunds", given.body)), given.problem)
            << std::string{given.body}.substr(0, 60);
    EXPECT_TRUE(door.desk.orders.empty());
}

TEST(Body, HasToBeJsonByItsContentType) {
    Knocking door;
    auto request = Knocking::request("POST", "/v1/refunds");
    request.body = R"({"receipt_id":"r","reason":"x"})";
    EXPECT_EQ(problem_in(door.send(request)), "415 content_type");
    request.headers.set("Content-Type", "text/plain");
    EXPECT_EQ(problem_in(door.send(request)), "415 content_type");
    door.desk.outcome = engine::Outcome{FixedReads{}.refunds_.front()};
    request.headers.set("Content-Type", "Application/JSON; charset=utf-8");
    EXPECT_EQ(door.send(request).status, 201);
}

TEST(Problems, FollowTheKindOfTheError) {
    struct Case {
        Errc code;
        const char* reason;
        const char* problem;
    };
    constexpr Case cases[]{
        {Errc::invalid, "unknown_plan", "422 unknown_plan plan_id"},
        {Errc::not_found, "unknown_subscription", "404 unknown_subscription plan_id"},
        {Errc::conflict, "subscription_exists", "409 subscription_exists plan_id"},
        {Errc::refused, "RC_CODE", "502 RC_CODE plan_id"},
        {Errc::declined, "", "502 gateway_declined plan_id"},
        {Errc::unauthorized, "", "502 gateway_unauthorized plan_id"},
        {Errc::in_doubt, "", "502 gateway_in_doubt plan_id"},
        {Errc::unsent, "", "503 gateway_unreachable plan_id"},
        {Errc::unavailable, "", "503 unavailable plan_id"},
    };
    Knocking door;
    for (const auto& given : cases) {
        door.desk.outcome = Error{given.code, given.reason, "why", "plan_id"};
        const auto response = door.post("/v1/subscriptions", wanted);
        EXPECT_EQ(problem_in(response), given.problem);
        EXPECT_EQ(body_of(response)["detail"], "why");
        EXPECT_FALSE(response.headers.get("Location"));
    }
}

TEST(IdempotencyKey, StandsForMethodPathAndBody) {
    Knocking door;
    door.desk.outcome = engine::Outcome{FixedReads{}.subscriptions_.front()};
    auto request = Knocking::request("POST", "/v1/subscriptions");
    request.headers.set("Content-Type", "application/json");
    request.headers.set("Idempotency-Key", "abc-1");
    request.body = wanted;
    door.send(request);
    door.send(request);
    request.body += " ";
    door.send(request);
    ASSERT_EQ(door.desk.orders.size(), 3U);
    const auto digest = [&](std::size_t i) {
        return door.desk.orders[i].idempotency.value().request_digest;
    };
    EXPECT_EQ(door.desk.orders[0].idempotency->key, "abc-1");
    EXPECT_EQ(digest(0), digest(1));
    EXPECT_NE(digest(0), digest(2));
    EXPECT_EQ(digest(0).size(), 64U);
}

TEST(IdempotencyKey, HasToBeVisibleAndShort) {
    Knocking door;
    for (const auto& key :
         {std::string{}, std::string{"a b"}, std::string(129, 'x'), std::string{"ü"}}) {
        auto request = Knocking::request("POST", "/v1/subscriptions");
        request.headers.set("Content-Type", "application/json");
        request.headers.set("Idempotency-Key", key);
        request.body = wanted;
        EXPECT_EQ(problem_in(door.send(request)), "400 malformed_idempotency_key Idempotency-Key");
    }
    EXPECT_TRUE(door.desk.orders.empty());
}

TEST(Reload, TellsWhatChangedOrEveryFault) {
    Knocking door;
    auto request = Knocking::request("POST", "/v1/reload");
    EXPECT_EQ(body_of(door.send(request))["message"], "3 plans, nothing changed");
    door.desk.reloaded = Error{Errc::invalid, "bad_configuration", "f:3:1: a\nf:9:2: b", {}};
    const auto refused = door.send(request);
    EXPECT_EQ(problem_in(refused), "422 bad_configuration");
    EXPECT_EQ(body_of(refused)["detail"], "f:3:1: a\nf:9:2: b");
}

// An id is never empty: what was missing ended the daemon.
TEST(Writes, WithoutAnyFieldAreToldSo) {
    for (const auto& endpoint : endpoints()) {
        if (endpoint.method != "POST") continue;
        std::string target{endpoint.pattern};
        for (auto at = target.find('{'); at != std::string::npos; at = target.find('{'))
            target.replace(at, target.find('}') - at + 1, "x");
        for (const char* body : {"{}", R"({"customer_id":7,"order_id":7})", "no JSON"}) {
            Knocking door;
            door.desk.outcome = Error{Errc::conflict, "no", "not now", {}};
            EXPECT_NE(door.post(target, body).status, 500) << target << ' ' << body;
        }
    }
    Knocking door;
    for (const char* target :
         {"/v1/user-tokens", "/v1/billing-keys/cards", "/v1/billing-keys/accounts/r/publish"})
        EXPECT_TRUE(problem_in(door.post(target, "{}")).starts_with("400 missing_field "))
            << target;
    EXPECT_TRUE(door.desk.orders.empty());
}

TEST(CashReceipts, OfNoAmountThereIsAreRefused) {
    Knocking door;
    EXPECT_EQ(
        problem_in(door.post(
            "/v1/cash-receipts",
            R"({"order_id":"o","order_name":"n","price":1000,"tax_free":-1,
                "type":"income_deduction","identity_no":"01012345678"})"
        )),
        "400 invalid_price tax_free"
    );
}

TEST(TestClock, WalksToAMomentWithAZone) {
    Knocking door;
    const auto walked = door.post("/v1/test-clock", R"({"to":"2026-03-01T09:00:00+09:00"})");
    EXPECT_EQ(body_of(walked)["now"], "2026-03-01T09:00:00+09:00");
    EXPECT_EQ(door.desk.walked_to, at("2026-03-01T00:00:00Z"));
    const auto local = door.post("/v1/test-clock", R"({"to":"2026-03-01T09:00:00"})");
    EXPECT_EQ(problem_in(local), "400 malformed_time to");
}

TEST(TestClock, TellsHowFarAWalkHasCome) {
    Knocking door;
    EXPECT_EQ(body_of(door.get("/v1/test-clock"))["walking"], false);
    door.desk.walk = {
        true, at("2026-01-01T00:00:00Z"), at("2026-02-01T00:00:00Z"), at("2026-12-31T00:00:00Z")};
    const auto clock = body_of(door.get("/v1/test-clock"));
    EXPECT_EQ(clock["walking"], true);
    EXPECT_EQ(clock["from"], "2026-01-01T09:00:00+09:00");
    EXPECT_EQ(clock["now"], "2026-02-01T09:00:00+09:00");
    EXPECT_EQ(clock["to"], "2026-12-31T09:00:00+09:00");
}

TEST(TestClock, PassesTheDesksRefusalOn) {
    Knocking door;
    door.desk.walked =
        Error{Errc::conflict, "no_test_clock", "this house lives by the real clock", {}};
    const auto refused = door.post("/v1/test-clock", R"({"to":"2026-03-01T09:00:00+09:00"})");
    EXPECT_EQ(problem_in(refused), "409 no_test_clock");
}

}  // namespace
}  // namespace maedal::admin
