// What a daemon does while it starts may be cut off at every call, or find its disk broken or full
// there: with writes of all kinds found without an answer, and with a ledger that is made.
//   tests/long.sh      every call; the short form takes some of them
#include "book.hpp"
#include "starts.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace maedal::integration {
namespace {

/// A daemon that is killed while a reservation, a revoke and a refund wait for their answers.
class WoundedStart : public EveryCallOfAStart {
protected:
    void SetUp() override {
        pair_.start_sandbox();
        ASSERT_TRUE(pair_.start_daemon());
        billing_key_ = Day::key_for(pair_, 0);
    }

    void wound(const Day& day) {
        for (const int step : {subscribe_, to_ten_})
            ASSERT_EQ(day.take(step).status / 100, 2) << pair_.log();
        for (const char* on : {"reserve", "revoke", "cancel"}) {
            const nlohmann::json fault{{"on", on}, {"kind", "hang"}, {"times", 1}};
            ASSERT_EQ(pair_.sandbox("POST", "/_sandbox/faults", fault).status, 200);
        }
        for (const int step : {cancel_, refund_})
            ASSERT_EQ(day.take(step).status / 100, 2) << pair_.log();
        evening_ = fmt::format("evening-{}", days_);
        const auto date = day.date();
        pair_.subscribe(evening_, "basic", billing_key_, "hana", date + "T18:00:00");
        ASSERT_TRUE(eventually([&] {
            return pair_.sandbox("GET", "/_sandbox/faults").body.at("faults").empty();
        })) << pair_.sandbox("GET", "/_sandbox/faults").text
            << pair_.log();
        pair_.daemon().kill();
    }

    /// On a disk that is well, with a daemon that may have begun already.
    void heal(const Day& day) {
        if (!pair_.daemon().running()) {
            ASSERT_TRUE(pair_.start_daemon());
        }
        ASSERT_EQ(day.take(to_twelve_).status, 200) << pair_.log();
        const auto walked = pair_.walk(day.date() + "T19:00:00+09:00");
        ASSERT_EQ(walked.status, 200) << walked.text;
        const auto story = pair_.admin("GET", "/v1/subscriptions/" + evening_);
        EXPECT_EQ(story.body.at("charges").at(0).at("state"), "paid") << story.text;
        const auto over =
            pair_.admin("POST", "/v1/subscriptions/" + evening_ + "/cancel", {{"at", "now"}});
        EXPECT_EQ(over.status, 202) << over.text;
    }

    Day next_day() { return {pair_, ++days_, billing_key_}; }

    /// A day for each point: wounded, begun on a disk that fails, healed.
    void fail_at_each_of_a_wounded_start(long times) {
        std::string fate;
        fail_at_each(
            times,
            [&] { wound(next_day()); },
            [&] {
                const Day day{pair_, days_, billing_key_};
                heal(day);
                if (fate.empty()) fate = day.fate();
                EXPECT_EQ(day.fate(), fate);
            }
        );
        EXPECT_NE(fate.find("paid 800, given back 800"), std::string::npos) << fate;
        expect_all_well();
    }

    void expect_all_well() {
        const auto doubts = pair_.admin("GET", "/v1/doubts");
        EXPECT_EQ(doubts.body.at("items").size(), 0U) << doubts.text;
        expect_one_truth(pair_);
        EXPECT_EQ(pair_.stop_daemon(), (Ending{0, 0}));
    }

