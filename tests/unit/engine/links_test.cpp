// Charges that are collected by payment links: one that may be paid at a time, whatever is lost.
#include "engine/doubts.hpp"
#include "heart.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace maedal::engine {
namespace {

using namespace billing;
using namespace std::chrono_literals;

class Links : public testing::Test {
protected:
    void SetUp() override { heart.start(); }

    /// A subscription whose first link is being made.
    MakeLink being_made() {
        id = heart.subscribe_by_link(1h);
        heart.pass(1h);
        const auto made = of_kind<MakeLink>(heart.turn().writes);
        EXPECT_EQ(made.size(), 1U);
        return made.front();
    }
    void opened() {
        const auto write = being_made();
        heart.turn({LinkAnswered{
            write.call,
            write.link.order_id,
            MadeLink{LinkId{"inv-1"}, "https://pay.example/1", write.link.expires_at, "r-1"}}});
        EXPECT_EQ(link().state, LinkState::open);
    }
    [[nodiscard]] PaymentLink link() { return *heart.ledger().payment_link(order_id()); }
    [[nodiscard]] OrderId order_id() { return heart.attempt(id).order_id; }
    [[nodiscard]] GatewayLink told() {
        return {
            .link_id = LinkId{"inv-1"},
            .order_id = order_id().text(),
            .request_id = order_id().text(),
            .price = link().amount,
            .url = "https://pay.example/1",
            .expires_at = link().expires_at,
            .paid_at = std::nullopt,
            .order_number = {}};
    }
    void look(LinkEvidence evidence) {
        heart.turn({LinkLookedUp{order_id(), std::move(evidence)}});
    }
    ChargeState charge_state() {
        return heart.ledger().charges_of(SubscriptionId{id}).front().state;
    }
    /// The attempt is as far as its link, and the book keeps to what must always hold.
    void expect_whole() {
        EXPECT_EQ(
            attempt_state_names.of(heart.attempt(id).state), link_state_names.of(link().state)
        );
        const auto yardstick = heart.rules.yardstick(heart.now, heart.now);
        for (const auto& found : heart.ledger().violations(yardstick, 10))
            ADD_FAILURE() << found.invariant << ' ' << found.subject << ' ' << found.what;
    }

