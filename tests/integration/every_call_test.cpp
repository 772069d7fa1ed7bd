// The daemon is killed at each of its calls that write, send, create or remove something, or such a
// call fails: whatever the moment, the day ends as if nothing had happened.
//   tests/long.sh      every call; the short form takes some of them
#include "book.hpp"
#include "day.hpp"

#include <gtest/gtest.h>

namespace maedal::integration {
namespace {

constexpr int points_of_short_form = 5;

/// A pair with a daemon on bad ground, and one day lived in peace.
class EveryCall : public testing::Test {
protected:
    void SetUp() override {
        pair_.start_sandbox();
        ASSERT_TRUE(pair_.start_daemon());
        billing_key_ = Day::key_for(pair_, 0);
        ASSERT_FALSE(billing_key_.empty());
    }

    /// How many calls of this kind there are in a day in which nothing happens to them.
    long calls_of_a_day(const std::string& on) {
        ground_.forget();
        Blow count;
        count.on = on;
        const Day day = next_day();
        survivor_.live(day, count, {});
        peaceful_ = day.fate();
        const auto calls = ground_.calls();
        const auto revoked = pair_.sandbox("GET", "/_sandbox/reservations?status=3");
        EXPECT_GE(revoked.body.at("count"), 1) << revoked.text;
        EXPECT_GT(calls.size(), 10U);
        EXPECT_EQ(survivor_.ends(), 0);
        return static_cast<long>(calls.size());
    }

    /// One day for each of the points, the blow being at that call.
    void blow_at_each(Blow blow) {
        const long calls = calls_of_a_day(blow.on);
        EXPECT_NE(peaceful_.find("paid 800, given back 800"), std::string::npos) << peaceful_;
        const long stride = long_form() ? 1 : std::max(1L, calls / points_of_short_form);
        for (long at = 1 + first_; at <= calls && !HasFailure(); at += stride) {
            blow.at = at;
            Blow next = blow;
            next.at = at + stride;
            const Day day = next_day();
            survivor_.live(day, blow, next);
            EXPECT_EQ(day.fate(), peaceful_) << "blow at call " << at;
            points_ += 1;
        }
        RecordProperty("points", points_);
        RecordProperty("ends", survivor_.ends());
    }

    void expect_all_well() {
        // A reservation of which only the sandbox knows the id is executed, and given back.
        constexpr int days_until_all_is_over = 5;
        const Day later{pair_, days_ + days_until_all_is_over, billing_key_};
        const auto walked = pair_.walk(later.date() + "T12:00:00+09:00");
        EXPECT_EQ(walked.status, 200) << walked.text;
        const auto doubts = pair_.admin("GET", "/v1/doubts");
        EXPECT_EQ(doubts.body.at("items").size(), 0U) << doubts.text;
        expect_one_truth(pair_);
        EXPECT_EQ(pair_.stop_daemon(), (Ending{0, 0}));
    }

    void expect_endings(const Ending& only) {
        for (const auto& ending : survivor_.endings())
            EXPECT_EQ(ending, only) << "code " << ending.code << ", signal " << ending.signal;
        // The few calls of the short form may all be ones that the daemon can do without.
        if (long_form()) {
            EXPECT_GT(survivor_.ends(), 0);
        }
    }

    Day next_day() { return {pair_, days_++, billing_key_}; }

    Pair pair_{Day::wishes()};
    BadGround ground_{pair_.folder()};
    Survivor survivor_{pair_, ground_};
    std::string billing_key_, peaceful_;
    long first_ = 0;
    int days_ = 0, points_ = 0;
};

TEST_F(EveryCall, MayBeTheLastOfTheProcess) {
    blow_at_each({"kill"});
    EXPECT_GE(survivor_.ends(), points_ * 9 / 10);
    expect_endings({-1, SIGKILL});
    expect_all_well();
}

TEST_F(EveryCall, MayBeTornInTheMiddleByTheEndOfTheProcess) {
    first_ = long_form() ? 0 : 3;  // not those of the test above
    blow_at_each({"tear"});
    EXPECT_GE(survivor_.ends(), points_ * 9 / 10);
    expect_endings({-1, SIGKILL});
    expect_all_well();
}

TEST_F(EveryCall, MayFailOnceOnADiskThatIsBroken) {
    blow_at_each({"EIO", 0, 1, calls_on_files});
    expect_endings({1, 0});
    expect_all_well();
}

TEST_F(EveryCall, MayBeTheFirstOfManyToFailOnADiskThatIsBroken) {
    blow_at_each({"EIO", 0, 0, calls_on_files});
    expect_endings({1, 0});
    expect_all_well();
}

TEST_F(EveryCall, MayFailOnceOnADiskThatIsFull) {
    // One write that finds no room may be survived: the ballast makes some.
    blow_at_each({"ENOSPC", 0, 1, calls_on_files});
    expect_endings({1, 0});
    expect_all_well();
}

TEST_F(EveryCall, MayBeTheFirstOfManyToFailOnADiskThatIsFull) {
    blow_at_each({"ENOSPC", 0, 0, calls_on_files});
    expect_endings({1, 0});
    expect_all_well();
}

TEST_F(EveryCall, MayLoseItsConnection) {
    blow_at_each({"ECONNRESET", 0, 1, calls_on_sockets});
    EXPECT_EQ(survivor_.ends(), 0);
    expect_all_well();
}

}  // namespace
}  // namespace maedal::integration
