// What Bootpay does beside charges, through the real programs: the good way, the refusals, and
// answers that are lost.
#include "pair.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <future>

namespace maedal::integration {
namespace {

using nlohmann::json;

constexpr const char* card_number = "5570000000001074";

json card_form() {
    return json{
        {"customer_id", "kim"},
        {"pg", "나이스페이"},
        {"order_name", "카드 등록"},
        {"card_no", card_number},
        {"card_pw", "12"},
        {"identity_no", "861014"},
        {"card_expire_year", "35"},
        {"card_expire_month", "12"}};
}

struct Services : ::testing::Test {
    void SetUp() override {
        pair.start_sandbox();
        ASSERT_TRUE(pair.start_daemon());
    }
    json done(const std::string& path, const json& body) {
        const auto reply = pair.admin("POST", path, body);
        EXPECT_EQ(reply.status, 201) << path << reply.text;
        EXPECT_EQ(reply.body.value("state", ""), "done") << reply.text;
        return reply.body;
    }
    /// The next call of that kind is carried out, and its answer is lost.
    void lose_answer(const char* call) {
        pair.sandbox("POST", "/_sandbox/faults", {{"on", call}, {"kind", "lose_answer"}});
    }
    json in_doubt(const std::string& path, const json& body) {
        const auto reply = pair.admin("POST", path, body);
        EXPECT_EQ(reply.status, 202) << path << reply.text;
        EXPECT_EQ(reply.body.value("state", ""), "doubt") << reply.text;
        return reply.body;
    }
    json looked_up(const json& errand) {
        const auto path = "/v1/errands/" + errand.value("errand_id", "") + "/look";
        return pair.admin("POST", path, json::object()).body;
    }
    std::string code_of(const Reply& reply) { return reply.body.value("code", ""); }
    /// A payment of the browser, by its receipt id.
    std::string payment(json asked) {
        asked["order_name"] = "상품";
        asked["price"] = 5'000;
        return pair.sandbox("POST", "/_sandbox/payments", asked).body.value("receipt_id", "");
    }
    /// The errand as the list of doubts has it.
    json in_doubts(const json& errand) {
        json row = errand;
        row.update(json{{"known", ""}, {"settled_by", ""}, {"needs_person", true}});
        const auto doubts = pair.admin("GET", "/v1/doubts").body;
        for (const auto& doubt : doubts.at("errands"))
            if (doubt.at("errand_id") == errand.at("errand_id"))
                for (const char* word : {"known", "settled_by"})
                    row[word] = doubt.at(word);
        return row;
    }
    json key_of(const json& errand) {
        const auto id = errand.at("told").value("billing_key_id", "");
        return pair.admin("GET", "/v1/billing-keys/" + id).body;
    }

