// The operator's work through the real programs: each command of maedalctl, and what the daemon
// makes of it.
#include "pair.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>

namespace maedal::integration {
namespace {

using nlohmann::json;
using namespace std::string_literals;

/// Two people with a card each and a plan paid daily.
class Operator : public testing::Test {
protected:
    void SetUp() override {
        Wishes wishes;
        wishes.order_id_rule = "none";
        pair.wish(wishes);
        pair.start_sandbox();
        pair.sandbox("POST", "/_sandbox/switches", {{"order_id_rule", "none"}});
        ASSERT_TRUE(pair.start_daemon());
        for (const auto* who : {"kim", "lee"})
            pair.subscribe(who, "daily", pair.add_key(who, "key-of-"s + who), who, first_day);
    }

    struct Said {
        int code;
        std::string text;
        [[nodiscard]] json body() const { return json::parse(text, nullptr, false); }
    };
    Said ctl(std::vector<std::string> words) const {
        words.insert(
            words.begin(), {MAEDAL_BUILD_DIR "/daemon/maedalctl", "--socket", pair.socket_path()}
        );
        const auto [ending, said] = outcome_of(words);
        return {ending ? ending->code : -1, said};
    }
    void walk(const std::string& to) const {
        const auto reply = pair.walk(to + "+09:00");
        ASSERT_EQ(reply.status, 200) << reply.text << pair.log();
    }
    void fault(const char* on, const char* kind, int times) const {
        const json order{{"on", on}, {"kind", kind}, {"times", times}};
        ASSERT_EQ(pair.sandbox("POST", "/_sandbox/faults", order).status, 200);
    }
    [[nodiscard]] json kept() const {
        return pair.sandbox("GET", "/_sandbox/ledger").body.at("net");
    }
    [[nodiscard]] json receipts() const {
        return pair.sandbox("GET", "/_sandbox/receipts").body.at("receipts");
    }
    void pay_by_hand(const std::string& order_id, int price) const {
        const json order{{"order_id", order_id}, {"order_name", "by hand"}, {"price", price}};
        ASSERT_EQ(pair.sandbox("POST", "/_sandbox/payments", order).status, 200);
    }

    /// Somebody gives money back at the gateway's console.
    void give_back_by_hand(const std::string& receipt, int won) const {
        auto request = json_request(
            "POST",
            "/v2/cancel",
            {{"receipt_id", receipt}, {"cancel_price", won}, {"cancel_id", "by-hand"}}
        );
        request.headers.set("Authorization", "Basic " + credentials);
        const auto canceled = call_loopback(pair.sandbox_port(), request);
        ASSERT_EQ(canceled.status, 200) << canceled.text;
    }

