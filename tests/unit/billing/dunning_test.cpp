#include "billing/dunning.hpp"

#include "samples.hpp"

#include <gtest/gtest.h>

namespace maedal::billing {
namespace {

using samples::anchor_at;

TEST(AfterEnded, TriesAgainAfterEachWaitCountedFromTheFailureBeforeIt) {
    const auto policy = samples::plan().dunning;
    Charge charge = samples::charge();
    charge.state = ChargeState::past_due;
    Attempt ended = samples::attempt(AttemptState::declined);
    for (std::size_t i = 0; i < policy.waits.size(); ++i) {
        charge.declines = static_cast<int>(i) + 1;
        const auto following = after_ended(charge, ended, policy, true, true);
        const auto* again = std::get_if<TryAgain>(&following);
        ASSERT_TRUE(again) << i;
        EXPECT_EQ(again->execute_at, ended.execute_at + policy.waits[i]);
        ended.execute_at = again->execute_at;
    }
    charge.declines += 1;
    const auto last = after_ended(charge, ended, policy, true, true);
    const auto* up = std::get_if<GiveUp>(&last);
    ASSERT_TRUE(up) << "the first try and one for each wait, no more";
    EXPECT_EQ(up->cancel_at, ended.execute_at + policy.cancel_after);
}

TEST(AfterEnded, UsesUpNoTryWhenNothingWasSentOrTakenBack) {
    const auto policy = samples::plan().dunning;
    for (const auto state : {AttemptState::dropped, AttemptState::revoked, AttemptState::absent}) {
        const auto following =
            after_ended(samples::charge(), samples::attempt(state), policy, false, true);
        const auto* again = std::get_if<TryAgain>(&following);
        ASSERT_TRUE(again);
        EXPECT_EQ(again->execute_at, anchor_at);
    }
}

TEST(AfterEnded, AsksForAKeyInsteadOfBurningTriesOnADeadOne) {
    Charge charge = samples::charge();
    charge.declines = 1;
    const auto following = after_ended(
        charge, samples::attempt(AttemptState::refused), samples::plan().dunning, true, false
    );
    EXPECT_TRUE(std::holds_alternative<AskForKey>(following));
}

// The subscription had a new card, what stood on the dead one was declined, and the daemon stopped
// at each start: the first failure of a charge had to be one that uses up a try.
TEST(AfterEnded, TriesTheNewKeyAtOnceWhenTheDeadOneWasDeclined) {
    Charge charge = samples::charge();
    charge.state = ChargeState::past_due;
    const auto ended = samples::attempt(AttemptState::declined);
    const auto following = after_ended(charge, ended, samples::plan().dunning, false, true);
    const auto* again = std::get_if<TryAgain>(&following);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->execute_at, ended.execute_at);
}

TEST(AfterEnded, LeavesSettledChargesAlone) {
    for (const auto state :
         {ChargeState::paid,
          ChargeState::voided,
          ChargeState::waived,
          ChargeState::uncollectible}) {
        Charge charge = samples::charge();
        charge.state = state;
        const auto following = after_ended(
            charge, samples::attempt(AttemptState::revoked), samples::plan().dunning, false, true
        );
        EXPECT_TRUE(std::holds_alternative<NothingFollows>(following));
    }
}

}  // namespace
}  // namespace maedal::billing
