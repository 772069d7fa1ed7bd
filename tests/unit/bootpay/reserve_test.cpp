#include "bootpay/pg/reserve.hpp"

#include "unit/bootpay/samples.hpp"

#include <gtest/gtest.h>

namespace maedal::bootpay::pg {
namespace {

using namespace samples;

const Codes codes{{}};
const auto asked = reserve_asked();

Error error_of(const json& body) {
    const auto result = reserved_from(ok(body), asked, codes);
    return result ? Error{Errc::invalid, "value", {}, {}} : result.error();
}

TEST(Reserve, AsksForExactlyWhatWasDecided) {
    const auto request = pg::reserve_request(asked, "https://shop.example/hook/1");
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.target, "/subscribe/payment/reserve");
    const json expected{
        {"billing_key", "62b3d166cf9f6d001bd20d59"},
        {"order_name", "월간 이용권"},
        {"price", 29'900},
        {"tax_free", 900},
        {"order_id", "m1-4-1"},
        {"reserve_execute_at", "2026-11-30T15:00:00+09:00"},
        {"user", {{"id", "user_1001"}}},
        {"items", {{{"id", "m1-4-1"}, {"name", "월간 이용권"}, {"qty", 1}, {"price", 29'900}}}},
        {"metadata", {{"order_id", "m1-4-1"}}},
        {"feedback_url", "https://shop.example/hook/1"},
        {"content_type", "application/json"}};
    const auto body = json::parse(request.body);
    EXPECT_EQ(body, expected);
    EXPECT_TRUE(body["price"].is_number_integer());
    EXPECT_TRUE(body["user"].is_object());
}

TEST(Reserve, LeavesTheWebhookToTheConsoleWithoutAnAddress) {
    const auto body = json::parse(pg::reserve_request(asked, "").body);
    EXPECT_FALSE(body.contains("feedback_url"));
    EXPECT_FALSE(body.contains("content_type"));
}

TEST(Reserve, MarksTheAddressByOrderIdAndAmount) {
    const std::string url = "https://shop.example/hook";
    const Secret key{"k"};
    const auto marked = [&](const std::optional<Secret>& by, const char* order, int price) {
        return marked_feedback_url(url, by, billing::OrderId{order}, won(price));
    };
    EXPECT_EQ(marked(std::nullopt, "o-1", 100), url);
    EXPECT_EQ(marked(key, "o-1", 100).size(), url.size() + 6 + 64);
    EXPECT_EQ(marked(key, "o-1", 100), marked(key, "o-1", 100));
    EXPECT_NE(marked(key, "o-1", 100), marked(key, "o-1", 101));
    EXPECT_NE(marked(key, "o-1", 100), marked(key, "o-2", 100));
    EXPECT_NE(marked(key, "o-1", 100), marked(Secret{"l"}, "o-1", 100));
    EXPECT_EQ(marked_feedback_url("", key, asked.order_id, asked.price), "");
}

TEST(Reserve, IsDoneWhenTheAnswerAgrees) {
    auto body = reserved();
    for (const auto* time :
         {"2026-11-30T15:00:00+09:00",
          "2026-11-30 06:00:00 UTC",
          "2026-11-30T15:00:00 +0900",
          "2026-11-30 15:00:00"}) {
        body["reserve_execute_at"] = time;
        const auto result = reserved_from(ok(body), asked, codes);
        ASSERT_TRUE(result.has_value()) << time;
        EXPECT_EQ(result->reserve_id, reserve_id);
    }
    body["order_id"] = "m1-4-1";
    body["price"] = 29'900;
    body["something_new"] = json::object();
    EXPECT_TRUE(reserved_from(ok(body), asked, codes).has_value());
}

TEST(Reserve, IsInDoubtWhenTheAnswerContradictsTheRequest) {
    const std::pair<const char*, json> changes[]{
        {"reserve_execute_at", "2026-11-30T15:00:01+09:00"},
        {"reserve_execute_at", "2026-11-30T15:00:00Z"},
        {"reserve_execute_at", "2026-11-30 06:00:00"},
        {"reserve_execute_at", 1796018400},
        {"reserve_execute_at", nullptr},
        {"order_id", "m1-4-2"},
        {"order_id", 41},
        {"price", 29'901},
        {"price", "29900"},
        {"price", 29'900.5},
    };
    for (const auto& [name, value] : changes) {
        auto body = reserved();
        body[name] = value;
        const auto error = error_of(body);
        EXPECT_EQ(error.code, Errc::in_doubt) << name << ' ' << value;
        EXPECT_NE(error.detail.find(reserve_id.text()), std::string::npos) << error.detail;
    }
}

TEST(Reserve, IsInDoubtWithoutAReserveId) {
    for (const json& id : json::array({nullptr, "", 7, json::object()})) {
        auto body = reserved();
        body["reserve_id"] = id;
        EXPECT_EQ(error_of(body).code, Errc::in_doubt) << id;
    }
    EXPECT_EQ(error_of(json::array()).code, Errc::in_doubt);
    EXPECT_EQ(error_of("ok").code, Errc::in_doubt);
    EXPECT_EQ(error_of(nullptr).code, Errc::in_doubt);
}

}  // namespace
}  // namespace maedal::bootpay::pg