    static constexpr const char* first_day = "2028-01-02T09:00:00";
    /// The pair's client key and secret, in base64.
    const std::string credentials{"aXQtY2xpZW50OmNhbmFyeS1vZi10aGUtY2xpZW50LXNlY3JldC00ZjFk"};
    Pair pair;
};

class Reconcile : public Operator {
protected:
    /// The gateway's console gives its payments as a file.
    std::string exported(const std::string& spoiled = {}) const {
        std::string rows = "receipt_id,order_id,price,cancelled_price,purchased_at,status_locale\n";
        for (const auto& one : receipts()) {
            const auto id = one.at("receipt_id").get<std::string>();
            const int price = one.at("price").get<int>() + (id == spoiled ? 1 : 0);
            rows += fmt::format(
                "{},{},{},0,{},결제완료\n",
                id,
                one.at("order_id").get<std::string>(),
                price,
                one.at("purchased_at").get<std::string>()
            );
        }
        pair.folder().write("export.csv", rows);
        return pair.folder().file("export.csv");
    }
    Said reconcile(const std::string& file) const {
        return ctl(
            {"reconcile",
             "--from",
             "2028-01-01",
             "--to",
             "2028-01-06",
             "--gateway-export",
             file,
             "--json"}
        );
    }
};

TEST_F(Reconcile, FindsBothSidesTheSame) {
    walk("2028-01-05T12:00:00");
    const auto said = reconcile(exported());
    EXPECT_EQ(said.code, 0) << said.text;
    EXPECT_EQ(said.body().at("export").at("matched"), 8) << said.text;
    EXPECT_EQ(said.body().at("receipts"), 8);
    EXPECT_EQ(said.body().at("unanswered"), 0);
    EXPECT_EQ(ctl({"verify"}).code, 0);
}

TEST_F(Reconcile, NamesWhatIsOnlyThereAndWhatDiffers) {
    walk("2028-01-05T12:00:00");
    const auto ours = receipts().at(0).at("receipt_id").get<std::string>();
    pay_by_hand("a-shop-of-somebody", 4'900);
    const auto said = reconcile(exported(ours));
    EXPECT_EQ(said.code, 6) << said.text;
    EXPECT_NE(said.text.find("2 things could not be explained"), std::string::npos) << said.text;
    EXPECT_NE(said.text.find("only there: a-shop-of-somebody, 4,900 won"), std::string::npos);
    EXPECT_NE(said.text.find("amount is 800 here, 801 there"), std::string::npos) << said.text;
}

// Given back at the gateway's console, and no webhook told of it.
TEST_F(Reconcile, BooksWhatWasGivenBackByOtherHands) {
    walk("2028-01-05T12:00:00");
    const auto one = receipts().at(0).at("receipt_id").get<std::string>();
    ASSERT_EQ(pair.sandbox("POST", "/_sandbox/switches", {{"webhooks", false}}).status, 200);
    give_back_by_hand(one, 300);
    EXPECT_EQ(ctl({"reconcile", "--from", "2028-01-01", "--to", "2028-01-06"}).code, 0);
    EXPECT_EQ(pair.admin("GET", "/v1/receipts/" + one).body.at("refunded"), 300);
}

TEST_F(Operator, ReleasesABreakerAndSendingGoesOn) {
    const auto subscribe_at_once = [&](const std::string& who) {
        const json order{
            {"customer_id", who},
            {"plan_id", "daily"},
            {"billing_key_id", pair.add_key(who, "key-of-" + who)}};
        ASSERT_EQ(pair.admin("POST", "/v1/subscriptions", order).status, 201);
    };
    fault("reserve", "lose_request", 3);
    for (const auto* who : {"moon", "park", "song"})
        subscribe_at_once(who);
    walk("2028-01-01T00:10:00");
    const auto listed = ctl({"breakers", "--json"}).body().at("items");
    ASSERT_EQ(listed.size(), 1U) << pair.log();
    EXPECT_EQ(listed[0].at("name"), "doubts");
    EXPECT_EQ(listed[0].at("tripped"), true);
    EXPECT_NE(ctl({"status"}).text.find("STOPPED"), std::string::npos);
    EXPECT_EQ(ctl({"breakers", "release", "nothing", "--reason", "?"}).code, 5);
    const auto said = ctl({"breakers", "release", "doubts", "--reason", "the line is mended"});
    EXPECT_EQ(said.code, 0) << said.text;
    EXPECT_EQ(ctl({"status"}).text.find("STOPPED"), std::string::npos);
    subscribe_at_once("yoon");
    walk("2028-01-01T00:20:00");
    EXPECT_EQ(receipts().size(), 1U) << "of whoever came after";
}

TEST_F(Operator, ArmsARestoredLedgerAndNobodyPaysTwice) {
    walk("2028-01-04T12:00:00");
    const auto copy = pair.folder().file("last-night.db");
    ASSERT_EQ(ctl({"backup", copy}).code, 0);
    walk("2028-01-07T12:00:00");  // the lost ledger goes on for three days
    ASSERT_EQ(kept(), 2 * 6 * 800);
    pair.daemon().kill();
    const auto ledger = pair.folder().file("ledger.db");
    for (const auto* more : {"-wal", "-shm"})
        std::filesystem::remove(ledger + more);
    std::filesystem::copy_file(copy, ledger, std::filesystem::copy_options::overwrite_existing);
    ASSERT_TRUE(pair.start_daemon());
    EXPECT_NE(ctl({"status"}).text.find("STOPPED: breaker disarmed"), std::string::npos);
    walk("2028-01-07T13:00:00");
    EXPECT_EQ(kept(), 2 * 6 * 800) << "nothing is sent";
    const auto armed = ctl({"arm", "--reason", "the old host is gone", "--yes"});
    ASSERT_EQ(armed.code, 0) << armed.text << pair.log();
    EXPECT_EQ(ctl({"arm", "--reason", "again", "--yes"}).code, 1) << "it is armed";
    walk("2028-01-10T12:00:00");
    // What the lost ledger had not sent is not sent either, under this rule: a person looks.
    const auto doubts = ctl({"doubts", "--json"}).body().at("items");
    ASSERT_EQ(doubts.size(), 1U) << doubts;
    const auto order = doubts[0].at("order_id").get<std::string>();
    const auto absent =
        ctl({"resolve", order, "--absent", "--confirm", order, "--reason", "not in the console"});
    EXPECT_EQ(absent.code, 0) << absent.text;
    walk("2028-01-10T15:00:00");
    EXPECT_EQ(kept(), 2 * 9 * 800);
    EXPECT_EQ(ctl({"doubts", "--json"}).body().at("items").size(), 0U);
    EXPECT_EQ(ctl({"verify"}).code, 0);
}

TEST_F(Operator, FindsOutHowTheGatewayBehavesAndLeavesNoMoneyThere) {
    const auto before = kept();
    const auto key = pair.add_key("probe", "key-of-nobody");
    const auto said = ctl({"gateway", "probe", "--key", key, "--yes"});
    ASSERT_EQ(said.code, 0) << said.text << pair.log();
    const auto found = ctl({"gateway", "findings", "--json"}).body().at("items");
    std::map<std::string, std::string> answers;
    for (const auto& one : found) {
        const auto answer = one.at("answer").get<std::string>();
        answers[one.at("question")] = answer;
        if (one.at("question") == "probe.run") continue;  // its evidence is what is left: nothing
        EXPECT_TRUE(!one.at("evidence").empty() || answer.starts_with("open: ")) << one;
    }
    EXPECT_EQ(answers.at("probe.run"), "done");
    EXPECT_EQ(answers.at("order_id_rule.all_calls"), "none") << "as this sandbox has it";
    EXPECT_EQ(answers.at("order_id.reserve_then_pay"), "accepted, paid twice");
    EXPECT_EQ(answers.at("order_id.pay_then_reserve"), "accepted, paid twice");
    EXPECT_EQ(answers.at("order_id.pay_then_pay"), "accepted, paid twice");
    for (const auto& [question, answer] : answers)
        EXPECT_NE(answer, "unknown") << question;
    EXPECT_EQ(kept(), before) << "all of it went back";
    const auto placed = pair.sandbox("GET", "/_sandbox/reservations").body.at("reservations");
    for (const auto& one : placed)
        EXPECT_FALSE(one.at("billing_key") == "key-of-nobody" && one.at("status") == 0) << one;
}

// The request of a refund is lost, nobody answers a look-up, and meanwhile another sum is given
// back by hand: the receipt does not say whose it is.
TEST_F(Operator, SaysWhetherARefundInDoubtWasCarriedOut) {
    walk("2028-01-02T12:00:00");
    const auto charge = pair.admin("GET", "/v1/subscriptions/kim").body.at("charges").at(0);
    const auto receipt = charge.at("receipt_id").get<std::string>();
    ASSERT_EQ(pair.sandbox("POST", "/_sandbox/switches", {{"webhooks", false}}).status, 200);
    fault("cancel", "lose_request", 1);
    fault("lookup", "lose_request", 1'000);
    const auto asked = ctl(
        {"refund",
         "create",
         "--receipt",
         receipt,
         "--amount",
         "500",
         "--reason",
         "a word",
         "--json"}
    );
    ASSERT_EQ(asked.code, 0) << asked.text;
    const auto id = asked.body().at("cancel_id").get<std::string>();
    const auto resolve = [&](const char* end) {
        return ctl({"refund", "resolve", id, end, "--reason", "the console"});
    };
    ASSERT_TRUE(eventually([&] {
        return pair.admin("GET", "/v1/refunds/" + id).body.at("state") == "doubt";
    }));
    const auto early = resolve("--absent");
    EXPECT_EQ(early.code, 1);
    EXPECT_NE(early.text.find("still_looked_up"), std::string::npos) << early.text;
    give_back_by_hand(receipt, 300);
    EXPECT_EQ(pair.sandbox("DELETE", "/_sandbox/faults").status, 200);
    walk("2028-01-02T16:00:00");
    const auto doubts = pair.admin("GET", "/v1/refund-doubts").body.at("items");
    ASSERT_EQ(doubts.size(), 1U);
    EXPECT_EQ(doubts.at(0).at("needs_person"), true) << doubts.dump(1);

    const auto wrong = resolve("--done");
    EXPECT_EQ(wrong.code, 1);
    EXPECT_NE(wrong.text.find("receipt_does_not_show_it"), std::string::npos) << wrong.text;
    EXPECT_EQ(resolve("--absent").code, 0);
    EXPECT_EQ(pair.admin("GET", "/v1/refunds/" + id).body.at("state"), "refused");
    EXPECT_EQ(pair.admin("GET", "/v1/receipts/" + receipt).body.at("refunded"), 300);
    EXPECT_EQ(ctl({"verify"}).code, 0) << "the book agrees with the gateway";
}

}  // namespace
}  // namespace maedal::integration
