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

// The list of doubts asked for another receipt, and every one was refused.
TEST_F(Orders, WhoseConfirmTookAnotherAmountAreSettledByAnotherReceipt) {
    ASSERT_EQ(
        heart.order(PrepareOrder{"o1", "thing", 1'000, 0, "", std::nullopt, false, ""}), "ok"
    );
    auto first = paid("first");
    first.status = ReceiptStatus::pending;
    first.waits_for_confirm = true;
    ConfirmOrder confirm{"o1", "first", false, first, std::nullopt};
    ASSERT_EQ(heart.order(confirm), "waits");
    const auto sent = of_kind<Confirm>(heart.sent);
    ASSERT_EQ(sent.size(), 1U);
    heart.turn({ConfirmAnswered{sent.front().call, id, failed(Errc::in_doubt, "timeout")}});
    ASSERT_EQ(order().state, ShopOrderState::doubt);

    const auto other = paid("other");
    ResolveDoubt word{};
    word.order_id = "o1";
    word.as = ResolveDoubt::As::paid;
    word.receipt_id = "other";
    word.reason = "it is in the console";
    word.evidence = {std::nullopt, {{other}}};
    EXPECT_EQ(heart.order(word), "order_in_doubt") << "the first may still be carried out";

    auto cheap = paid("first");
    cheap.price = *Won::from_count(900);
    heart.turn({ReceiptLookedUp{ReceiptId{"first"}, std::nullopt, cheap}});
    ASSERT_EQ(order().state, ShopOrderState::doubt);
    ASSERT_FALSE(order().next_look_at) << "nothing that time brings will settle it";
    EXPECT_EQ(heart.order(word), "ok");
    EXPECT_EQ(order().state, ShopOrderState::settled);
    EXPECT_EQ(order().receipt, other.id);
    EXPECT_EQ(role("first"), ReceiptRole::surplus);
    EXPECT_EQ(role("other"), ReceiptRole::settles);
    expect_whole();
}

// Nobody can pay it any more, and whoever asked for it was never told.
TEST_F(Orders, OfALinkThatCouldNotBeMadeInItsTimeAreNotSentToTheShop) {
    ASSERT_EQ(
        heart.order(PrepareOrder{"o1", "thing", 1'000, 0, "", heart.now + 1h, true, ""}), "waits"
    );
    const auto made = of_kind<MakeLink>(heart.sent);
    ASSERT_EQ(made.size(), 1U);
    heart.turn({LinkAnswered{made.front().call, id, failed(Errc::unsent, "unreachable")}});
    ASSERT_EQ(link().state, LinkState::planned);
    heart.pass(2h);
    const auto output = heart.turn();
    EXPECT_TRUE(of_kind<MakeLink>(output.writes).empty());
    EXPECT_EQ(link().state, LinkState::dropped);
    EXPECT_FALSE(link().next_look_at);
    EXPECT_EQ(output.alarms.size(), 1U);
    expect_whole();
}

// The repeat was answered as if the gateway's checkout knew the price, and it knew none.
TEST_F(Orders, PreparedHereAloneAreNotKnownAtTheGatewayByARepeat) {
    const auto prepare = [&](bool at_gateway) {
        return heart.order(PrepareOrder{"o1", "thing", 1'000, 0, "", std::nullopt, at_gateway, ""});
    };
    ASSERT_EQ(prepare(false), "ok");
    EXPECT_EQ(prepare(false), "ok");
    EXPECT_EQ(prepare(true), "order_exists");
}

TEST_F(Orders, PreparedAtTheGatewayAreAnsweredAsTheFirstTime) {
    prepared();
    for (const bool at_gateway : {true, false})
        EXPECT_EQ(
            heart.order(PrepareOrder{"o1", "thing", 1'000, 0, "", std::nullopt, at_gateway, ""}),
            "ok"
        );
    EXPECT_EQ(of_kind<MakeLink>(heart.sent).size(), 1U);
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
