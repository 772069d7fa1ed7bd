// Orders, payment links and hosted subscriptions as an operator types them.
#include "unit/maedalctl/typing.hpp"

#include <gtest/gtest.h>

namespace maedal::ctl::testing {
namespace {

TEST(ShopCommands, HandEveryFieldOn) {
    Daemon daemon;
    daemon.desk.outcome = engine::Outcome{daemon.desk.reads.link};
    const auto made = type(
        {"link",
         "create",
         "--link-name",
         "Pro",
         "--amount",
         "29900",
         "--send",
         "sms,kakao",
         "--expire-in",
         "7200",
         "--phone",
         "01012345678"},
        daemon.socket()
    );
    EXPECT_EQ(made.code, 0) << made.err;
    EXPECT_NE(made.out.find("https://pay.example/inv_1"), std::string::npos) << made.out;
    const auto& asked = daemon.desk.ordered<engine::CreateLink>();
    EXPECT_EQ(asked.send_by, "sms,kakao");
    EXPECT_EQ(asked.expire_in, 7'200);
    EXPECT_NE(asked.details.find("01012345678"), std::string::npos);

    daemon.desk.outcome = engine::Outcome{daemon.desk.reads.order};
    const auto prepared = type(
        {"order", "prepare", "--id", "ORDER_123", "--order-name", "Sneakers", "--amount", "50000"},
        daemon.socket()
    );
    EXPECT_EQ(prepared.code, 0) << prepared.err;
    EXPECT_EQ(daemon.desk.ordered<engine::PrepareOrder>().amount, 50'000);
    type({"order", "verify", "ORDER_123", "--number", "42"}, daemon.socket());
    EXPECT_EQ(daemon.desk.ordered<engine::VerifyOrder>().order_number, "42");
    type({"order", "confirm", "ORDER_123", "--receipt", "r-1"}, daemon.socket());
    EXPECT_EQ(daemon.desk.ordered<engine::ConfirmOrder>().receipt_id, "r-1");
}

TEST(ShopCommands, SayWhyAnOrderMayNotBeConfirmed) {
    Daemon daemon;
    const Error why{Errc::conflict, "order_expired", "the order has run out", "order_id"};
    daemon.desk.outcome = engine::Outcome{engine::ConfirmCheck{daemon.desk.reads.order, why}};
    const auto no =
        type({"order", "confirm-check", "ORDER_123", "--receipt", "r-1"}, daemon.socket());
    EXPECT_EQ(no.code, 0) << no.err;
    EXPECT_EQ(no.out, "no: the order has run out\n");
}

TEST(ShopCommands, ListWhatThereIs) {
    Daemon daemon;
    const auto orders = type({"order", "list"}, daemon.socket());
    EXPECT_NE(orders.out.find("ORDER_123"), std::string::npos) << orders.out << orders.err;
    const auto links = type({"link", "list"}, daemon.socket());
    EXPECT_NE(links.out.find("shop-1"), std::string::npos) << links.out << links.err;
}

TEST(ShopCommands, NameTheDoubtsOfTheShopAmongTheOthers) {
    Daemon daemon;
    daemon.desk.reads.link.state = billing::LinkState::quarantined;
    const auto doubts = type({"doubts"}, daemon.socket());
    EXPECT_EQ(doubts.code, 0) << doubts.err;
    EXPECT_NE(doubts.out.find("payment link shop-1 (quarantined), 29,900 won"), std::string::npos)
        << doubts.out;
    EXPECT_NE(doubts.out.find("resolve --paid"), std::string::npos) << doubts.out;
}

// The first twenty were shown as if they were all.
TEST(ShopCommands, LookAtEachPageOfTheShop) {
    Daemon daemon;
    const engine::GatewayProduct product{
        .product_id = "p-1",
        .name = "Pro",
        .price = *billing::Won::from_count(29'900),
        .tax_free = *billing::Won::from_count(0),
        .subscribes = true,
        .merchant_uid = {}};
    daemon.desk.shop = engine::Browsed{engine::ProductPage{{product, product}, 2}};
    const auto typed = type({"product", "list", "--page", "3", "--limit", "2"}, daemon.socket());
    EXPECT_EQ(typed.code, 0) << typed.err;
    EXPECT_NE(typed.err.find("--page 4"), std::string::npos) << typed.err;
    const auto& asked = std::get<engine::BrowseProducts>(*daemon.desk.browsed);
    EXPECT_EQ(asked.page, 3);
    EXPECT_EQ(asked.limit, 2);
    EXPECT_EQ(type({"product", "list", "--limit", "3"}, daemon.socket()).err, "");
}

}  // namespace
}  // namespace maedal::ctl::testing