    Pair pair;
};

TEST_F(Services, RegisterACardAndKeepNothingOfIt) {
    const auto errand = done("/v1/billing-keys/cards", card_form());
    const auto key = key_of(errand);
    EXPECT_EQ(key.value("method", ""), "국민 55700000****1074");
    EXPECT_EQ(key.value("state", ""), "usable");
    pair.subscribe("sub-1", "daily", key.value("billing_key_id", ""), "kim", "2028-01-02T09:00:00");
    EXPECT_EQ(pair.walk("2028-01-02T10:00:00+09:00").status, 200);
    const auto charge = pair.admin("GET", "/v1/charges?subscription_id=sub-1&state=paid");
    EXPECT_EQ(charge.body.at("items").size(), 1U) << charge.text;

    auto wrong = card_form();
    wrong["card_expire_month"] = "13";
    EXPECT_EQ(pair.admin("POST", "/v1/billing-keys/cards", wrong).status, 422);
    pair.sandbox("POST", "/_sandbox/declines", {{"registrations", 1}, {"pg_error_code", "F115"}});
    const auto refused = pair.admin("POST", "/v1/billing-keys/cards", card_form());
    EXPECT_EQ(refused.status, 502);
    EXPECT_EQ(code_of(refused), "SUBSCRIBE_PUBLISH_FAILED");

    lose_answer("issue");
    const auto lost = in_doubt("/v1/billing-keys/cards", card_form());
    EXPECT_EQ(looked_up(lost).value("state", ""), "doubt");  // nothing can tell
    EXPECT_EQ(pair.admin("GET", "/v1/doubts").body.at("errands").at(0), in_doubts(lost));
    const auto settle = "/v1/errands/" + lost.value("errand_id", "") + "/resolve";
    const json word{{"as", "absent"}, {"reason", "asked again"}};
    EXPECT_EQ(pair.admin("POST", settle, word).body.value("state", ""), "absent");
    EXPECT_EQ(pair.admin("POST", settle, word).status, 409);

    EXPECT_TRUE(pair.admin("GET", "/v1/doubts").body.at("errands").empty());

    const auto journal = pair.admin("GET", "/v1/journal?limit=500").body;
    EXPECT_FALSE(journal.at("items").empty());
    for (const auto& entry : journal.at("items"))
        EXPECT_EQ(entry.dump().find(card_number), std::string::npos);
    ASSERT_TRUE(pair.stop_daemon());
    for (const auto& entry : std::filesystem::directory_iterator{pair.folder().path()}) {
        if (!entry.is_regular_file()) continue;
        const auto name = entry.path().filename().string();
        EXPECT_EQ(pair.folder().read(name).find(card_number), std::string::npos) << name;
    }
}

TEST_F(Services, TakeInAKeyWhoseAnswerWasLostByTheReceiptThatAPersonFound) {
    const auto other = done("/v1/billing-keys/cards", card_form());
    lose_answer("issue");
    const auto lost = in_doubt("/v1/billing-keys/cards", card_form());
    const auto path = "/v1/errands/" + lost.value("errand_id", "") + "/resolve";
    json word{{"as", "done"}, {"reason", "the console shows it"}};
    EXPECT_EQ(code_of(pair.admin("POST", path, word)), "receipt_with_done");
    word["receipt_id"] = other.at("told").value("receipt_id", "");
    EXPECT_EQ(code_of(pair.admin("POST", path, word)), "receipt_of_another");
    const auto keys = pair.sandbox("GET", "/_sandbox/billing-keys").body;
    for (const auto& key : keys.at("billing_keys"))
        if (key.value("subscription_id", "") == lost.value("errand_id", ""))
            word["receipt_id"] = key.value("receipt_id", "");
    const auto settled = pair.admin("POST", path, word);
    EXPECT_EQ(settled.body.value("state", ""), "done") << settled.text;
    const auto key = key_of(settled.body).value("billing_key_id", "");
    EXPECT_NE(key, other.at("told").value("billing_key_id", ""));

    // Both ways round, and never the key itself.
    const auto by_key = pair.admin("GET", "/v1/gateway/billing-keys/" + key).body;
    EXPECT_EQ(by_key.value("usable", false), true) << by_key;
    const auto receipt = word.value("receipt_id", "");
    const auto issued = pair.admin("GET", "/v1/gateway/receipts/" + receipt + "/billing-key").body;
    EXPECT_EQ(issued.value("registration_id", ""), lost.value("errand_id", "")) << issued;
    EXPECT_EQ(issued.value("shown", ""), by_key.value("shown", "x"));
    EXPECT_EQ(pair.admin("GET", "/v1/gateway/billing-keys/bk_none").status, 404);
}

TEST_F(Services, RegisterABankAccountInTwoSteps) {
    pair.sandbox("POST", "/_sandbox/switches", {{"consents_at_once", false}});
    const json form{
        {"customer_id", "kim"},
        {"consent", "phone"},
        {"pg", "나이스페이"},
        {"order_name", "계좌 등록"},
        {"username", "홍길동"},
        {"bank_name", "국민"},
        {"bank_account", "67560123412342"},
        {"identity_no", "861014"}};
    lose_answer("issue");
    const auto unknown = in_doubt("/v1/billing-keys/accounts", form);
    EXPECT_EQ(looked_up(unknown).value("state", ""), "doubt") << "nothing can tell";
    const auto settle = "/v1/errands/" + unknown.value("errand_id", "") + "/resolve";
    const json word{{"as", "absent"}, {"reason", "the customer was asked nothing"}};
    EXPECT_EQ(pair.admin("POST", settle, word).body.value("state", ""), "absent");
    const auto asked = done("/v1/billing-keys/accounts", form);
    const auto receipt = asked.at("told").value("receipt_id", "");
    const auto publish = "/v1/billing-keys/accounts/" + receipt + "/publish";
    const json customer{{"customer_id", "kim"}};
    const auto early = pair.admin("POST", publish, customer);
    EXPECT_EQ(code_of(early), "consent_awaited") << early.text;
    pair.sandbox("POST", "/_sandbox/consents", {{"receipt_id", receipt}});
    lose_answer("issue");
    const auto lost = in_doubt(publish, customer);
    EXPECT_EQ(code_of(pair.admin("POST", publish, customer)), "errand_under_way");
    const auto found = looked_up(lost);
    EXPECT_EQ(found.value("state", ""), "done") << found;
    EXPECT_EQ(key_of(found).value("method", ""), "국민 **********2342");
}

TEST_F(Services, DeleteAKeyThatNothingHolds) {
    const auto key = key_of(done("/v1/billing-keys/cards", card_form()));
    const auto id = key.value("billing_key_id", "");
    const auto path = "/v1/billing-keys/" + id + "/delete";
    pair.subscribe("sub-1", "daily", id, "kim", "2028-01-02T09:00:00");
    EXPECT_EQ(pair.walk("2028-01-01T20:00:00+09:00").status, 200);
    const auto held = pair.admin("POST", path, json::object());
    EXPECT_EQ(held.status, 409) << held.text;
    pair.admin("POST", "/v1/subscriptions/sub-1/cancel", {{"at", "now"}});
    EXPECT_EQ(pair.walk("2028-01-03T00:00:00+09:00").status, 200);
    lose_answer("key");
    const auto lost = in_doubt(path, json::object());
    EXPECT_EQ(looked_up(lost).value("state", ""), "done");
    EXPECT_EQ(pair.admin("GET", "/v1/billing-keys/" + id).body.value("state", ""), "dead");
    EXPECT_EQ(code_of(pair.admin("POST", path, json::object())), "dead_billing_key");
    EXPECT_EQ(pair.admin("POST", "/v1/billing-keys/bk_999999/delete", json::object()).status, 404);
}

TEST_F(Services, ShipTheGoodsOfAnEscrowPayment) {
    const auto receipt = payment({{"order_id", "shop-1"}, {"escrow", true}});
    const json form{{"tracking_number", "1234"}, {"delivery_corp", "CJ대한통운"}};
    lose_answer("shipping");
    const auto lost = in_doubt("/v1/receipts/" + receipt + "/shipping", form);
    EXPECT_EQ(looked_up(lost).value("state", ""), "done");
    done("/v1/receipts/" + receipt + "/shipping", form);
    const auto plain = payment({{"order_id", "shop-2"}});
    const auto refused = pair.admin("POST", "/v1/receipts/" + plain + "/shipping", form);
    EXPECT_EQ(code_of(refused), "RC_NOT_ESCROW") << refused.text;
}

TEST_F(Services, PublishCashReceiptsAndTakeThemBack) {
    const auto receipt = payment({{"order_id", "shop-3"}, {"bank_transfer", true}});
    const json form{{"type", "income_deduction"}, {"identity_no", "01012345678"}};
    const auto path = "/v1/receipts/" + receipt + "/cash-receipt";
    lose_answer("cash");
    const auto lost = in_doubt(path, form);
    EXPECT_EQ(looked_up(lost).value("state", ""), "done");
    done(path + "/cancel", {{"reason", "잘못 발행"}});
    // A card payment has none: the code says no more than that, so the receipt is looked at.
    const auto card = payment({{"order_id", "shop-4"}});
    const auto open = in_doubt("/v1/receipts/" + card + "/cash-receipt", form);
    EXPECT_EQ(looked_up(open).value("state", ""), "doubt") << "it may be carried out yet";
    ASSERT_EQ(pair.walk("2028-01-01T00:20:00+09:00").status, 200);
    EXPECT_EQ(looked_up(open).value("state", ""), "absent");

    json alone = form;
    alone["order_id"] = "cash-1";
    alone["order_name"] = "오프라인 판매";
    alone["price"] = 1'000;
    lose_answer("cash");
    const auto lost_alone = in_doubt("/v1/cash-receipts", alone);
    const auto found = looked_up(lost_alone);
    EXPECT_EQ(found.value("state", ""), "done") << found;
    const auto lone = found.at("told").value("receipt_id", "");
    done("/v1/cash-receipts/" + lone + "/cancel", json::object());
    const auto order = pair.admin("GET", "/v1/gateway/orders/cash-1");
    EXPECT_EQ(order.body.at("items").at(0).value("status", 0), 61) << order.text;
}

TEST_F(Services, FindACashReceiptTakenBackWhoseAnswerWasLost) {
    const auto receipt = payment({{"order_id", "shop-5"}, {"bank_transfer", true}});
    const auto path = "/v1/receipts/" + receipt + "/cash-receipt";
    done(path, {{"type", "income_deduction"}, {"identity_no", "01012345678"}});
    lose_answer("cash");
    const auto lost = in_doubt(path + "/cancel", {{"reason", "잘못 발행"}});
    EXPECT_EQ(looked_up(lost).value("state", ""), "done");
}

TEST_F(Services, AnswerARepeatWithTheFirstErrand) {
    auto request = json_request("POST", "/v1/billing-keys/cards", card_form());
    request.headers.set("Idempotency-Key", "kim-card-1");
    const auto first = call_unix(pair.socket_path(), request);
    const auto again = call_unix(pair.socket_path(), request);
    EXPECT_EQ(first.status, 201) << first.text;
    EXPECT_EQ(first.body, again.body);
    EXPECT_EQ(pair.admin("GET", "/v1/billing-keys").body.at("items").size(), 1U);
}

// Only some of the fields were held against the first request: a receipt of another kind was
// answered with the one that had been published.
TEST_F(Services, TakeNoOtherWishForARepeat) {
    const auto receipt = payment({{"order_id", "shop-6"}, {"bank_transfer", true}});
    const auto answer = [&](const char* kind, const char* identity) {
        auto request = json_request(
            "POST",
            "/v1/receipts/" + receipt + "/cash-receipt",
            {{"type", kind}, {"identity_no", identity}}
        );
        request.headers.set("Idempotency-Key", "cash-1");
        return call_unix(pair.socket_path(), request);
    };
    const auto first = answer("income_deduction", "01012345678");
    EXPECT_EQ(first.status, 201) << first.text;
    EXPECT_EQ(answer("income_deduction", "01012345678").body, first.body);
    const auto other = answer("expense_proof", "1234567890");
    EXPECT_EQ(other.status, 409) << other.text;
    EXPECT_EQ(other.body.value("code", ""), "idempotency_key_reused") << other.text;
}

TEST_F(Services, SurviveAKillBetweenTheIntentAndTheAnswer) {
    const auto receipt = payment({{"order_id", "shop-5"}, {"escrow", true}});
    pair.sandbox("POST", "/_sandbox/faults", {{"on", "shipping"}, {"kind", "hang"}});
    auto asking = std::async(std::launch::async, [&] {
        const json form{{"tracking_number", "1234"}, {"delivery_corp", "CJ대한통운"}};
        return pair.admin("POST", "/v1/receipts/" + receipt + "/shipping", form);
    });
    // Written down is not carried out yet: the fault is gone when Bootpay has met it.
    const auto carried_out = [&] {
        return pair.sandbox("GET", "/_sandbox/faults").body.at("faults").empty();
    };
    EXPECT_TRUE(eventually(carried_out));
    pair.daemon().kill();
    asking.wait();
    ASSERT_TRUE(pair.start_daemon());
    const auto list = pair.admin("GET", "/v1/errands").body.at("items");
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(looked_up(list.at(0)).value("state", ""), "done");
}

// Only charges were waited for: the key that Bootpay had issued in that moment was thrown away, and
// a person had to look for it.
TEST_F(Services, AreWaitedForByADaemonThatIsAskedToEnd) {
    pair.gateway().send(SIGSTOP);
    auto asking = std::async(std::launch::async, [&] {
        return pair.admin("POST", "/v1/billing-keys/cards", card_form());
    });
    const auto sending = [&] {
        return !pair.admin("GET", "/v1/errands?state=sending").body.at("items").empty();
    };
    EXPECT_TRUE(eventually(sending));
    pair.daemon().send(SIGTERM);
    asking.wait();  // its door is closed
    pair.gateway().send(SIGCONT);
    EXPECT_EQ(pair.daemon().ending(), (Ending{0, 0})) << pair.log();
    ASSERT_TRUE(pair.start_daemon());
    const auto list = pair.admin("GET", "/v1/errands").body.at("items");
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list.at(0).value("state", ""), "done") << list;
    EXPECT_EQ(pair.admin("GET", "/v1/billing-keys").body.at("items").size(), 1U);
}

TEST_F(Services, HandOnWhatBootpayTells) {
    const json user{{"username", "홍길동"}};
    const auto receipt = payment({{"order_id", "shop-6"}, {"user", user}});
    const auto path = "/v1/gateway/receipts/" + receipt;
    EXPECT_FALSE(pair.admin("GET", path).body.contains("user"));
    EXPECT_EQ(pair.admin("GET", path + "?user_data=true").body.at("user"), user);
    EXPECT_EQ(pair.admin("GET", "/v1/gateway/receipts/none").status, 404);
    EXPECT_TRUE(pair.admin("GET", "/v1/gateway/orders/none").body.at("items").empty());

    const json person{
        {"authentication_id", "auth-1"},
        {"username", "홍길동"},
        {"identity_no", "8610141"},
        {"carrier", "SKT"},
        {"phone", "01012345678"}};
    const auto checked = pair.sandbox("POST", "/_sandbox/identity-checks", person).body;
    const auto identity = "/v1/identity-checks/" + checked.value("receipt_id", "");
    EXPECT_EQ(pair.admin("GET", identity).body.at("authenticate_data").at("name"), "홍길동");
    EXPECT_EQ(pair.walk("2028-01-01T01:00:00+09:00").status, 200);
    EXPECT_EQ(code_of(pair.admin("GET", identity)), "AUTH_EXPIRED");
    // With the usual pair of keys alone there are no user tokens.
    const auto token = pair.admin("POST", "/v1/user-tokens", {{"customer_id", "kim"}});
    EXPECT_EQ(code_of(token), "needs_application_key");
}

TEST_F(Services, GiveAUserTokenWithTheOlderPairOfKeysBesideTheUsualOne) {
    ASSERT_TRUE(pair.stop_daemon());
    const auto file = pair.folder().write("private.key", "sandbox-private-key\n");
    Wishes wishes;
    wishes.bootpay = "  application_id: sandbox-application-id\n  private_key_file: " + file + "\n";
    pair.wish(wishes);
    ASSERT_TRUE(pair.start_daemon());
    const auto token = pair.admin("POST", "/v1/user-tokens", {{"customer_id", "kim"}});
    EXPECT_EQ(token.status, 201) << token.text;
    EXPECT_FALSE(token.body.value("user_token", "").empty()) << token.text;
    // The other calls go on with the usual pair.
    done("/v1/billing-keys/cards", card_form());
}

}  // namespace
}  // namespace maedal::integration
