// maedalctl rehearse as its user runs it: on the copy of a living ledger, and on one that stands
// still.
#include "pair.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>

namespace maedal::integration {
namespace {

using nlohmann::json;

class Rehearse : public testing::Test {
protected:
    void SetUp() override {
        pair.start_sandbox();
        ASSERT_TRUE(pair.start_daemon());
        const auto key = pair.add_key("hana", "6580c1a2e4b03f0a11d70001");
        pair.subscribe("monthly", "basic", key, "hana", "2028-01-05T09:00:00");
        pair.subscribe("daily", "daily", key, "hana", "2028-01-03T09:00:00");
        ASSERT_EQ(pair.walk("2028-02-10T00:00:00+09:00").status, 200);
    }
    std::pair<int, std::string> rehearse(std::vector<std::string> more) const {
        std::vector<std::string> command{
            MAEDAL_BUILD_DIR "/daemon/maedalctl", "--socket", pair.socket_path(), "rehearse"};
        command.insert(command.end(), more.begin(), more.end());
        const auto [ending, said] = outcome_of(command);
        return {ending ? ending->code : -1, said};
    }
    [[nodiscard]] std::string ledger() const {
        return pair.admin("GET", "/v1/status").body.at("ledger");
    }
    [[nodiscard]] std::vector<std::string> copies() const {
        std::vector<std::string> found;
        for (const auto& file :
             std::filesystem::directory_iterator{std::filesystem::path{ledger()}.parent_path()})
            if (file.path().string().find("rehearsal-") != std::string::npos)
                found.push_back(file.path().string());
        return found;
    }
    Pair pair;
};

TEST_F(Rehearse, TellsTheComingMonthsAndLeavesTheLivingLedgerAlone) {
    const auto at_gateway = pair.sandbox("GET", "/_sandbox/reservations").body.at("count");
    const auto [code, said] = rehearse({"--months", "2", "--mix", "fine", "--json"});
    ASSERT_EQ(code, 0) << said;
    const auto report = json::parse(said);
    EXPECT_EQ(report.at("holds"), true);
    EXPECT_EQ(report.at("live_ledger").at("same"), true);
    EXPECT_EQ(report.at("from"), "2028-02-10T00:00:00+09:00");
    ASSERT_EQ(report.at("months").size(), 3U) << said;
    const auto& march = report.at("months")[1];
    EXPECT_EQ(march.at("month"), "2028-03");
    EXPECT_EQ(march.at("charges"), 32) << "31 days, and one month";
    EXPECT_EQ(march.at("paid_won"), 31 * 800 + 9'900);
    EXPECT_EQ(report.at("doubts_in_all"), 0);
    EXPECT_EQ(pair.sandbox("GET", "/_sandbox/reservations").body.at("count"), at_gateway)
        << "nothing of it reaches the gateway";
    EXPECT_TRUE(copies().empty()) << copies().front();
}

// Each Ctrl-C left a whole copy of the ledger beside it.
TEST_F(Rehearse, LeavesNoCopyWhereItIsEnded) {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        Process rehearsal{
            {MAEDAL_BUILD_DIR "/daemon/maedalctl",
             "--socket",
             pair.socket_path(),
             "rehearse",
             "--months",
             "24",
             "--mix",
             "storm"},
            pair.folder().file("rehearsal.log")};
        // Where the copy is gone before it was seen, the end comes later, and leaves none either.
        const auto late = std::chrono::steady_clock::now() + std::chrono::seconds{3};
        ASSERT_TRUE(eventually([&] {
            return !copies().empty() || std::chrono::steady_clock::now() > late;
        }));
        rehearsal.send(signal);
        const auto ending = rehearsal.ending();
        ASSERT_TRUE(ending);
        EXPECT_EQ(ending->signal, signal) << pair.folder().read("rehearsal.log");
        EXPECT_TRUE(copies().empty()) << copies().front();
    }
}

TEST_F(Rehearse, TakesAwayWhatOneLeftThatWasKilled) {
    const auto left = ledger() + ".rehearsal-999999999", other = ledger() + ".rehearsal-of-mine";
    for (const auto& file : {left, left + ".unfinished", other})
        pair.folder().write(std::filesystem::path{file}.filename().string(), "a copy");
    ASSERT_EQ(rehearse({"--months", "1", "--mix", "fine"}).first, 0);
    EXPECT_EQ(copies(), std::vector{other});
}

TEST_F(Rehearse, ShowsAPersonWhatWouldBeDoubted) {
    const auto [code, said] =
        rehearse({"--months", "1", "--mix", "fine", "--fault", "answer_lost=40"});
    ASSERT_EQ(code, 0) << said;
    EXPECT_NE(said.find("would be doubted"), std::string::npos) << said;
    EXPECT_NE(said.find("ends as paid"), std::string::npos) << said;
    EXPECT_NE(said.find("charged twice and kept: 0"), std::string::npos) << said;
    EXPECT_NE(said.find("the live ledger was not touched"), std::string::npos) << said;
}

TEST_F(Rehearse, TakesALedgerThatStandsStillAndNoOther) {
    const auto path = ledger();
    const std::vector<std::string> offline{
        "--ledger", path, "--config", pair.config_path(), "--months", "1"};
    const auto [refused, why] = rehearse(offline);
    EXPECT_EQ(refused, 1);
    EXPECT_NE(why.find("a daemon works on it"), std::string::npos) << why;
    ASSERT_TRUE(pair.stop_daemon());
    const auto [code, said] = rehearse(offline);
    EXPECT_EQ(code, 0) << said;
    EXPECT_NE(said.find("byte for byte"), std::string::npos) << said;
}

TEST_F(Rehearse, RefusesAMixThatItDoesNotKnow) {
    const auto [code, said] = rehearse({"--mix", "rain"});
    EXPECT_EQ(code, 2);
    EXPECT_NE(said.find("fine, everyday or storm"), std::string::npos) << said;
    const auto [fault_code, fault_said] = rehearse({"--fault", "rain=3"});
    EXPECT_EQ(fault_code, 2);
    EXPECT_NE(fault_said.find("answer_lost"), std::string::npos) << fault_said;
}

}  // namespace
}  // namespace maedal::integration
