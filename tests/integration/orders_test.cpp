// Orders through the real programs: one settlement, the right error, nothing lost.
#include "net/server.hpp"
#include "pair.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <future>
#include <thread>

namespace maedal::integration {
namespace {

using nlohmann::json;

/// A pair with an order, and short words for what happens to it.
struct Orders : ::testing::Test {
    explicit Orders(Wishes wishes = {}) : pair{std::move(wishes)} {}
    void SetUp() override {
        pair.start_sandbox();
        // A customer may pay twice: whether Bootpay stops that is not documented.
        pair.sandbox("POST", "/_sandbox/switches", {{"pay_order_id_rule", "none"}});
        ASSERT_TRUE(pair.start_daemon());
    }
    void prepare(const std::string& id, json more = json::object()) {
        json body{{"order_id", id}, {"name", "Sneakers"}, {"amount", 50'000}};
        body.update(more);
        const auto made = pair.admin("POST", "/v1/orders", body);
        ASSERT_EQ(made.status, 201) << made.text;
        EXPECT_EQ(made.body.at("state"), "open");
    }
    /// The customer pays in the browser; gives the receipt id.
    std::string pays(const std::string& order_id, bool waits, int price = 50'000) {
        const json payment{
            {"order_id", order_id},
            {"order_name", "Sneakers"},
            {"price", price},
            {"separately_confirmed", waits}};
        const auto paid = pair.sandbox("POST", "/_sandbox/payments", payment);
        EXPECT_EQ(paid.status, 200) << paid.text;
        return paid.body.value("receipt_id", "");
    }
    Reply word(const std::string& id, const std::string& what, const json& body) {
        return pair.admin("POST", "/v1/orders/" + id + "/" + what, body);
    }
    Reply confirm(const std::string& id, const std::string& receipt) {
        return word(id, "confirm", {{"receipt_id", receipt}});
    }
    static std::string code(const Reply& reply) { return reply.body.value("code", ""); }
    std::string state(const std::string& id) {
        return pair.admin("GET", "/v1/orders/" + id).body.value("state", "");
    }
    json doubts() { return pair.admin("GET", "/v1/shop-doubts").body.at("items"); }
    std::int64_t taken() { return pair.sandbox("GET", "/_sandbox/ledger").body.at("taken"); }
    void fault(const char* on, const char* kind, int times = 1) {
        pair.sandbox("POST", "/_sandbox/faults", {{"on", on}, {"kind", kind}, {"times", times}});
    }

    Pair pair;
};

TEST_F(Orders, AreConfirmedOnceHoweverOftenItIsAsked) {
    prepare("o-1");
    const auto receipt = pays("o-1", true);
    EXPECT_EQ(taken(), 0);
    const auto done = confirm("o-1", receipt);
    EXPECT_EQ(done.status, 200) << done.text;
    EXPECT_EQ(done.body.at("state"), "settled");
    EXPECT_EQ(done.body.at("receipt_id"), receipt);
    EXPECT_EQ(confirm("o-1", receipt).status, 200);
    EXPECT_EQ(word("o-1", "verify", {{"receipt_id", receipt}}).status, 200);
    EXPECT_EQ(taken(), 50'000);
    const auto other = pays("o-1", true);
    EXPECT_EQ(code(confirm("o-1", other)), "order_settled");
    EXPECT_EQ(taken(), 50'000);
}

TEST_F(Orders, RefuseWhatDoesNotBelongToThem) {
    prepare("o-1");
    prepare("o-2");
    EXPECT_EQ(code(confirm("o-1", pays("o-1", true, 49'999))), "wrong_amount");
    EXPECT_EQ(code(confirm("o-1", pays("o-2", true))), "foreign_receipt");
    EXPECT_EQ(confirm("o-9", pays("o-9", true)).status, 404);
    EXPECT_EQ(code(confirm("o-1", "ffffffffffffffffffffffff")), "unknown_at_gateway");
    EXPECT_EQ(taken(), 0);
    EXPECT_EQ(state("o-1"), "open");
    prepare("o-3", {{"expires_at", "2028-01-02T00:00:00+09:00"}});
    const auto late = pays("o-3", true);
    ASSERT_EQ(pair.walk("2028-01-03T00:00:00+09:00").status, 200);
    EXPECT_EQ(code(confirm("o-3", late)), "order_expired");
    EXPECT_EQ(taken(), 0);
}

TEST_F(Orders, KeepMoneyThatSettlesNothingInSight) {
    prepare("o-1", {{"expires_at", "2028-01-02T00:00:00+09:00"}});
    ASSERT_EQ(pair.walk("2028-01-03T00:00:00+09:00").status, 200);
    const auto receipt = pays("o-1", false);
    EXPECT_EQ(code(word("o-1", "verify", {{"receipt_id", receipt}})), "order_expired");
    EXPECT_EQ(state("o-1"), "open");
    const auto kept = pair.admin("GET", "/v1/receipts/" + receipt);
    EXPECT_EQ(kept.body.value("role", ""), "surplus") << kept.text;
    ASSERT_EQ(doubts().size(), 1U);
    EXPECT_EQ(doubts().at(0).at("kind"), "receipt");
    EXPECT_EQ(doubts().at(0).at("id"), receipt);
    EXPECT_EQ(doubts().at(0).at("needs_person"), true);
    const auto back = pair.admin(
        "POST", "/v1/refunds", {{"receipt_id", receipt}, {"reason", "the order had run out"}}
    );
    EXPECT_EQ(back.status, 201) << back.text;
    ASSERT_EQ(pair.walk("2028-01-03T01:00:00+09:00").status, 200);
    EXPECT_EQ(pair.sandbox("GET", "/_sandbox/ledger").body.at("net"), 0);
    EXPECT_TRUE(doubts().empty());
}

TEST_F(Orders, AreSettledByMoneyThatCameInTimeThoughItIsToldLate) {
    prepare("o-1", {{"expires_at", "2028-01-02T00:00:00+09:00"}});
    const auto receipt = pays("o-1", false);
    ASSERT_EQ(pair.walk("2028-01-03T00:00:00+09:00").status, 200);
    EXPECT_EQ(word("o-1", "verify", {{"receipt_id", receipt}}).status, 200);
    EXPECT_EQ(state("o-1"), "settled");
}

/// A shop that sells once and every day, at the same price to the same customer.
struct OneOffAndRenewal : Orders {
    OneOffAndRenewal()
        : Orders{{.plans = "  - { id: daily, name: Daily, price: 50000, interval: day }\n"}} {}
};

TEST_F(OneOffAndRenewal, InTheSamePeriodAreBothTakenAndNeitherSettlesTheOther) {
    const auto key = pair.add_key("kim", "key-of-kim");
    pair.subscribe("sub-1", "daily", key, "kim", "2028-01-02T09:00:00");
    ASSERT_EQ(pair.walk("2028-01-02T08:30:00+09:00").status, 200);
    const auto renewal =
        pair.admin("GET", "/v1/reservations").body.at("items").at(0).value("order_id", "");
    json mine{{"order_id", renewal}, {"name", "Sneakers"}, {"amount", 50'000}};
    EXPECT_EQ(code(pair.admin("POST", "/v1/orders", mine)), "order_id_reserved");
    prepare("o-1", {{"customer_id", "kim"}});
    const auto once = pays("o-1", true);
    fault("reserve", "lose_answer");
    fault("confirm", "lose_answer");
    confirm("o-1", once);
    ASSERT_EQ(pair.walk("2028-01-03T08:00:00+09:00").status, 200);
    EXPECT_EQ(state("o-1"), "settled");
    const auto paid = pair.admin("GET", "/v1/charges?subscription_id=sub-1&state=paid").body;
    ASSERT_EQ(paid.at("items").size(), 1U);
    EXPECT_NE(paid.at("items").at(0).value("receipt_id", once), once);
    EXPECT_EQ(taken(), 100'000);
    EXPECT_EQ(pair.sandbox("GET", "/_sandbox/ledger").body.at("net"), 100'000);
    EXPECT_TRUE(doubts().empty());
}

TEST_F(Orders, AreSettledByTheReceiptWhenTheAnswerOfAConfirmIsLost) {
    prepare("o-1");
    const auto receipt = pays("o-1", true);
    fault("confirm", "lose_answer");
    const auto doubt = confirm("o-1", receipt);
    EXPECT_EQ(doubt.status, 202) << doubt.text;
    EXPECT_EQ(confirm("o-1", receipt).status, 202);
    ASSERT_EQ(doubts().size(), 1U);
    EXPECT_EQ(doubts().at(0).at("id"), "o-1");
    const json absent{{"as", "absent"}, {"typed", "o-1"}, {"reason", "I saw nothing"}};
    EXPECT_EQ(code(pair.admin("POST", "/v1/doubts/o-1/resolve", absent)), "window_is_open");
    ASSERT_EQ(pair.walk("2028-01-01T00:10:00+09:00").status, 200);
    EXPECT_EQ(state("o-1"), "settled");
    EXPECT_EQ(taken(), 50'000);
    EXPECT_TRUE(doubts().empty());
    EXPECT_EQ(code(pair.admin("POST", "/v1/doubts/o-1/resolve", absent)), "not_in_doubt");
}

TEST_F(Orders, InDoubtAreSettledByTheReceiptThatAPersonNames) {
    prepare("o-1");
    const auto receipt = pays("o-1", true);
    fault("confirm", "lose_answer");
    EXPECT_EQ(confirm("o-1", receipt).status, 202);
    const auto told = pair.admin(
        "POST",
        "/v1/doubts/o-1/resolve",
        {{"as", "paid"}, {"receipt_id", receipt}, {"reason", "it stands in the console"}}
    );
    EXPECT_EQ(told.status, 200) << told.text;
    EXPECT_EQ(told.body.value("state", ""), "settled");
}

TEST_F(Orders, SettleByTheReceiptWhenBootpaySaysThatItWaitsForNoConfirm) {
    prepare("o-1");
    const auto receipt = pays("o-1", true);
    // The browser confirms after the daemon has looked, before it asks.
    fault("confirm", "lose_answer");
    pair.sandbox("POST", "/_sandbox/payments/" + receipt + "/confirm");
    EXPECT_EQ(confirm("o-1", receipt).status, 200);
    EXPECT_EQ(taken(), 50'000);
    EXPECT_EQ(pair.admin("GET", "/v1/codes").body.at("items").size(), 0U);
}

TEST_F(Orders, AreOpenAgainWhenAConfirmNeverArrived) {
    prepare("o-1");
    const auto receipt = pays("o-1", true);
    fault("confirm", "lose_request");
    EXPECT_EQ(confirm("o-1", receipt).status, 202);
    ASSERT_EQ(pair.walk("2028-01-01T01:00:00+09:00").status, 200);
    EXPECT_EQ(state("o-1"), "open");
    EXPECT_EQ(taken(), 0);
    EXPECT_EQ(confirm("o-1", receipt).status, 200);
    EXPECT_EQ(taken(), 50'000);
}

TEST_F(Orders, AreOpenAgainWhenTheCardSaysNo) {
    prepare("o-1");
    const auto paid = pair.sandbox(
        "POST",
        "/_sandbox/payments",
        {{"order_id", "o-1"},
         {"order_name", "Sneakers"},
         {"price", 50'000},
         {"separately_confirmed", true},
         {"confirm_declined", "3143"}}
    );
    const auto no = confirm("o-1", paid.body.at("receipt_id"));
    EXPECT_EQ(no.status, 502) << no.text;
    EXPECT_EQ(code(no), "RC_CONFIRM_FAILED");
    EXPECT_EQ(state("o-1"), "open");
    EXPECT_EQ(confirm("o-1", pays("o-1", true)).status, 200);
}

TEST_F(Orders, SettleOnceWhenTheConfirmRacesTheNotice) {
    prepare("o-1");
    const auto receipt = pays("o-1", true);
    // The browser confirms, its notice comes in, and the merchant asks at the same time.
    auto asked = std::async(std::launch::async, [&] { return confirm("o-1", receipt); });
    pair.sandbox("POST", "/_sandbox/payments/" + receipt + "/confirm");
    const auto answer = asked.get();
    EXPECT_TRUE(answer.status == 200 || answer.status == 202) << answer.text;
    ASSERT_EQ(pair.walk("2028-01-01T01:00:00+09:00").status, 200);
    EXPECT_EQ(state("o-1"), "settled");
    EXPECT_EQ(taken(), 50'000);
    EXPECT_EQ(pair.admin("GET", "/v1/receipts").body.at("items").size(), 1U);
}

TEST_F(Orders, AreSettledByANoticeAlone) {
    prepare("o-1");
    // The customer closes the browser right after paying: nobody but Bootpay tells.
    pair.sandbox(
        "POST",
        "/_sandbox/switches",
        {{"webhook_url", "http://127.0.0.1:" + std::to_string(pair.webhook_port()) + "/hook"}}
    );
    pays("o-1", false);
    ASSERT_EQ(pair.walk("2028-01-01T00:10:00+09:00").status, 200);
    EXPECT_EQ(state("o-1"), "settled");
}

TEST_F(Orders, AnswerTheTwoStepsOfABrowserThatConfirms) {
    prepare("o-1");
    const auto receipt = pays("o-1", true);
    const json named{{"receipt_id", receipt}};
    const auto checked = word("o-1", "confirm-check", named);
    EXPECT_EQ(checked.body.value("can_confirm", false), true) << checked.text;
    EXPECT_EQ(taken(), 0);
    EXPECT_EQ(code(word("o-1", "complete", named)), "payment_pending");
    pair.sandbox("POST", "/_sandbox/payments/" + receipt + "/confirm");
    EXPECT_EQ(word("o-1", "complete", named).status, 200);
    EXPECT_EQ(state("o-1"), "settled");
    const auto again = word("o-1", "confirm-check", {{"receipt_id", pays("o-1", true)}});
    EXPECT_EQ(again.body.value("can_confirm", true), false);
    EXPECT_EQ(code(again), "order_settled");
}

TEST_F(Orders, SurviveAKillBetweenAConfirmAndItsAnswer) {
    prepare("o-1");
    const auto receipt = pays("o-1", true);
    fault("confirm", "hang");
    auto asked = std::async(std::launch::async, [&] { return confirm("o-1", receipt); });
    ASSERT_TRUE(eventually([&] { return state("o-1") == "confirming" && taken() == 50'000; }));
    pair.daemon().send(SIGKILL);
    asked.get();
    pair.daemon().ending();
    ASSERT_TRUE(pair.start_daemon());
    ASSERT_EQ(pair.walk("2028-01-01T01:00:00+09:00").status, 200);
    EXPECT_EQ(state("o-1"), "settled");
    EXPECT_EQ(taken(), 50'000);
}

TEST_F(Orders, OfTheCheckoutAreVerifiedByTheirNumber) {
    const auto product = pair.sandbox(
        "POST",
        "/_sandbox/products",
        {{"name", "Pro"}, {"price", 29'900}, {"use_subscription", true}}
    );
    const auto id = product.body.at("product_id").get<std::string>();
    const json lines = json::array({{{"product_id", id}, {"quantity", 1}, {"duration", -1}}});
    prepare("ORDER_123", {{"amount", 23'900}, {"at_gateway", true}, {"products", lines}});
    const auto order = pair.admin("GET", "/v1/orders/ORDER_123").body;
    const json checkout{{"name", "Pro"}, {"price", 29'900}, {"request_id", order.at("request_id")}};
    const auto bought = pair.sandbox("POST", "/_sandbox/checkouts", checkout);
    const json number{{"order_number", bought.body.at("order_number")}};
    EXPECT_EQ(bought.body.at("price"), 23'900);

    prepare("ORDER_124", {{"amount", 23'900}});
    EXPECT_EQ(code(word("ORDER_123", "verify", {{"order_number", "1"}})), "unknown_at_gateway");
    const auto done = word("ORDER_123", "verify", number);
    EXPECT_EQ(done.status, 200) << done.text;
    EXPECT_EQ(done.body.at("state"), "settled");
    const auto hosted = done.body.at("hosted_subscription_ids").at(0).get<std::string>();
    EXPECT_EQ(word("ORDER_123", "verify", number).status, 200);
    EXPECT_EQ(code(word("ORDER_124", "verify", number)), "receipt_used");

    const std::string path = "/v1/hosted-subscriptions/" + hosted;
    EXPECT_EQ(pair.admin("GET", path).body.at("status"), "active");
    EXPECT_EQ(pair.admin("GET", path + "/bills").body.at("items").size(), 2U);
    const json reason{{"reason", "holiday"}};
    const auto paused = pair.admin("POST", path + "/pause", reason);
    EXPECT_EQ(paused.status, 200) << paused.text;
    EXPECT_EQ(paused.body.at("status"), "paused");
    EXPECT_EQ(code(pair.admin("POST", path + "/pause", reason)), "hosted_not_active");
    EXPECT_EQ(pair.admin("POST", path + "/resume", reason).body.at("status"), "active");
    fault("hosted", "lose_answer");
    EXPECT_EQ(pair.admin("POST", path + "/terminate", reason).body.at("status"), "terminated");
    EXPECT_EQ(code(pair.admin("POST", path + "/resume", reason)), "hosted_is_over");
    EXPECT_EQ(pair.admin("GET", "/v1/hosted-subscriptions").body.at("items").size(), 1U);
    EXPECT_EQ(pair.admin("GET", "/v1/products/" + id).body.at("name"), "Pro");
}

TEST_F(Orders, OfTheCheckoutAreUnderstoodInNumbersAsWell) {
    pair.sandbox("POST", "/_sandbox/switches", {{"order_status_numbers", true}});
    prepare("o-1", {{"amount", 29'900}});
    const json checkout{{"name", "Pro"}, {"price", 29'900}, {"metadata", {{"order_id", "o-1"}}}};
    const auto bought = pair.sandbox("POST", "/_sandbox/checkouts", checkout);
    const json number{{"order_number", bought.body.at("order_number")}};
    EXPECT_EQ(bought.body.at("status"), 2);
    const auto done = word("o-1", "verify", number);
    EXPECT_EQ(done.status, 200) << done.text;
    EXPECT_EQ(state("o-1"), "settled");
    EXPECT_EQ(taken(), 29'900);
    EXPECT_EQ(pair.admin("GET", "/v1/receipts").body.at("items").size(), 1U);
}

TEST_F(Orders, OfTheCheckoutOfAnotherAmountAreNotSettled) {
    prepare("o-1", {{"amount", 100}});
    const auto bought = pair.sandbox(
        "POST",
        "/_sandbox/checkouts",
        {{"name", "Pro"}, {"price", 29'900}, {"metadata", {{"order_id", "o-1"}}}}
    );
    const json number{{"order_number", bought.body.at("order_number")}};
    EXPECT_EQ(code(word("o-1", "verify", number)), "wrong_amount");
    prepare("o-2", {{"amount", 29'900}});
    EXPECT_EQ(code(word("o-2", "verify", number)), "foreign_order");
    EXPECT_EQ(state("o-1"), "open");
}

/// A merchant's web application that is asked before a confirm.
class Merchant {
public:
    Merchant() : thread_{[this] { loop_.run(); }} {}
    ~Merchant() {
        loop_.stop();
        thread_.join();
    }
    [[nodiscard]] std::string url() const {
        return "http://127.0.0.1:" + std::to_string(server_->port()) + "/order-check";
    }
    std::atomic<bool> says_yes{false};
    std::atomic<int> asked{0};

private:
    Task<net::Response> answer(net::Request) {
        ++asked;
        net::Response response;
        response.headers.set("Content-Type", "application/json");
        response.body =
            says_yes ? R"({"can_confirm":true})" : R"({"can_confirm":false,"message":"sold out"})";
        co_return response;
    }
    boost::asio::io_context loop_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
        loop_.get_executor()};
    std::unique_ptr<net::Server> server_ = made();
    std::thread thread_;

    std::unique_ptr<net::Server> made() {
        auto server = std::make_unique<net::Server>(
            loop_.get_executor(),
            [this](net::Request request) { return answer(std::move(request)); },
            net::ServerLimits{}
        );
        EXPECT_TRUE(server->listen_tcp("127.0.0.1", 0));
        return server;
    }
};

TEST(OrderCheck, HasTheLastWordBeforeMoneyIsTaken) {
    Merchant merchant;
    Wishes wishes;
    wishes.more = "orders:\n  check_url: " + merchant.url() + "\n  check_deadline: 2s\n";
    struct Checked : Orders {
        explicit Checked(Wishes asked) : Orders{std::move(asked)} {}
        void TestBody() override {}
    } shop{wishes};
    shop.SetUp();
    shop.prepare("o-1");
    const auto receipt = shop.pays("o-1", true);
    const auto no = shop.confirm("o-1", receipt);
    EXPECT_EQ(Orders::code(no), "merchant_refuses") << no.text;
    EXPECT_EQ(no.body.value("detail", ""), "sold out");
    EXPECT_EQ(shop.taken(), 0);
    merchant.says_yes = true;
    EXPECT_EQ(shop.confirm("o-1", receipt).status, 200);
    EXPECT_EQ(merchant.asked, 2);
    // What cannot be confirmed anyway is not asked about.
    shop.confirm("o-1", shop.pays("o-1", true));
    EXPECT_EQ(merchant.asked, 2);
}

}  // namespace
}  // namespace maedal::integration
