// Doubts, and what a person may say about them.
#include "engine/doubts.hpp"

#include "engine/shop_doubts.hpp"
#include "heart.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace maedal::engine {
namespace {

using namespace billing;
using namespace std::chrono_literals;
using As = ResolveDoubt::As;

class Doubts : public testing::Test {
protected:
    void SetUp() override { heart.start(); }

    /// A subscription whose first attempt had no answer.
    std::string doubtful(const std::string& code = "timeout") {
        heart.sent.clear();
        const auto id = heart.subscribe();
        const auto write = of_kind<Reserve>(heart.sent).front();
        heart.turn({ReserveAnswered{write.call, write.order_id, failed(Errc::in_doubt, code)}});
        EXPECT_EQ(heart.attempt(id).state, AttemptState::doubt);
        return id;
    }
    /// Lets the window of its doubt pass without evidence.
    void wait_in_vain(const std::string& id) {
        const auto attempt = heart.attempt(id);
        heart.pass(50h);
        heart.turn({AttemptLookedUp{
            attempt.order_id, {std::nullopt, std::vector<GatewayReceipt>{}}}});
        EXPECT_EQ(heart.attempt(id).state, AttemptState::quarantined);
    }
    ResolveDoubt absent(const std::string& id) {
        const auto order_id = heart.attempt(id).order_id.text();
        return {
            .order_id = order_id,
            .as = As::absent,
            .receipt_id = "",
            .typed = order_id,
            .reason = "not in the console",
            .evidence = {std::nullopt, std::vector<GatewayReceipt>{}},
            .control = "m1-sub_9-p0-a1",
            .control_found = true};
    }
    ResolveDoubt waived(const std::string& id) {
        return {
            .order_id = heart.attempt(id).order_id.text(),
            .as = As::waived,
            .receipt_id = "",
            .typed = "",
            .reason = "goodwill"};
    }
    ChargeState charge_state(const std::string& id) {
        return heart.ledger().charges_of(SubscriptionId{id}).front().state;
    }

