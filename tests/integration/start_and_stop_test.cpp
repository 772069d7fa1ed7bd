// How the daemon begins and ends, as systemd and a person see it.
#include "book.hpp"
#include "notify_socket.hpp"
#include "pair.hpp"

#include <gtest/gtest.h>

#include <csignal>

namespace maedal::integration {
namespace {

constexpr Ending in_order{0, 0};

/// A daemon that lives by the real clock and needs no sandbox to be ready.
Wishes alone() {
    Wishes wishes;
    wishes.test_clock = false;
    return wishes;
}

TEST(Maedald, TellsSystemdThatItIsReadyAliveAndStopping) {
    Pair pair{alone()};
    NotifySocket systemd{pair.folder().file("notify.sock")};
    pair.launch_daemon(
        {{"NOTIFY_SOCKET", pair.folder().file("notify.sock")}, {"WATCHDOG_USEC", "200000"}}
    );
    ASSERT_TRUE(systemd.hears("READY=1")) << pair.log();
    EXPECT_TRUE(pair.ready()) << "the doors are open when it says so";
    for (int pings = 0; pings < 3; ++pings)
        ASSERT_TRUE(systemd.hears("WATCHDOG=1"));
    pair.daemon().send(SIGTERM);
    EXPECT_TRUE(systemd.hears("STOPPING=1"));
    EXPECT_EQ(pair.daemon().ending(), in_order) << pair.log();
}

TEST(Maedald, SaysNothingOfBeingAliveWhenNobodyAsks) {
    Pair pair{alone()};
    NotifySocket systemd{pair.folder().file("notify.sock")};
    pair.launch_daemon({{"NOTIFY_SOCKET", pair.folder().file("notify.sock")}});
    ASSERT_TRUE(systemd.hears("READY=1")) << pair.log();
    EXPECT_EQ(pair.stop_daemon(), in_order) << pair.log();
}

TEST(Maedald, LeavesTheLedgerToTheDaemonThatHoldsIt) {
    Pair pair{alone()};
    ASSERT_TRUE(pair.start_daemon());
    const auto [ending, said] = outcome_of({MAEDAL_DAEMON, "--config", pair.config_path()});
    EXPECT_EQ(ending, (Ending{75, 0}));
    EXPECT_NE(said.find("pid " + std::to_string(pair.daemon().pid())), std::string::npos) << said;
    EXPECT_TRUE(pair.ready()) << "the first one goes on";
    EXPECT_EQ(pair.stop_daemon(), in_order);
}

TEST(Maedald, EndsWithoutDelayThoughAskedManyTimes) {
    Pair pair{alone()};
    ASSERT_TRUE(pair.start_daemon());
    const auto asked_at = std::chrono::steady_clock::now();
    for (const int signal : {SIGPIPE, SIGTERM, SIGHUP, SIGTERM, SIGINT})
        pair.daemon().send(signal);
    EXPECT_EQ(pair.daemon().ending(), in_order) << pair.log();
    EXPECT_LT(std::chrono::steady_clock::now() - asked_at, std::chrono::seconds{20});
}

TEST(Maedald, WaitsForASandboxThatIsNotThereYet) {
    Pair pair;
    auto& daemon = pair.launch_daemon();
    ASSERT_TRUE(eventually([&] { return pair.log().find("trying again") != std::string::npos; }));
    daemon.send(SIGHUP);  // nothing to read anew yet, and nothing to end for
    pair.start_sandbox();
    EXPECT_TRUE(eventually([&] { return pair.ready() || !daemon.running(); })) << pair.log();
    EXPECT_TRUE(pair.ready()) << pair.log();
}

TEST(Maedald, CanBeStoppedWhileItWaitsForASandbox) {
    Pair pair;
    pair.launch_daemon();
    ASSERT_TRUE(eventually([&] { return pair.log().find("trying again") != std::string::npos; }));
    EXPECT_EQ(pair.stop_daemon(), in_order) << pair.log();
}

TEST(Maedald, StopsWithinTheDeadlineOfACallThatHangsAndKeepsItAsADoubt) {
    Wishes wishes;
    wishes.order_id_rule = "unproven";  // a doubt is not sent again
    wishes.deadline = "2s";
    Pair pair{wishes};
    pair.start_sandbox();
    ASSERT_TRUE(pair.start_daemon());
    const auto key = pair.add_key("hana", "6580c1a2e4b03f0a11d70001");
    const auto fault = pair.sandbox(
        "POST", "/_sandbox/faults", {{"on", "reserve"}, {"kind", "hang"}, {"times", 1}}
    );
    ASSERT_EQ(fault.status, 200) << fault.text;
    pair.subscribe("hana-basic", "basic", key, "hana", "2028-01-01T09:00:00");
    ASSERT_TRUE(eventually([&] {
        return pair.sandbox("GET", "/_sandbox/reservations").body.at("count") == 1;
    }));
    const auto asked_at = std::chrono::steady_clock::now();
    EXPECT_EQ(pair.stop_daemon(), in_order) << pair.log();
    EXPECT_LT(std::chrono::steady_clock::now() - asked_at, std::chrono::seconds{20});

    ASSERT_TRUE(pair.start_daemon());
    const auto doubts = pair.admin("GET", "/v1/doubts");
    ASSERT_EQ(doubts.body.at("items").size(), 1U) << doubts.text;
    EXPECT_EQ(doubts.body["items"][0]["state"], "doubt");
    EXPECT_EQ(pair.sandbox("GET", "/_sandbox/reservations").body.at("count"), 1);
    EXPECT_EQ(pair.stop_daemon(), in_order);
}

/// What aborts (a broken contract, a second exception) must be seen by systemd as what it is, and
/// costs no more than a kill.
TEST(Maedald, AbortsWithWorkUnderWayAndGoesOnAfterwards) {
    Pair pair;
    pair.start_sandbox();
    ASSERT_TRUE(pair.start_daemon());
    const auto key = pair.add_key("hana", "6580c1a2e4b03f0a11d70001");
    const auto fault = pair.sandbox(
        "POST", "/_sandbox/faults", {{"on", "reserve"}, {"kind", "hang"}, {"times", 1}}
    );
    ASSERT_EQ(fault.status, 200) << fault.text;
    pair.subscribe("hana-daily", "daily", key, "hana", "2028-01-01T09:00:00");
    ASSERT_TRUE(eventually([&] {
        return pair.sandbox("GET", "/_sandbox/faults").body.at("faults").empty();
    }));
    pair.daemon().send(SIGABRT);
    EXPECT_EQ(pair.daemon().ending(), (Ending{-1, SIGABRT})) << pair.log();

    ASSERT_TRUE(pair.start_daemon());
    EXPECT_NE(pair.log().find("1 calls had no answer"), std::string::npos) << pair.log();
    ASSERT_EQ(pair.walk("2028-01-03T12:00:00+09:00").status, 200) << pair.log();
    const auto [ending, said] =
        outcome_of({MAEDAL_BUILD_DIR "/daemon/maedalctl", "--socket", pair.socket_path(), "verify"}
        );
    EXPECT_EQ(ending, in_order) << said;
    EXPECT_EQ(pair.sandbox("GET", "/_sandbox/ledger").body.at("net"), 3 * 800);
    expect_one_truth(pair);
    EXPECT_EQ(pair.stop_daemon(), in_order);
}

}  // namespace
}  // namespace maedal::integration
