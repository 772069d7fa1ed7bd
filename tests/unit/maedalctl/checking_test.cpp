#include "unit/maedalctl/typing.hpp"

#include <gtest/gtest.h>

namespace maedal::ctl {
namespace {

using admin::testing::at;
using testing::Daemon;
using testing::type;
using testing::type_and_answer;

const std::vector<std::string> january{"reconcile", "--from", "2026-01-01", "--to", "2026-02-01"};

std::vector<std::string> with(std::vector<std::string> line, std::vector<std::string> more) {
    line.insert(line.end(), more.begin(), more.end());
    return line;
}

constexpr const char* head = "receipt_id,order_id,amount,cancelled,paid_at,status\n";
constexpr const char* same = "rcpt1,m1-c1-a1,29900,900,2026-01-31T09:00:02+09:00,1\n";

TEST(Reconcile, IsDoneWhenBothSidesSayTheSame) {
    Daemon daemon;
    daemon.desk.outcome = engine::Outcome{engine::Reconciling{1, 0}};
    const auto file = daemon.folder().write("export.csv", std::string{head} + same);
    const auto typed = type(with(january, {"--gateway-export", file}), daemon.socket());
    EXPECT_EQ(typed.code, 0) << typed.err;
    EXPECT_NE(typed.out.find("1 receipt and 0 attempts looked up"), std::string::npos) << typed.out;
    EXPECT_NE(typed.out.find("1 receipt the same on both sides, 0 unexplained"), std::string::npos)
        << typed.out;
}

TEST(Reconcile, NamesWhatItCannotExplainAndLeavesWith6) {
    Daemon daemon;
    daemon.desk.outcome = engine::Outcome{engine::Reconciling{1, 0}};
    const auto file = daemon.folder().write(
        "export.csv",
        std::string{head} + "rcpt1,m1-c1-a1,29901,900,2026-01-31T09:00:02+09:00,1\n" +
            "rcpt9,m1-c9-a1,500,0,2026-01-15 12:00,1\n" + "shop1,shop-77,500,0,2026-01-15 12:00,1\n"
    );
    const auto line = with(january, {"--gateway-export", file, "--only-orders", "m1-"});
    const auto typed = type(line, daemon.socket());
    EXPECT_EQ(typed.code, 6);
    for (const auto* part :
         {"receipt rcpt1 amount is 29900 here, 29901 there",
          "receipt rcpt9 only there: m1-c9-a1, 500 won",
          "0 receipts the same on both sides, 2 unexplained"})
        EXPECT_NE(typed.out.find(part), std::string::npos) << part << "\n" << typed.out;
    EXPECT_EQ(typed.out.find("shop1"), std::string::npos) << "another shop's order";
    const auto raw = type(with(line, {"--json"}), daemon.socket());
    EXPECT_EQ(nlohmann::json::parse(raw.out)["export"]["unexplained"].size(), 2U);
}

TEST(Reconcile, AsksForPaymentsBeyondTheBordersBeforeItNamesThem) {
    Daemon daemon;
    daemon.desk.outcome = engine::Outcome{engine::Reconciling{0, 0}};
    const auto file = daemon.folder().write("export.csv", std::string{head} + same);
    const auto typed = type(
        {"reconcile", "--from", "2026-01-01", "--to", "2026-01-31 09:00", "--gateway-export", file},
        daemon.socket()
    );
    EXPECT_EQ(typed.code, 0) << typed.err << typed.out;
}

// Of a file of a whole year all but the first thousand payments were "only there".
TEST(Reconcile, KnowsEveryPaymentOfAFileThatHoldsMoreThanTheTime) {
    Daemon daemon;
    daemon.desk.outcome = engine::Outcome{engine::Reconciling{0, 0}};
    auto& receipts = daemon.desk.reads.receipts_;
    std::string text{head};
    for (int i = 0; i < 1'500; ++i) {
        auto paid = receipts.front();
        paid.id = billing::ReceiptId{"more" + std::to_string(i)};
        paid.paid_at = at("2025-06-01T00:00:00Z") + std::chrono::hours{i};
        receipts.push_back(paid);
        text += paid.id.text() + "," + paid.order_id.text() + ",29900,900," +
                rfc3339(paid.paid_at) + ",1\n";
    }
    const auto file = daemon.folder().write("export.csv", text + same);
    const auto typed = type(with(january, {"--gateway-export", file}), daemon.socket());
    EXPECT_EQ(typed.code, 0) << typed.err << typed.out.substr(0, 300);
    EXPECT_NE(typed.out.find("1,501 receipts the same"), std::string::npos);
}

TEST(Reconcile, NamesWhatIsNotInWonAndTellsEveryTimeAsTheHouseDoes) {
    Daemon daemon;
    daemon.desk.outcome = engine::Outcome{engine::Reconciling{1, 0}};
    auto later = daemon.desk.reads.receipts_.front();
    later.id = billing::ReceiptId{"rcpt2"};
    daemon.desk.reads.receipts_.push_back(later);
    const auto file = daemon.folder().write(
        "export.csv",
        "receipt_id,order_id,amount,cancelled,paid_at,currency\n"
        "rcpt1,m1-c1-a1,29900,900,2026-01-31T09:00:02+09:00,USD\n"
        "rcpt2,m1-c1-a1,29900,900,2026-01-31T01:00:02Z,KRW\n"
        "rcpt9,m1-c9-a1,9.90,0,2026-01-31T01:00:02Z,USD\n"
    );
    const auto typed = type(with(january, {"--gateway-export", file}), daemon.socket());
    EXPECT_EQ(typed.code, 6);
    for (const auto* part :
         {"receipt rcpt1 amount is in won here, 29900 USD there",
          "receipt rcpt2 paid_at is 2026-01-31T09:00:02+09:00 here, 2026-01-31T10:00:02+09:00 "
          "there",
          "receipt rcpt9 only there: m1-c9-a1, 9.90 USD",
          "0 receipts the same on both sides, 3 unexplained, 0 rows without money left out"})
        EXPECT_NE(typed.out.find(part), std::string::npos) << part << "\n" << typed.out;
}

TEST(Reconcile, TellsWhatIsNotKnownWithoutAFileToo) {
    Daemon daemon;
    daemon.desk.healthy.now = admin::testing::at("2026-03-01T00:00:00Z");
    daemon.desk.outcome = engine::Outcome{engine::Reconciling{1, 1}};
    const auto typed =
        type({"reconcile", "--from", "2026-01-01", "--to", "2026-03-01"}, daemon.socket());
    EXPECT_EQ(typed.code, 6);
    EXPECT_NE(typed.out.find("not known: attempt:m1-c2-a1 doubt"), std::string::npos) << typed.out;
}

TEST(Reconcile, SaysHowManyLookUpsWereNotAnsweredInTime) {
    Daemon daemon;
    daemon.desk.outcome = engine::Outcome{engine::Reconciling{1, 0}};
    daemon.desk.reads.receipts_.front().next_look_at = daemon.desk.healthy.now;
    const auto typed = type(with(january, {"--wait-minutes", "0"}), daemon.socket());
    EXPECT_EQ(typed.code, 6);
    EXPECT_NE(typed.out.find("1 not answered yet"), std::string::npos) << typed.out;
}

TEST(Reconcile, AsksForVeryManyPaymentsPartByPart) {
    Daemon daemon;
    const auto rest = admin::testing::at("2026-01-20T00:00:00Z");
    daemon.desk.outcomes = {
        engine::Outcome{engine::Reconciling{7, 0, rest}},
        engine::Outcome{engine::Reconciling{5, 2}}};
    const auto typed = type(january, daemon.socket());
    EXPECT_EQ(typed.code, 0) << typed.err << typed.out;
    EXPECT_NE(typed.out.find("12 receipts and 2 attempts looked up"), std::string::npos)
        << typed.out;
    EXPECT_EQ(daemon.desk.ordered<engine::Reconcile>().from, rest);
}

TEST(Reconcile, SaysFromWhereOnNothingWasAskedForWhenTheTimeIsUp) {
    Daemon daemon;
    auto& paid = daemon.desk.reads.receipts_.front();
    paid.next_look_at = daemon.desk.healthy.now;
    daemon.desk.outcome =
        engine::Outcome{engine::Reconciling{7, 0, admin::testing::at("2026-01-31T12:00:00Z")}};
    const auto typed = type(with(january, {"--wait-minutes", "0"}), daemon.socket());
    EXPECT_EQ(typed.code, 6);
    EXPECT_NE(typed.out.find("Ask again with --from 2026-01-31"), std::string::npos) << typed.out;
    EXPECT_EQ(daemon.desk.orders.size(), 1U);
}

TEST(Reconcile, ReadsTheFileBeforeItAsksForAnything) {
    Daemon daemon;
    const auto file = daemon.folder().write("export.csv", "receipt_id\n");
    EXPECT_EQ(type(with(january, {"--gateway-export", "/none"}), daemon.socket()).code, 2);
    const auto broken = daemon.folder().write("broken.csv", std::string{head} + "a,b\n");
    EXPECT_EQ(type(with(january, {"--gateway-export", broken}), daemon.socket()).code, 2);
    EXPECT_EQ(
        type(with(january, {"--gateway-export", file, "--column", "x"}), daemon.socket()).code, 2
    );
    EXPECT_TRUE(daemon.desk.orders.empty());
}

TEST(Verify, DrawsEveryCheckAndLeavesWith6WhenOneFails) {
    Daemon daemon;
    const auto whole = type({"verify"}, daemon.socket());
    EXPECT_EQ(whole.code, 0) << whole.err;
    EXPECT_NE(whole.out.find("one.live_attempt"), std::string::npos);
    EXPECT_NE(whole.out.find("the book is whole"), std::string::npos);
    daemon.desk.reads.violations_ = {{"one.live_attempt", "charge:2", "sub_000001", "it has two"}};
    const auto broken = type({"verify"}, daemon.socket());
    EXPECT_EQ(broken.code, 6);
    EXPECT_NE(broken.out.find("one.live_attempt: charge:2: it has two"), std::string::npos)
        << broken.out;
    EXPECT_EQ(broken.err, "maedalctl: the book has 1 violation\n");
}

TEST(Backup, SaysWhatItWrote) {
    Daemon daemon;
    const auto file = daemon.folder().write("copy.db", std::string(4'096, 'b'));
    const auto typed = type({"backup", file}, daemon.socket());
    EXPECT_EQ(typed.code, 0) << typed.err;
    EXPECT_NE(typed.out.find(file + ": 4,096 bytes, whole"), std::string::npos) << typed.out;
}

// The unit gives the daemon a /tmp of its own: a backup there was told to be whole, and was gone
// with the next stop.
TEST(Backup, ThatTheDaemonHasWrittenElsewhereIsNone) {
    Daemon daemon;
    const auto file = daemon.folder().file("copy.db");
    const auto typed = type({"backup", file}, daemon.socket());
    EXPECT_EQ(typed.code, 1);
    EXPECT_NE(typed.err.find("it is not there"), std::string::npos) << typed.err;
    daemon.folder().write("copy.db", "an older backup");
    EXPECT_EQ(type({"backup", file}, daemon.socket()).code, 1) << "and there is an older one here";
}

TEST(GatewayProbe, SaysWhatItWillDoTellsAndShowsWhatItFound) {
    Daemon daemon;
    daemon.desk.probe = {false, {"a reservation in the past: refused"}};
    const std::vector<std::string> line{"gateway", "probe", "--key", "bk_1"};
    EXPECT_EQ(type(line, daemon.socket()).code, 2);
    EXPECT_EQ(type_and_answer(line, daemon.socket(), "no\n").code, 1);
    EXPECT_FALSE(daemon.desk.probe_asked);
    const auto typed = type_and_answer(line, daemon.socket(), "probe\n");
    EXPECT_EQ(typed.code, 0) << typed.err;
    EXPECT_NE(typed.out.find("gives all of that money back"), std::string::npos);
    EXPECT_NE(typed.out.find("a reservation in the past: refused"), std::string::npos);
    EXPECT_NE(typed.out.find("repeated_order_id.reserve"), std::string::npos);
    EXPECT_EQ(daemon.desk.probe_asked->billing_key_id, "bk_1");
}

TEST(GatewayProbe, ThatWasStoppedIsNotDone) {
    Daemon daemon;
    const auto left_with = [&](const char* answer) {
        daemon.desk.reads.findings_ = {{"probe.run", answer, "[]", at("2026-01-02T00:00:00Z"), 7}};
        return type({"--json", "gateway", "probe", "--key", "bk_1", "--yes"}, daemon.socket()).code;
    };
    EXPECT_EQ(left_with("done"), 0);
    EXPECT_EQ(left_with("stopped: the gateway does not accept our credentials"), 1);
    EXPECT_EQ(left_with("left_behind, order ids begin with m1-probe_000001-"), 1);
}

TEST(GatewayFindings, SayWhatADeadProbeMayHaveLeft) {
    Daemon daemon;
    auto& findings = daemon.desk.reads.findings_;
    const auto told = [&](const char* answer) {
        findings = {{"probe.run", answer, "[]", at("2026-01-02T00:00:00Z"), 7}};
        return type({"gateway", "findings"}, daemon.socket()).out;
    };
    const auto died = told("under_way, order ids begin with m1-probe_000001-");
    EXPECT_NE(died.find("cut_short, order ids begin with m1-probe_000001-"), std::string::npos);
    EXPECT_NE(died.find("The last probe was cut short"), std::string::npos) << died;
    EXPECT_NE(died.find("the next maedalctl gateway probe clears"), std::string::npos) << died;
    const auto left = told("left_behind, order ids begin with m1-probe_000001-");
    EXPECT_NE(left.find("The last probe could not clear all"), std::string::npos) << left;
    EXPECT_EQ(told("done").find("The last probe"), std::string::npos);
}

}  // namespace
}  // namespace maedal::ctl