    Heart heart;
};

TEST_F(Doubts, AreAbsentOnlyAfterTheirWindowAndWithAControl) {
    const auto id = doubtful();
    EXPECT_EQ(heart.order(absent(id)), "window_is_open");
    wait_in_vain(id);
    auto wrong = absent(id);
    wrong.typed = "m1-sub_000001-p0-a2";
    EXPECT_EQ(heart.order(wrong), "order_id_not_repeated");
    auto unanswered = absent(id);
    unanswered.evidence.receipts.reset();
    EXPECT_EQ(heart.order(unanswered), "gateway_unavailable");
    auto alone = absent(id);
    alone.control.clear();
    EXPECT_EQ(heart.order(alone), "no_positive_control");
    auto blind = absent(id);
    blind.control_found = false;
    EXPECT_EQ(heart.order(blind), "control_not_found");
    auto silent = absent(id);
    silent.reason.clear();
    EXPECT_EQ(heart.order(silent), "reason_needed");
    EXPECT_EQ(heart.attempt(id).state, AttemptState::quarantined) << "nothing has happened so far";

    EXPECT_EQ(heart.order(absent(id)), "ok");
    EXPECT_EQ(heart.attempt(id).state, AttemptState::absent);
    const auto next = heart.attempt(id, 2);
    EXPECT_EQ(next.next_act, NextAct::look) << "the earlier order id is looked up once more";
    EXPECT_EQ(heart.order(absent(id)), "not_in_doubt");
    bool journaled = false;
    for (const auto& entry : heart.ledger().journal("", {"", 50}))
        journaled = journaled ||
                    (entry.event == "attempt.absent: not in the console" && entry.actor == "uid:0");
    EXPECT_TRUE(journaled);
}

// All that a small merchant has stands on one card, and ten doubts hold its slots: no payment comes
// after them that could be the control, and nobody could say that they are absent.
TEST_F(Doubts, HaveAnEarlierPaymentAsTheirControlWhenNoneComesLater) {
    const auto paid = heart.attempt(doubtful());
    const auto control = [&](const Attempt& attempt) {
        return control_of(heart.ledger(), attempt, heart.rules.timing, heart.now);
    };
    EXPECT_FALSE(control(paid)) << "nothing was ever paid";
    heart.pass(2h);
    const auto receipt = heart.receipt_of(paid, "rc1");
    heart.turn({AttemptLookedUp{paid.order_id, {std::nullopt, std::vector{receipt}}}});
    heart.pass(24h);
    const auto attempt = heart.attempt(doubtful());
    heart.now = attempt.execute_at + 2 * heart.rules.timing.doubt_window - 1s;
    EXPECT_FALSE(control(attempt));
    heart.pass(1s);
    EXPECT_EQ(control(attempt)->id, receipt.id);
    EXPECT_EQ(control(paid)->id, receipt.id) << "and one that came later at once";
}

TEST_F(Doubts, AreBookedAsTheGatewayTellsWhateverAPersonSays) {
    const auto id = doubtful();
    wait_in_vain(id);
    auto mistaken = absent(id);
    mistaken.evidence.receipts = {heart.receipt_of(heart.attempt(id), "rc1")};
    EXPECT_EQ(heart.order(mistaken), "gateway_knows_it");
    EXPECT_EQ(heart.attempt(id).state, AttemptState::paid);
    EXPECT_EQ(charge_state(id), ChargeState::paid);
}

TEST_F(Doubts, ArePaidOnlyByAReceiptThatAgrees) {
    const auto id = doubtful();
    const auto attempt = heart.attempt(id);
    ResolveDoubt paid{
        attempt.order_id.text(), As::paid, "rc1", "", "seen in the console", {}, "", false};
    auto other = heart.receipt_of(attempt, "rc1");
    other.order_id = OrderId{"m1-sub_9-p0-a1"};
    paid.evidence.receipts = {other};
    EXPECT_EQ(heart.order(paid), "receipt_does_not_agree");
    auto less = heart.receipt_of(attempt, "rc1");
    less.price = *Won::from_count(1);
    paid.evidence.receipts = {less};
    EXPECT_EQ(heart.order(paid), "receipt_does_not_agree");
    EXPECT_EQ(charge_state(id), ChargeState::owed);
    paid.evidence.receipts = {heart.receipt_of(attempt, "rc1")};
    EXPECT_EQ(heart.order(paid), "ok");
    EXPECT_EQ(charge_state(id), ChargeState::paid);
}

TEST_F(Doubts, ThatAreWaivedAreStillWatchedAndLateMoneyGoesBack) {
    const auto id = doubtful();
    const auto attempt = heart.attempt(id);
    EXPECT_EQ(heart.order(waived(id)), "ok");
    EXPECT_EQ(charge_state(id), ChargeState::waived);
    EXPECT_EQ(heart.attempt(id).state, AttemptState::doubt) << "it may still come";
    EXPECT_EQ(heart.order(waived(id)), "charge_is_settled");
    heart.pass(2h);
    heart.turn({AttemptLookedUp{
        attempt.order_id, {std::nullopt, std::vector{heart.receipt_of(attempt, "rc1")}}}});
    ASSERT_EQ(heart.ledger().refunds_of(ReceiptId{"rc1"}).size(), 1U);
    EXPECT_EQ(heart.ledger().refunds_of(ReceiptId{"rc1"}).front().amount, attempt.amount);
}

// They were quarantined for ever. Ten of them held all the slots of a key, and nothing on it was
// reserved any more.
TEST_F(Doubts, ThatAreWaivedGiveTheirSlotUpAtTheEndOfTheirWindow) {
    const auto id = doubtful();
    const auto attempt = heart.attempt(id);
    ASSERT_EQ(heart.order(waived(id)), "ok");
    heart.pass(50h);
    heart.turn({AttemptLookedUp{attempt.order_id, {std::nullopt, std::vector<GatewayReceipt>{}}}});
    EXPECT_EQ(heart.attempt(id).state, AttemptState::absent);
    EXPECT_EQ(heart.ledger().slots_held(*attempt.billing_key), 0);
    heart.turn({AttemptLookedUp{
        attempt.order_id, {std::nullopt, std::vector{heart.receipt_of(attempt, "rc1")}}}});
    EXPECT_EQ(heart.ledger().refunds_of(ReceiptId{"rc1"}).size(), 1U) << "its money goes back";
}

TEST_F(Doubts, ThatAreWaivedInQuarantineAreOverUnlessTheGatewayTellsOfThem) {
    const auto id = doubtful(), stands = doubtful();
    wait_in_vain(id);
    heart.turn({AttemptLookedUp{
        heart.attempt(stands).order_id, {std::nullopt, std::vector<GatewayReceipt>{}}}});
    ASSERT_EQ(heart.order(waived(id)), "ok");
    EXPECT_EQ(heart.attempt(id).state, AttemptState::absent);
    EXPECT_EQ(charge_state(id), ChargeState::waived);

    auto told = waived(stands);
    const auto attempt = heart.attempt(stands);
    told.evidence.reservation = Reservation{
        .reserve_id = ReserveId{"r1"},
        .order_id = attempt.order_id,
        .price = attempt.amount,
        .status = ReservationStatus::waiting,
        .execute_at = attempt.execute_at,
        .receipt = std::nullopt};
    ASSERT_EQ(heart.order(told), "ok");
    EXPECT_EQ(heart.attempt(stands).state, AttemptState::quarantined) << "it may be executed";
}

// Its subscription was canceled: nothing was owed that could be forgiven, and where Bootpay's word
// proves nothing nobody could end it.
TEST_F(Doubts, OfAChargeThatIsNotOwedEndInQuarantineOnAPersonsWord) {
    const auto id = doubtful();
    ASSERT_EQ(heart.order(CancelSubscription{id, false}), "ok");
    ASSERT_EQ(charge_state(id), ChargeState::voided);
    EXPECT_EQ(heart.order(waived(id)), "charge_is_settled") << "evidence may still come";
    wait_in_vain(id);
    const auto listed = doubt(
        heart.ledger(), heart.attempt(id).order_id, heart.rules.yardstick(heart.now, heart.now)
    );
    EXPECT_TRUE(listed->settled_by.ends_with("nobody waits for it (resolve --waive)"));
    EXPECT_EQ(heart.order(waived(id)), "ok");
    EXPECT_EQ(heart.attempt(id).state, AttemptState::absent);
    EXPECT_EQ(charge_state(id), ChargeState::voided);
}

TEST_F(Doubts, LateMoneyAfterAbsentIsAdoptedWhileItIsStillOwed) {
    const auto id = doubtful();
    wait_in_vain(id);
    ASSERT_EQ(heart.order(absent(id)), "ok");
    const auto attempt = heart.attempt(id);
    heart.turn({AttemptLookedUp{
        attempt.order_id, {std::nullopt, std::vector{heart.receipt_of(attempt, "rc1")}}}});
    EXPECT_EQ(charge_state(id), ChargeState::paid);
    EXPECT_EQ(heart.attempt(id, 2).state, AttemptState::dropped) << "nobody is asked again";
    EXPECT_TRUE(heart.ledger().refunds_of(ReceiptId{"rc1"}).empty());
}

TEST_F(Doubts, OfOneCodeAreResolvedTogetherOnceSomebodyKnowsIt) {
    const auto first = doubtful("SUBSCRIBE_STRANGE");
    const auto second = doubtful("SUBSCRIBE_STRANGE");
    const auto other = doubtful("SUBSCRIBE_OTHER");
    const auto code = heart.ledger().gateway_code("reserve", "SUBSCRIBE_STRANGE");
    ASSERT_TRUE(code);
    EXPECT_EQ(code->seen, 2);
    EXPECT_FALSE(heart.ledger().gateway_code("reserve", "timeout")) << "our word, not theirs";
    EXPECT_EQ(
        heart.order(DecideCode{"reserve", "NEVER_SEEN", CodeMeaning::refused, "x"}), "unknown_code"
    );
    EXPECT_EQ(
        heart.order(DecideCode{"reserve", "SUBSCRIBE_STRANGE", CodeMeaning::refused, ""}),
        "reason_needed"
    );
    EXPECT_EQ(
        heart.order(DecideCode{
            "reserve", "SUBSCRIBE_STRANGE", CodeMeaning::refused, "the gateway's support says so"}),
        "ok"
    );
    EXPECT_EQ(heart.attempt(first).state, AttemptState::absent);
    EXPECT_EQ(heart.attempt(second).state, AttemptState::absent);
    EXPECT_EQ(heart.attempt(other).state, AttemptState::doubt);

    heart.pass(10min);
    heart.sent.clear();
    const auto id = heart.subscribe();
    ASSERT_FALSE(of_kind<Reserve>(heart.sent).empty());
    const auto write = of_kind<Reserve>(heart.sent).back();
    heart.turn({ReserveAnswered{
        write.call, write.order_id, failed(Errc::in_doubt, "SUBSCRIBE_STRANGE")}});
    EXPECT_EQ(heart.attempt(id).state, AttemptState::refused) << "it is known from now on";
}

// The first call arrived and its answer was lost; the repeat was answered with the gateway's word
// for a duplicate. Who decided that this word means "refused" closed what stood, and it was taken
// twice.
TEST_F(Doubts, ThatWereSentTwiceAreNotResolvedByTheMeaningOfOneAnswer) {
    heart.rules.order_id_rule = OrderIdRule::reserve;
    heart.start();
    heart.sent.clear();
    const auto id = heart.subscribe(20h);
    heart.pass(6h);
    for (auto& write : heart.turn().writes)
        heart.sent.push_back(std::move(write));
    const auto first = of_kind<Reserve>(heart.sent).front();
    heart.turn({ReserveAnswered{first.call, first.order_id, failed(Errc::in_doubt, "no_answer")}});
    heart.pass(30s);
    const auto again = of_kind<Reserve>(heart.turn().writes);
    ASSERT_EQ(again.size(), 1U);
    heart.turn({ReserveAnswered{
        again[0].call, again[0].order_id, failed(Errc::in_doubt, "ORDER_ID_STRANGE")}});
    ASSERT_EQ(
        heart.order(DecideCode{"reserve", "ORDER_ID_STRANGE", CodeMeaning::refused, "a guess"}),
        "ok"
    );
    EXPECT_EQ(heart.attempt(id).state, AttemptState::doubt);
}

TEST_F(Doubts, ThatEndedAsCarriedOutContradictAMeaning) {
    const auto id = doubtful("SUBSCRIBE_STRANGE");
    const auto attempt = heart.attempt(id);
    heart.turn({AttemptLookedUp{
        attempt.order_id, {std::nullopt, std::vector{heart.receipt_of(attempt, "rc1")}}}});
    ASSERT_EQ(heart.attempt(id).state, AttemptState::paid);
    EXPECT_EQ(
        heart.order(DecideCode{"reserve", "SUBSCRIBE_STRANGE", CodeMeaning::refused, "a guess"}),
        "code_is_contradicted"
    );
    EXPECT_EQ(
        heart.order(DecideCode{"reserve", "SUBSCRIBE_STRANGE", CodeMeaning::unknown, "a guess"}),
        "ok"
    );
}

// A plan of one day, whose only payment is in doubt for two: it ended, and its own invariant
// stopped it.
TEST_F(Doubts, PutTheEndOfAPlanOfSoManyPeriodsOff) {
    Heart short_plan;
    short_plan.plan.periods = 1;
    short_plan.plan.interval = {Unit::day, 1};
    short_plan.start();
    const auto id = short_plan.subscribe();
    const auto write = of_kind<Reserve>(short_plan.sent).front();
    short_plan.turn({ReserveAnswered{
        write.call, write.order_id, failed(Errc::in_doubt, "no_answer")}});
    const auto status = [&] {
        return short_plan.ledger().subscription(SubscriptionId{id})->status;
    };
    for (int hour = 0; hour < 40; ++hour, short_plan.pass(1h))
        short_plan.turn();
    EXPECT_EQ(status(), SubscriptionStatus::active);
    EXPECT_TRUE(short_plan.ledger().breakers(true).empty());
    const auto attempt = short_plan.attempt(id);
    short_plan.turn({AttemptLookedUp{
        attempt.order_id, {std::nullopt, std::vector{short_plan.receipt_of(attempt, "rc1")}}}});
    EXPECT_EQ(status(), SubscriptionStatus::ended) << "it is known";
    EXPECT_TRUE(short_plan.ledger().breakers(true).empty());
}

TEST_F(Doubts, PutTheEndOfTheirSubscriptionOff) {
    const auto id = doubtful();
    auto subscription = *heart.ledger().subscription(SubscriptionId{id});
    heart.ledger().begin();
    subscription.past_due_until = heart.now + 1h;
    subscription.next_step_at = heart.now + 1h;
    heart.ledger().store(subscription, {heart.now, "test", "subscription.past_due"});
    heart.ledger().commit();
    heart.pass(2h);
    heart.turn();
    EXPECT_FALSE(heart.ledger().subscription(SubscriptionId{id})->cancel_at)
        << "whether it was paid is not known yet";
    const auto attempt = heart.attempt(id);
    heart.turn({AttemptLookedUp{
        attempt.order_id, {std::nullopt, std::vector{heart.receipt_of(attempt, "rc1")}}}});
    heart.pass(2h);
    heart.turn();
    EXPECT_FALSE(heart.ledger().subscription(SubscriptionId{id})->cancel_at) << "it was";
}

TEST_F(Doubts, AreFoundAtTheStartWithoutTrustingAClockThatIsYearsAhead) {
    const auto id = heart.subscribe();
    ASSERT_EQ(heart.attempt(id).state, AttemptState::sending);
    const Instant then = heart.now;
    heart.now += 10 * 8'760h;
    heart.start();
    EXPECT_EQ(heart.attempt(id).state, AttemptState::doubt);
    EXPECT_LT(*heart.attempt(id).next_look_at, then + 48h) << "not in ten years";
}

// A gateway that names the payment of one order as that of another: it was paid then by what had
// paid for something else, its charge was not, and nothing led on from there.
TEST_F(Doubts, ThatAreToldTheReceiptOfAnotherPaymentAreAPersons) {
    const auto first = heart.attempt(doubtful());
    const auto second = heart.attempt(doubtful());
    const auto receipt = heart.receipt_of(first, "rc1");
    heart.turn({AttemptLookedUp{first.order_id, {std::nullopt, std::vector{receipt}}}});
    const auto again = heart.receipt_of(second, "rc1");
    const auto output =
        heart.turn({AttemptLookedUp{second.order_id, {std::nullopt, std::vector{again}}}});
    EXPECT_EQ(heart.ledger().attempt(second.order_id)->state, AttemptState::quarantined);
    EXPECT_FALSE(output.alarms.empty());
    EXPECT_EQ(heart.ledger().charge(second.charge)->state, ChargeState::owed);
    EXPECT_TRUE(heart.ledger().breakers(true).empty());
}

// Two payments under one order id, and the refund of the second refused: there was one alarm in
// memory, and after a restart nothing told that the customer had paid twice.
TEST_F(Doubts, OfSurplusWhoseRefundIsRefusedAreAPersons) {
    const auto id = doubtful();
    const auto attempt = heart.attempt(id);
    heart.sent =
        heart
            .turn({AttemptLookedUp{
                attempt.order_id,
                {std::nullopt,
                 std::vector{heart.receipt_of(attempt, "rc1"), heart.receipt_of(attempt, "rc2")}}}})
            .writes;
    EXPECT_EQ(waiting_for_a_person(heart.ledger()).shop, 0) << "it is on its way back";
    ASSERT_EQ(of_kind<GiveBack>(heart.sent).size(), 1U);
    const auto back = of_kind<GiveBack>(heart.sent).front();
    heart.turn({RefundAnswered{
        back.call, back.cancel_id, failed(Errc::refused, "RC_CANCEL_SERVER_ERROR")}});
    heart.start();
    const auto listed = shop_doubts(heart.ledger(), 10);
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed.front().id, "rc2");
    EXPECT_TRUE(listed.front().needs_person);
    EXPECT_EQ(waiting_for_a_person(heart.ledger()).shop, 1);
    ASSERT_EQ(heart.order(RequestRefund{"rc2", std::nullopt, "once more", ""}), "ok");
    EXPECT_TRUE(shop_doubts(heart.ledger(), 10).empty()) << "a person gives it back";
}

