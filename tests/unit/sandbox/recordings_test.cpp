// What Bootpay's own SDK for Node (2.13.1) sends, byte by byte, against the sandbox.
#include "a_front.hpp"

namespace maedal::sandbox {
namespace {

constexpr const char* recorded_key = "62b3d166cf9f6d001bd20d59";
constexpr const char* recorded_receipt = "62b12f4b6262500007629fec";
constexpr const char* recorded_basic = "Basic dGVzdC1jbGllbnQta2V5OnRlc3Qtc2VjcmV0LWtleQ==";
constexpr const char* recorded_token_body =
    R"({"application_id":"0a1b2c3d4e5f60718293a4b5","private_key":"test-private-key"})";
constexpr const char* recorded_reserve_body =
    R"({"billing_key":"62b3d166cf9f6d001bd20d59","order_name":"프리미엄 월간 이용권")"
    R"(,"price":29900,"tax_free":0,"order_id":"sub_1001_c4_a1")"
    R"(,"reserve_execute_at":"2026-11-30T15:00:00.000Z")"
    R"(,"user":{"id":"user_1001","username":"홍길동","phone":"01012345678")"
    R"(,"email":"user@example.com"},"items":[{"id":"item-1","name":"월간 이용권")"
    R"(,"qty":1,"price":29900}],"metadata":{"cycle":4})"
    R"(,"feedback_url":"https://merchant.example/webhook")"
    R"(,"content_type":"application/x-www-form-urlencoded"})";

FrontOptions recorded_project() {
    FrontOptions options;
    options.credentials = Credentials{
        "test-client-key", "test-secret-key", "0a1b2c3d4e5f60718293a4b5", "test-private-key"};
    return options;
}

struct Recordings : AFront {
    Recordings() : AFront(recorded_project()) {
        say("POST",
            "/_sandbox/billing-keys",
            json{{"billing_key", recorded_key}, {"receipt_id", recorded_receipt}});
    }

    void with_basic() { authorization = recorded_basic; }
    void with_bearer() {
        authorization.clear();
        const Said issued = say("POST", "/v2/request/token", std::string{recorded_token_body});
        authorization = "Bearer " + issued.body.value("access_token", "");
    }
    /// Every recorded call of the families that the sandbox serves.
    void replay() {
        const std::string reserve_path = "/v2/subscribe/payment/reserve";
        const Said made = say("POST", reserve_path, std::string{recorded_reserve_body});
        ASSERT_EQ(made.status, 200) << made.text;
        EXPECT_EQ(made.body["reserve_execute_at"], "2026-12-01T00:00:00+09:00");
        const std::string reserved = reserve_path + "/" + made.body.value("reserve_id", "");
        const json seen = say("GET", reserved).body;
        EXPECT_EQ(seen["user"]["username"], "홍길동");
        EXPECT_EQ(seen["items"][0]["qty"], 1);
        EXPECT_EQ(seen["content_type"], "application/x-www-form-urlencoded");
        EXPECT_EQ(say("DELETE", reserved).body["success"], true);
        EXPECT_EQ(say("DELETE", reserve_path + "/6490149ca575b40024f0b70d").status, 404);

        const std::string receipt_id = recorded_receipt;
        const Said issued = say("GET", "/v2/subscribe/billing_key/" + receipt_id);
        EXPECT_EQ(issued.body["billing_key"], recorded_key);
        EXPECT_EQ(say("GET", "/v2/receipt/" + receipt_id + "?lookup_user_data=true").status, 200);
        const Said deleted =
            say("DELETE", std::string{"/v2/subscribe/billing_key/"} + recorded_key);
        EXPECT_EQ(deleted.body, (json{{"billing_key", recorded_key}}));
    }
};

TEST_F(Recordings, AreAcceptedWithBasic) {
    with_basic();
    replay();
}

TEST_F(Recordings, AreAcceptedWithBearer) {
    with_bearer();
    replay();
}

}  // namespace
}  // namespace maedal::sandbox
