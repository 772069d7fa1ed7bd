// The examples for merchants do what they say, each in its language, through the real programs.
#include "pair.hpp"

#include <gtest/gtest.h>

namespace maedal::integration {
namespace {

using nlohmann::json;

struct Language {
    const char* name;
    std::vector<std::string> command;
};

class Example : public ::testing::TestWithParam<Language> {
protected:
    void SetUp() override {
        pair.start_sandbox();
        ASSERT_TRUE(pair.start_daemon());
    }
    /// Runs the example: how it ended, and what it printed.
    std::pair<int, json> run(const std::vector<std::string>& words) {
        std::vector<std::string> command{"/usr/bin/env", "MAEDAL_SOCKET=" + pair.socket_path()};
        const auto& program = GetParam().command;
        command.insert(command.end(), program.begin(), program.end());
        command.insert(command.end(), words.begin(), words.end());
        const auto [ending, printed] = outcome_of(command);
        auto said = json::parse(printed, nullptr, false);
        EXPECT_FALSE(said.is_discarded()) << printed;
        return {ending ? ending->code : -1, std::move(said)};
    }
    std::string pays(const char* order_id, bool waits) {
        const json payment{
            {"order_id", order_id},
            {"order_name", "Sneakers"},
            {"price", 50'000},
            {"separately_confirmed", waits}};
        return pair.sandbox("POST", "/_sandbox/payments", payment).body.value("receipt_id", "");
    }

    Pair pair;
};

TEST_P(Example, RegistersAKeyAndStartsASubscription) {
    const auto card = pair.sandbox("POST", "/_sandbox/billing-keys", {{"username", "kim"}});
    const auto receipt = card.body.at("receipt_id").get<std::string>();
    const auto [ended, key] = run({"register-key", "kim", receipt});
    ASSERT_EQ(ended, 0) << key;
    const auto id = key.at("billing_key_id").get<std::string>();
    for (int again = 0; again < 2; ++again) {
        const auto [code, subscription] = run({"subscribe", "kim", "basic", id, "sub-1"});
        EXPECT_EQ(code, 0) << subscription;
        EXPECT_EQ(subscription.value("subscription_id", ""), "sub-1") << subscription;
    }
    EXPECT_EQ(pair.admin("GET", "/v1/subscriptions").body.at("items").size(), 1U);
}

TEST_P(Example, VerifiesAnOrderByItsReceipt) {
    ASSERT_EQ(run({"prepare-order", "o-1", "50000", "Sneakers"}).first, 0);
    ASSERT_EQ(run({"prepare-order", "o-2", "50000", "Sneakers"}).first, 0);
    const auto receipt = pays("o-1", false);
    const auto [ended, order] = run({"verify-order", "o-1", receipt});
    EXPECT_EQ(ended, 0) << order;
    EXPECT_EQ(order.value("state", ""), "settled");
    const auto [refused, why] = run({"verify-order", "o-2", receipt});
    EXPECT_EQ(refused, 1);
    EXPECT_EQ(why.value("code", ""), "foreign_receipt");
}

TEST_P(Example, ConfirmsAPaymentOnce) {
    ASSERT_EQ(run({"prepare-order", "o-1", "50000", "Sneakers"}).first, 0);
    const auto receipt = pays("o-1", true);
    for (int again = 0; again < 2; ++again) {
        const auto [ended, order] = run({"confirm-payment", "o-1", receipt});
        EXPECT_EQ(ended, 0) << order;
        EXPECT_EQ(order.value("state", ""), "settled");
    }
    EXPECT_EQ(pair.sandbox("GET", "/_sandbox/ledger").body.at("taken"), 50'000);
}

const Language languages[]{
    {"Node", {"node", MAEDAL_SOURCE_DIR "/etc/examples/node/shop.mjs"}},
    {"Php", {"php", MAEDAL_SOURCE_DIR "/etc/examples/php/shop.php"}}};

INSTANTIATE_TEST_SUITE_P(For, Example, ::testing::ValuesIn(languages), [](const auto& one) {
    return std::string{one.param.name};
});

}  // namespace
}  // namespace maedal::integration