// Somebody paid another sum under the order id, which anyone can read on a receipt: it was neither
// this payment nor could a person say that this one does not exist, and its slot was lost for ever.
TEST_F(Doubts, BesideMoneyOfAnotherSumAreAbsentOnAPersonsWordAndThatGoesBack) {
    const auto id = doubtful();
    auto other = heart.receipt_of(heart.attempt(id), "rc1");
    other.price = *Won::from_count(100);
    heart.turn({AttemptLookedUp{heart.attempt(id).order_id, {std::nullopt, std::vector{other}}}});
    ASSERT_EQ(heart.attempt(id).state, AttemptState::quarantined);
    heart.pass(50h);
    auto wish = absent(id);
    wish.evidence.receipts->push_back(other);
    auto standing = wish;
    const auto attempt = heart.attempt(id);
    standing.evidence.reservation = Reservation{
        ReserveId{"r1"},
        attempt.order_id,
        attempt.amount,
        ReservationStatus::waiting,
        attempt.execute_at,
        std::nullopt};
    EXPECT_EQ(heart.order(standing), "gateway_knows_it");
    heart.sent.clear();
    EXPECT_EQ(heart.order(wish), "ok");
    EXPECT_EQ(heart.attempt(id).state, AttemptState::absent);
    EXPECT_EQ(heart.attempt(id, 2).state, AttemptState::planned) << "it is still owed";
    const auto back = of_kind<GiveBack>(heart.sent);
    ASSERT_EQ(back.size(), 1U);
    EXPECT_EQ(back.front().amount, other.price);
    EXPECT_TRUE(heart.ledger().breakers(true).empty());
}

