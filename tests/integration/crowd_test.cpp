// More callers than there is room for: the daemon neither spins nor stops working, and is as before
// when they have left.
#include "crowd.hpp"

#include "book.hpp"
#include "day.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace maedal::integration {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

/// Processor time it has had so far, in milliseconds.
long processor_time(const Process& process) {
    std::ifstream file{"/proc/" + std::to_string(process.pid()) + "/stat"};
    std::string word;
    constexpr int words_before = 13;
    for (int i = 0; i < words_before; ++i)
        file >> word;
    long user = 0, system = 0;
    file >> user >> system;
    return (user + system) * 1'000 / ::sysconf(_SC_CLK_TCK);
}

void let_go_by(std::chrono::milliseconds time) {
    const auto end = SteadyClock::now() + time;
    eventually([end] { return SteadyClock::now() >= end; });
}

Reply tell(const Pair& pair) {
    return call_loopback(
        pair.webhook_port(),
        json_request(
            "POST", "/hook", {{"receipt_id", "65f0c1a2e4b03f0a11d7ffff"}, {"order_id", "it-1"}}
        )
    );
}

class Crowded : public testing::Test {
protected:
    void begin(const Wishes& wishes) {
        pair_.wish(wishes);
        pair_.start_sandbox();
        ASSERT_TRUE(pair_.start_daemon());
        billing_key_ = Day::key_for(pair_, 0);
    }
    void expect_a_good_day() {
        const Day day{pair_, 0, billing_key_};
        for (int step = 0; step < Day::steps; ++step)
            ASSERT_EQ(day.take(step).status / 100, 2) << step << pair_.log();
        const auto fate = day.fate();
        EXPECT_NE(fate.find("paid 800, given back 800"), std::string::npos) << fate;
        expect_one_truth(pair_);
        EXPECT_EQ(pair_.stop_daemon(), (Ending{0, 0}));
    }
    Pair pair_{Day::wishes()};
    std::string billing_key_;
};

/// An accept that fails for want of a descriptor and is tried again at once burns a processor.
TEST_F(Crowded, WithoutADescriptorLeftItWaits) {
    Wishes wishes = Day::wishes();
    wishes.descriptors_max = 48;
    begin(wishes);
    Crowd crowd;
    crowd.come_to_loopback(pair_.webhook_port(), 90, 9);
    EXPECT_GT(crowd.size(), 60);
    const long before = processor_time(pair_.daemon());
    const auto log_before = pair_.log().size();
    let_go_by(2s);
    EXPECT_LT(processor_time(pair_.daemon()) - before, 1'000);
    constexpr std::size_t said_max = 32'768;
    EXPECT_LT(pair_.log().size() - log_before, said_max);
    ASSERT_TRUE(pair_.daemon().running()) << pair_.log();
    crowd.leave();
    EXPECT_TRUE(eventually([&] { return pair_.ready(); })) << pair_.log();
    EXPECT_TRUE(eventually([&] { return tell(pair_).status == 200; })) << pair_.log();
    expect_a_good_day();
}

/// All the world comes through one proxy: twenty callers at it were all that the door let in, and
/// Bootpay's own notices were turned away.
TEST_F(Crowded, BehindATrustedProxyItStillHears) {
    pair_.wish(Day::wishes());
    auto text = pair_.folder().read("maedald.yaml");
    const std::string section = "webhook:\n";
    text.insert(text.find(section) + section.size(), "  trusted_proxies: [127.0.0.1]\n");
    pair_.folder().write("maedald.yaml", text);
    pair_.start_sandbox();
    ASSERT_TRUE(pair_.start_daemon());
    Crowd crowd;
    crowd.come_to_loopback(pair_.webhook_port(), 60, 1, 1);
    ASSERT_EQ(crowd.size(), 60);
    crowd.all_say("POST /hook HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n");
    EXPECT_EQ(tell(pair_).status, 200) << pair_.log();
    EXPECT_EQ(pair_.stop_daemon(), (Ending{0, 0}));
}

TEST_F(Crowded, AtTheOperatorsDoorItGoesOnAtTheOther) {
    begin(Day::wishes());
    Crowd silent, without_end, deaf;
    silent.come_to_unix(pair_.socket_path(), 300);
    EXPECT_GT(silent.size(), 30);
    const auto asked_at = SteadyClock::now();
    EXPECT_EQ(tell(pair_).status, 200) << pair_.log();
    constexpr auto first_of_the_silent_is_sent_away = 10s;
    EXPECT_LT(SteadyClock::now() - asked_at, first_of_the_silent_is_sent_away);
    silent.leave();
    ASSERT_TRUE(eventually([&] { return pair_.ready(); }));

    // A user has sixteen places at this door. With eight and eight the day's own calls were now and
    // then turned away, when one of the eight was still being seen off.
    constexpr int callers_each = 6;
    without_end.come_to_unix(pair_.socket_path(), callers_each);
    const std::string megabyte(1'048'576, 'x');
    for (int i = 0; i < 20; ++i)
        without_end.all_say(megabyte);
    deaf.come_to_unix(pair_.socket_path(), callers_each);
    for (int i = 0; i < 200; ++i)
        deaf.all_say("GET /v1/journal?limit=200 HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(tell(pair_).status, 200) << pair_.log();
    EXPECT_TRUE(eventually([&] { return pair_.ready(); }));
    expect_a_good_day();
}

}  // namespace
}  // namespace maedal::integration
