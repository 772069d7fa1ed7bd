// What Commerce answers, in billing's words.
#include "bootpay/commerce/hosted.hpp"
#include "bootpay/commerce/link.hpp"
#include "bootpay/commerce/order.hpp"
#include "samples.hpp"

#include <gtest/gtest.h>

namespace maedal::bootpay::commerce {
namespace {

using billing::GatewayOrderState;
using nlohmann::json;

const pg::Codes codes{{}};
const std::string number = "25071182085082524116";

json order_with(json more) {
    json body{
        {"order_number", number},
        {"order_name", "Pro"},
        {"price", 29'900},
        {"status", "order_completed"},
        {"receipt_status", "receipt_paid"},
        {"result_data", {{"receipt_id", "6490149ca575b40024f0b7ab"}}},
        {"order_subscriptions", nullptr}};
    body.update(more);
    return body;
}
GatewayOrderState state_with(json more) {
    const auto order = order_from(samples::ok(order_with(std::move(more))), number, codes);
    EXPECT_TRUE(order) << order.error().detail;
    return order->state;
}

TEST(CommerceOrder, IsDoneInWordsAndInNumbers) {
    EXPECT_EQ(state_with(json::object()), GatewayOrderState::completed);
    EXPECT_EQ(state_with({{"status", 2}, {"receipt_status", 1}}), GatewayOrderState::completed);
    EXPECT_EQ(
        state_with(
            {{"status", "subscription_request_completed"},
             {"receipt_status", "receipt_billing_key_published"}}
        ),
        GatewayOrderState::completed
    );
    EXPECT_EQ(state_with({{"receipt_status", nullptr}}), GatewayOrderState::completed);
}

TEST(CommerceOrder, IsNotDoneUnlessTheReceiptSaysSoToo) {
    EXPECT_EQ(state_with({{"receipt_status", "receipt_vbank_ready"}}), GatewayOrderState::waiting);
    EXPECT_EQ(state_with({{"status", 5}}), GatewayOrderState::waiting);
    EXPECT_EQ(state_with({{"status", "cancelled"}}), GatewayOrderState::canceled);
    EXPECT_EQ(state_with({{"status", 10}}), GatewayOrderState::canceled);
    EXPECT_EQ(state_with({{"status", "something_new"}}), GatewayOrderState::other);
    EXPECT_EQ(state_with({{"status", true}}), GatewayOrderState::other);
}

TEST(CommerceOrder, NamesItsReceiptAndItsSubscriptions) {
    const json body = order_with(
        {{"metadata", {{"order_id", "ORDER_123"}}},
         {"order_subscriptions",
          {{{"order_subscription_id", "687a1b2c3d4e5f6789012345"}, {"status", "subscribing"}}}}}
    );
    const auto order = order_from(samples::ok(body), number, codes);
    ASSERT_TRUE(order);
    EXPECT_EQ(order->receipt, billing::ReceiptId{"6490149ca575b40024f0b7ab"});
    EXPECT_EQ(order->merchant_order_id, "ORDER_123");
    ASSERT_EQ(order->subscriptions.size(), 1U);
    EXPECT_EQ(order->subscriptions[0].status, billing::HostedStatus::active);
}

TEST(CommerceOrder, IsNotBelievedUnderAnotherNumber) {
    const auto order = order_from(samples::ok(order_with({{"order_number", "1"}})), number, codes);
    EXPECT_EQ(order.error().code, Errc::unavailable);
}

TEST(CommerceErrors, AreReadInBothShapes) {
    const auto code_of = [](const net::Response& response) {
        return order_from(response, number, codes).error().code;
    };
    EXPECT_EQ(code_of(samples::failure(404, "ORDER_NOT_FOUND")), Errc::not_found);
    auto docs = samples::ok({{"status", 404}, {"code", 3700}, {"message", "x"}, {"data", nullptr}});
    docs.status = 404;
    EXPECT_EQ(code_of(docs), Errc::not_found);
    docs.status = 502;
    EXPECT_EQ(code_of(docs), Errc::unavailable);
}

TEST(CommerceLink, IsDoubtedWhenItEndsAtAnotherTime) {
    const ports::LinkRequest asked{
        billing::OrderId{"o"},
        "o",
        "name",
        samples::won(100),
        samples::won(0),
        {},
        std::nullopt,
        *instant_from_rfc3339("2026-12-31T23:59:59Z"),
        {}};
    json body{
        {"payment_url", "https://pay.example/1"},
        {"invoice_id", "inv_687a1b2c3d4e5f"},
        {"expired_at", "2026-12-31T23:59:59Z"}};
    const auto made = link_made_from(samples::ok(body), asked, codes);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->link_id.text(), "inv_687a1b2c3d4e5f");
    EXPECT_EQ(made->request_id, "o");
    body["expired_at"] = "2027-12-31T23:59:59Z";
    EXPECT_EQ(link_made_from(samples::ok(body), asked, codes).error().code, Errc::in_doubt);
    body.erase("invoice_id");
    EXPECT_EQ(link_made_from(samples::ok(body), asked, codes).error().code, Errc::in_doubt);
    EXPECT_EQ(
        link_made_from(samples::failure(403, "INVOICE_DENIED"), asked, codes).error().code,
        Errc::refused
    );
    EXPECT_EQ(
        link_made_from(samples::failure(500, "SERVER_ERROR"), asked, codes).error().code,
        Errc::in_doubt
    );
}

// One row that is nobody's business here, made in the console perhaps, made the whole list
// unreadable: no link in doubt was ever found.
TEST(CommerceLinks, AreFoundBesideRowsThatCannotBeRead) {
    const LinkNames names{billing::OrderId{"m1-s1-p0-a1"}, "m1-s1-p0-a1"};
    const json odd{{"invoice_id", 7}, {"price", nullptr}, {"expired_at", "tomorrow"}};
    const json ours{{"invoice_id", "i1"}, {"request_id", "m1-s1-p0-a1"}, {"price", 9'900}};
    const auto page = [&](json rows) {
        return links_from(samples::ok({{"list", std::move(rows)}, {"count", 30}}), names, codes);
    };
    const auto found = page({odd, ours});
    ASSERT_TRUE(found && found->found);
    EXPECT_EQ(found->found->link_id, billing::LinkId{"i1"});
    const auto none = page({odd, odd});
    ASSERT_TRUE(none);
    EXPECT_FALSE(none->found);
    EXPECT_EQ(none->rows, 2);
    json unreadable = ours;
    unreadable["price"] = nullptr;
    EXPECT_FALSE(page({odd, unreadable}));
    EXPECT_FALSE(page({"x"}));
}

TEST(CommerceLinks, AreOnlyReadWithACountThatCounts) {
    const LinkNames names{billing::OrderId{"m1-s1-p0-a1"}, "m1-s1-p0-a1"};
    for (const json& count : json::array({nullptr, -1, "1", 1.0, UINT64_MAX}))
        EXPECT_FALSE(
            links_from(samples::ok({{"list", json::array()}, {"count", count}}), names, codes)
        ) << count;
}

// Nobody says whether `count` is of the list or of the page. Were it of the page, the search ended
// with the first one: a link that had been made was called absent.
TEST(CommerceLinks, GoOnBehindAFullPageWhateverItsCount) {
    constexpr int asked_rows = 24;
    EXPECT_FALSE(is_last({{}, 24, 24}, 24, asked_rows));
    EXPECT_FALSE(is_last({{}, 24, 30}, 24, asked_rows));
    EXPECT_TRUE(is_last({{}, 6, 30}, 30, asked_rows));
    EXPECT_TRUE(is_last({{}, 0, 24}, 24, asked_rows));
    EXPECT_TRUE(is_last({{}, 30, 30}, 30, asked_rows)) << "their list comes in one piece";
    EXPECT_FALSE(is_last({{}, 10, 30}, 10, asked_rows)) << "their pages are shorter than asked";
}

}  // namespace
}  // namespace maedal::bootpay::commerce
