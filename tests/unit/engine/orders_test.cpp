// Orders whose price the gateway's checkout knows as a link: two ways to pay them, one settlement.
#include "heart.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace maedal::engine {
namespace {

using namespace billing;
using namespace std::chrono_literals;

class Orders : public testing::Test {
protected:
    void SetUp() override { heart.start(); }

    /// An order, and its link at the gateway.
    void prepared(std::optional<Instant> expires_at = std::nullopt) {
        ASSERT_EQ(
            heart.order(PrepareOrder{"o1", "thing", 1'000, 0, "", expires_at, true, ""}), "waits"
        );
        const auto made = of_kind<MakeLink>(heart.sent);
        ASSERT_EQ(made.size(), 1U);
        heart.turn({LinkAnswered{
            made.front().call,
            id,
            MadeLink{LinkId{"inv-1"}, "https://pay.example/1", made.front().link.expires_at, "o1"}}}
        );
        ASSERT_EQ(link().state, LinkState::open);
    }
    [[nodiscard]] PaymentLink link() { return *heart.ledger().payment_link(id); }
    [[nodiscard]] ShopOrder order() { return *heart.ledger().shop_order(id); }
    [[nodiscard]] GatewayReceipt paid(const std::string& name) const {
        return {
            .id = ReceiptId{name},
            .order_id = id,
            .price = *Won::from_count(1'000),
            .refunded = *Won::from_count(0),
            .status = ReceiptStatus::paid,
            .currency = "KRW",
            .paid_at = heart.now,
            .code = ""};
    }
    std::string verify(const GatewayReceipt& told) {
        VerifyOrder command{"o1", {}, told.id.text(), std::nullopt, std::nullopt};
        command.told_receipt = told;
        return heart.order(std::move(command));
    }
    TurnOutput look(std::vector<GatewayReceipt> receipts) {
        return heart.turn({LinkLookedUp{id, {std::nullopt, false, std::move(receipts)}}});
    }
    [[nodiscard]] std::optional<ReceiptRole> role(const std::string& name) {
        const auto booked = heart.ledger().receipt(ReceiptId{name});
        return booked ? std::optional{booked->role} : std::nullopt;
    }
    void expect_whole() {
        const auto yardstick = heart.rules.yardstick(heart.now, heart.now);
        for (const auto& found : heart.ledger().violations(yardstick, 10))
            ADD_FAILURE() << found.invariant << ' ' << found.subject << ' ' << found.what;
    }

    const OrderId id{"o1"};
    Heart heart;
};

// Both the order and its link called a receipt their own, which the ledger refuses: the daemon
// ended over it, and again after each start.
TEST_F(Orders, PaidInBothWaysKeepTheSecondPaymentInSight) {
    prepared();
    ASSERT_EQ(verify(paid("browser")), "ok");
    const auto told = look({paid("link")});
    EXPECT_EQ(told.alarms.size(), 1U);
    EXPECT_EQ(order().receipt, ReceiptId{"browser"});
    EXPECT_EQ(role("browser"), ReceiptRole::settles);
    EXPECT_EQ(role("link"), ReceiptRole::surplus);
    look({paid("link"), paid("browser")});
    EXPECT_EQ(role("link"), ReceiptRole::surplus);
    expect_whole();
}

// The link took the money for its own and the order had run out: nothing told of it.
TEST_F(Orders, ThatHadRunOutKeepInSightWhatTheirLinkTook) {
    prepared(heart.now + 1h);
    heart.pass(2h);
    const auto told = look({paid("link")});
    EXPECT_EQ(order().state, ShopOrderState::open);
    EXPECT_EQ(role("link"), ReceiptRole::surplus);
    EXPECT_EQ(told.alarms.size(), 1U);
    expect_whole();
}

TEST_F(Orders, ArePaidThroughTheirLink) {
    prepared();
    EXPECT_TRUE(look({paid("link")}).alarms.empty());
    EXPECT_EQ(order().state, ShopOrderState::settled);
    EXPECT_EQ(link().state, LinkState::paid);
    EXPECT_EQ(role("link"), ReceiptRole::settles);
    EXPECT_TRUE(look({paid("link")}).alarms.empty());
    expect_whole();
}

}  // namespace
}  // namespace maedal::engine
