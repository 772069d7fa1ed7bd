// The clock of the host jumps, under a daemon that lives by it and over a restart: nothing is sent
// too early, nothing twice, and nothing is given up because of what the clock says.
#include "book.hpp"
#include "pair.hpp"
#include "real_time.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace maedal::integration {
namespace {

using namespace std::chrono_literals;

/// Two subscriptions: one whose reservation is placed at once, and one that is far from it.
class JumpingClock : public testing::Test {
protected:
    void SetUp() override {
        pair_.start_sandbox();
        jump("+0");
        start();
        const auto key = pair_.add_key("hana", "6580c1a2e4b03f0a11d70001");
        pair_.subscribe("near", "basic", key, "hana", local_after(2 * 24h));
        pair_.subscribe("far", "basic", key, "hana", local_after(30 * 24h));
        ASSERT_TRUE(eventually([&] { return reservations() == 1; })) << pair_.log();
    }

    void jump(const std::string& offset) const { pair_.folder().write("faketime", offset + "\n"); }
    void start() {
        ASSERT_TRUE(pair_.start_daemon(
            {{"LD_PRELOAD", MAEDAL_FAKETIME},
             {"FAKETIME_TIMESTAMP_FILE", pair_.folder().file("faketime")},
             {"FAKETIME_DONT_FAKE_MONOTONIC", "1"},
             {"FAKETIME_NO_CACHE", "1"}}
        ));
    }
    [[nodiscard]] int reservations() const {
        return pair_.sandbox("GET", "/_sandbox/reservations").body.at("count");
    }
    [[nodiscard]] std::string held() const {
        return pair_.admin("GET", "/v1/status").body.at("sending_held").dump();
    }
    [[nodiscard]] bool distrusted() const { return held().find("clock") != std::string::npos; }

    /// Many turns in a time in which much could go wrong.
    void let_it_turn() const {
        const auto end = std::chrono::steady_clock::now() + 1500ms;
        eventually([&] {
            pair_.admin("POST", "/v1/reload");
            return std::chrono::steady_clock::now() >= end;
        });
    }
    void expect_nothing_has_happened() const {
        EXPECT_EQ(reservations(), 1);
        EXPECT_EQ(pair_.sandbox("GET", "/_sandbox/ledger").body.at("count"), 0);
        for (const char* name : {"near", "far"}) {
            const auto story = pair_.admin("GET", "/v1/subscriptions/" + std::string{name});
            const std::string status = story.body.at("status");
            EXPECT_TRUE(status == "scheduled" || status == "active") << story.text;
            for (const auto& charge : story.body.at("charges"))
                EXPECT_EQ(charge.at("state"), "owed") << charge.dump();
        }
    }
    /// While it runs, over a restart, and after the clock has come back.
    void survive(const std::string& offset) {
        jump(offset);
        let_it_turn();
        expect_nothing_has_happened();
        EXPECT_TRUE(distrusted()) << held() << pair_.log();
        EXPECT_EQ(pair_.stop_daemon(), (Ending{0, 0}));
        start();
        let_it_turn();
        expect_nothing_has_happened();
        jump("+0");
        let_it_turn();
        expect_nothing_has_happened();
        EXPECT_EQ(pair_.stop_daemon(), (Ending{0, 0}));
    }

    Pair pair_{by_the_real_clock()};
};

TEST_F(JumpingClock, TenDaysBackChangesNothing) {
    survive("-10d");
}

TEST_F(JumpingClock, TenYearsForwardChangesNothing) {
    survive("+3650d");
}

}  // namespace
}  // namespace maedal::integration
