// What stops the sending of money, what goes on meanwhile, and what lets it begin again.
#include "heart.hpp"
#include "unit/engine/sold.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

namespace maedal::engine {
namespace {

using namespace billing;
using namespace std::chrono_literals;

class Breakers : public testing::Test {
protected:
    /// The answer to each of `writes` that reserves.
    std::vector<Event> answers(const std::vector<Write>& writes, const Error& error) {
        std::vector<Event> events;
        for (const auto& write : of_kind<Reserve>(writes))
            events.push_back(ReserveAnswered{write.call, write.order_id, error});
        return events;
    }
    std::size_t sends() { return of_kind<Reserve>(heart.turn().writes).size(); }
    /// The first renewal of `id`, which was just subscribed, is paid so many times over.
    void pays_for(const std::string& id, int times) {
        const auto write = of_kind<Reserve>(heart.sent).back();
        heart.turn({ReserveAnswered{write.call, write.order_id, ReserveId{"r" + id}}});
        heart.pass(2h);
        std::vector<GatewayReceipt> receipts;
        for (int i = 0; i < times; ++i)
            receipts.push_back(heart.receipt_of(heart.attempt(id), id + "-" + std::to_string(i)));
        heart.turn({AttemptLookedUp{write.order_id, {std::nullopt, receipts}}});
        EXPECT_EQ(heart.ledger().receipts_of(write.order_id).size(), receipts.size());
    }
    /// Hours go by until something is reserved, or a month is over.
    std::vector<Reserve> next_reserved() {
        std::vector<Reserve> reserved;
        for (int hours = 0; hours < 31 * 24 && reserved.empty(); ++hours) {
            heart.pass(1h);
            reserved = of_kind<Reserve>(heart.turn().writes);
        }
        return reserved;
    }

