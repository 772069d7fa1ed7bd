#include "a_front.hpp"

namespace maedal::sandbox {
namespace {

using PgAuthorization = AFront;
using PgCalls = AFront;

TEST_F(PgAuthorization, TakesTheClientKeyPair) {
    EXPECT_EQ(say("GET", "/v2/billing_key/" + key).status, 200);
}

TEST_F(PgAuthorization, RefusesOtherPairsWithTheirCode) {
    const auto code = [&](const char* header) {
        authorization = header;
        const Said said = say("GET", "/v2/billing_key/" + key);
        EXPECT_EQ(said.status, 401);
        EXPECT_TRUE(said.body["message"].is_string());
        return said.body.value("error_code", "");
    };
    EXPECT_EQ(code(""), "TOKEN_KEY_INVALID");
    EXPECT_EQ(code("Basic ???"), "TOKEN_KEY_INVALID");
    EXPECT_EQ(code("Basic dGVzdA=="), "TOKEN_KEY_INVALID");
    EXPECT_EQ(code("Basic YTpi"), "APP_CLIENT_KEY_NOT_FOUND");
    EXPECT_EQ(code("Basic c2FuZGJveC1jbGllbnQta2V5Og=="), "APP_SK_NOT_MATCHED");
    EXPECT_EQ(code("Bearer 0123456789abcdef01234567"), "TOKEN_KEY_INVALID");
}

TEST_F(PgAuthorization, TakesATokenForThirtyMinutesOfItsOwnClock) {
    authorization.clear();
    const json pair{
        {"application_id", "sandbox-application-id"}, {"private_key", "sandbox-private-key"}};
    const Said issued = say("POST", "/v2/request/token", pair);
    ASSERT_EQ(issued.status, 200);
    EXPECT_EQ(issued.body["expire_in"], 1'800);
    authorization = "Bearer " + issued.body["access_token"].get<std::string>();
    EXPECT_EQ(say("GET", "/v2/billing_key/" + key).status, 200);
    say("POST", "/_sandbox/clock", json{{"now", "2026-11-01T00:10:00Z"}});
    const Said again = say("POST", "/v2/request/token", pair);
    EXPECT_EQ(again.body["access_token"], issued.body["access_token"]);
    EXPECT_EQ(again.body["expire_in"], 1'200);
    say("POST", "/_sandbox/clock", json{{"now", "2026-11-01T00:30:00Z"}});
    EXPECT_EQ(say("GET", "/v2/billing_key/" + key).status, 401);
}

TEST_F(PgAuthorization, RefusesAWrongApplication) {
    const auto code = [&](const char* application_id, const char* private_key) {
        const json pair{{"application_id", application_id}, {"private_key", private_key}};
        return say("POST", "/v2/request/token", pair).body.value("error_code", "");
    };
    EXPECT_EQ(code("x", "sandbox-private-key"), "APP_KEY_NOT_FOUND");
    EXPECT_EQ(code("sandbox-application-id", "x"), "APP_SK_NOT_MATCHED");
}

TEST_F(PgCalls, ShowABillingKeyInItsTwoShapes) {
    const json by_key = say("GET", "/v2/billing_key/" + key).body;
    EXPECT_EQ(by_key["status"], 1);
    EXPECT_EQ(by_key["sandbox"], 1);
    EXPECT_EQ(by_key["published_at"], "2026-11-01T09:00:00+09:00");
    const std::string receipt_id = taken(bootpay.key(key))->receipt_id;
    const json issuing = say("GET", "/v2/subscribe/billing_key/" + receipt_id).body;
    EXPECT_EQ(issuing["status"], 11);
    EXPECT_EQ(issuing["billing_key"], key);
    EXPECT_EQ(issuing["billing_data"]["card_company_code"], "02");
    EXPECT_EQ(say("GET", "/v2/receipt/" + receipt_id).body["status"], 11);
    EXPECT_EQ(say("GET", "/v2/subscribe/billing_key/nothing").body["error_code"], "RC_NOT_FOUND");
    EXPECT_EQ(say("GET", "/v2/billing_key/nothing").status, 404);
}

TEST_F(PgCalls, DeleteAKeyOnce) {
    const Said deleted = say("DELETE", "/v2/subscribe/billing_key/" + key);
    EXPECT_EQ(deleted.status, 200);
    EXPECT_EQ(deleted.body, (json{{"billing_key", key}}));
    const Said again = say("DELETE", "/v2/subscribe/billing_key/" + key);
    EXPECT_EQ(again.status, 400);
    EXPECT_EQ(again.body["error_code"], "SUBSCRIBE_BK_EXPIRED");
    EXPECT_EQ(
        say("POST", "/v2/subscribe/payment", order("o1")).body["error_code"], "SUBSCRIBE_BK_EXPIRED"
    );
}

TEST_F(PgCalls, ChargeAndShowTheReceipt) {
    json asked = order("o 1/2");
    asked["metadata"] = json{{"cycle", 3}};
    asked["user"] = json{{"id", "user_1001"}};
    asked["price"] = json::parse("29900.0");
    const Said paid = say("POST", "/v2/subscribe/payment", asked);
    ASSERT_EQ(paid.status, 200) << paid.text;
    EXPECT_EQ(paid.body["status"], 1);
    EXPECT_EQ(paid.body["price"], 29'900);
    EXPECT_EQ(paid.body["metadata"]["cycle"], 3);
    EXPECT_EQ(paid.body["purchased_at"], "2026-11-01T09:00:00+09:00");
    EXPECT_FALSE(paid.body.contains("cancelled_at"));
    EXPECT_FALSE(paid.body.contains("user"));
    EXPECT_EQ(paid.body["card_data"]["card_quota"], "00");

    const std::string path = "/v2/receipt/" + paid.body["receipt_id"].get<std::string>();
    EXPECT_EQ(say("GET", path + "?lookup_user_data=false").body, paid.body);
    EXPECT_EQ(say("GET", path + "?lookup_user_data=true").body["user"]["id"], "user_1001");
    EXPECT_EQ(say("GET", "/v2/lookup/order/o%201%2F2").body, json::array({paid.body}));
    EXPECT_EQ(say("GET", "/v2/lookup/order/other").body, json::array());
    EXPECT_EQ(say("GET", "/v2/receipt/nothing").body["error_code"], "RC_NOT_FOUND");
}

TEST_F(PgCalls, SayWhyTheCardRefused) {
    say("POST",
        "/_sandbox/declines",
        json{{"billing_key", key}, {"times", 1}, {"pg_error_code", "51"}});
    const Said declined = say("POST", "/v2/subscribe/payment", order("o1"));
    EXPECT_EQ(declined.status, 400);
    EXPECT_EQ(declined.body["error_code"], "RC_REQUEST_FAILED");
    EXPECT_EQ(declined.body["pg_error_code"], "51");
    const json listed = say("GET", "/v2/lookup/order/o1").body;
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed[0]["status"], -2);
    EXPECT_FALSE(listed[0].contains("purchased_at"));
}

TEST_F(PgCalls, GiveEveryFieldOfAReservationBack) {
    json asked = reservation("o1", "2026-11-30T15:00:00.000Z");
    asked["tax_free"] = 900;
    asked["items"] = json::array({{{"id", "item-1"}, {"qty", 1}}});
    asked["extra"] = json{{"raw_data", 1}};
    asked["metadata"] = json{{"cycle", 4}};
    asked["feedback_url"] = "https://merchant.example/webhook";
    asked["content_type"] = "application/x-www-form-urlencoded";
    const Said made = say("POST", "/v2/subscribe/payment/reserve", asked);
    ASSERT_EQ(made.status, 200) << made.text;
    EXPECT_EQ(made.body.size(), 2U);
    EXPECT_EQ(made.body["reserve_execute_at"], "2026-12-01T00:00:00+09:00");

    const std::string path =
        "/v2/subscribe/payment/reserve/" + made.body["reserve_id"].get<std::string>();
    const json seen = say("GET", path).body;
    for (const char* name :
         {"billing_key",
          "order_id",
          "order_name",
          "price",
          "tax_free",
          "items",
          "extra",
          "metadata",
          "feedback_url",
          "content_type"})
        EXPECT_EQ(seen[name], asked[name]) << name;
    EXPECT_EQ(seen["version"], 2);
    EXPECT_EQ(seen["card_quota"], "00");
    EXPECT_EQ(seen["status"], 0);
    EXPECT_EQ(seen["reserve_requested_at"], "2026-11-01T09:00:00+09:00");
    for (const char* name :
         {"receipt_id", "reserve_started_at", "reserve_finished_at", "reserve_revoked_at"}) {
        EXPECT_TRUE(seen.contains(name)) << name;
        EXPECT_TRUE(seen[name].is_null()) << name;
    }
}

TEST_F(PgCalls, RevokeAReservation) {
    const json made =
        say("POST", "/v2/subscribe/payment/reserve", reservation("o1", "2026-11-30 15:00:00 UTC"))
            .body;
    const std::string path =
        "/v2/subscribe/payment/reserve/" + made["reserve_id"].get<std::string>();
    const Said revoked = say("DELETE", path, json::object());
    EXPECT_EQ(revoked.body, (json{{"reserve_id", made["reserve_id"]}, {"success", true}}));
    EXPECT_EQ(say("GET", path).body["status"], 3);
    EXPECT_EQ(say("DELETE", path).status, 400);
    EXPECT_EQ(say("GET", "/v2/subscribe/payment/reserve/nothing").status, 404);
}

TEST_F(PgCalls, CancelInPartsAndWhole) {
    const json paid = say("POST", "/v2/subscribe/payment", order("o1", 10'000)).body;
    json asked{{"receipt_id", paid["receipt_id"]}, {"cancel_price", 4'000}, {"cancel_id", "c1"}};
    const Said part = say("POST", "/v2/cancel", asked);
    EXPECT_EQ(part.body["status"], 1);
    EXPECT_EQ(part.body["cancelled_price"], 4'000);
    const Said repeated = say("POST", "/v2/cancel", asked);
    EXPECT_EQ(repeated.status, 400);
    EXPECT_EQ(repeated.body["error_code"], "CANCEL_ID_DUPLICATED");
    const Said rest = say("POST", "/v2/cancel", json{{"receipt_id", paid["receipt_id"]}});
    EXPECT_EQ(rest.body["status"], 20);
    EXPECT_EQ(rest.body["cancelled_price"], 10'000);
    EXPECT_EQ(rest.body["cancelled_at"], "2026-11-01T09:00:00+09:00");
}

TEST_F(PgCalls, RefuseBadBodies) {
    const auto refused = [&](const std::string& body) {
        const Said said = say("POST", "/v2/subscribe/payment", body);
        EXPECT_EQ(said.status, 400) << body;
        EXPECT_EQ(said.body["error_code"], "PARAMETER_INVALID") << body;
    };
    refused("");
    refused("{");
    refused("[]");
    refused(R"({"price":1,"price":2})");
    for (const char* change :
         {R"({"price":"29900"})",
          R"({"price":299.5})",
          R"({"price":-1})",
          R"({"price":null})",
          R"({"price":100000000000000000000})",
          R"({"order_name":7})",
          R"({"order_name":""})",
          R"({"order_id":null})",
          R"({"user":"kim"})",
          R"({"feedback_url":"http://merchant.example/"})",
          R"({"feedback_url":"no address"})",
          R"({"content_type":"text/plain"})"}) {
        json asked = order("o1");
        asked.merge_patch(json::parse(change));
        if (json::parse(change).contains("order_id")) asked.erase("order_id");
        refused(asked.dump());
    }
    EXPECT_EQ(say("POST", "/v2/cancel", json::object()).body["error_code"], "PARAMETER_INVALID");
    EXPECT_TRUE(bootpay.receipts().empty());
}

TEST_F(PgCalls, TakeUnsetFieldsAsSdksSendThem) {
    json asked = order("ignored");
    asked["order_id"] = 1'234'567;  // a bare number, as the vendor's PHP sample sends it
    asked["tax_free"] = nullptr;
    asked["user"] = nullptr;
    asked["metadata"] = json::object();
    asked["feedback_url"] = "";
    asked["card_quota"] = "";
    const Said paid = say("POST", "/v2/subscribe/payment", asked);
    EXPECT_EQ(paid.status, 200) << paid.text;
    EXPECT_EQ(paid.body["order_id"], "1234567");
}

TEST_F(PgCalls, AnswerUnknownPathsAndMethodsInJson) {
    EXPECT_EQ(say("GET", "/v2/nothing").body["error_code"], "PATH_NOT_FOUND");
    EXPECT_EQ(say("GET", "/v1/orders/1").status, 404);
    const Said wrong_method = say("DELETE", "/v2/cancel");
    EXPECT_EQ(wrong_method.status, 405);
    EXPECT_EQ(wrong_method.body["error_code"], "METHOD_NOT_ALLOWED");
}

TEST_F(PgCalls, TellTheSandboxTimeInTheDateHeader) {
    EXPECT_EQ(say("GET", "/v2/billing_key/" + key).date, "Sun, 01 Nov 2026 00:00:00 GMT");
}

}  // namespace
}  // namespace maedal::sandbox
