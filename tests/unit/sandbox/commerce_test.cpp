// Commerce over a socket, as the SDKs ask it.
#include "a_front.hpp"

namespace maedal::sandbox {
namespace {

struct CommerceCalls : AFront {
    json link(json more = json::object()) {
        json body{
            {"name", "Professional 플랜 구독"},
            {"price", 29'900},
            {"order_id", "shop-1"},
            {"user", {{"email", "user@example.com"}, {"phone", "01012345678"}}},
            {"expired_at", "2026-11-08T00:00:00Z"}};
        body.update(more);
        return body;
    }
    std::string made(json more = json::object()) {
        return say("POST", "/v1/invoices", link(std::move(more))).body.value("invoice_id", "");
    }
    std::string code(const Said& said) { return said.body.value("error_code", ""); }
    std::string product(bool subscribes) {
        const json sold{{"name", "Pro"}, {"price", 29'900}, {"use_subscription", subscribes}};
        return say("POST", "/_sandbox/products", sold).body["product_id"];
    }
    json line(const std::string& product_id) {
        return json::array({{{"product_id", product_id}, {"quantity", 1}, {"duration", -1}}});
    }
    json paid(const std::string& invoice_id, json more = json::object()) {
        return say("POST", "/_sandbox/invoices/" + invoice_id + "/pay", more).body;
    }
    void move(const char* to) { say("POST", "/_sandbox/clock", json{{"now", to}}); }
};

TEST_F(CommerceCalls, IssueATokenThatOpensTheShop) {
    const json pair{{"client_key", "sandbox-client-key"}, {"secret_key", "sandbox-secret-key"}};
    const Said issued = say("POST", "/v1/request/token", pair);
    ASSERT_EQ(issued.status, 200);
    EXPECT_EQ(issued.body["expire_in"], 1'800);
    EXPECT_EQ(issued.body["expired_at"], "2026-11-01T09:30:00+09:00");
    authorization = "Bearer " + issued.body["access_token"].get<std::string>();
    EXPECT_EQ(say("GET", "/v1/products").status, 200);
    authorization = "Bearer nothing";
    EXPECT_EQ(code(say("GET", "/v1/products")), "TOKEN_KEY_INVALID");
}

TEST_F(CommerceCalls, ListAndShowProducts) {
    const std::string id = product(true);
    const json listed = say("GET", "/v1/products?page=1&limit=10").body;
    EXPECT_EQ(listed["count"], 1);
    EXPECT_EQ(listed["list"][0]["product_id"], id);
    EXPECT_EQ(say("GET", "/v1/products/" + id).body["use_subscription"], true);
    EXPECT_EQ(code(say("GET", "/v1/products/none")), "PRODUCT_NOT_FOUND");
}

TEST_F(CommerceCalls, MakeALinkWithItsOwnEnd) {
    const Said said = say("POST", "/v1/invoices", link());
    ASSERT_EQ(said.status, 200);
    EXPECT_TRUE(said.body["payment_url"].get<std::string>().starts_with("https://"));
    EXPECT_EQ(said.body["expired_at"], "2026-11-08T09:00:00+09:00");
    json by_length = link({{"expire_in", 3'600}});
    by_length.erase("expired_at");
    EXPECT_EQ(
        say("POST", "/v1/invoices", by_length).body["expired_at"], "2026-11-01T10:00:00+09:00"
    );
    EXPECT_EQ(say("GET", "/v1/invoices?limit=1").body["count"], 2);
}

TEST_F(CommerceCalls, RefuseALinkThatDoesNotFit) {
    const auto refused = [&](json more) { return code(say("POST", "/v1/invoices", link(more))); };
    EXPECT_EQ(refused({{"name", ""}}), "API_PARAM_INVALID");
    EXPECT_EQ(refused({{"price", 0}}), "API_PARAM_INVALID");
    EXPECT_EQ(refused({{"tax_free_price", 30'000}}), "API_PARAM_INVALID");
    EXPECT_EQ(refused({{"expired_at", "2026-10-01T00:00:00Z"}}), "API_PARAM_INVALID");
    EXPECT_EQ(refused({{"send_types", {9}}}), "API_PARAM_INVALID");
    EXPECT_EQ(refused({{"metadata", json::object()}}), "SERVER_ERROR");
    EXPECT_EQ(refused({{"products", line("none")}}), "PRODUCT_NOT_FOUND");
    EXPECT_EQ(
        refused({{"use_notification", true}, {"send_types", {1}}, {"user", {{"email", "a@b.kr"}}}}),
        "INVOICE_TARGET_NOT_FOUND"
    );
}

TEST_F(CommerceCalls, PayALinkOnceAndNeverAfterItsEnd) {
    const std::string id = made();
    const json order = paid(id);
    EXPECT_EQ(order["status"], "order_completed");
    EXPECT_EQ(order["receipt_status"], "receipt_paid");
    EXPECT_EQ(order["order_number"].get<std::string>().substr(0, 6), "261101");
    EXPECT_EQ(paid(id)["error_code"], "INVOICE_PAID");
    EXPECT_EQ(say("GET", "/v1/invoices/" + id).body["order_number"], order["order_number"]);
    const json receipts = say("GET", "/v2/lookup/order/shop-1").body;
    ASSERT_EQ(receipts.size(), 1U);
    EXPECT_EQ(receipts[0]["receipt_id"], order["result_data"]["receipt_id"]);
    EXPECT_EQ(receipts[0]["status"], 1);

    const std::string late = made({{"order_id", "shop-2"}});
    move("2026-11-08T00:00:00Z");
    EXPECT_EQ(paid(late)["error_code"], "INVOICE_EXPIRED");
    EXPECT_EQ(bootpay.money().totals(Instant::min(), Instant::max()).taken, 29'900);
}

TEST_F(CommerceCalls, SendALinkAgain) {
    const std::string id = made();
    EXPECT_EQ(say("POST", "/v1/invoices/" + id + "/notify", json{{"send_types", {1}}}).status, 200);
    EXPECT_EQ(say("GET", "/_sandbox/invoices").body["invoices"][0]["times_sent"], 1);
    EXPECT_EQ(code(say("POST", "/v1/invoices/none/notify")), "INVOICE_NOT_FOUND");
    say("POST", "/_sandbox/invoices/" + id + "/deny");
    EXPECT_EQ(code(say("GET", "/v1/invoices/" + id)), "INVOICE_DENIED");
}

TEST_F(CommerceCalls, ShowAnOrderInWordsOrNumbers) {
    const std::string id = made({{"metadata", {{"order_id", "ORDER_123"}}}});
    const std::string number = paid(id)["order_number"];
    EXPECT_EQ(say("GET", "/v1/orders/" + number).body["metadata"]["order_id"], "ORDER_123");
    say("POST", "/_sandbox/switches", json{{"order_status_numbers", true}});
    EXPECT_EQ(say("GET", "/v1/orders/" + number).body["status"], 2);
    EXPECT_EQ(code(say("GET", "/v1/orders/25071182085082524116")), "ORDER_NOT_FOUND");
}

TEST_F(CommerceCalls, HoldAPreparedPriceAtTheCheckout) {
    made({{"request_id", "req_1"}, {"price", 23'900}});
    const json order = say("POST",
                           "/_sandbox/checkouts",
                           json{{"name", "Pro"}, {"price", 29'900}, {"request_id", "req_1"}}
    ).body;
    EXPECT_EQ(order["price"], 23'900);
    EXPECT_EQ(order["request_id"], "req_1");
}

TEST_F(CommerceCalls, BillAHostedSubscriptionUntilItEnds) {
    const json order = paid(made({{"products", line(product(true))}}));
    EXPECT_EQ(order["status"], "subscription_request_completed");
    const std::string id = order["order_subscriptions"][0]["order_subscription_id"];
    const std::string bills = "/v1/order_subscription_bills?order_subscription_id=" + id;
    const std::string path = "/v1/order_subscriptions/" + id;
    EXPECT_EQ(say("GET", bills + "&status=1").body["count"], 1);
    move("2026-12-02T00:00:00Z");
    EXPECT_EQ(say("GET", bills + "&status=1").body["count"], 2);

    EXPECT_EQ(code(say("PUT", path + "/pause", json{{"reason", "x"}})), "API_ROLE_NOT_SUPPORT");
    const json named{{"order_subscription_id", id}, {"reason", "x"}};
    const std::string asks = "/v1/order_subscriptions/requests/ing/";
    EXPECT_EQ(say("POST", asks + "pause", named).body["status"], -2);
    move("2027-02-02T00:00:00Z");
    EXPECT_EQ(say("GET", bills + "&status=1").body["count"], 2);
    EXPECT_EQ(say("PUT", asks + "resume", named).body["status"], 1);
    EXPECT_EQ(code(say("PUT", asks + "resume", named)), "ORDER_SUBSCRIPTION_RESUME_UNABLE");
    EXPECT_EQ(say("POST", asks + "termination", named).body["status"], 20);
    move("2027-06-02T00:00:00Z");
    EXPECT_EQ(say("GET", bills + "&status=1").body["count"], 2);
    EXPECT_EQ(code(say("GET", path + "0")), "ORDER_SUBSCRIPTION_NOT_FOUND");
}

TEST_F(CommerceCalls, TakeMoneyOfAWindowPaymentAtItsConfirm) {
    json asked = order("shop-9");
    asked["separately_confirmed"] = true;
    const json receipt = say("POST", "/_sandbox/payments", asked).body;
    EXPECT_EQ(receipt["status"], 2);
    EXPECT_EQ(receipt["method_symbol"], "card");
    const json named{{"receipt_id", receipt["receipt_id"]}};
    EXPECT_EQ(bootpay.money().movements().size(), 0U);
    EXPECT_EQ(say("POST", "/v2/confirm", named).body["status"], 1);
    EXPECT_EQ(code(say("POST", "/v2/confirm", named)), "RC_NOT_CONFIRM_READY");
    EXPECT_EQ(bootpay.money().movements().size(), 1U);
    EXPECT_EQ(code(say("POST", "/v2/confirm", json{{"receipt_id", "none"}})), "RC_NOT_FOUND");

    asked["order_id"] = "shop-10";
    asked["confirm_declined"] = "3143";
    const json poor = say("POST", "/_sandbox/payments", asked).body;
    const Said no = say("POST", "/v2/confirm", json{{"receipt_id", poor["receipt_id"]}});
    EXPECT_EQ(code(no), "RC_CONFIRM_FAILED");
    EXPECT_EQ(no.body["pg_error_code"], "3143");
}

TEST_F(CommerceCalls, WaitForTheDepositOfAVirtualAccount) {
    const json order = paid(made(), {{"virtual_account", true}});
    EXPECT_EQ(order["receipt_status"], "receipt_vbank_ready");
    const std::string receipt = order["receipt_id"];
    EXPECT_EQ(say("GET", "/v2/receipt/" + receipt).body["status"], 5);
    EXPECT_EQ(say("POST", "/_sandbox/payments/" + receipt + "/deposit").body["status"], 1);
    EXPECT_EQ(
        code(say("POST", "/_sandbox/payments/" + receipt + "/deposit")), "DEPOSIT_NOT_AWAITED"
    );
}

TEST_F(CommerceCalls, CanMakeALinkAndLoseTheAnswer) {
    say("POST", "/_sandbox/faults", json{{"on", "link"}, {"kind", "lose_answer"}});
    EXPECT_EQ(say("POST", "/v1/invoices", link()).status, 0);
    EXPECT_EQ(say("GET", "/v1/invoices").body["count"], 1);
}

}  // namespace
}  // namespace maedal::sandbox
