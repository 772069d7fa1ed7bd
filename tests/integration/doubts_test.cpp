// What the operator says of a doubt, through the real programs.
#include "pair.hpp"

#include <gtest/gtest.h>

namespace maedal::integration {
namespace {

using nlohmann::json;

/// A day's renewal whose reservation has no answer, past its window.
struct Doubts : ::testing::Test {
    void SetUp() override {
        Wishes wishes;
        wishes.order_id_rule = "none";
        wishes.plans = "  - { id: daily, name: Daily, price: 700, interval: day }\n";
        pair.wish(wishes);
        pair.start_sandbox();
        pair.sandbox("POST", "/_sandbox/switches", {{"order_id_rule", "none"}});
        ASSERT_TRUE(pair.start_daemon());
        const auto key = pair.add_key("kim", "key-of-kim");
        pair.subscribe("s1", "daily", key, "kim", "2028-01-02T09:00:00");
    }
    void lose(const char* what) {
        const json fault{{"on", "reserve"}, {"kind", what}, {"times", 1}};
        ASSERT_EQ(pair.sandbox("POST", "/_sandbox/faults", fault).status, 200);
        ASSERT_EQ(pair.walk("2028-01-04T12:00:00+09:00").status, 200);
    }
    json items() { return pair.admin("GET", "/v1/doubts").body.at("items"); }
    Reply resolve(const json& word) {
        return pair.admin("POST", "/v1/doubts/it-s1-p0-a1/resolve", word);
    }
    json kept() { return pair.sandbox("GET", "/_sandbox/ledger").body.at("net"); }

    const json absent{{"as", "absent"}, {"typed", "it-s1-p0-a1"}, {"reason", "not there"}};
    Pair pair;
};

// The daemon died of this word: see the house rule on what is made within a co_await.
TEST_F(Doubts, AreAbsentOnAPersonsWordAndTheRenewalIsTakenOnce) {
    lose("lose_request");
    ASSERT_EQ(items().size(), 1U);
    EXPECT_EQ(items().at(0).at("state"), "quarantined");
    const auto said = resolve(absent);
    EXPECT_EQ(said.status, 200) << said.text << pair.log();
    EXPECT_EQ(said.body.at("state"), "absent");
    EXPECT_EQ(resolve(absent).body.at("code"), "not_in_doubt");
    ASSERT_EQ(pair.walk("2028-01-04T14:00:00+09:00").status, 200);
    EXPECT_EQ(kept(), 3 * 700);
    EXPECT_TRUE(items().empty());
}

TEST_F(Doubts, ArePaidByAReceiptOfTheirOrderAndByNoOther) {
    lose("lose_request");
    const json by_hand{{"order_id", "it-s1-p0-a1"}, {"order_name", "Daily"}, {"price", 700}};
    const auto paid = pair.sandbox("POST", "/_sandbox/payments", by_hand);
    ASSERT_EQ(paid.status, 200) << paid.text;
    const auto receipt = paid.body.value("receipt_id", "");
    const auto receipts = pair.sandbox("GET", "/_sandbox/receipts").body.at("receipts");
    for (const auto& other : receipts) {
        if (other.at("order_id") == "it-s1-p0-a1") continue;
        const json wrong{{"as", "paid"}, {"receipt_id", other.at("receipt_id")}, {"reason", "?"}};
        EXPECT_GE(resolve(wrong).status, 400);
    }
    const auto unknown =
        resolve({{"as", "paid"}, {"receipt_id", "ffffffffffffffffffffffff"}, {"reason", "?"}});
    EXPECT_EQ(unknown.body.value("code", ""), "unknown_at_gateway") << unknown.text;
    const auto said =
        resolve({{"as", "paid"}, {"receipt_id", receipt}, {"reason", "in the console"}});
    EXPECT_EQ(said.status, 200) << said.text << pair.log();
    EXPECT_EQ(pair.admin("GET", "/v1/receipts/" + receipt).body.at("role"), "settles");
    EXPECT_TRUE(items().empty());
    EXPECT_EQ(kept(), 3 * 700);
}

TEST_F(Doubts, AreAbsentAgainstNoMoneyAndForgivenWithout) {
    lose("lose_request");
    const json by_hand{{"order_id", "it-s1-p0-a1"}, {"order_name", "Daily"}, {"price", 700}};
    ASSERT_EQ(pair.sandbox("POST", "/_sandbox/payments", by_hand).status, 200);
    const auto said = resolve(absent);
    EXPECT_EQ(said.body.value("code", ""), "gateway_knows_it") << said.text << pair.log();
    ASSERT_EQ(pair.walk("2028-01-04T13:00:00+09:00").status, 200);
    EXPECT_TRUE(items().empty());
    EXPECT_EQ(kept(), 3 * 700);
}

// "The gateway did not answer" was all that a person was told, of whatever it had answered.
TEST_F(Doubts, AreNotAbsentWhileALookUpTellsNothingAndItSaysWhatWasAnswered) {
    lose("lose_request");
    const json page{{"on", "lookup"}, {"kind", "html"}, {"times", 1}};
    ASSERT_EQ(pair.sandbox("POST", "/_sandbox/faults", page).status, 200);
    const auto said = resolve(absent);
    EXPECT_EQ(said.body.value("code", ""), "gateway_unavailable") << said.text << pair.log();
    EXPECT_NE(said.body.value("detail", "").find("by order id: HTTP 502"), std::string::npos)
        << said.text;
    EXPECT_EQ(resolve(absent).status, 200) << pair.log();
}

TEST_F(Doubts, ThatAreForgivenGiveTheMoneyBackThatComesAllTheSame) {
    const json fault{{"on", "reserve"}, {"kind", "lose_answer"}, {"times", 1}};
    ASSERT_EQ(pair.sandbox("POST", "/_sandbox/faults", fault).status, 200);
    ASSERT_EQ(pair.walk("2028-01-02T08:59:00+09:00").status, 200);
    const auto said = resolve({{"as", "waived"}, {"reason", "out of kindness"}});
    EXPECT_EQ(said.status, 200) << said.text << pair.log();
    ASSERT_EQ(pair.walk("2028-01-04T12:00:00+09:00").status, 200);
    EXPECT_EQ(pair.sandbox("GET", "/_sandbox/ledger").body.at("taken"), 3 * 700);
    EXPECT_EQ(kept(), 2 * 700);
}

}  // namespace
}  // namespace maedal::integration