    const std::vector<GatewayReceipt> none;
    std::string id;
    Heart heart;
};

TEST_F(Links, ArePaidByTheirReceiptAndSettleTheCharge) {
    opened();
    expect_whole();
    look({told(), false, {{heart.receipt_of(heart.attempt(id), "receipt-1")}}});
    EXPECT_EQ(link().state, LinkState::paid);
    EXPECT_EQ(charge_state(), ChargeState::paid);
    expect_whole();
}

// Whoever had canceled was asked again and again to pay what he no longer owed.
TEST_F(Links, AreNotSentAgainForWhatIsNoLongerOwed) {
    opened();
    ASSERT_TRUE(link().remind_at);
    ASSERT_EQ(heart.order(CancelSubscription{id, false}), "ok");
    for (int hour = 0; hour < 9 * 24; ++hour) {
        heart.pass(1h);
        const auto output = heart.turn();
        ASSERT_TRUE(of_kind<SendLinkAgain>(output.writes).empty()) << hour;
        for (const auto& what : output.looks)
            if (std::holds_alternative<LookAtLink>(what)) look({told(), false, none});
    }
    EXPECT_EQ(link().state, LinkState::lapsed);
}

TEST_F(Links, AreMadeAgainOnlyWhenTheOneBeforeIsOver) {
    opened();
    heart.pass(Seconds{6 * 86'400});
    EXPECT_TRUE(of_kind<MakeLink>(heart.turn().writes).empty());
    heart.now = link().expires_at + LinkTiming{}.grace;
    look({told(), false, none});
    EXPECT_EQ(link().state, LinkState::lapsed);
    expect_whole();
    const auto second = heart.attempt(id, 2);
    EXPECT_EQ(second.state, AttemptState::planned);
    EXPECT_EQ(second.next_act, NextAct::look) << "the first is looked up once more";
}

TEST_F(Links, WithoutAnAnswerAreDoubtsAfterAStart) {
    const auto write = being_made();
    heart.start();
    EXPECT_EQ(link().state, LinkState::doubt);
    expect_whole();
    EXPECT_TRUE(of_kind<MakeLink>(heart.turn().writes).empty());
    look({told(), false, none});
    EXPECT_EQ(link().state, LinkState::open);
    EXPECT_EQ(link().link_id, LinkId{"inv-1"});
    expect_whole();
}

TEST_F(Links, InDoubtSayFromWhenOnTheyMayBeCalledAbsent) {
    heart.rules.links.timing.grace = 5h;
    const auto write = being_made();
    heart.turn({LinkAnswered{write.call, write.link.order_id, failed(Errc::in_doubt, "timeout")}});
    const auto told =
        doubt(heart.ledger(), order_id(), heart.rules.yardstick(heart.now, heart.now));
    ASSERT_TRUE(told);
    EXPECT_EQ(told->absent_from, link().expires_at + 5h);
    EXPECT_EQ(told->until, told->absent_from + LinkTiming{}.doubt_window);
}

TEST_F(Links, OfALostLedgerArePresumedToBeMade) {
    id = heart.subscribe_by_link(1h);
    heart.start(true);
    heart.pass(2h);
    heart.turn();
    ASSERT_EQ(heart.order(Arm{"the old host is gone"}), "ok");
    EXPECT_EQ(link().state, LinkState::doubt);
    EXPECT_TRUE(of_kind<MakeLink>(heart.sent).empty());
    expect_whole();
    look({told(), false, none});
    EXPECT_EQ(link().state, LinkState::open);
    look({told(), false, {{heart.receipt_of(heart.attempt(id), "receipt-1")}}});
    EXPECT_EQ(charge_state(), ChargeState::paid);
    expect_whole();
}

// Whoever makes the look-up of a doubt due sets the timer of its attempt, which is the link's:
// left as it is, it would be due for ever.
TEST_F(Links, AreLookedAtWhenTheirAttemptIsDue) {
    const auto write = being_made();
    heart.turn({LinkAnswered{write.call, write.link.order_id, failed(Errc::in_doubt, "timeout")}});
    heart.pass(1h);
    heart.order(Reconcile{heart.now - 24h, heart.now});
    heart.turn();
    EXPECT_FALSE(heart.attempt(id).next_look_at);
    look({std::nullopt, true, none});
    EXPECT_GT(heart.turn().next_due.value(), heart.now);
    expect_whole();
}

TEST_F(Links, AreAbsentOnAPersonsWordOnlyAfterTheirEndAndAgainstNoEvidence) {
    const auto write = being_made();
    heart.turn({LinkAnswered{write.call, write.link.order_id, failed(Errc::in_doubt, "timeout")}});
    ResolveDoubt word{
        .order_id = order_id().text(),
        .as = ResolveDoubt::As::absent,
        .receipt_id = "",
        .typed = order_id().text(),
        .reason = "not in the console",
        .evidence = {std::nullopt, none},
        .control = "m1-sub_9-p0-a1",
        .control_found = true,
        .link = {std::nullopt, true, none}};
    EXPECT_EQ(heart.order(word), "window_is_open");
    heart.now = link().expires_at + LinkTiming{}.grace;
    auto unanswered = word;
    unanswered.link.absent = false;
    EXPECT_EQ(heart.order(unanswered), "gateway_unavailable");
    auto blind = word;
    blind.control_found = false;
    EXPECT_EQ(heart.order(blind), "gateway_knows_it") << "the list proves it without a person";
    EXPECT_EQ(link().state, LinkState::absent);
    EXPECT_EQ(heart.order(word), "not_in_doubt");
    expect_whole();
}

// Commerce's list of a merchant with thousands of links is not read to its end: a link in doubt
// stayed one for ever, and no word of a person was taken.
TEST_F(Links, AreAbsentOnAPersonsWordWhereTheListIsTooLongToTell) {
    const auto write = being_made();
    heart.turn({LinkAnswered{write.call, write.link.order_id, failed(Errc::in_doubt, "timeout")}});
    LinkEvidence untold{std::nullopt, false, none, true};
    heart.now = link().expires_at + LinkTiming{}.grace + LinkTiming{}.doubt_window;
    look(untold);
    ASSERT_EQ(link().state, LinkState::quarantined);
    ResolveDoubt word{
        .order_id = order_id().text(),
        .as = ResolveDoubt::As::absent,
        .receipt_id = "",
        .typed = order_id().text(),
        .reason = "not in the console",
        .evidence = {std::nullopt, none},
        .control = "m1-sub_9-p0-a1",
        .control_found = false,
        .link = untold};
    EXPECT_EQ(heart.order(word), "control_not_found") << "the gateway has to show that it sees";
    word.control_found = true;
    EXPECT_EQ(heart.order(word), "ok");
    EXPECT_EQ(link().state, LinkState::absent);
    expect_whole();
}

// The merchant had deleted it at Commerce, which told nothing of it any more: it was looked at each
// hour for ever, its charge was never collected, and nobody was told.
TEST_F(Links, ThatTheGatewayNoLongerKnowsAreAPersonsAfterTheirEnd) {
    opened();
    const auto ends = link().expires_at;
    for (int hours = 0; hours < 12 * 24; ++hours) {
        if (heart.now < ends + 48h) {
            ASSERT_EQ(link().state, LinkState::open) << hours;
        }
        heart.pass(1h);
        const auto output = heart.turn();
        for (const auto& again : of_kind<SendLinkAgain>(output.writes))
            heart.turn({LinkSent{again.call, again.order_id, Done{}}});
        for (const auto& what : output.looks)
            if (std::holds_alternative<LookAtLink>(what)) look({std::nullopt, true, none});
    }
    EXPECT_EQ(link().state, LinkState::quarantined);
    EXPECT_EQ(waiting_for_a_person(heart.ledger()).attempts, 1);
    expect_whole();
    const ResolveDoubt word{
        .order_id = order_id().text(),
        .as = ResolveDoubt::As::absent,
        .receipt_id = "",
        .typed = order_id().text(),
        .reason = "deleted in the console",
        .evidence = {std::nullopt, none},
        .control = "m1-sub_9-p0-a1",
        .control_found = true,
        .link = {std::nullopt, true, none}};
    EXPECT_EQ(heart.order(word), "ok");
    EXPECT_EQ(link().state, LinkState::absent);
    EXPECT_EQ(heart.attempt(id, 2).state, AttemptState::planned) << "it is still owed";
    EXPECT_TRUE(heart.ledger().breakers(true).empty());
}

TEST_F(Links, ArePaidByWhatStandsBeforeWhatHasGoneBack) {
    opened();
    auto back = heart.receipt_of(heart.attempt(id), "receipt-1");
    back.status = ReceiptStatus::canceled;
    back.refunded = back.price;
    const auto stands = heart.receipt_of(heart.attempt(id), "receipt-2");
    look({told(), false, {{back, stands}}});
    EXPECT_EQ(link().receipt, stands.id);
    EXPECT_TRUE(heart.ledger().refunds_of(stands.id).empty());
    expect_whole();
}

TEST_F(Links, OfAnotherAmountAreClosedByAPersonAndTheMoneyGoesBack) {
    opened();
    auto cheap = heart.receipt_of(heart.attempt(id), "receipt-1");
    cheap.price = *Won::from_count(100);
    look({told(), false, {{cheap}}});
    EXPECT_EQ(link().state, LinkState::quarantined);
    expect_whole();
    ResolveDoubt word{
        .order_id = order_id().text(),
        .as = ResolveDoubt::As::absent,
        .receipt_id = "",
        .typed = order_id().text(),
        .reason = "paid by mistake",
        .evidence = {std::nullopt, {{cheap}}},
        .link = {told(), false, {{cheap}}}};
    heart.now = link().expires_at + LinkTiming{}.grace;
    EXPECT_EQ(heart.order(word), "ok");
    EXPECT_EQ(link().state, LinkState::absent);
    const auto booked = heart.ledger().receipt(ReceiptId{"receipt-1"});
    ASSERT_TRUE(booked);
    EXPECT_EQ(booked->role, ReceiptRole::surplus);
    EXPECT_EQ(heart.ledger().refunds_of(booked->id).size(), 1U);
    expect_whole();
}

// Three hundred links that nobody could make hid every reservation that was due: nothing was
// charged any more, and nothing said why.
TEST_F(Links, ThatCannotGoOutHideNoReservation) {
    heart.places = 0;
    for (int i = 0; i < 300; ++i)
        heart.subscribe_by_link(1h);
    id = heart.subscribe(3h);
    heart.places = 8;
    heart.shop_places = 0;
    heart.pass(2h);
    const auto output = heart.turn();
    EXPECT_GT(output.shop_writes_wanted, 0);
    ASSERT_EQ(of_kind<Reserve>(output.writes).size(), 1U);
    EXPECT_EQ(of_kind<Reserve>(output.writes).front().order_id, heart.attempt(id).order_id);
}

}  // namespace
}  // namespace maedal::engine
