// What every ledger keeps of orders, payment links and hosted subscriptions, and what it refuses.
#include "conformance/ledger_hosts.hpp"
#include "conformance/same_rows.hpp"

namespace maedal {
namespace {

using namespace sample;

template <class Host>
class LedgerShop : public LedgerTest<Host> {
protected:
    void put(PaymentLink& row) {
        in_transaction(*this->ledger, [&] { this->ledger->put_link(row, cause()); });
    }
    void put(ShopOrder& row) {
        in_transaction(*this->ledger, [&] { this->ledger->put_shop_order(row, cause()); });
    }
    void put(HostedSubscription& row) {
        in_transaction(*this->ledger, [&] { this->ledger->put_hosted(row, cause()); });
    }
    void came(const std::string& id, const OrderId& of, ReceiptRole role = ReceiptRole::settles) {
        auto money = receipt(id, of);
        money.role = role;
        in_transaction(*this->ledger, [&] { this->ledger->add(money, cause()); });
    }
    PaymentLink opened(const std::string& id) {
        auto row = payment_link(id);
        put(row);
        row.state = LinkState::sending;
        put(row);
        row.state = LinkState::open;
        row.link_id = LinkId{"inv-" + id};
        put(row);
        return row;
    }
    template <class Row>
    bool accepts_put(Row row) {
        return this->accepts([&] {
            if constexpr (std::is_same_v<Row, PaymentLink>)
                this->ledger->put_link(row, cause());
            else
                this->ledger->put_shop_order(row, cause());
        });
    }
};
TYPED_TEST_SUITE(LedgerShop, LedgerHosts);

TYPED_TEST(LedgerShop, GivesRowsBackAsTheyWerePut) {
    auto link = this->opened("l-1");
    this->came("r-1", link.order_id);
    link.state = LinkState::paid;
    link.receipt = ReceiptId{"r-1"};
    link.order_number = "25071182085082524116";
    link.lives.reset();
    link.times_sent = 2;
    link.remind_at.reset();
    link.next_act = NextAct::look;
    link.next_look_at.reset();
    link.looks = 3;
    link.sent_at = noon + Seconds{1};
    link.closed_at = noon + Seconds{2};
    link.code = "CODE";
    this->put(link);
    auto order = shop_order("o-1");
    this->put(order);
    order.state = ShopOrderState::doubt;
    order.receipt = ReceiptId{"r-2"};
    order.checked = ReceiptId{"r-3"};
    order.order_number = "42";
    order.hosted = "h-1,h-2";
    order.next_look_at = noon + Seconds{3};
    order.looks = 4;
    order.code = "timeout";
    this->put(order);
    auto subscription = hosted("h-1");
    subscription.order_id = order.id;
    subscription.wish = HostedWish::pause;
    subscription.wish_state = WishState::doubt;
    subscription.reason = "holiday";
    subscription.next_look_at = noon + Seconds{5};
    this->put(subscription);
    this->reopen();

    auto& kept = *this->ledger;
    EXPECT_TRUE(same(kept.payment_link(link.order_id), link));
    EXPECT_TRUE(same(kept.shop_order(order.id), order));
    EXPECT_TRUE(same(kept.hosted(subscription.id), subscription));
    EXPECT_TRUE(same(kept.shop_order_of_number("42"), order));
    EXPECT_FALSE(kept.shop_order_of_number(""));
    EXPECT_TRUE(same(kept.shop_order_of_receipt(ReceiptId{"r-2"}), order));
    EXPECT_EQ(kept.hosted_in_doubt(10).size(), 1U);
    EXPECT_EQ(kept.payment_links("paid", {}).size(), 1U);
    EXPECT_EQ(kept.payment_links("open", {}).size(), 0U);
    EXPECT_EQ(kept.shop_orders("doubt", {}).size(), 1U);
}

TYPED_TEST(LedgerShop, KnowsWhatIsDue) {
    auto link = this->opened("l-1");
    auto order = shop_order("o-1");
    order.next_look_at = noon + Seconds{10};
    this->put(order);
    auto subscription = hosted("h-1");
    subscription.next_look_at = noon + Seconds{20};
    this->put(subscription);
    EXPECT_EQ(this->ledger->due_links(noon, 10).size(), 1U);
    EXPECT_EQ(this->ledger->due_links(noon - Seconds{1}, 10).size(), 0U);
    EXPECT_EQ(this->ledger->due_shop_orders(noon + Seconds{9}, 10).size(), 0U);
    EXPECT_EQ(this->ledger->due_shop_orders(noon + Seconds{10}, 10).size(), 1U);
    EXPECT_EQ(this->ledger->due_hosted(noon + Seconds{20}, 10).size(), 1U);
}

TYPED_TEST(LedgerShop, KeepsWhomAnythingIsSentToBesideTheJournal) {
    const auto link = this->opened("l-1");
    in_transaction(*this->ledger, [&] {
        this->ledger->keep_link_details(link.order_id, R"({"user":{"phone":"01012345678"}})");
        this->ledger->keep_contact("sub_1", R"({"user":{"phone":"01087654321"}})");
        this->ledger->keep_contact("sub_1", R"({"user":{"phone":"01000000000"}})");
    });
    this->reopen();
    EXPECT_EQ(this->ledger->link_details(link.order_id), R"({"user":{"phone":"01012345678"}})");
    EXPECT_EQ(this->ledger->contact("sub_1"), R"({"user":{"phone":"01000000000"}})");
    EXPECT_EQ(this->ledger->contact("sub_9"), "");
    for (const auto& entry : this->ledger->journal("", {.after = {}, .limit = 500}))
        EXPECT_EQ(entry.image.find("0100000"), std::string::npos) << entry.image;
}

TYPED_TEST(LedgerShop, FindsMoneyThatSettlesNothing) {
    auto order = shop_order("o-1");
    this->put(order);
    this->came("r-1", order.id, ReceiptRole::surplus);
    this->came("r-2", order.id, ReceiptRole::surplus);
    auto back = refund("cancel-1", ReceiptId{"r-2"});
    in_transaction(*this->ledger, [&] { this->ledger->add(back, cause()); });
    const auto unclaimed = this->ledger->unclaimed_receipts(10);
    ASSERT_EQ(unclaimed.size(), 1U);
    EXPECT_EQ(unclaimed.front().id.text(), "r-1");
}

TYPED_TEST(LedgerShop, BooksNoMoneyThatIsNobodys) {
    EXPECT_FALSE(this->accepts([&] {
        auto money = receipt("r-1", OrderId{"nobody"});
        this->ledger->add(money, cause());
    }));
}

TYPED_TEST(LedgerShop, LetsOneReceiptSettleAnOrder) {
    auto order = shop_order("o-1");
    this->put(order);
    this->came("r-1", order.id);
    EXPECT_FALSE(this->accepts([&] {
        auto second = receipt("r-2", order.id);
        this->ledger->add(second, cause());
    }));
    order.state = ShopOrderState::settled;
    order.receipt = ReceiptId{"r-1"};
    order.settled_at = noon;
    this->put(order);
    auto moved = order;
    moved.receipt = ReceiptId{"r-2"};
    EXPECT_FALSE(this->accepts_put(moved));
    auto open_again = order;
    open_again.state = ShopOrderState::open;
    open_again.settled_at.reset();
    EXPECT_FALSE(this->accepts_put(open_again));
    auto thief = shop_order("o-2");
    this->put(thief);
    thief.state = ShopOrderState::confirming;
    thief.receipt = ReceiptId{"r-1"};
    EXPECT_FALSE(this->accepts_put(thief));
}

TYPED_TEST(LedgerShop, SendsNoConfirmAgainThatIsInDoubt) {
    auto order = shop_order("o-1");
    this->put(order);
    order.state = ShopOrderState::doubt;
    order.receipt = ReceiptId{"r-1"};
    this->put(order);
    order.state = ShopOrderState::confirming;
    EXPECT_FALSE(this->accepts_put(order));
}

TYPED_TEST(LedgerShop, KeepsTheTermsOfALinkAndItsEdges) {
    const auto open = this->opened("l-1");
    auto cheaper = open;
    cheaper.amount = won(100);
    EXPECT_FALSE(this->accepts_put(cheaper));
    auto another = open;
    another.link_id = LinkId{"inv-9"};
    EXPECT_FALSE(this->accepts_put(another));
    for (const auto state :
         {LinkState::planned,
          LinkState::sending,
          LinkState::doubt,
          LinkState::refused,
          LinkState::absent,
          LinkState::dropped}) {
        auto back = open;
        back.state = state;
        EXPECT_FALSE(this->accepts_put(back)) << link_state_names.of(state);
    }
    auto lapsed = open;
    lapsed.state = LinkState::lapsed;
    EXPECT_TRUE(this->accepts_put(lapsed));
}

TYPED_TEST(LedgerShop, GivesAChargeOneLinkThatMayBePaid) {
    const auto owed = this->book.owed();
    auto first = payment_link("l-1");
    first.charge = owed.number;
    this->put(first);
    auto second = payment_link("l-2");
    second.charge = owed.number;
    EXPECT_FALSE(this->accepts_put(second));
    first.state = LinkState::dropped;
    this->put(first);
    EXPECT_TRUE(this->accepts_put(second));
}

TYPED_TEST(LedgerShop, ReservesNothingWithoutAKey) {
    auto tried = attempt(this->book.owed());
    tried.billing_key.reset();
    this->book.add(tried);
    this->book.sent(tried);
    auto reserved = tried;
    reserved.state = AttemptState::reserved;
    reserved.reserve_id = ReserveId{"reserve-1"};
    EXPECT_FALSE(this->accepts([&] { this->ledger->store(reserved, cause()); }));
    auto with_key = tried;
    with_key.billing_key = BillingKeyId{"bk_1"};
    EXPECT_FALSE(this->accepts([&] { this->ledger->store(with_key, cause()); }));
    tried.state = AttemptState::open;
    EXPECT_TRUE(this->accepts([&] { this->ledger->store(tried, cause()); }));
}

}  // namespace
}  // namespace maedal
