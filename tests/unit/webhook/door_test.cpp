#include "webhook/door.hpp"

#include "base/digest.hpp"
#include "net/json_text.hpp"
#include "unit/admin/fake_desk.hpp"
#include "unit/net/loop.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace maedal::webhook {
namespace {

using admin::testing::FakeDesk;
namespace ip = boost::asio::ip;

constexpr const char* json_type = "application/json";
constexpr const char* form_type = "application/x-www-form-urlencoded";
constexpr const char* paid = R"({"webhook_type":"PAYMENT_COMPLETED","receipt_id":"6490149c",
    "order_id":"m1-c1-a1","price":29900,"status":1,"cancelled_price":0,
    "metadata":{"cycle":4},"card_data":{"card_no":"5570****"}})";

struct Knocking {
    FakeDesk desk;
    DoorOptions options{"/hooks/bootpay", {}, {}};
    std::string peer = "127.0.0.1";
    std::string forwarded_for;

    net::Response send(net::Request request) {
        request.peer = ip::make_address(peer);
        if (!forwarded_for.empty()) request.headers.set("X-Forwarded-For", forwarded_for);
        Door door{desk, options};
        boost::asio::io_context loop;
        return net::testing::run(loop, door.handle(std::move(request)));
    }
    net::Response post(const std::string& body, const char* type = json_type) {
        net::Request request;
        request.method = "POST";
        request.target = "/hooks/bootpay";
        request.headers.set("Content-Type", type);
        request.body = body;
        return send(std::move(request));
    }
};

std::string said(const net::Response& response) {
    const auto body = nlohmann::json::parse(response.body);
    if (body.value("success", true)) return std::to_string(response.status);
    return std::to_string(response.status) + " " + body.value("code", "") +
           (body.contains("field") ? " " + body.value("field", "") : "");
}

Result<std::vector<AddressRange>> ranges(std::vector<std::string> texts) {
    return ranges_from_texts(texts);
}

TEST(Door, AnswersANoticeWithTheWordsTheGatewayWaitsFor) {
    Knocking door;
    const auto response = door.post(paid);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, R"({"success":true})");
    ASSERT_EQ(door.desk.notices.size(), 1U);
    const auto& hint = door.desk.notices.front();
    EXPECT_EQ(hint.receipt_id, "6490149c");
    EXPECT_EQ(hint.order_id, "m1-c1-a1");
    EXPECT_EQ(hint.type, "PAYMENT_COMPLETED");
    EXPECT_EQ(hint.digest.size(), 64U);
}

TEST(Door, TurnsAwayTheMarkOfAnotherPayment) {
    Knocking door;
    door.options.mark_key = Secret{"k"};
    const auto sent_to = [&](const std::string& query) {
        net::Request request;
        request.method = "POST";
        request.target = "/hooks/bootpay" + query;
        request.headers.set("Content-Type", json_type);
        request.body = paid;
        return said(door.send(std::move(request)));
    };
    const auto right = keyed_digest_of(Secret{"k"}, {"m1-c1-a1", "29900"});
    EXPECT_EQ(sent_to("?mark=" + right), "200");
    EXPECT_EQ(sent_to(""), "200");
    EXPECT_EQ(sent_to("?mark="), "403 wrong_mark");
    const auto dearer = keyed_digest_of(Secret{"k"}, {"m1-c1-a1", "29901"});
    EXPECT_EQ(sent_to("?mark=" + dearer), "403 wrong_mark");
}

TEST(Door, TakesAFormWithTheSameMeaning) {
    Knocking door;
    door.post(paid);
    const auto response = door.post(
        "webhook_type=PAYMENT_COMPLETED&receipt_id=6490149c&order_id=m1-c1-a1&price=29900"
        "&status=1&cancelled_price=0&metadata[cycle]=4&card_data%5Bcard_no%5D=5570"
        "&card_data[receipt_id]=other&private_key=do-not-keep",
        form_type
    );
    EXPECT_EQ(response.body, R"({"success":true})");
    ASSERT_EQ(door.desk.notices.size(), 2U);
    EXPECT_EQ(door.desk.notices[0].digest, door.desk.notices[1].digest);
}