    Heart heart;
};

TEST_F(Breakers, StandOverARestartUntilAPersonReleasesThem) {
    heart.rules.sends_per_hour_floor = 2;
    heart.real_clock = true;
    heart.start();
    for (int i = 0; i < 4; ++i)
        heart.subscribe();
    EXPECT_TRUE(heart.tripped("velocity")) << "the third call of the first busy hour";
    EXPECT_LT(of_kind<Reserve>(heart.sent).size(), 4U);
    heart.start();
    EXPECT_EQ(sends(), 0U);
    EXPECT_EQ(heart.order(ReleaseBreaker{"velocity", ""}), "reason_needed");
    EXPECT_EQ(heart.order(ReleaseBreaker{"disk", "x"}), "unknown_breaker");
    heart.sent.clear();
    EXPECT_EQ(heart.order(ReleaseBreaker{"velocity", "a sale"}), "ok");
    EXPECT_EQ(of_kind<Reserve>(heart.sent).size(), 1U) << "what waited goes out";
    EXPECT_EQ(heart.order(ReleaseBreaker{"velocity", "again"}), "not_tripped");
}

TEST_F(Breakers, ClockThatJumpsForwardStopsSendingUntilTheGatewayAgrees) {
    heart.real_clock = true;
    heart.start();
    heart.places = 0;
    const auto id = heart.subscribe();
    heart.places = 8;
    heart.now += 10 * 8'760h;  // and the monotonic clock stays
    heart.turn();
    EXPECT_TRUE(heart.tripped("clock"));
    EXPECT_EQ(heart.ledger().charges_of(SubscriptionId{id}).size(), 1U)
        << "nothing is planned by a clock that is wrong";
    EXPECT_LT(heart.ledger().journal("", {"", 1}).front().at, heart.now - 8'760h);
    EXPECT_EQ(sends(), 0U);
    EXPECT_TRUE(heart.turn().wants_time);
    heart.start();
    EXPECT_EQ(sends(), 0U) << "a restart proves nothing";
    heart.gateway_ahead = -10 * 8'760h;
    EXPECT_EQ(sends(), 0U) << "the gateway disagrees";
    heart.gateway_ahead = 1s;
    EXPECT_EQ(sends(), 1U) << "the gateway says that it is so late";
    EXPECT_FALSE(heart.tripped("clock"));
    EXPECT_EQ(heart.attempt(id).state, AttemptState::sending);
}

TEST_F(Breakers, ClockThatGoesBackStopsSendingAndEndsByTime) {
    heart.real_clock = true;
    heart.start();
    const auto id = heart.subscribe();
    heart.pass(60s);
    heart.turn();
    heart.now -= 240h;
    heart.turn();
    EXPECT_TRUE(heart.tripped("clock"));
    EXPECT_EQ(heart.order(ReleaseBreaker{"clock", "the host's clock was wrong before"}), "ok");
    heart.turn();
    EXPECT_FALSE(heart.tripped("clock")) << "a person's word is the new beginning";
}

TEST_F(Breakers, DoNotTouchATestClock) {
    heart.start();
    heart.turn();
    heart.now += 10 * 8'760h;
    heart.subscribe();
    EXPECT_FALSE(heart.tripped("clock"));
    EXPECT_EQ(of_kind<Reserve>(heart.sent).size(), 1U);
}

TEST_F(Breakers, ThreeDoubtsLetOneCallThroughAtATime) {
    heart.start();
    for (int i = 0; i < 3; ++i)
        heart.subscribe();
    ASSERT_EQ(of_kind<Reserve>(heart.sent).size(), 3U);
    heart.turn(answers(heart.sent, failed(Errc::in_doubt, "timeout")));
    EXPECT_TRUE(heart.tripped("doubts"));
    heart.sent.clear();
    for (int i = 0; i < 3; ++i)
        heart.subscribe();
    EXPECT_TRUE(heart.sent.empty()) << "not before a while has passed";
    heart.pass(61s);
    auto canary = heart.turn().writes;
    EXPECT_EQ(of_kind<Reserve>(canary).size(), 1U);
    EXPECT_EQ(sends(), 0U) << "it is under way";
    heart.turn(answers(canary, failed(Errc::in_doubt, "timeout")));
    EXPECT_EQ(sends(), 0U) << "the next one waits longer";
    heart.pass(121s);
    canary = heart.turn().writes;
    ASSERT_EQ(of_kind<Reserve>(canary).size(), 1U);
    const auto output = heart.turn(answers(canary, failed(Errc::refused, "RC_NO")));
    EXPECT_FALSE(heart.tripped("doubts")) << "a clear no is a clear answer";
    EXPECT_GE(of_kind<Reserve>(output.writes).size(), 1U);
}

TEST_F(Breakers, DoubtsThatAreFarApartTripNothing) {
    heart.start();
    for (int i = 0; i < 3; ++i) {
        heart.sent.clear();
        heart.subscribe();
        heart.turn(answers(heart.sent, failed(Errc::in_doubt, "timeout")));
        heart.pass(200s);
    }
    EXPECT_FALSE(heart.tripped("doubts"));
}

TEST_F(Breakers, RefusedKeysStopSendingWithoutUsingUpATry) {
    heart.start();
    const auto id = heart.subscribe();
    heart.turn(answers(heart.sent, failed(Errc::unauthorized, "TOKEN")));
    EXPECT_TRUE(heart.tripped("credentials"));
    EXPECT_EQ(heart.attempt(id).state, AttemptState::dropped);
    EXPECT_EQ(heart.ledger().charges_of(SubscriptionId{id}).front().declines, 0);
    heart.subscribe();
    EXPECT_EQ(sends(), 0U);
    heart.pass(61s);
    const auto writes = heart.turn().writes;
    ASSERT_EQ(of_kind<Reserve>(writes).size(), 1U) << "one call finds out";
    const auto write = of_kind<Reserve>(writes).front();
    heart.turn({ReserveAnswered{write.call, write.order_id, ReserveId{"r1"}}});
    EXPECT_FALSE(heart.tripped("credentials"));
}

TEST_F(Breakers, LittleRoomStopsSendingAndEnoughLetsItGoOn) {
    heart.start();
    heart.disk_free = 10LL << 20U;
    heart.subscribe();
    EXPECT_TRUE(heart.sent.empty());
    EXPECT_TRUE(heart.tripped("disk"));
    heart.disk_free = 80LL << 20U;
    EXPECT_EQ(sends(), 0U) << "no swinging at the edge";
    heart.disk_free = 200LL << 20U;
    EXPECT_EQ(sends(), 1U);
    EXPECT_FALSE(heart.tripped("disk"));
}

TEST_F(Breakers, LetEvidenceFlow) {
    heart.start();
    const auto id = heart.subscribe();
    const auto write = of_kind<Reserve>(heart.sent).front();
    heart.turn({ReserveAnswered{write.call, write.order_id, ReserveId{"r1"}}});
    heart.disk_free = 0;
    heart.pass(2h);
    const auto output = heart.turn();
    EXPECT_TRUE(heart.tripped("disk"));
    ASSERT_EQ(output.looks.size(), 1U) << "its execution has passed";
    const auto attempt = heart.attempt(id);
    heart.turn({AttemptLookedUp{
        write.order_id, {std::nullopt, std::vector{heart.receipt_of(attempt, "rc1")}}}});
    EXPECT_EQ(heart.attempt(id).state, AttemptState::paid);
}

// What the rule allows to be sent again waited for that, also when its execution had passed: while
// a breaker stood nobody asked what had become of it.
TEST_F(Breakers, LetWhatWasToBeSentAgainBeLookedAtOnceItIsTooLateForThat) {
    heart.rules.order_id_rule = OrderIdRule::reserve;
    heart.disk_free = 200LL << 20U;
    heart.start();
    const auto id = heart.subscribe();
    heart.turn(answers(heart.sent, failed(Errc::in_doubt, "timeout")));
    ASSERT_EQ(heart.attempt(id).next_act, NextAct::send);
    heart.disk_free = 10LL << 20U;
    heart.pass(30min);
    EXPECT_TRUE(heart.turn().looks.empty());
    ASSERT_TRUE(heart.tripped("disk"));
    heart.pass(31min);
    const auto output = heart.turn();
    EXPECT_TRUE(output.writes.empty());
    ASSERT_EQ(output.looks.size(), 1U) << "its execution has passed";
    const auto attempt = heart.attempt(id);
    heart.turn({AttemptLookedUp{
        attempt.order_id, {std::nullopt, std::vector{heart.receipt_of(attempt, "rc1")}}}});
    EXPECT_EQ(heart.attempt(id).state, AttemptState::paid);
}

// A reservation that was to be revoked when a breaker tripped was not asked for until somebody had
// released it, though its execution had long passed.
TEST_F(Breakers, LetWhatWasToBeRevokedBeLookedAtOnceItIsTooLateForThat) {
    heart.disk_free = 200LL << 20U;
    heart.start();
    const auto id = heart.subscribe();
    const auto write = of_kind<Reserve>(heart.sent).front();
    heart.turn({ReserveAnswered{write.call, write.order_id, ReserveId{"r1"}}});
    heart.disk_free = 10LL << 20U;
    heart.turn();
    ASSERT_TRUE(heart.tripped("disk"));
    ASSERT_EQ(heart.order(CancelSubscription{id, true}), "ok");
    ASSERT_EQ(heart.attempt(id).state, AttemptState::revoking);
    EXPECT_TRUE(heart.turn().looks.empty());
    heart.pass(2h);
    const auto output = heart.turn();
    EXPECT_TRUE(output.writes.empty());
    EXPECT_EQ(output.looks.size(), 1U) << "its execution has passed";
}

TEST_F(Breakers, LetWhatWasToBeRevokedBeLookedAtWhileItsSubscriptionAloneIsStopped) {
    heart.start();
    const auto id = heart.subscribe();
    pays_for(id, 1);
    const auto first = heart.attempt(id);
    const auto next = next_reserved();
    ASSERT_EQ(next.size(), 1U);
    heart.turn({ReserveAnswered{next.front().call, next.front().order_id, ReserveId{"r2"}}});
    heart.turn({AttemptLookedUp{
        first.order_id,
        {std::nullopt,
         std::vector{heart.receipt_of(first, "again"), heart.receipt_of(first, "and again")}}}});
    ASSERT_TRUE(heart.tripped("surplus:" + id));
    ASSERT_EQ(heart.order(CancelSubscription{id, true}), "ok");
    const auto before = heart.turn();
    EXPECT_TRUE(of_kind<Revoke>(before.writes).empty());
    const auto revoking = heart.ledger().attempt(next.front().order_id);
    ASSERT_EQ(revoking->state, AttemptState::revoking);
    heart.now = revoking->execute_at + 10min;
    const auto after = heart.turn();
    EXPECT_TRUE(of_kind<Revoke>(after.writes).empty());
    const auto asked = std::ranges::count_if(after.looks, [&](const Look& look) {
        const auto* of = std::get_if<LookAtAttempt>(&look);
        return of != nullptr && of->order_id == revoking->order_id;
    });
    EXPECT_EQ(asked, 1) << "its execution has passed";
}

TEST_F(Breakers, AnotherSumBesideTheOwnPaymentGoesBackAndStopsNothing) {
    heart.start();
    const auto id = heart.subscribe();
    const auto write = of_kind<Reserve>(heart.sent).back();
    heart.turn({ReserveAnswered{write.call, write.order_id, ReserveId{"r1"}}});
    heart.pass(2h);
    auto little = heart.receipt_of(heart.attempt(id), "little");
    little.price = *Won::from_count(100);
    const auto output = heart.turn({AttemptLookedUp{
        write.order_id,
        {std::nullopt, std::vector{little, heart.receipt_of(heart.attempt(id), "own")}}}});
    EXPECT_EQ(heart.attempt(id).state, AttemptState::paid);
    EXPECT_EQ(heart.attempt(id).receipt, ReceiptId{"own"});
    const auto back = of_kind<GiveBack>(output.writes);
    ASSERT_EQ(back.size(), 1U);
    EXPECT_EQ(back.front().receipt, ReceiptId{"little"});
    EXPECT_EQ(back.front().amount, little.price);
    EXPECT_TRUE(heart.ledger().breakers(true).empty());
}

TEST_F(Breakers, SecondSurplusOfADayStopsTheHouse) {
    heart.start();
    pays_for(heart.subscribe(), 2);
    EXPECT_FALSE(heart.tripped("surplus"));
    pays_for(heart.subscribe(), 2);
    EXPECT_TRUE(heart.tripped("surplus"));
}

// One customer who paid a renewal three times held up the renewals of all the others.
TEST_F(Breakers, SecondSurplusOfOneSubscriptionStopsNothingElse) {
    heart.start();
    const auto generous = heart.subscribe();
    pays_for(generous, 3);
    EXPECT_TRUE(heart.tripped("surplus:" + generous));
    EXPECT_FALSE(heart.tripped("surplus"));

    const auto other = heart.subscribe();
    pays_for(other, 1);
    const auto reserved = next_reserved();
    ASSERT_EQ(reserved.size(), 1U);
    EXPECT_NE(reserved.front().order_id.text().find(other), std::string::npos);
    heart.pass(1h);
    EXPECT_EQ(sends(), 0U);
    ASSERT_EQ(heart.order(ReleaseBreaker{"surplus:" + generous, "a gift"}), "ok");
    heart.pass(5min);
    EXPECT_EQ(sends(), 1U) << "what was held goes out";
}

TEST_F(Breakers, RestoredLedgerSendsNothingUntilItIsArmed) {
    heart.start();
    const auto known = heart.subscribe(30h);  // placed within the lead, six hours from now
    const auto later = heart.subscribe(20 * 24h);
    heart.pass(29h);
    heart.start(true);
    EXPECT_EQ(sends(), 0U);
    EXPECT_EQ(heart.order(ReleaseBreaker{"disarmed", "x"}), "arm_it");
    EXPECT_EQ(heart.order(Arm{""}), "reason_needed");
    EXPECT_EQ(heart.order(Arm{"the old host is gone"}), "ok");
    EXPECT_TRUE(heart.sent.empty()) << "what could have been sent is not sent again";
    EXPECT_EQ(heart.attempt(known).state, AttemptState::doubt);
    EXPECT_TRUE(heart.ledger().breakers(true).empty()) << "nor does it contradict anything";
    EXPECT_LE(*heart.attempt(known).sent_at, heart.attempt(known).execute_at);
    EXPECT_EQ(heart.attempt(later).state, AttemptState::planned) << "its time had not come";
    EXPECT_EQ(heart.order(Arm{"once more"}), "armed_already");

    const auto fresh = heart.subscribe();
    EXPECT_EQ(heart.attempt(fresh).state, AttemptState::planned);
    EXPECT_EQ(heart.attempt(fresh).next_act, NextAct::look) << "looked up before it is sent";
    EXPECT_GT(fresh, "sub_1000006") << "ids that the lost ledger gave are not given again";
}

/// Armed before the gateway had told its time, the house believed it was as early as its newest
/// entry: of what was due since then nothing was presumed sent, and all of it went out once more.
TEST_F(Breakers, RestoredLedgerIsArmedOnlyWhenTheHourIsKnown) {
    heart.real_clock = true;
    heart.gateway_ahead = 0s;
    heart.start();
    const auto id = heart.subscribe(30h);
    heart.gateway_ahead.reset();
    heart.pass(29h);
    heart.start(true);
    heart.turn();
    ASSERT_TRUE(heart.tripped("clock"));
    EXPECT_EQ(heart.order(Arm{"the old host is gone"}), "clock_distrusted");
    heart.gateway_ahead = 1s;
    heart.turn();
    EXPECT_EQ(heart.order(Arm{"the old host is gone"}), "ok");
    EXPECT_EQ(heart.attempt(id).state, AttemptState::doubt);
    EXPECT_TRUE(heart.sent.empty());
}

/// Sent again under the rule `reserve`, it stood at the gateway beside a later try of the same
/// charge: the lost ledger had not reached the gateway with this one, had dropped it and sent the
/// next.
TEST_F(Breakers, WhatIsPresumedSentIsNotSentAgainUnderAnyRule) {
    heart.rules.order_id_rule = OrderIdRule::reserve;
    heart.start();
    const auto id = heart.subscribe(30h);
    heart.pass(12h);
    heart.start(true);
    ASSERT_EQ(heart.order(Arm{"the old host is gone"}), "ok");
    ASSERT_EQ(heart.attempt(id).state, AttemptState::doubt);
    for (int hour = 0; hour < 80; ++hour) {
        heart.pass(1h);
        const auto output = heart.turn();
        EXPECT_TRUE(of_kind<Reserve>(output.writes).empty()) << hour;
        if (!output.looks.empty())
            heart.turn({AttemptLookedUp{
                heart.attempt(id).order_id, {std::nullopt, std::vector<GatewayReceipt>{}}}});
    }
    EXPECT_EQ(heart.attempt(id).state, AttemptState::quarantined) << "a person decides";
}

/// Each further try was presumed sent as well, because its charge fell due before the arming: a
/// person found one after the other absent, for weeks.
TEST_F(Breakers, WhatIsFoundAbsentAfterAnArmingIsSentByTheNextTry) {
    heart.start();
    const auto id = heart.subscribe(30h);
    heart.pass(29h);
    heart.start(true);
    ASSERT_EQ(heart.order(Arm{"the old host is gone"}), "ok");
    const auto presumed = heart.attempt(id);
    ASSERT_EQ(presumed.state, AttemptState::doubt);
    const Evidence nothing{std::nullopt, std::vector<GatewayReceipt>{}};
    heart.pass(50h);
    heart.turn({AttemptLookedUp{presumed.order_id, nothing}});
    ASSERT_EQ(heart.attempt(id).state, AttemptState::quarantined);
    const auto& name = presumed.order_id.text();
    ASSERT_EQ(
        heart.order(ResolveDoubt{
            .order_id = name,
            .as = ResolveDoubt::As::absent,
            .receipt_id = {},
            .typed = name,
            .reason = "not in the console",
            .evidence = nothing,
            .control = "m1-sub_9-p0-a1",
            .control_found = true}),
        "ok"
    );
    EXPECT_EQ(heart.attempt(id, 2).state, AttemptState::planned);
    EXPECT_EQ(heart.attempt(id, 2).next_act, NextAct::look) << "looked up before it is sent";
    const auto output =
        heart.turn({EarlierLookedUp{heart.attempt(id, 2).order_id, std::vector<GatewayReceipt>{}}});
    EXPECT_EQ(of_kind<Reserve>(output.writes).size(), 1U);
}

TEST_F(Breakers, WhatAnotherLedgerHasCollectedIsFoundBeforeItIsSentAgain) {
    heart.start();
    heart.start(true);
    ASSERT_EQ(heart.order(Arm{"moved to another host"}), "ok");
    const auto id = heart.subscribe();
    const auto output = heart.turn();
    const auto attempt = heart.attempt(id);
    heart.turn({EarlierLookedUp{
        attempt.order_id, std::vector{heart.receipt_of(attempt, "rc-of-the-lost-one")}}});
    EXPECT_EQ(heart.attempt(id).state, AttemptState::paid);
    EXPECT_TRUE(heart.sent.empty());
}

/// Changes the ledger's file past everything that guards it.
void spoil(Heart& heart, const std::string& sql) {
    SQLite::Database raw{heart.file(), SQLite::OPEN_READWRITE};
    raw.exec("PRAGMA foreign_keys = OFF");
    std::vector<std::string> triggers;
    {
        SQLite::Statement names{raw, "SELECT name FROM sqlite_schema WHERE type = 'trigger'"};
        while (names.executeStep())
            triggers.push_back(names.getColumn(0).getString());
    }
    for (const auto& name : triggers)
        raw.exec("DROP TRIGGER " + name);
    raw.exec(sql);
}

// What a turn touches and finds broken stops in that very turn: for its subscription, not for
// others, and what the gateway knows is still asked for.
TEST_F(Breakers, OfAnInvariantStopWhatItConcernsInThatTurn) {
    heart.start();
    const auto broken = heart.subscribe(30h), whole = heart.subscribe(30h);
    heart.sent.clear();
    const auto charge = heart.attempt(broken).charge;
    spoil(heart, fmt::format("UPDATE attempt SET amount = 1 WHERE charge = {}", charge.value));
    heart.pass(29h);
    const auto output = heart.turn();
    EXPECT_TRUE(heart.tripped("invariant:" + broken));
    const auto sent = of_kind<Reserve>(output.writes);
    ASSERT_EQ(sent.size(), 1U) << "the other's";
    EXPECT_EQ(sent.front().order_id, heart.attempt(whole).order_id);
    const auto why = heart.ledger().breaker("invariant:" + broken)->why;
    EXPECT_NE(why.find(heart.attempt(broken).order_id.text()), std::string::npos) << why;
}

TEST_F(Breakers, OfACheckAtNightStopWhatIsBrokenAndOnlyTellOfWhatIsLate) {
    heart.start();
    const auto id = heart.subscribe();
    const auto late = heart.turn({LedgerChecked{
        {{"in_time.steps", "subscription:" + id, id, "it had something to do"}}}});
    EXPECT_EQ(late.alarms.size(), 1U);
    EXPECT_TRUE(heart.ledger().breakers(true).empty());
    heart.turn({LedgerChecked{{{"never.two_payments", "charge:1", id, "it is paid twice"}}}});
    EXPECT_TRUE(heart.tripped("invariant:" + id));
    heart.turn({LedgerChecked{{{"history.chain", "journal:7", "", "entry 7 is not what it was"}}}});
    EXPECT_TRUE(heart.tripped("history"));
}

// From the hundred and first on what was broken went on sending.
TEST_F(Breakers, OfMoreThanAreNamedStopTheHouse) {
    heart.start();
    LedgerChecked checked;
    for (int i = 0; i < 101; ++i)
        checked.violations.push_back(
            {"never.two_payments", "charge:1", heart.subscribe(), "it is paid twice"}
        );
    heart.turn({checked});
    EXPECT_EQ(heart.ledger().breakers(true).size(), 101U);
    EXPECT_FALSE(heart.tripped("invariant"));
    const auto id = heart.subscribe();
    heart.turn({LedgerChecked{{{"never.two_payments", "charge:1", id, "it is paid twice"}}}});
    EXPECT_TRUE(heart.tripped("invariant"));
}

// The slot that became free was offered to who may not send, first in line though it was: it stayed
// free, for hours, while another waited for it behind.
TEST_F(Breakers, OfOneSubscriptionDoNotKeepOthersOnItsKeyFromAFreeSlot) {
    heart.plan.reserve_lead = 20 * 24h;
    heart.places = 20;
    heart.start();
    const auto holder = heart.subscribe(10 * 24h);
    const auto key = heart.attempt(holder).billing_key->text();
    const auto on_the_key = [&](Seconds due_in) {
        const auto anchor = local_text(korea().to_local(heart.now + due_in));
        EXPECT_EQ(heart.order(CreateSubscription{"", "c1", "monthly", key, anchor, ""}), "ok");
        return heart.said();
    };
    for (int i = 0; i < 9; ++i)
        on_the_key(10 * 24h);
    const auto reserves = of_kind<Reserve>(heart.sent);
    ASSERT_EQ(reserves.size(), 10U);
    const auto stopped = on_the_key(12 * 24h), waiting = on_the_key(13 * 24h);
    ASSERT_TRUE(heart.attempt(stopped).waits_for_slot);
    ASSERT_TRUE(heart.attempt(waiting).waits_for_slot);
    heart.turn({LedgerChecked{{{"never.two_payments", "charge:1", stopped, "it is paid twice"}}}});
    ASSERT_TRUE(heart.tripped("invariant:" + stopped));

    heart.sent.clear();
    const auto& first = reserves.front();
    const auto refused = failed(Errc::declined, "RC_NO");
    const auto output = heart.turn({ReserveAnswered{first.call, first.order_id, refused}});
    const auto sent = of_kind<Reserve>(output.writes);
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent.front().order_id, heart.attempt(waiting).order_id);
}

// The host's clock was put back by two minutes and a half, which is trusted, between a reservation
// whose answer was lost and its repeat. The book said that it was sent before its intent, and a
// person had to let the subscription go on.
TEST_F(Breakers, StandForNoRepeatOfAClockThatWasPutBackALittle) {
    heart.rules.order_id_rule = OrderIdRule::reserve;
    heart.real_clock = true;
    heart.start();
    const auto id = heart.subscribe(30h);
    heart.pass(29h);
    const auto writes = of_kind<Reserve>(heart.turn().writes);
    ASSERT_EQ(writes.size(), 1U);
    heart.now -= 150s;
    for (auto& answer : answers({writes.begin(), writes.end()}, failed(Errc::in_doubt, "timeout")))
        heart.turn({answer});
    heart.pass(60s);
    const auto again = of_kind<Reserve>(heart.turn().writes);
    ASSERT_EQ(again.size(), 1U);
    EXPECT_LT(heart.now, *heart.attempt(id).sent_at);
    EXPECT_TRUE(heart.ledger().breakers(true).empty());
}

// A clock three minutes behind the gateway's is trusted, and what was put a minute ahead of it lay
// in the gateway's past: no first payment of a new subscription could be reserved.
TEST(ClockBehindTheGateways, PutsWhatIsNearAheadOfThatOne) {
    Heart heart;
    heart.real_clock = true;
    heart.gateway_ahead = 180s;
    heart.start();
    heart.subscribe(0s);
    ASSERT_EQ(of_kind<Reserve>(heart.sent).size(), 1U);
    EXPECT_EQ(of_kind<Reserve>(heart.sent).front().execute_at, heart.now + 180s + 60s);
    heart.gateway_ahead = -180s;
    heart.sent.clear();
    heart.subscribe(0s);
    EXPECT_EQ(of_kind<Reserve>(heart.sent).front().execute_at, heart.now + 60s);
    EXPECT_TRUE(heart.ledger().breakers(true).empty());
}

}  // namespace
}  // namespace maedal::engine