TEST_F(Doubts, BesideMoneyOfAnotherSumArePaidWhenTheGatewayShowsTheirs) {
    const auto id = doubtful();
    const auto attempt = heart.attempt(id);
    auto other = heart.receipt_of(attempt, "rc1");
    other.price = *Won::from_count(100);
    heart.turn({AttemptLookedUp{attempt.order_id, {std::nullopt, std::vector{other}}}});
    heart.pass(50h);
    auto wish = absent(id);
    *wish.evidence.receipts = {other, heart.receipt_of(attempt, "rc2")};
    heart.sent.clear();
    EXPECT_EQ(heart.order(wish), "gateway_knows_it");
    EXPECT_EQ(charge_state(id), ChargeState::paid);
    const auto back = of_kind<GiveBack>(heart.sent);
    ASSERT_EQ(back.size(), 1U);
    EXPECT_EQ(back.front().receipt.text(), "rc1");
    EXPECT_TRUE(heart.ledger().breakers(true).empty());
}

// Its payment was begun at the payment company and never came to an end: the receipt waits for
// ever. A person who had seen in the console that nothing was taken was told that it is booked, and
// the charge could only be forgiven.
TEST_F(Doubts, BesideAReceiptThatWaitsForEverAreAbsentOnAPersonsWord) {
    const auto id = doubtful();
    auto begun = heart.receipt_of(heart.attempt(id), "rc1");
    begun.status = ReceiptStatus::pending;
    begun.paid_at.reset();
    const Evidence waits{std::nullopt, std::vector{begun}};
    heart.pass(50h);
    heart.turn({AttemptLookedUp{heart.attempt(id).order_id, waits}});
    ASSERT_EQ(heart.attempt(id).state, AttemptState::quarantined);
    auto wish = absent(id);
    wish.evidence = waits;
    EXPECT_EQ(heart.order(wish), "ok");
    EXPECT_EQ(heart.attempt(id).state, AttemptState::absent);
    // If it comes to an end after all, it pays what is owed.
    auto paid = begun;
    paid.status = ReceiptStatus::paid;
    heart.turn({AttemptLookedUp{paid.order_id, {std::nullopt, std::vector{paid}}}});
    EXPECT_EQ(charge_state(id), ChargeState::paid);
    EXPECT_TRUE(heart.ledger().breakers(true).empty());
}

