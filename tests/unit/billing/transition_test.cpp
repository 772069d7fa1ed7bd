#include "billing/transition.hpp"

#include "samples.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace maedal::billing {
namespace {

using namespace std::chrono_literals;
using enum AttemptState;
using samples::anchor_at;

const Timing timing;
const Instant day_before = anchor_at - 24h;

Result<ReserveId> answer(Errc code, std::string reason = "CODE") {
    return Error{code, std::move(reason), "", ""};
}

Attempt answered(const Result<ReserveId>& with, OrderIdRule rule = OrderIdRule::unproven) {
    return reserve_answered(samples::attempt(sending), with, rule, timing, day_before);
}

TEST(OrderIdOfAnAttempt, IsAPureFunctionOfLedgerKeys) {
    const SubscriptionId sub{"sub_000012"};
    EXPECT_EQ(order_id("m1", sub, 7, 3).text(), "m1-sub_000012-p7-a3");
    EXPECT_NE(order_id("m1", sub, 1, 21), order_id("m1", sub, 12, 1));
    EXPECT_NE(order_id("m1", sub, 1, 1), order_id("m1", SubscriptionId{"sub_000013"}, 1, 1));
}

TEST(OrderIdOfAnAttempt, StaysShortAndPlainWhateverTheSubscriptionIsCalled) {
    std::set<std::string> ids;
    const std::vector<std::string> names{
        "a-b",
        "a.b",
        "a:b",
        "a@b",
        "a_b",
        std::string(64, 'a'),
        std::string(63, 'a'),
        "m-1-p1-a1",
        "x0123456789abcdef",
        "xfb8e20fc2e4c3f24"};
    for (const auto& name : names) {
        const auto id = order_id("m1", SubscriptionId{name}, 1'000, 99).text();
        EXPECT_LE(id.size(), 40U) << id;
        EXPECT_EQ(id.find_first_of(".:@"), std::string::npos) << id;
        EXPECT_TRUE(ids.insert(id).second) << "given twice: " << id;
    }
}

TEST(AttemptEdges, LeadNowhereBackToPlannedOrSending) {
    for (const auto& edge : attempt_edges()) {
        EXPECT_NE(edge.to, planned);
        EXPECT_TRUE(edge.to != sending || edge.from == planned);
        EXPECT_TRUE(live(edge.from)) << "ends are ends";
    }
    for (const auto& [state, name] : attempt_state_names.all())
        if (holds_slot(state)) {
            EXPECT_TRUE(live(state)) << name;
        }
}

TEST(ReserveAnswered, EndsInExactlyWhatTheAnswerProves) {
    const auto reserved_one = answered(ReserveId{"r1"});
    EXPECT_EQ(reserved_one.state, reserved);
    EXPECT_EQ(reserved_one.reserve_id, ReserveId{"r1"});
    EXPECT_EQ(reserved_one.next_act, NextAct::look);
    EXPECT_GT(reserved_one.next_look_at, reserved_one.execute_at);

    EXPECT_EQ(answered(answer(Errc::refused)).state, refused);
    EXPECT_EQ(answered(answer(Errc::declined)).state, declined);
    EXPECT_EQ(answered(answer(Errc::unsent)).state, dropped);
    EXPECT_EQ(answered(answer(Errc::unauthorized)).state, dropped);
    for (const auto code : {Errc::in_doubt, Errc::invalid, Errc::not_found, Errc::unavailable})
        EXPECT_EQ(answered(answer(code)).state, doubt) << "everything else is a doubt";
    EXPECT_EQ(answered(answer(Errc::conflict, "duplicate_order")).state, doubt);
}

TEST(ReserveAnswered, NeverSendsADoubtAgainUnlessTheRuleIsReserve) {
    for (const auto rule : {OrderIdRule::unproven, OrderIdRule::charge, OrderIdRule::none}) {
        const auto in_doubt = answered(answer(Errc::in_doubt), rule);
        EXPECT_EQ(in_doubt.next_act, NextAct::look);
        EXPECT_GT(in_doubt.next_look_at, anchor_at) << "there is no evidence before it executes";
    }
    const auto safe = answered(answer(Errc::in_doubt), OrderIdRule::reserve);
    EXPECT_EQ(safe.next_act, NextAct::send);
    EXPECT_LT(safe.next_look_at, day_before + 1h);
}

TEST(ReserveAnswered, KeepsADoubtWhoseRepeatWasCalledADuplicate) {
    Attempt attempt = answered(answer(Errc::in_doubt), OrderIdRule::reserve);
    attempt = reserve_answered(
        attempt, answer(Errc::conflict, "duplicate_order"), OrderIdRule::reserve, timing, day_before
    );
    EXPECT_EQ(attempt.state, doubt) << "it exists there under an id that we do not know";
    EXPECT_EQ(attempt.next_act, NextAct::look);
    EXPECT_GT(attempt.next_look_at, anchor_at);
}

// It was sent again once. A gateway that answered 500 to both left a charge that was never placed
// unpaid until a person came.
TEST(ReserveAnswered, SendsADoubtAgainUntilItIsAnsweredOrTooLate) {
    for (const auto failure : {Errc::in_doubt, Errc::unsent, Errc::unauthorized}) {
        Attempt attempt = answered(answer(Errc::in_doubt), OrderIdRule::reserve);
        Instant now = day_before;
        Seconds gap{0}, gap_before{0};
        int sends = 0;
        while (attempt.next_act == NextAct::send) {
            gap = *attempt.next_look_at - now;
            EXPECT_GE(gap, gap_before) << "ever less often";
            EXPECT_LE(gap, Seconds{6h});
            gap_before = gap;
            now = *attempt.next_look_at;
            attempt = reserve_answered(attempt, answer(failure), OrderIdRule::reserve, timing, now);
            ASSERT_LT(++sends, 30);
        }
        EXPECT_GT(sends, 8);
        EXPECT_GT(now + 6h + timing.send_margin, attempt.execute_at) << "to the end";
        EXPECT_EQ(attempt.state, doubt);
        EXPECT_GT(attempt.next_look_at, attempt.execute_at);
    }
}

// Each repeat, and each look for a notice, counted as a look in vain: the first one that could find
// something came up to a day after the execution.
TEST(ReserveAnswered, HasADoubtLookedUpRightAfterItsExecutionHoweverOftenItWasAskedForBefore) {
    Attempt attempt = answered(answer(Errc::in_doubt), OrderIdRule::reserve);
    int sent = 0;
    for (; attempt.next_act == NextAct::send; ++sent)
        attempt = reserve_answered(
            attempt, answer(Errc::in_doubt), OrderIdRule::reserve, timing, *attempt.next_look_at
        );
    EXPECT_GT(sent, 6);
    EXPECT_EQ(attempt.next_look_at, anchor_at + 1min);

    const auto in_vain = [](Attempt before, Instant now) {
        return looked_up(std::move(before), NothingProven{}, timing, OrderIdRule::none, now);
    };
    for (int notices = 0; notices < 7; ++notices)
        attempt = in_vain(attempt, day_before);
    EXPECT_EQ(attempt.next_look_at, anchor_at + 1min);
    for (const auto look : {1min, 10min, 60min}) {
        EXPECT_LE(*attempt.next_look_at, anchor_at + look + 1min);
        attempt = in_vain(attempt, *attempt.next_look_at);
    }
}

TEST(ReserveAnswered, StopsSendingADoubtAgainOnceARepeatIsRefused) {
    for (const auto code : {Errc::refused, Errc::declined}) {
        Attempt attempt = answered(answer(Errc::in_doubt), OrderIdRule::reserve);
        attempt = reserve_answered(
            attempt, answer(code, "NO_SUCH_CARD"), OrderIdRule::reserve, timing, day_before
        );
        EXPECT_EQ(attempt.state, doubt) << "the first may stand all the same";
        EXPECT_EQ(attempt.next_act, NextAct::look);
        attempt = looked_up(attempt, NothingProven{}, timing, OrderIdRule::reserve, day_before);
        EXPECT_EQ(attempt.next_act, NextAct::look) << "nor after a look that a notice brought";
    }
}

TEST(ReserveAnswered, AcceptsTheRepeatAsTheReservation) {
    Attempt attempt = answered(answer(Errc::in_doubt), OrderIdRule::reserve);
    attempt = reserve_answered(attempt, ReserveId{"r9"}, OrderIdRule::reserve, timing, day_before);
    EXPECT_EQ(attempt.state, reserved);
    EXPECT_EQ(attempt.reserve_id, ReserveId{"r9"});
}

TEST(ReserveAnswered, ChangesNothingOnceANoticeHasProvenMoney) {
    Attempt paid_one = samples::attempt(paid);
    const auto after = reserve_answered(
        paid_one, answer(Errc::in_doubt), OrderIdRule::reserve, timing, day_before
    );
    EXPECT_EQ(after.state, paid);
}

TEST(ResendAt, NeverComesSoLateThatItCouldArriveAfterTheExecution) {
    Attempt attempt = samples::attempt(doubt);
    for (int minutes = 0; minutes < 60; ++minutes) {
        const Instant now = anchor_at - std::chrono::minutes{minutes};
        for (attempt.looks = 0; attempt.looks < 12; ++attempt.looks)
            if (const auto at = resend_at(attempt, OrderIdRule::reserve, timing, now)) {
                EXPECT_LE(*at + timing.send_margin, attempt.execute_at);
            }
    }
}

TEST(LookedUp, QuarantinesWhatItsWindowDidNotSettle) {
    const Instant end = anchor_at + timing.doubt_window;
    for (const auto state : {doubt, reserved, revoking}) {
        const auto before = looked_up(
            samples::attempt(state), NothingProven{}, timing, OrderIdRule::none, end - 1s
        );
        EXPECT_EQ(before.state, state);
        EXPECT_TRUE(before.next_look_at) << "every live attempt has a timer until then";
        const auto after =
            looked_up(samples::attempt(state), NothingProven{}, timing, OrderIdRule::none, end);
        EXPECT_EQ(after.state, quarantined);
    }
}

TEST(LookedUp, ReachesTheEndOfTheWindowByItsOwnTimers) {
    Attempt attempt = answered(answer(Errc::in_doubt));
    int looks = 0;
    while (attempt.state == doubt && looks < 100) {
        ASSERT_TRUE(attempt.next_look_at);
        const Instant now = *attempt.next_look_at;
        attempt = looked_up(attempt, NothingProven{}, timing, OrderIdRule::none, now);
        ++looks;
    }
    EXPECT_EQ(attempt.state, quarantined);
    EXPECT_LE(looks, 10) << "at 1 and 10 minutes, 1, 6 and 24 hours, and at the end";
}

TEST(LookedUp, FollowsTheProof) {
    const Verdict money = ProvenPaid{samples::receipt(), {}};
    for (const auto state : {sending, doubt, quarantined, reserved, revoking}) {
        const auto after =
            looked_up(samples::attempt(state), money, timing, OrderIdRule::none, anchor_at);
        EXPECT_EQ(after.state, paid);
        EXPECT_EQ(after.receipt, ReceiptId{"rc1"});
        EXPECT_EQ(after.closed_at, anchor_at);
    }
    for (const auto state : {doubt, quarantined, reserved, revoking})
        EXPECT_EQ(
            looked_up(
                samples::attempt(state), ProvenDeclined{"F1"}, timing, OrderIdRule::none, anchor_at
            )
                .state,
            declined
        );
    EXPECT_EQ(
        looked_up(samples::attempt(revoking), ProvenRevoked{}, timing, OrderIdRule::none, anchor_at)
            .state,
        revoked
    );
    EXPECT_EQ(
        looked_up(samples::attempt(sending), ProvenDeclined{}, timing, OrderIdRule::none, anchor_at)
            .state,
        sending
    ) << "only money is quicker than the answer";
}

TEST(LookedUp, RepeatsARevokeWhileTheReservationStands) {
    Attempt attempt = samples::attempt(revoking);
    attempt.next_act = NextAct::look;
    const auto after = looked_up(attempt, StillWaiting{}, timing, OrderIdRule::none, day_before);
    EXPECT_EQ(after.state, revoking);
    EXPECT_EQ(after.next_act, NextAct::send);
}

// A notice made its look-up due; the answer "it waits" left it due, and it was looked up without
// end.
TEST(LookedUp, LeavesToAPersonWhatIsQuarantinedAndStillWaits) {
    Attempt attempt = samples::attempt(quarantined);
    attempt.next_look_at = anchor_at;
    for (const Verdict& verdict :
         {Verdict{StillWaiting{}}, Verdict{NothingProven{}}, Verdict{Contradiction{"x"}}}) {
        const auto after = looked_up(attempt, verdict, timing, OrderIdRule::none, anchor_at);
        EXPECT_EQ(after.state, quarantined);
        EXPECT_FALSE(after.next_look_at) << "verdict " << verdict.index();
    }
}

TEST(RevokeWanted, DropsWhatWasNeverSentAndLeavesADoubtADoubt) {
    EXPECT_EQ(revoke_wanted(samples::attempt(planned), day_before).state, dropped);
    EXPECT_EQ(revoke_wanted(samples::attempt(reserved), day_before).state, revoking);
    for (const auto state : {sending, doubt, quarantined, paid, declined})
        EXPECT_EQ(revoke_wanted(samples::attempt(state), day_before).state, state);
}

TEST(Transitions, NeverLeaveTheEdges) {
    const Verdict verdicts[]{
        ProvenPaid{samples::receipt(), {}},
        ProvenDeclined{},
        ProvenRevoked{},
        StillWaiting{},
        NothingProven{},
        Contradiction{"x"}};
    for (const auto& [from, name] : attempt_state_names.all())
        for (const auto& verdict : verdicts)
            for (const auto rule : {OrderIdRule::none, OrderIdRule::reserve})
                for (const Instant now : {day_before, anchor_at, anchor_at + 24h * 9}) {
                    const auto to =
                        looked_up(samples::attempt(from), verdict, timing, rule, now).state;
                    EXPECT_TRUE(to == from || legal(from, to))
                        << name << " by verdict " << verdict.index();
                }
}

}  // namespace
}  // namespace maedal::billing
