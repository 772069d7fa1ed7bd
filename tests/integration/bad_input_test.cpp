// Bad input at both doors, over real sockets: a clear answer, and nothing changes.
#include "pair.hpp"
#include "raw_caller.hpp"

#include <gtest/gtest.h>

#include <tuple>

namespace maedal::integration {
namespace {

constexpr const char* json = "application/json";
constexpr const char* form = "application/x-www-form-urlencoded";

std::string nested(std::size_t levels) {
    return std::string(levels, '[') + std::string(levels, ']');
}

struct Bad {
    const char* what;
    std::string bytes;
    int status;
};

std::int64_t entries(const Pair& pair) {
    return pair.admin("GET", "/v1/status").body.at("journal_entries").get<std::int64_t>();
}

Wishes wide_door() {
    Wishes wishes;
    wishes.test_clock = false;
    wishes.webhook_body_bytes_max = 1'048'576;
    return wishes;
}

TEST(AdminDoor, AnswersBadInputAndChangesNothing) {
    Pair pair{wide_door()};
    ASSERT_TRUE(pair.start_daemon());
    const auto before = entries(pair);
    const auto post = [](const std::string& body) {
        return raw_request("POST", "/v1/subscriptions", json, body);
    };
    const Bad all[]{
        {"deep as the body may be", post(nested(32'000)), 400},
        {"deeper than the body may be", post(nested(100'000)), 413},
        {"100,000 levels without an end", post(std::string(100'000, '[')), 413},
        {"malformed", post(R"({"customer_id": )"), 400},
        {"a key twice", post(R"({"customer_id": "a", "customer_id": "b"})"), 400},
        {"not UTF-8", post("{\"customer_id\": \"\xff\"}"), 400},
        {"a field unheard of", post(R"({"colour": "red"})"), 400},
        {"a body over the limit", post(std::string(200'000, ' ')), 413},
        {"a megabyte promised and not sent",
         "POST /v1/subscriptions HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n",
         413},
        {"no JSON by its own word",
         raw_request("POST", "/v1/subscriptions", "text/plain", "{}"),
         415},
        {"an unknown path", raw_request("GET", "/v2/nothing", "", ""), 404},
        {"a path out of the tree", raw_request("GET", "/v1/../../etc/passwd", "", ""), 404},
        {"a wrong method", raw_request("DELETE", "/v1/plans", "", ""), 405},
        {"headers over the limit",
         "GET /v1/status HTTP/1.1\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n",
         431},
        {"no HTTP", "EHLO example.com\r\n\r\n", 400}};
    for (const auto& bad : all) {
        const auto answer = raw_unix(pair.socket_path(), bad.bytes);
        EXPECT_EQ(raw_status(answer), bad.status) << bad.what << ": " << answer.substr(0, 300);
    }
    EXPECT_EQ(entries(pair), before);
    EXPECT_EQ(pair.stop_daemon(), (Ending{0, 0})) << pair.log();
}

TEST(WebhookDoor, AnswersBadInputAndKeepsNothing) {
    Pair pair{wide_door()};
    ASSERT_TRUE(pair.start_daemon());
    const auto before = entries(pair);
    const auto post = [](const char* type, const std::string& body) {
        return raw_request("POST", "/hook", type, body);
    };
    const Bad all[]{
        {"100,000 levels deep", post(json, nested(100'000)), 400},
        {"100,000 levels without an end", post(json, std::string(100'000, '[')), 400},
        {"100,000 objects deep",
         post(
             json,
             [] {
                 std::string text;
                 for (int i = 0; i < 100'000; ++i)
                     text += "{\"a\":";
                 return text;
             }()
         ),
         400},
        {"malformed", post(json, R"({"receipt_id": )"), 400},
        {"nothing that names a payment", post(json, "{}"), 400},
        {"a broken escape", post(form, "receipt_id=%zz"), 400},
        {"half an escape", post(form, "receipt_id=%4"), 400},
        {"a type unheard of", post("text/plain", "receipt_id=1"), 415},
        {"a body over the limit", post(json, std::string(1'100'000, ' ')), 413},
        {"an unknown path", raw_request("POST", "/elsewhere", json, "{}"), 404},
        {"a wrong method", raw_request("GET", "/hook", "", ""), 405},
        {"the operators' path", raw_request("GET", "/v1/status", "", ""), 404},
        {"no HTTP", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n", 13), 400}};
    for (const auto& bad : all) {
        const auto answer = raw_loopback(pair.webhook_port(), bad.bytes);
        EXPECT_EQ(raw_status(answer), bad.status) << bad.what << ": " << answer.substr(0, 300);
    }
    EXPECT_EQ(entries(pair), before);
    EXPECT_EQ(pair.admin("GET", "/v1/status").body.at("notices"), 0);
    EXPECT_EQ(pair.stop_daemon(), (Ending{0, 0})) << pair.log();
}

}  // namespace
}  // namespace maedal::integration
