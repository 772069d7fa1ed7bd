// Charges that are collected by immediate payments, and what a merchant wants sent with each,
// through the real programs.
#include "pair.hpp"

#include <gtest/gtest.h>

namespace maedal::integration {
namespace {

using nlohmann::json;

struct Payments : ::testing::Test {
    void SetUp() override {
        Wishes wishes;
        wishes.plans =
            "  - { id: now, name: Now, price: 800, interval: day, collect: pay_now }\n"
            "  - { id: daily, name: Daily, price: 700, interval: day }\n";
        pair.wish(wishes);
        pair.start_sandbox();
        ASSERT_TRUE(pair.start_daemon());
        key = pair.add_key("kim", "key-of-kim");
    }
    json charges(const std::string& subscription, const std::string& state) {
        const auto path = "/v1/charges?subscription_id=" + subscription + "&state=" + state;
        return pair.admin("GET", path).body.at("items");
    }
    json attempt_of(const json& charge) {
        const auto number = std::to_string(charge.value("charge_number", 0));
        return pair.admin("GET", "/v1/charges/" + number).body.at("attempts").back();
    }
    json money() { return pair.sandbox("GET", "/_sandbox/receipts").body.at("receipts"); }

    Pair pair;
    std::string key;
};

TEST_F(Payments, OfAPlanThatPaysNowAreTakenAtTheirDueMoment) {
    pair.subscribe("sub-1", "now", key, "kim", "2028-01-02T09:00:00");
    EXPECT_EQ(pair.walk("2028-01-02T08:59:00+09:00").status, 200);
    EXPECT_TRUE(money().empty());
    EXPECT_EQ(pair.walk("2028-01-04T10:00:00+09:00").status, 200);
    const auto paid = charges("sub-1", "paid");
    ASSERT_EQ(paid.size(), 3U);
    for (const auto& charge : paid) {
        EXPECT_EQ(charge.value("settled_at", "").substr(11, 5), "09:00") << charge;
        EXPECT_EQ(attempt_of(charge).value("method", ""), "immediate");
    }
    EXPECT_EQ(money().size(), 3U);
    EXPECT_TRUE(pair.sandbox("GET", "/_sandbox/reservations").body.at("reservations").empty());
}

TEST_F(Payments, WhoseAnswerIsLostAreFoundByTheirOrderIdAndTakenOnce) {
    pair.sandbox("POST", "/_sandbox/faults", {{"on", "pay"}, {"kind", "lose_answer"}});
    pair.subscribe("sub-1", "now", key, "kim", "2028-01-02T09:00:00");
    EXPECT_EQ(pair.walk("2028-01-02T12:00:00+09:00").status, 200);
    EXPECT_EQ(charges("sub-1", "paid").size(), 1U);
    EXPECT_EQ(money().size(), 1U);
}

TEST_F(Payments, ThatAreDeclinedAreTriedAgainUnderAnotherOrderId) {
    pair.sandbox("POST", "/_sandbox/declines", {{"billing_key", "key-of-kim"}, {"times", 1}});
    pair.subscribe("sub-1", "now", key, "kim", "2028-01-02T09:00:00");
    EXPECT_EQ(pair.walk("2028-01-02T12:00:00+09:00").status, 200);
    EXPECT_EQ(charges("sub-1", "past_due").size(), 1U);
    EXPECT_EQ(pair.walk("2028-01-03T12:00:00+09:00").status, 200);
    EXPECT_EQ(charges("sub-1", "paid").size(), 2U);
}

TEST_F(Payments, CarryWhatTheMerchantWantsSentWithThem) {
    const json user{{"username", "홍길동"}, {"phone", "01012345678"}};
    json body{
        {"subscription_id", "sub-1"},
        {"customer_id", "kim"},
        {"plan_id", "daily"},
        {"billing_key_id", key},
        {"anchor", "2028-01-02T09:00:00"},
        {"user", user},
        {"extra", {{"raw_data", 1}}},
        {"metadata", {{"cycle", 4}}},
        {"card_quota", "00"},
        {"content_type", "application/x-www-form-urlencoded"}};
    json wrong = body;
    wrong["card_quota"] = "1";
    EXPECT_EQ(pair.admin("POST", "/v1/subscriptions", wrong).status, 400);
    wrong = body;
    wrong["user"]["shoe_size"] = 43;
    EXPECT_EQ(pair.admin("POST", "/v1/subscriptions", wrong).status, 400);
    ASSERT_EQ(pair.admin("POST", "/v1/subscriptions", body).status, 201);
    EXPECT_EQ(pair.walk("2028-01-02T12:00:00+09:00").status, 200);
    const auto paid = charges("sub-1", "paid");
    ASSERT_EQ(paid.size(), 1U);
    const auto order = attempt_of(paid.front()).value("order_id", "");
    const auto told = pair.admin("GET", "/v1/reservations/" + order + "/told").body;
    ASSERT_TRUE(told.contains("user")) << told;
    EXPECT_EQ(told.at("user").at("username"), "홍길동") << told;
    EXPECT_EQ(told.at("user").at("id"), "kim");
    EXPECT_EQ(told.at("metadata"), (json{{"cycle", 4}, {"order_id", order}}));
    EXPECT_EQ(told.at("extra"), (json{{"raw_data", 1}}));
    EXPECT_EQ(told.at("card_quota"), "00");
    EXPECT_EQ(told.at("content_type"), "application/x-www-form-urlencoded");
    EXPECT_EQ(told.at("status"), 1);
    for (const char* field :
         {"reserve_requested_at",
          "reserve_execute_at",
          "reserve_started_at",
          "reserve_finished_at"})
        EXPECT_TRUE(told.at(field).is_string()) << field;
    EXPECT_EQ(told.dump().find("key-of-kim"), std::string::npos);
    const auto terms = pair.admin("GET", "/v1/subscriptions/sub-1/terms").body;
    EXPECT_EQ(terms.at("user"), user);
    ASSERT_TRUE(pair.stop_daemon());
    EXPECT_EQ(pair.folder().read("ledger.db").find("01012345678"), std::string::npos);
}

}  // namespace
}  // namespace maedal::integration
