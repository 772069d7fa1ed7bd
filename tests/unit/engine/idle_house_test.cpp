// Nothing else happens while something has to be looked at.
#include "heart.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace maedal::engine {
namespace {

using namespace billing;
using namespace std::chrono_literals;

// What is to be revoked while nothing may be sent is looked at from its execution on: but nothing
// woke the house at that moment, and it slept until the night.
TEST(IdleHouse, WakesForTheExecutionOfWhatItMayNotTakeBack) {
    Heart heart;
    heart.start();
    const auto id = heart.subscribe(20h);
    heart.pass(19h);
    for (auto& one : heart.turn().writes)
        heart.sent.push_back(one);
    ASSERT_EQ(of_kind<Reserve>(heart.sent).size(), 1U);
    const auto write = of_kind<Reserve>(heart.sent).front();
    heart.turn({ReserveAnswered{write.call, write.order_id, ReserveId{"r1"}}});
    ASSERT_EQ(heart.attempt(id).state, AttemptState::reserved);
    const auto due = heart.attempt(id).execute_at;
    heart.turn({LedgerChecked{{{"history.chain", "journal:1", "", "broken"}}}});
    ASSERT_TRUE(heart.tripped("history"));
    ASSERT_EQ(heart.order(CancelSubscription{id, false}), "ok");
    ASSERT_EQ(heart.attempt(id).state, AttemptState::revoking);
    const auto output = heart.turn();
    ASSERT_TRUE(output.next_due);
    EXPECT_LE(*output.next_due, due);
    EXPECT_GT(*output.next_due, heart.now);
}

}  // namespace
}  // namespace maedal::engine