TEST(Door, KnowsARepeatFromAnotherNoticeOfTheSameReceipt) {
    Knocking door;
    for (const auto* body :
         {R"({"receipt_id":"r","status":1,"cancelled_price":0})",
          R"({"receipt_id":"r","status":1,"cancelled_price":0,"retry_count":3})",
          R"({"receipt_id":"r","status":1,"cancelled_price":900})",
          R"({"receipt_id":"r","status":20,"cancelled_price":0})",
          R"({"receipt_id":"r1","order_id":"x"})",
          R"({"receipt_id":"r","order_id":"1x"})"})
        EXPECT_EQ(door.post(body).status, 200) << body;
    std::vector<std::string> digests;
    for (const auto& notice : door.desk.notices)
        digests.push_back(notice.digest);
    EXPECT_EQ(digests[0], digests[1]);
    std::sort(digests.begin(), digests.end());
    EXPECT_EQ(std::unique(digests.begin(), digests.end()) - digests.begin(), 5);
}

TEST(Door, NamesWhatIsWrongWithABody) {
    struct Case {
        const char* type;
        std::string body;
        const char* answer;
    };
    const std::string long_id(129, 'r');
    const Case cases[]{
        {json_type, "", "400 malformed_json"},
        {json_type, R"({"receipt_id":"r")", "400 malformed_json"},
        {json_type, std::string(100'000, '['), "400 malformed_json"},
        {json_type, R"({"receipt_id":"a","receipt_id":"b"})", "400 malformed_json"},
        {json_type, R"(["r"])", "400 not_an_object"},
        {json_type, R"({"receipt_id":["r"]})", "400 wrong_type receipt_id"},
        {json_type, R"({"receipt_id":true})", "400 wrong_type receipt_id"},
        {json_type, R"({"status":1})", "400 missing_field receipt_id"},
        {json_type, R"({"receipt_id":null})", "400 missing_field receipt_id"},
        {json_type, R"({"receipt_id":")" + long_id + "\"}", "400 too_long receipt_id"},
        {json_type,
         R"({"receipt_id":"r","order_id":"a\u0000b"})",
         "400 control_character order_id"},
        {json_type,
         R"({"receipt_id":"r","webhook_type":"a\nb"})",
         "400 control_character webhook_type"},
        {form_type, "receipt_id=%zz", "400 malformed_form"},
        {form_type, "receipt_id=r&order_id=%", "400 malformed_form"},
        {form_type, "receipt_id=r&order_id=%00", "400 malformed_form"},
        {form_type, "receipt_id=r%0Ar", "400 control_character receipt_id"},
        {form_type, "receipt_id=r&receipt_id=s", "400 repeated_field receipt_id"},
        {form_type, "data[receipt_id]=r", "400 missing_field receipt_id"},
        {form_type, "receipt_id=" + long_id, "400 too_long receipt_id"},
        {"text/plain", "receipt_id=r", "415 content_type Content-Type"},
    };
    Knocking door;
    for (const auto& given : cases)
        EXPECT_EQ(said(door.post(given.body, given.type)), given.answer)
            << given.body.substr(0, 60);
    EXPECT_TRUE(door.desk.notices.empty());
}

TEST(Door, NeverSaysAWordOfTheBodyBack) {
    Knocking door;
    const auto response = door.post(R"({"private_key":"5a01b2c3","receipt_id":[1]})");
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(response.body.find("5a01b2c3"), std::string::npos);
    const auto broken = door.post(R"({"private_key":"5a01b2c3" "receipt_id":1})");
    EXPECT_EQ(broken.status, 400);
    EXPECT_EQ(broken.body.find("5a01b2c3"), std::string::npos);
}

TEST(Door, TakesItsOwnPathAndPostOnly) {
    Knocking door;
    net::Request request;
    request.method = "POST";
    request.target = "/hooks";
    EXPECT_EQ(said(door.send(request)), "404 unknown_path");
    request.method = "GET";
    request.target = "/hooks/bootpay?x=1";
    const auto response = door.send(request);
    EXPECT_EQ(said(response), "405 method_not_allowed");
    EXPECT_EQ(response.headers.get("Allow"), "POST");
}

TEST(Door, AsksForTheNoticeAgainWhenItCouldNotBeStored) {
    Knocking door;
    door.desk.notice_error = Error{Errc::unavailable, "stopping", "the daemon stops", {}};
    EXPECT_EQ(said(door.post(paid)), "503 stopping");
    door.desk.notice_error = Error{Errc::conflict, "busy", "too many wait", {}};
    EXPECT_EQ(said(door.post(paid)), "503 busy");
}

TEST(Door, LetsOnlyListedAddressesInWhenThereIsAList) {
    Knocking door;
    door.options.allow = *ranges({"223.130.82.0/24"});
    door.peer = "223.130.82.4";
    EXPECT_EQ(door.post(paid).status, 200);
    door.peer = "203.0.113.9";
    EXPECT_EQ(said(door.post(paid)), "403 source_not_allowed");
    door.peer = "127.0.0.1";
    EXPECT_EQ(door.post(paid).status, 200) << "a sandbox beside us is no stranger";
}

TEST(Door, BelievesXForwardedForOfItsProxiesOnly) {
    Knocking door;
    door.options.allow = *ranges({"223.130.82.0/24"});
    door.peer = "203.0.113.9";
    door.forwarded_for = "223.130.82.4";
    EXPECT_EQ(door.post(paid).status, 403) << "anybody can write a header";

    door.options.trusted_proxies = *ranges({"127.0.0.1", "10.0.0.0/8"});
    door.peer = "127.0.0.1";
    EXPECT_EQ(door.post(paid).status, 200);
    door.forwarded_for = "223.130.82.4, 203.0.113.9, 10.1.2.3";
    EXPECT_EQ(door.post(paid).status, 403) << "the right-most hop that is no proxy counts";
    door.forwarded_for = "1.1.1.1, 223.130.82.4,10.1.2.3";
    EXPECT_EQ(door.post(paid).status, 200);
    door.forwarded_for = "unknown";
    EXPECT_EQ(door.post(paid).status, 403);
    door.forwarded_for.clear();
    EXPECT_EQ(door.post(paid).status, 403) << "a proxy that does not say for whom it asks";
}

TEST(AddressRange, HoldsWhatSharesItsPrefix) {
    const auto holds = [](const char* range, const char* address) {
        return AddressRange::from_text(range)->holds(ip::make_address(address));
    };
    EXPECT_TRUE(holds("223.130.82.0/24", "223.130.82.255"));
    EXPECT_FALSE(holds("223.130.82.0/24", "223.130.83.0"));
    EXPECT_TRUE(holds("0.0.0.0/0", "8.8.8.8"));
    EXPECT_FALSE(holds("0.0.0.0/0", "::1"));
    EXPECT_TRUE(holds("10.0.0.7", "::ffff:10.0.0.7"));
    EXPECT_TRUE(holds("2001:db8::/33", "2001:db8:7fff::1"));
    EXPECT_FALSE(holds("2001:db8::/33", "2001:db8:8000::1"));
}

TEST(AddressRange, RefusesWhatIsNone) {
    for (const auto* text :
         {"", "localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.1/24", "10.0.0.0/8x"})
        EXPECT_FALSE(AddressRange::from_text(text)) << text;
    const auto all = ranges({"10.0.0.0/8", "nonsense"});
    ASSERT_FALSE(all);
    EXPECT_NE(all.error().detail.find("nonsense"), std::string::npos);
}

}  // namespace
}  // namespace maedal::webhook