// A declined order was charged by hand, given back, and charged by hand once more, all under its
// order id: the first settled the charge, and the house gave the second back.
TEST_F(Doubts, ThatAreOverAreSettledByWhatStandsBeforeWhatHasGoneBack) {
    const auto id = doubtful();
    const auto attempt = heart.attempt(id);
    heart.pass(2h);
    auto declined = heart.receipt_of(attempt, "rc0");
    declined.status = ReceiptStatus::declined;
    heart.turn({AttemptLookedUp{attempt.order_id, {std::nullopt, std::vector{declined}}}});
    ASSERT_EQ(heart.attempt(id).state, AttemptState::declined);
    auto back = heart.receipt_of(attempt, "rc1");
    back.status = ReceiptStatus::canceled;
    back.refunded = back.price;
    const auto stands = heart.receipt_of(attempt, "rc2");
    const auto output = heart.turn({AttemptLookedUp{
        attempt.order_id, {std::nullopt, std::vector{declined, back, stands}}}});
    EXPECT_EQ(heart.ledger().charge(attempt.charge)->receipt, stands.id);
    EXPECT_TRUE(of_kind<GiveBack>(output.writes).empty());
    EXPECT_TRUE(heart.ledger().breakers(true).empty());
}

TEST_F(Doubts, OfARefundThatGaveBackAnotherSumAskAPerson) {
    const auto id = doubtful();
    const auto attempt = heart.attempt(id);
    auto receipt = heart.receipt_of(attempt, "rc1");
    heart.turn({AttemptLookedUp{attempt.order_id, {std::nullopt, std::vector{receipt}}}});
    heart.sent.clear();
    ASSERT_EQ(heart.order(RequestRefund{"rc1", 3'000, "고객 요청", "shop-7"}), "ok");
    EXPECT_EQ(of_kind<GiveBack>(heart.sent).front().cancel_id.text(), "shop-7");
    EXPECT_EQ(heart.order(RequestRefund{"rc1", 3'000, "고객 요청", "shop-7"}), "ok") << "a repeat";
    EXPECT_EQ(heart.order(RequestRefund{"rc1", 2'000, "고객 요청", "shop-7"}), "refund_exists");
    // Else the house could give that money back under its own id no more.
    EXPECT_EQ(
        heart.order(RequestRefund{"rc1", 1'000, "고객 요청", "m1-r-rc2-0-1"}), "cancel_id_reserved"
    );
    EXPECT_EQ(heart.ledger().refunds_of(ReceiptId{"rc1"}).size(), 1U);
    const auto back = of_kind<GiveBack>(heart.sent).front();
    heart.turn({RefundAnswered{back.call, back.cancel_id, failed(Errc::in_doubt, "timeout")}});
    receipt.refunded = *Won::from_count(5'000);  // somebody else gave back too, or did alone
    heart.turn({ReceiptLookedUp{receipt.id, std::nullopt, receipt}});
    auto refund = *heart.ledger().refund(back.cancel_id);
    EXPECT_EQ(refund.state, RefundState::doubt);
    EXPECT_FALSE(refund.next_look_at);
    // It was once taken for a timer that was forgotten, and its subscription was stopped.
    EXPECT_TRUE(heart.ledger().breakers(true).empty());
    EXPECT_EQ(heart.order(ResolveRefund{back.cancel_id.text(), true, ""}), "reason_needed");
    const ResolveRefund done{back.cancel_id.text(), true, "in the console", receipt};
    EXPECT_EQ(heart.order(done), "ok");
    EXPECT_EQ(heart.ledger().refund(back.cancel_id)->state, RefundState::done);
}

// A look-up that had begun before it was sent found nothing given back yet: the refund was a doubt
// then, its own answer was not heard, and what the gateway had refused was sent again for days.
TEST_F(Doubts, OfARefundAreNotMadeByALookWhileItsAnswerIsUnderWay) {
    const auto id = doubtful();
    const auto attempt = heart.attempt(id);
    const auto receipt = heart.receipt_of(attempt, "rc1");
    heart.turn({AttemptLookedUp{attempt.order_id, {std::nullopt, std::vector{receipt}}}});
    heart.sent.clear();
    ASSERT_EQ(heart.order(RequestRefund{"rc1", 3'000, "고객 요청", "shop-7"}), "ok");
    const auto back = of_kind<GiveBack>(heart.sent).front();
    auto told = receipt;
    for (const int refunded : {0, 5'000}) {
        told.refunded = *Won::from_count(refunded);
        heart.turn({ReceiptLookedUp{receipt.id, std::nullopt, told}});
        EXPECT_EQ(heart.ledger().refund(back.cancel_id)->state, RefundState::sending);
    }
    heart.turn({RefundAnswered{
        back.call, back.cancel_id, failed(Errc::refused, "CANCEL_PRICE_OVER")}});
    EXPECT_EQ(heart.ledger().refund(back.cancel_id)->state, RefundState::refused);
    EXPECT_TRUE(heart.ledger().breakers(true).empty());
}

// A person said "done" of a refund that the house was still looking up and that Bootpay had never
// seen: the book contradicted the receipt for ever, and its subscription could not go on.
class RefundInDoubt : public Doubts {
protected:
    void SetUp() override {
        Doubts::SetUp();
        const auto attempt = heart.attempt(doubtful());
        receipt = heart.receipt_of(attempt, "rc1");
        heart.turn({AttemptLookedUp{attempt.order_id, {std::nullopt, std::vector{*receipt}}}});
        heart.sent.clear();
        ASSERT_EQ(heart.order(RequestRefund{"rc1", 3'000, "고객 요청", "shop-7"}), "ok");
        const auto back = of_kind<GiveBack>(heart.sent).front();
        heart.turn({RefundAnswered{back.call, back.cancel_id, failed(Errc::in_doubt, "timeout")}});
    }
    std::string says(bool carried_out, std::int64_t refunded) {
        auto told = *receipt;
        told.refunded = *Won::from_count(refunded);
        return heart.order(ResolveRefund{"shop-7", carried_out, "in the console", told});
    }
    /// Something else was given back meanwhile, so that a person is asked.
    void give_back_elsewhere(std::int64_t won) {
        receipt->refunded = *Won::from_count(won);
        heart.turn({ReceiptLookedUp{receipt->id, std::nullopt, *receipt}});
        ASSERT_FALSE(heart.ledger().refund(CancelId{"shop-7"})->next_look_at);
    }
    /// The next repeat, after receipts that did not show it.
    std::optional<GiveBack> asked_for_again() {
        for (int looks = 0; looks < 100; ++looks) {
            heart.pass(10min);
            TurnOutput output = heart.turn();
            if (auto backs = of_kind<GiveBack>(output.writes); !backs.empty()) return backs.front();
            if (!output.looks.empty())
                heart.turn({ReceiptLookedUp{receipt->id, std::nullopt, *receipt}});
        }
        return std::nullopt;
    }
    RefundState state() { return heart.ledger().refund(CancelId{"shop-7"})->state; }

    std::optional<GatewayReceipt> receipt;
};

TEST_F(RefundInDoubt, IsNotAPersonsWhileItIsLookedUp) {
    EXPECT_EQ(says(true, 0), "still_looked_up");
    EXPECT_EQ(says(false, 0), "still_looked_up");
    EXPECT_EQ(state(), RefundState::doubt);
}

// Each answer that told nothing began the waits anew, and a refund that Bootpay never carries out
// was asked for a hundred times a day.
TEST_F(RefundInDoubt, IsAskedForLessAndLessOftenAndThenOfAPerson) {
    int asked = 0, told = 0;
    for (int hour = 0; hour < 5 * 24; ++hour) {
        for (int minutes = 0; minutes < 60; minutes += 2) {
            TurnOutput output = heart.turn();
            told += static_cast<int>(output.alarms.size());
            for (const auto& back : of_kind<GiveBack>(output.writes)) {
                ++asked;
                heart.turn({RefundAnswered{
                    back.call, back.cancel_id, failed(Errc::in_doubt, "NO_SUCH_THING")}});
            }
            for (const auto& look : output.looks)
                if (const auto* at = std::get_if<LookAtReceipt>(&look)) {
                    const auto after =
                        heart.turn({ReceiptLookedUp{at->receipt, at->notice, *receipt}});
                    told += static_cast<int>(after.alarms.size());
                }
            heart.pass(2min);
        }
    }
    EXPECT_EQ(state(), RefundState::doubt);
    EXPECT_EQ(asked, 3);
    EXPECT_EQ(told, 1);
    EXPECT_TRUE(heart.ledger().breakers(true).empty()) << "nor was its timer forgotten";
    const auto doubts = refund_doubts(heart.ledger(), 10);
    ASSERT_EQ(doubts.size(), 1U);
    EXPECT_TRUE(doubts.front().needs_person);
    EXPECT_EQ(says(false, 0), "ok");
    EXPECT_EQ(state(), RefundState::refused);
}

// Bootpay answered nobody for a night, and what others had asked for the receipt counted too: the
// refund was left to a person before it was asked for once more.
TEST_F(RefundInDoubt, IsNotLeftToAPersonByLooksOfOthersNorBySilence) {
    for (int looks = 0; looks < 30; ++looks) {
        heart.turn({ReceiptLookedUp{receipt->id, std::nullopt, *receipt}});
        heart.turn({ReceiptLookedUp{
            receipt->id, std::nullopt, failed(Errc::unavailable, "no_answer")}});
        heart.pass(5s);
    }
    for (int looks = 0; looks < 30; ++looks) {
        heart.pass(10min);
        heart.turn();
        heart.turn({ReceiptLookedUp{
            receipt->id, std::nullopt, failed(Errc::unavailable, "no_answer")}});
    }
    const auto refund = *heart.ledger().refund(CancelId{"shop-7"});
    EXPECT_TRUE(refund.next_look_at);
    EXPECT_LT(refund.looks, 5);
}

// The first request had no answer, and was on its way still when the second was refused for what
// it had taken up, or never left this machine: that ended the refund as refused, or made it one
// that nobody had sent, though the money had gone back.
TEST_F(RefundInDoubt, IsNotEndedByWhatBecomesOfItsRepeat) {
    for (const auto& answer :
         {failed(Errc::refused, "CANCEL_PRICE_OVER"),
          failed(Errc::declined, "RC_REQUEST_FAILED"),
          failed(Errc::unsent, "connect")}) {
        const auto back = asked_for_again();
        ASSERT_TRUE(back) << "before " << answer.reason;
        heart.turn({RefundAnswered{back->call, back->cancel_id, answer}});
        EXPECT_EQ(state(), RefundState::doubt) << answer.reason;
        EXPECT_TRUE(heart.ledger().refund(back->cancel_id)->next_look_at) << answer.reason;
    }
    receipt->refunded = *Won::from_count(3'000);
    heart.turn({ReceiptLookedUp{receipt->id, std::nullopt, *receipt}});
    EXPECT_EQ(state(), RefundState::done);
    EXPECT_TRUE(heart.ledger().breakers(true).empty());
}

// Each time that it could not be sent counted as a look in vain: after an hour of them the first
// answer that was lost left the refund to a person at once.
TEST_F(Doubts, OfARefundBeginWhenItWasSent) {
    const auto attempt = heart.attempt(doubtful());
    const auto receipt = heart.receipt_of(attempt, "rc1");
    heart.turn({AttemptLookedUp{attempt.order_id, {std::nullopt, std::vector{receipt}}}});
    heart.sent.clear();
    ASSERT_EQ(heart.order(RequestRefund{"rc1", 3'000, "고객 요청", "shop-7"}), "ok");
    for (int times = 0; times < 15; ++times) {
        const auto back = of_kind<GiveBack>(heart.sent).front();
        heart.turn({RefundAnswered{back.call, back.cancel_id, failed(Errc::unsent, "connect")}});
        heart.pass(10min);
        heart.sent = heart.turn().writes;
    }
    const auto back = of_kind<GiveBack>(heart.sent).front();
    heart.turn({RefundAnswered{back.call, back.cancel_id, failed(Errc::in_doubt, "timeout")}});
    heart.pass(5s);
    heart.turn({ReceiptLookedUp{receipt.id, std::nullopt, receipt}});
    EXPECT_TRUE(heart.ledger().refund(back.cancel_id)->next_look_at) << "it was looked up once";
}

// Bootpay knew the receipt no more: the refund was looked up every ten minutes for ever, and no
// word of a person was taken.
TEST_F(RefundInDoubt, OfAReceiptThatIsNotKnownAnyMoreIsAPersons) {
    const auto nowhere = failed(Errc::not_found, "RC_NOT_FOUND");
    for (int hours = 0; hours < 4 * 24; ++hours) {
        const auto output = heart.turn();
        EXPECT_TRUE(of_kind<GiveBack>(output.writes).empty()) << "of nothing nothing is given back";
        if (!output.looks.empty())
            heart.turn({ReceiptLookedUp{receipt->id, std::nullopt, nowhere}});
        heart.pass(1h);
    }
    EXPECT_FALSE(heart.ledger().refund(CancelId{"shop-7"})->next_look_at);
    ResolveRefund word{"shop-7", false, "not in the console"};
    EXPECT_EQ(heart.order(word), "gateway_unavailable");
    word.unknown = true;
    EXPECT_EQ(heart.order(word), "ok");
    EXPECT_EQ(state(), RefundState::refused);
}

// The timers are read before the answers of a turn are, when each is taken alone.
TEST_F(RefundInDoubt, ThatIsOverIsNotSentByATimerThatWasReadBefore) {
    const auto refund = [&] { return *heart.ledger().refund(CancelId{"shop-7"}); };
    for (int looks = 0; looks < 100 && refund().next_act != NextAct::send; ++looks) {
        heart.pass(10min);
        if (!heart.turn().looks.empty())
            heart.turn({ReceiptLookedUp{receipt->id, std::nullopt, *receipt}});
    }
    ASSERT_EQ(refund().next_act, NextAct::send);
    heart.pass(24h);
    receipt->refunded = *Won::from_count(3'000);
    const auto output = heart.turn(
        {ReceiptLookedUp{receipt->id, std::nullopt, *receipt}, RefundDue{CancelId{"shop-7"}}}
    );
    EXPECT_EQ(state(), RefundState::done);
    EXPECT_TRUE(output.alarms.empty()) << output.alarms.front();
}

TEST_F(RefundInDoubt, IsDoneOnlyIfTheReceiptHasRoomForIt) {
    give_back_elsewhere(500);
    EXPECT_EQ(heart.order(ResolveRefund{"shop-7", true, "in the console"}), "gateway_unavailable");
    EXPECT_EQ(says(true, 500), "receipt_does_not_show_it");
    EXPECT_EQ(says(false, 500), "ok");
    EXPECT_EQ(state(), RefundState::refused);
}

TEST_F(RefundInDoubt, IsDoneWhateverThePersonSaysWhenTheReceiptShowsIt) {
    give_back_elsewhere(500);
    EXPECT_EQ(says(false, 3'000), "gateway_knows_it");
    EXPECT_EQ(state(), RefundState::done);
}

TEST_F(RefundInDoubt, IsAPersonsWhenTheReceiptHasRoomForItAndForAnother) {
    give_back_elsewhere(3'500);
    EXPECT_EQ(says(false, 3'500), "ok") << "another hand may have given back all of it";
    EXPECT_EQ(state(), RefundState::refused);
}

}  // namespace
}  // namespace maedal::engine
