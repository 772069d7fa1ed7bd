// A disk that fills up little by little, and one that takes its time.
#include "book.hpp"
#include "day.hpp"

#include <gtest/gtest.h>

#include <future>

namespace maedal::integration {
namespace {

using namespace std::chrono_literals;

class SmallDisk : public testing::Test {
protected:
    void SetUp() override {
        pair_.start_sandbox();
        ASSERT_TRUE(pair_.start_daemon());
        billing_key_ = Day::key_for(pair_, 0);
    }
    Pair pair_{Day::wishes()};
    BadGround ground_{pair_.folder()};
    std::string billing_key_;
};

TEST_F(SmallDisk, StopsTheDaemonAndLosesNothing) {
    constexpr int days_max = 40;
    Survivor survivor{pair_, ground_};
    Blow little_room;
    little_room.room = 1'500'000;
    std::string expected;
    int day_number = 0;
    for (; day_number < days_max && survivor.ends() == 0; ++day_number) {
        const Day day{pair_, day_number, billing_key_};
        survivor.live(day, little_room, {});
        if (expected.empty()) expected = day.fate();
        EXPECT_EQ(day.fate(), expected);
    }
    ASSERT_EQ(survivor.endings(), (std::vector<Ending>{{1, 0}})) << pair_.log();
    EXPECT_GT(day_number, 1) << "nothing fitted on it";
    EXPECT_NE(pair_.log().find("free space on its disk"), std::string::npos) << pair_.log();
    expect_one_truth(pair_);
    EXPECT_EQ(pair_.stop_daemon(), (Ending{0, 0}));
}

/// While nothing reaches the disk, nobody is told that something was kept.
TEST_F(SmallDisk, IsWaitedForBeforeANoticeIsAcknowledged) {
    Survivor survivor{pair_, ground_};
    pair_.daemon().kill();
    ASSERT_TRUE(pair_.start_daemon(ground_.under({})));
    ground_.hold_syncs();
    auto request = json_request(
        "POST", "/hook", {{"receipt_id", "65f0c1a2e4b03f0a11d7ffff"}, {"order_id", "it-1"}}
    );
    auto telling = std::async(std::launch::async, [&] {
        return call_loopback(pair_.webhook_port(), std::move(request));
    });
    EXPECT_EQ(telling.wait_for(500ms), std::future_status::timeout);
    ground_.let_syncs_go();
    const auto told = telling.get();
    EXPECT_EQ(told.status, 200) << told.text;
    EXPECT_EQ(pair_.admin("GET", "/v1/status").body.at("notices"), 1);
    EXPECT_EQ(pair_.stop_daemon(), (Ending{0, 0}));
}

TEST_F(SmallDisk, IsWaitedForBeforeAReservationIsSent) {
    pair_.daemon().kill();
    ASSERT_TRUE(pair_.start_daemon(ground_.under({})));
    const auto waiting = [&] {
        return pair_.sandbox("GET", "/_sandbox/reservations").body.at("count").get<int>();
    };
    ground_.hold_syncs();
    const Day day{pair_, 0, billing_key_};
    auto subscribing = std::async(std::launch::async, [&] { return day.take(0); });
    EXPECT_EQ(subscribing.wait_for(500ms), std::future_status::timeout);
    EXPECT_EQ(waiting(), 0) << "it was sent before it was written down";
    ground_.let_syncs_go();
    EXPECT_EQ(subscribing.get().status, 201);
    EXPECT_TRUE(eventually([&] { return waiting() > 0; }));
    EXPECT_EQ(pair_.stop_daemon(), (Ending{0, 0}));
}

}  // namespace
}  // namespace maedal::integration
