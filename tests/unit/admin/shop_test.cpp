// The shop at the operators' door: orders, payment links, hosted subscriptions and their doubts.
#include "unit/admin/knocking.hpp"

#include <gtest/gtest.h>

namespace maedal::admin::testing {
namespace {

billing::Won won(std::int64_t count) {
    return *billing::Won::from_count(count);
}

TEST(ShopOrders, ArePreparedWithEveryFieldThatIsTold) {
    Knocking door;
    door.desk.outcome = engine::Outcome{door.desk.reads.order};
    const auto answer = door.post("/v1/orders", R"({"order_id":"ORDER_123","name":"Sneakers",
        "amount":50000,"tax_free":100,"customer_id":"kim","expires_at":"2026-03-01T00:00:00+09:00",
        "at_gateway":true,"user":{"phone":"01012345678"},"metadata":{"a":1},
        "products":[{"product_id":"p1","quantity":1,"duration":-1}]})");
    ASSERT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(answer.headers.get("Location"), "/v1/orders/ORDER_123");
    const auto& asked = door.desk.ordered<engine::PrepareOrder>();
    EXPECT_EQ(asked.amount, 50'000);
    EXPECT_EQ(asked.tax_free, 100);
    EXPECT_TRUE(asked.at_gateway);
    EXPECT_EQ(asked.expires_at, at("2026-02-28T15:00:00Z"));
    const auto details = json::parse(asked.details);
    EXPECT_EQ(details["user"]["phone"], "01012345678");
    EXPECT_EQ(details["products"][0]["duration"], -1);
}

TEST(ShopOrders, AreRefusedWithTheFieldThatIsWrong) {
    Knocking door;
    const auto problem = [&](const char* more) {
        return problem_in(door.post(
            "/v1/orders", std::string{R"({"order_id":"o","name":"n","amount":1)"} + "," + more + "}"
        ));
    };
    EXPECT_EQ(problem(R"("user":{"phone":1})"), "400 invalid_field user");
    EXPECT_EQ(problem(R"("products":[{"quantity":1}])"), "400 invalid_field products");
    EXPECT_EQ(problem(R"("extra":{"other":true})"), "400 invalid_field extra");
    EXPECT_EQ(problem(R"("expires_at":"tomorrow")"), "400 malformed_time expires_at");
    EXPECT_EQ(problem(R"("at_gateway":"yes")"), "400 wrong_type at_gateway");
    EXPECT_EQ(problem(R"("colour":"red")"), "400 unknown_field colour");
    EXPECT_TRUE(door.desk.orders.empty());
}

TEST(ShopOrders, WaitForTheGatewaysWordWith202) {
    Knocking door;
    auto order = door.desk.reads.order;
    order.state = billing::ShopOrderState::doubt;
    order.receipt = billing::ReceiptId{"r-1"};
    door.desk.outcome = engine::Outcome{order};
    const auto answer = door.post("/v1/orders/ORDER_123/confirm", R"({"receipt_id":"r-1"})");
    EXPECT_EQ(answer.status, 202);
    EXPECT_EQ(body_of(answer)["state"], "doubt");
    EXPECT_FALSE(door.desk.ordered<engine::ConfirmOrder>().check_only);
    EXPECT_EQ(
        problem_in(door.post("/v1/orders/ORDER_123/confirm", "{}")), "400 missing_field receipt_id"
    );
}

TEST(ShopOrders, TellWhetherTheyMayBeConfirmed) {
    Knocking door;
    const Error why{Errc::conflict, "order_expired", "the order has run out", "order_id"};
    door.desk.outcome = engine::Outcome{engine::ConfirmCheck{door.desk.reads.order, why}};
    const auto no =
        body_of(door.post("/v1/orders/ORDER_123/confirm-check", R"({"receipt_id":"r-1"})"));
    EXPECT_EQ(no["can_confirm"], false);
    EXPECT_EQ(no["code"], "order_expired");
    EXPECT_EQ(no["message"], "the order has run out");
    EXPECT_TRUE(door.desk.ordered<engine::ConfirmOrder>().check_only);
    door.desk.outcome = engine::Outcome{engine::ConfirmCheck{door.desk.reads.order, std::nullopt}};
    const auto yes =
        body_of(door.post("/v1/orders/ORDER_123/confirm-check", R"({"receipt_id":"r-1"})"));
    EXPECT_EQ(yes["can_confirm"], true);
    EXPECT_FALSE(yes.contains("code"));
}

TEST(ShopOrders, AreListedByStateAndShown) {
    Knocking door;
    EXPECT_EQ(body_of(door.get("/v1/orders?state=open"))["items"].size(), 1U);
    EXPECT_EQ(door.desk.reads.text_asked, "open");
    EXPECT_EQ(problem_in(door.get("/v1/orders?state=lost")), "400 unknown_word state");
    const auto shown = body_of(door.get("/v1/orders/ORDER_123"));
    EXPECT_EQ(shown["amount"], 50'000);
    EXPECT_TRUE(shown["receipt_id"].is_null());
    EXPECT_TRUE(shown["calls"].is_array());
    EXPECT_EQ(problem_in(door.get("/v1/orders/other")), "404 not_found");
}

TEST(ShopLinks, AreMadeSentAgainListedAndShown) {
    Knocking door;
    door.desk.outcome = engine::Outcome{door.desk.reads.link};
    const auto made = door.post("/v1/payment-links", R"({"name":"Pro","amount":29900,
        "send_by":["sms","kakao"],"expire_in":7200,"redirect_url":"https://shop.example/back",
        "memo":"m","user":{"email":"user@example.com","phone":"01012345678"}})");
    ASSERT_EQ(made.status, 201) << made.body;
    const auto& asked = door.desk.ordered<engine::CreateLink>();
    EXPECT_EQ(asked.send_by, "sms,kakao");
    EXPECT_EQ(asked.expire_in, 7'200);
    EXPECT_EQ(json::parse(asked.details)["memo"], "m");
    EXPECT_EQ(body_of(made)["send_by"], json({"sms", "kakao"}));

    EXPECT_EQ(door.post("/v1/payment-links/shop-1/send", R"({"send_by":["sms"]})").status, 200);
    EXPECT_EQ(door.desk.ordered<engine::SendLink>().order_id, "shop-1");
    EXPECT_EQ(door.desk.ordered<engine::SendLink>().send_by, "sms");
    EXPECT_EQ(body_of(door.get("/v1/payment-links"))["items"].size(), 1U);
    EXPECT_EQ(body_of(door.get("/v1/payment-links?state=paid"))["items"].size(), 0U);
    EXPECT_EQ(
        body_of(door.get("/v1/payment-links/shop-1"))["payment_url"], "https://pay.example/inv_1"
    );
    EXPECT_EQ(problem_in(door.get("/v1/payment-links/other")), "404 not_found");
    auto doubt = door.desk.reads.link;
    doubt.state = billing::LinkState::doubt;
    door.desk.outcome = engine::Outcome{doubt};
    EXPECT_EQ(door.post("/v1/payment-links", R"({"name":"Pro","amount":1})").status, 202);
}

TEST(ShopHosted, AreBrowsedAtTheGatewayAndChanged) {
    Knocking door;
    const billing::GatewayHosted told{
        billing::HostedId{"h-1"},
        "Pro",
        won(29'900),
        billing::HostedStatus::paused,
        "42",
        std::nullopt};
    door.desk.shop = engine::Browsed{engine::HostedPage{told}};
    EXPECT_EQ(body_of(door.get("/v1/hosted-subscriptions"))["items"][0]["status"], "paused");
    door.desk.shop = engine::Browsed{engine::HostedBills{
        {"b-1", 1, won(29'900), "done", at("2026-02-01T00:00:00Z"), std::nullopt}}};
    EXPECT_EQ(body_of(door.get("/v1/hosted-subscriptions/h-1/bills"))["items"][0]["cycle"], 1);
    door.desk.shop = Error{Errc::not_found, "ORDER_SUBSCRIPTION_NOT_FOUND", "no such", ""};
    EXPECT_EQ(door.get("/v1/hosted-subscriptions/h-9").status, 404);
    door.desk.shop = Error{Errc::conflict, "no_shop", "not configured", ""};
    EXPECT_EQ(problem_in(door.get("/v1/products")), "409 no_shop");

    billing::HostedSubscription row{
        .id = billing::HostedId{"h-1"},
        .name = "Pro",
        .price = won(29'900),
        .status = billing::HostedStatus::active,
        .order_id = std::nullopt,
        .wish = billing::HostedWish::pause,
        .wish_state = billing::WishState::doubt,
        .reason = "holiday",
        .next_look_at = at("2026-02-01T00:01:00Z"),
        .told_at = at("2026-02-01T00:00:00Z"),
        .code = {}};
    door.desk.outcome = engine::Outcome{row};
    const auto pausing = door.post("/v1/hosted-subscriptions/h-1/pause", R"({"reason":"holiday"})");
    EXPECT_EQ(pausing.status, 202);
    EXPECT_EQ(door.desk.ordered<engine::ChangeHosted>().wish, billing::HostedWish::pause);
    row.wish_state = billing::WishState::done;
    door.desk.outcome = engine::Outcome{row};
    EXPECT_EQ(door.post("/v1/hosted-subscriptions/h-1/resume", R"({"reason":"back"})").status, 200);
    EXPECT_EQ(
        problem_in(door.post("/v1/hosted-subscriptions/h-1/terminate", "{}")),
        "400 missing_field reason"
    );
    door.desk.reads.hosted_rows = {row};
}

TEST(ShopDoubts, AreListedThoseOfAPersonFirst) {
    Knocking door;
    auto& reads = door.desk.reads;
    EXPECT_TRUE(body_of(door.get("/v1/shop-doubts"))["items"].empty());
    reads.order.state = billing::ShopOrderState::doubt;
    reads.order.receipt = billing::ReceiptId{"r-1"};
    reads.order.next_look_at = at("2026-02-01T00:01:00Z");
    reads.link.state = billing::LinkState::quarantined;
    reads.unclaimed = {reads.receipts_.front()};
    const auto items = body_of(door.get("/v1/shop-doubts"))["items"];
    ASSERT_EQ(items.size(), 3U);
    EXPECT_EQ(items[0]["kind"], "receipt");
    EXPECT_EQ(items[1]["kind"], "payment_link");
    EXPECT_EQ(items[1]["needs_person"], true);
    EXPECT_EQ(items[2]["kind"], "order");
    EXPECT_EQ(items[2]["id"], "ORDER_123");
    EXPECT_EQ(items[2]["needs_person"], false);
    EXPECT_NE(items[2]["settled_by"].get<std::string>().find("r-1"), std::string::npos);
    // A link that collects a charge is listed as its attempt.
    reads.link.charge = billing::ChargeNumber{1};
    EXPECT_EQ(body_of(door.get("/v1/shop-doubts"))["items"].size(), 2U);
}

// Links that collect charges filled the page that was read, and hid those behind them.
TEST(ShopDoubts, AreFoundBehindAnyNumberOfLinksThatCollectACharge) {
    Knocking door;
    auto& reads = door.desk.reads;
    reads.link.state = billing::LinkState::doubt;
    for (int i = 0; i < 1'000; ++i) {
        reads.links_before.push_back(reads.link);
        reads.links_before.back().order_id =
            billing::OrderId{"m1-c" + std::to_string(1'000 + i) + "-l1"};
        reads.links_before.back().charge = billing::ChargeNumber{1};
    }
    const auto list = body_of(door.get("/v1/shop-doubts"));
    ASSERT_EQ(list["items"].size(), 1U);
    EXPECT_EQ(list["items"][0]["id"], "shop-1");
    EXPECT_EQ(list["more"], false);
}

TEST(ShopDoubts, AreResolvedAsOthersAre) {
    Knocking door;
    auto link = door.desk.reads.link;
    link.state = billing::LinkState::absent;
    door.desk.outcome = engine::Outcome{link};
    const auto answer = door.post(
        "/v1/doubts/shop-1/resolve", R"({"as":"absent","typed":"shop-1","reason":"looked"})"
    );
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(body_of(answer)["state"], "absent");
    door.desk.outcome = engine::Outcome{door.desk.reads.order};
    const auto order = door.post(
        "/v1/doubts/ORDER_123/resolve", R"({"as":"paid","receipt_id":"r-1","reason":"seen"})"
    );
    EXPECT_EQ(body_of(order)["order_id"], "ORDER_123");
}

}  // namespace
}  // namespace maedal::admin::testing
