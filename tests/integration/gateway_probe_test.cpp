// A probe through the real programs: when it may not begin, and what is left when it is killed.
#include "pair.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace maedal::integration {
namespace {

using nlohmann::json;

class GatewayProbe : public testing::Test {
protected:
    void start(bool test_clock) {
        Wishes wishes;
        wishes.test_clock = test_clock;
        pair.wish(wishes);
        pair.start_sandbox();
        ASSERT_TRUE(pair.start_daemon());
        key = pair.add_key("probe", "key-of-nobody");
    }
    struct Said {
        int code;
        std::string text;
        [[nodiscard]] json body() const { return json::parse(text, nullptr, false); }
    };
    Said ctl(std::vector<std::string> words) const {
        words.insert(
            words.begin(), {MAEDAL_BUILD_DIR "/daemon/maedalctl", "--socket", pair.socket_path()}
        );
        const auto [ending, said] = outcome_of(words);
        return {ending ? ending->code : -1, said};
    }
    /// In how many lines of its progress.
    [[nodiscard]] std::ptrdiff_t told(const std::string& part) const {
        const auto lines = pair.admin("GET", "/v1/probe").body.at("told");
        return std::ranges::count_if(lines, [&](const json& line) {
            return line.get<std::string>().find(part) != std::string::npos;
        });
    }
    [[nodiscard]] json reservations() const {
        return pair.sandbox("GET", "/_sandbox/reservations").body.at("reservations");
    }
    [[nodiscard]] std::string answer_to(const std::string& question) const {
        const auto found = pair.admin("GET", "/v1/findings").body.at("items");
        for (const auto& one : found)
            if (one.at("question") == question) return one.at("answer");
        return {};
    }

    Pair pair;
    std::string key;
};

TEST_F(GatewayProbe, DoesNotBeginOnARestoredLedger) {
    start(true);
    const auto copy = pair.folder().file("copy.db");
    ASSERT_EQ(ctl({"backup", copy}).code, 0);
    ASSERT_EQ(pair.walk("2028-01-02T12:00:00+09:00").status, 200);
    pair.add_key("kim", "key-of-kim");  // the lost ledger goes on
    pair.daemon().kill();
    const auto ledger = pair.folder().file("ledger.db");
    for (const auto* more : {"-wal", "-shm"})
        std::filesystem::remove(ledger + more);
    std::filesystem::copy_file(copy, ledger, std::filesystem::copy_options::overwrite_existing);
    ASSERT_TRUE(pair.start_daemon());
    const auto said = ctl({"gateway", "probe", "--key", key, "--yes"});
    EXPECT_EQ(said.code, 1) << said.text;
    EXPECT_NE(said.text.find("breaker disarmed stands"), std::string::npos) << said.text;
    EXPECT_NE(said.text.find("maedalctl arm"), std::string::npos) << "what helps: " << said.text;
    EXPECT_EQ(reservations().size(), 0U) << "nothing was asked of the gateway";
    ASSERT_EQ(ctl({"arm", "--reason", "the old host is gone", "--yes"}).code, 0);
    EXPECT_EQ(ctl({"gateway", "probe", "--key", key, "--yes"}).code, 0);
}

// It ran its half hour, and every question of declines was left open.
TEST_F(GatewayProbe, WantsAnotherKeyForWhatIsDeclined) {
    start(false);
    const auto said = ctl({"gateway", "probe", "--key", key, "--declined-key", key, "--yes"});
    EXPECT_EQ(said.code, 1) << said.text;
    EXPECT_NE(said.text.find("same_key"), std::string::npos) << said.text;
    EXPECT_EQ(reservations().size(), 0U);
}

TEST_F(GatewayProbe, DoesNotBeginWhileOurCredentialsAreRefused) {
    start(true);
    const auto kims = pair.add_key("kim", "key-of-kim");
    ASSERT_TRUE(pair.stop_daemon());
    pair.folder().write("bootpay.secret", "not-the-secret-of-this-sandbox\n");
    ASSERT_TRUE(pair.start_daemon());
    const json order{{"customer_id", "kim"}, {"plan_id", "daily"}, {"billing_key_id", kims}};
    ASSERT_EQ(pair.admin("POST", "/v1/subscriptions", order).status, 201);
    const auto tripped = [&] {
        return ctl({"breakers"}).text.find("credentials: TRIPPED") != std::string::npos;
    };
    ASSERT_TRUE(eventually(tripped)) << ctl({"breakers"}).text << pair.log();
    const auto said = ctl({"gateway", "probe", "--key", key, "--yes"});
    EXPECT_EQ(said.code, 1) << said.text;
    EXPECT_NE(said.text.find("breaker credentials stands"), std::string::npos) << said.text;
}

TEST_F(GatewayProbe, DeletesAKeyUnderAReservationWhenItIsToldTo) {
    start(true);
    const json switches{{"order_id_rule", "reserve"}};
    ASSERT_EQ(pair.sandbox("POST", "/_sandbox/switches", switches).status, 200);
    const auto poor = pair.add_key("poor", "key-that-is-declined");
    const json always{{"billing_key", "key-that-is-declined"}, {"always", true}};
    ASSERT_EQ(pair.sandbox("POST", "/_sandbox/declines", always).status, 200);
    const auto said =
        ctl({"gateway", "probe", "--key", key, "--declined-key", poor, "--delete-key", "--yes"});
    ASSERT_EQ(said.code, 0) << said.text;
    EXPECT_EQ(answer_to("key.deleted_under_a_reservation"), "delete accepted, not paid");
    EXPECT_EQ(answer_to("order_id_rule.all_calls"), "reserve");
    for (const auto* pair_of_calls :
         {"reserve_then_reserve", "reserve_then_pay", "pay_then_reserve", "pay_then_pay"})
        EXPECT_EQ(
            answer_to(std::string{"order_id.declined_"} + pair_of_calls),
            "refused: duplicate_order, not paid"
        ) << said.text;
    EXPECT_EQ(answer_to("probe.run"), "done");
    EXPECT_EQ(pair.sandbox("GET", "/_sandbox/ledger").body.at("net"), 0);
}

// By the real clock: the first reservations wait a minute for their execution.
TEST_F(GatewayProbe, LeavesARecordWhenItIsKilledAndTheNextOneClearsUp) {
    start(false);
    const json order{{"billing_key_id", key}};
    ASSERT_EQ(pair.admin("POST", "/v1/probe", order).status, 202);
    ASSERT_TRUE(eventually([&] { return told("reserve-reserve for") == 2; }));
    ASSERT_EQ(reservations().size(), 1U) << "this gateway refuses the second one";
    EXPECT_TRUE(answer_to("probe.run").starts_with("under_way")) << answer_to("probe.run");
    EXPECT_FALSE(answer_to("reserve.in_the_past").empty()) << "kept when it is known";
    pair.daemon().kill();
    ASSERT_TRUE(pair.start_daemon());
    const auto listed = ctl({"gateway", "findings"});
    EXPECT_NE(listed.text.find("cut_short"), std::string::npos) << listed.text;
    EXPECT_NE(listed.text.find("order ids begin with it-probe_"), std::string::npos) << listed.text;
    EXPECT_NE(listed.text.find("The last probe was cut short"), std::string::npos) << listed.text;
    ASSERT_EQ(pair.admin("POST", "/v1/probe", order).status, 202);
    ASSERT_TRUE(eventually([&] { return told("probe.cleared_first: all of it") == 1; }));
    const auto first = reservations().at(0);
    EXPECT_EQ(first.at("status"), 3) << "revoked: " << first;
}

}  // namespace
}  // namespace maedal::integration