    static constexpr int subscribe_ = 0, to_ten_ = 1, cancel_ = 2, refund_ = 3, to_twelve_ = 4;
    std::string billing_key_, evening_;
    int days_ = 0;
};

TEST_F(WoundedStart, MayBeCutOffAtEveryCall) {
    const Day peaceful = next_day();
    wound(peaceful);
    ASSERT_FALSE(HasFatalFailure());
    const auto calls = listed_calls_of_a_start("");
    heal(peaceful);
    const std::string fate = peaceful.fate();
    EXPECT_GT(calls.size(), 10U);
    EXPECT_NE(pair_.log().find("3 calls had no answer"), std::string::npos) << pair_.log();
    for (const long at : points_among(calls, decisive_)) {
        const Day day = next_day();
        wound(day);
        dies_at(at, "kill");
        heal(day);
        EXPECT_EQ(day.fate(), fate) << "killed at call " << at;
        if (HasFailure()) return;
    }
    expect_all_well();
}

TEST_F(WoundedStart, MayBeCutOffTenTimesInARow) {
    const Day peaceful = next_day();
    wound(peaceful);
    ASSERT_FALSE(HasFatalFailure());
    const long calls = calls_of_a_start();
    heal(peaceful);
    constexpr int rows_of_short_form = 1, rows_of_long_form = 20, kills = 10;
    const int rows = long_form() ? rows_of_long_form : rows_of_short_form;
    int died = 0;
    for (int row = 0; row < rows && !HasFailure(); ++row) {
        const Day day = next_day();
        wound(day);
        for (int kill = 0; kill < kills; ++kill)
            died += dies_at(1 + (kill * calls / kills + row) % calls, "kill") ? 1 : 0;
        heal(day);
        EXPECT_EQ(day.fate(), peaceful.fate());
    }
    // What the first of them has done the next need not do: some starts have less calls.
    EXPECT_GE(died, rows * kills / 2);
    expect_all_well();
}

TEST_F(WoundedStart, MayFindTheDiskBrokenOrFullOnce) {
    fail_at_each_of_a_wounded_start(1);
}

TEST_F(WoundedStart, MayFindTheDiskBrokenOrFullForEver) {
    fail_at_each_of_a_wounded_start(0);
}

/// Makes the ledger anew for each point.
class FirstStart : public EveryCallOfAStart {
protected:
    void SetUp() override { pair_.start_sandbox(); }

    void expect_ready_to_sell() const {
        EXPECT_EQ(pair_.admin("GET", "/v1/plans").body.at("items").size(), 2U);
        expect_it_sends();
    }

    void blow_at_each(const std::string& does) {
        const auto calls = listed_calls_of_a_start("");
        EXPECT_GT(calls.size(), 20U);
        // A disk that has little room left is given no ballast.
        const auto ballast = pair_.folder().file("ledger.db.ballast");
        EXPECT_EQ(
            std::filesystem::exists(ballast),
            std::count(calls.begin(), calls.end(), "posix_fallocate " + ballast) == 1
        );
        int died = 0, points = 0;
        for (const long at : points_among(calls, decisive_)) {
            points += 1;
            pair_.daemon().kill();
            remove_ledger();
            died += dies_at(at, does) ? 1 : 0;
            ASSERT_TRUE(pair_.start_daemon()) << "after a blow at call " << at;
            expect_ready_to_sell();
            if (HasFailure()) return;
        }
        EXPECT_GE(died, points * 9 / 10);
    }

    void fail_at_each_of_a_first_start(long times) {
        fail_at_each(
            times,
            [&] { remove_ledger(); },
            [&] {
                expect_ready_to_sell();
                EXPECT_EQ(pair_.stop_daemon(), (Ending{0, 0}));
            }
        );
    }
};

TEST_F(FirstStart, MayBeCutOffAtEveryCallThatMakesTheLedger) {
    blow_at_each("kill");
}

TEST_F(FirstStart, MayBeTornAtEveryCallThatMakesTheLedger) {
    blow_at_each("tear");
}

TEST_F(FirstStart, MayFindTheDiskBrokenOrFullOnce) {
    fail_at_each_of_a_first_start(1);
}

TEST_F(FirstStart, MayFindTheDiskBrokenOrFullForEver) {
    fail_at_each_of_a_first_start(0);
}

}  // namespace
}  // namespace maedal::integration
