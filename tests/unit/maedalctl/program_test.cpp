#include "unit/maedalctl/typing.hpp"

#include <gtest/gtest.h>

namespace maedal::ctl {
namespace {

using testing::Daemon;
using testing::FixedReads;
using testing::type;

TEST(Maedalctl, WritesItsExitCodesDown) {
    const auto help = type({"--help"}, "/nowhere");
    EXPECT_EQ(help.code, 0);
    EXPECT_NE(help.out.find("  3  the daemon cannot be reached\n"), std::string::npos);
    EXPECT_EQ(type({"--version"}, "/nowhere").out, "maedalctl 0.1.0\n");
}

TEST(Maedalctl, LeavesWith2OnWrongUsage) {
    for (const auto& line : std::vector<std::vector<std::string>>{
             {},
             {"frobnicate"},
             {"key"},
             {"key", "add"},
             {"key", "add", "--customer", "kim", "--receipt", "r", "--key-file", "f"},
             {"charge", "list", "--limit", "0"},
             {"subscription", "cancel"}}) {
        const auto typed = type(line, "/nowhere");
        EXPECT_EQ(typed.code, 2) << typed.out << typed.err;
        EXPECT_FALSE(typed.err.empty());
    }
}

// "A subcommand is required" was all that a slip of the finger was told.
TEST(Maedalctl, SaysWhatWasProbablyMeant) {
    const auto said = [](const std::vector<std::string>& line) {
        return type(line, "/nowhere").err;
    };
    EXPECT_EQ(said({"doubt"}), "maedalctl: there is no doubt: doubts?\n");
    EXPECT_EQ(said({"--json", "stauts"}), "maedalctl: there is no stauts: status?\n");
    EXPECT_EQ(
        said({"re"}),
        "maedalctl: there is no re: reservation, receipt, refund, resolve, "
        "reconcile, rehearse, reload?\n"
    );
    EXPECT_EQ(
        said({"frobnicate"}),
        "maedalctl: there is no frobnicate: maedalctl --help lists what there is\n"
    );
    EXPECT_EQ(said({}), "maedalctl: maedalctl what? --help lists what there is\n");
    EXPECT_EQ(said({"charge"}), "maedalctl: maedalctl charge what? There is list, show\n");
    EXPECT_EQ(said({"charge", "shwo", "7"}), "maedalctl: there is no shwo: show?\n");
    EXPECT_EQ(
        said({"subscription", "cancel"}),
        "maedalctl: ID is required: see maedalctl subscription cancel --help\n"
    );
}

TEST(Maedalctl, LeavesWith3AndSaysWhichSocketNobodyAnswersOn) {
    const auto typed = type({"status"}, "/nowhere/admin.sock");
    EXPECT_EQ(typed.code, 3);
    EXPECT_NE(typed.err.find("/nowhere/admin.sock"), std::string::npos) << typed.err;
}

TEST(Maedalctl, LeavesWith5ForAnUnknownIdAnd1ForARefusal) {
    Daemon daemon;
    const auto unknown = type({"subscription", "show", "x"}, daemon.socket());
    EXPECT_EQ(unknown.code, 5);
    EXPECT_EQ(unknown.err, "maedalctl: there is no subscription x (not_found)\n");

    daemon.desk.outcome = Error{Errc::invalid, "unknown_plan", "no such plan", "plan_id"};
    const auto refused = type(
        {"subscription", "create", "--customer", "kim", "--plan", "x", "--key", "k"},
        daemon.socket()
    );
    EXPECT_EQ(refused.code, 1);
    EXPECT_EQ(refused.err, "maedalctl: no such plan (unknown_plan, plan_id)\n");
    EXPECT_TRUE(refused.out.empty());
}

TEST(Maedalctl, ShowsTheStatusOnOnePage) {
    Daemon daemon;
    const auto typed = type({"status"}, daemon.socket());
    ASSERT_EQ(typed.code, 0) << typed.err;
    for (const auto* part :
         {"maedal 0.1.0 · 2026-02-01 09:00 Asia/Seoul · test clock, moved by hand",
          "charges         1 owed · 1 paid",
          "29,900 won taken in 0 receipts, 900 won given back",
          "needs a person  1 code to decide · 1 breaker",
          "in doubt        3 payments, evidence is waited for",
          "next due        2026-02-27 09:00",
          "alarm: one notice was set aside"})
        EXPECT_NE(typed.out.find(part), std::string::npos) << part << "\n" << typed.out;
}

TEST(Maedalctl, DrawsListsAndGivesTheirJson) {
    Daemon daemon;
    const auto table = type({"charge", "list", "--state", "paid"}, daemon.socket());
    ASSERT_EQ(table.code, 0) << table.err;
    EXPECT_NE(
        table.out.find("1  kim       sub_000001         0  2026-01-31 09:00  29,900  paid"),
        std::string::npos
    ) << table.out;
    EXPECT_EQ(daemon.desk.reads.charge_filter.state, "paid");

    const auto raw = type({"charge", "list", "--json"}, daemon.socket());
    const auto list = nlohmann::json::parse(raw.out);
    EXPECT_EQ(list["items"].size(), 2U);
    EXPECT_TRUE(list["next"].is_null());
}

TEST(Maedalctl, HasATableForEveryNoun) {
    Daemon daemon;
    const std::vector<std::pair<std::vector<std::string>, const char*>> cases{
        {{"key", "list"}, "국민 55704204****1074"},
        {{"key", "show", "key_000001"}, "1 of 10"},
        {{"plan", "list"}, "월간 이용권"},
        {{"subscription", "list"}, "2026-01-31 09:00"},
        {{"subscription", "show", "sub_000001"}, "monthly, version 2"},
        {{"charge", "show", "1"}, "29,900 won taken, receipt rcpt1"},
        {{"reservation", "list"}, "m1-c2-a1"},
        {{"reservation", "show", "m1-c2-a1"}, "in_doubt"},
        {{"receipt", "list"}, "rcpt1"},
        {{"receipt", "show", "rcpt1"}, "goodwill"},
        {{"refund", "list"}, "goodwill"},
        {{"refund", "show", "cancel_1"}, "done"},
        {{"doubts"}, "settled by"},
        {{"journal"}, "charge.paid"},
        {{"reload"}, "3 plans, nothing changed"},
        {{"clock"}, "2026-02-01 09:00, a test clock that is moved by hand"}};
    for (const auto& [line, part] : cases) {
        const auto typed = type(line, daemon.socket());
        EXPECT_EQ(typed.code, 0) << typed.err;
        EXPECT_NE(typed.out.find(part), std::string::npos) << part << "\n" << typed.out;
    }
}

TEST(Maedalctl, SaysInOneLineThatAListIsEmpty) {
    Daemon daemon;
    daemon.desk.reads.keys_.clear();
    EXPECT_EQ(type({"key", "list"}, daemon.socket()).out, "no billing keys yet\n");
}

TEST(Maedalctl, TakesAKeyFromAFileAndNeverShowsIt) {
    Daemon daemon;
    daemon.desk.outcome = engine::Outcome{FixedReads{}.keys_.front()};
    const auto file = daemon.folder().write("key", "5f9a77secret1b6c\r\n");
    const auto typed =
        type({"key", "add", "--customer", "kim", "--key-file", file}, daemon.socket());
    EXPECT_EQ(typed.code, 0) << typed.err;
    EXPECT_EQ(typed.out.find("secret"), std::string::npos);
    const auto& order = daemon.desk.ordered<engine::AddBillingKey>();
    EXPECT_EQ(order.billing_key.reveal(), "5f9a77secret1b6c");
    EXPECT_EQ(type({"key", "add", "--customer", "kim"}, daemon.socket()).code, 2);
}

TEST(Maedalctl, HandsOnWhatWritesNeed) {
    Daemon daemon;
    daemon.desk.outcome = engine::Outcome{FixedReads{}.subscriptions_.front()};
    type({"subscription", "cancel", "sub_000001", "--at-period-end"}, daemon.socket());
    EXPECT_TRUE(daemon.desk.ordered<engine::CancelSubscription>().at_period_end);
    type(
        {"sub", "set-key", "sub_000001", "key_000002", "--idempotency-key", "once"}, daemon.socket()
    );
    EXPECT_EQ(daemon.desk.ordered<engine::ReplaceBillingKey>().billing_key_id, "key_000002");
    EXPECT_EQ(daemon.desk.orders.back().idempotency->key, "once");
    daemon.desk.outcome = engine::Outcome{FixedReads{}.refunds_.front()};
    type(
        {"refund", "create", "--receipt", "rcpt1", "--reason", "r", "--amount", "900"},
        daemon.socket()
    );
    EXPECT_EQ(daemon.desk.ordered<engine::RequestRefund>().amount, 900);
}

// 05000 won were read as octal, and 2,560 given back.
TEST(Maedalctl, ReadsAmountsAsDecimalNumbers) {
    Daemon daemon;
    daemon.desk.outcome = engine::Outcome{FixedReads{}.refunds_.front()};
    const auto give_back = [&](const char* amount) {
        return type(
            {"refund", "create", "--receipt", "rcpt1", "--reason", "r", "--amount", amount},
            daemon.socket()
        );
    };
    EXPECT_EQ(give_back("05000").code, 0);
    EXPECT_EQ(daemon.desk.ordered<engine::RequestRefund>().amount, 5'000);
    const auto orders = daemon.desk.orders.size();
    for (const auto* amount : {"0x2710", "5,000", "5000.0", "99999999999999999999", "1e3"}) {
        const auto typed = give_back(amount);
        EXPECT_EQ(typed.code, 2) << amount;
        EXPECT_NE(typed.err.find("a whole number is needed"), std::string::npos) << typed.err;
    }
    EXPECT_EQ(daemon.desk.orders.size(), orders);
}

// Of a variable that was not set: --code "" meant every code, and --customer "" everybody.
TEST(Maedalctl, TakesNoEmptyOption) {
    Daemon daemon;
    for (const std::vector<std::string>& line :
         {std::vector<std::string>{"charge", "list", "--customer", ""},
          {"resolve", "--absent", "--all", "--code", "", "--reason", "r", "--confirm", "1"},
          {"subscription", "show", ""}}) {
        const auto typed = type(line, daemon.socket());
        EXPECT_EQ(typed.code, 2) << line[0];
        EXPECT_NE(typed.err.find(" is empty"), std::string::npos) << typed.err;
    }
    EXPECT_TRUE(daemon.desk.orders.empty());
}

TEST(Maedalctl, LetsNoFileOverruleWhatWasTyped) {
    Daemon daemon;
    daemon.desk.outcome = engine::Outcome{FixedReads{}.subscriptions_.front()};
    const auto create = [&](const char* terms) {
        const auto file = daemon.folder().write("terms.json", terms);
        return type(
            {"sub",
             "create",
             "--customer",
             "kim",
             "--plan",
             "basic",
             "--key",
             "bk_1",
             "--terms",
             file},
            daemon.socket()
        );
    };
    EXPECT_EQ(create(R"({"metadata":{"team":"red"}})").code, 0);
    const auto refused = create(R"({"plan_id":"another"})");
    EXPECT_EQ(refused.code, 2);
    EXPECT_NE(refused.err.find("'plan_id' is none of"), std::string::npos) << refused.err;
    EXPECT_EQ(daemon.desk.orders.size(), 1U);
}

TEST(Maedalctl, WalksTheClockAndSaysWhereItIs) {
    Daemon daemon;
    const auto typed = type({"clock", "--to", "+28d"}, daemon.socket());
    EXPECT_EQ(typed.code, 0) << typed.err;
    EXPECT_EQ(daemon.desk.walked_to, admin::testing::at("2026-03-01T00:00:00Z"));
    EXPECT_NE(typed.out.find("100%  2026-03-01 09:00\n"), std::string::npos) << typed.out;
    EXPECT_NE(typed.out.find("it is 2026-03-01 09:00"), std::string::npos) << typed.out;
    EXPECT_EQ(type({"clock", "--to", "soon"}, daemon.socket()).code, 2);
    daemon.desk.healthy.test_clock = false;
    EXPECT_EQ(type({"clock", "--to", "+1d"}, daemon.socket()).code, 1);
}

TEST(Maedalctl, DrawsAPartOfALongerWalkOnTheLongerBar) {
    Daemon daemon;
    const auto typed = type(
        {"clock", "--to", "2026-03-01 09:00", "--bar-from", "2026-01-01", "--bar-to", "2027-01-01"},
        daemon.socket()
    );
    EXPECT_EQ(typed.code, 0) << typed.err;
    EXPECT_EQ(typed.out, " 10%  2026-03-01 09:00\n");
    EXPECT_EQ(type({"clock", "--bar-to", "2027-01-01"}, daemon.socket()).code, 2);
}

TEST(Maedalctl, LoadsABookWithNamesThatMakeItSafeToRepeat) {
    Daemon daemon;
    const auto file = daemon.folder().write(
        "book.json",
        R"({"customers":[{"customer_id":"kim","receipt_id":"r1"},
                         {"customer_id":"lee","receipt_id":"r2"}]})"
    );
    daemon.desk.outcome = engine::Outcome{FixedReads{}.keys_.front()};
    const auto first = type({"load", file}, daemon.socket());
    EXPECT_EQ(first.code, 0) << first.err;
    EXPECT_NE(first.out.find("2 entries done"), std::string::npos) << first.out;
    type({"load", file}, daemon.socket());
    ASSERT_EQ(daemon.desk.orders.size(), 4U);
    const auto key = [&](std::size_t i) { return daemon.desk.orders[i].idempotency.value().key; };
    EXPECT_EQ(key(0), key(2));
    EXPECT_EQ(key(1), key(3));
    EXPECT_NE(key(0), key(1));
}

TEST(Maedalctl, GoesOnWithABookAfterARefusalAndLeavesWith1) {
    Daemon daemon;
    const auto file = daemon.folder().write(
        "book.json",
        R"({"customers":[{"customer_id":"kim","receipt_id":"r1",
            "subscriptions":[{"plan_id":"monthly"}]},{"customer_id":"lee","receipt_id":"r2"}]})"
    );
    daemon.desk.outcome =
        Error{Errc::not_found, "unknown_receipt", "no such receipt", "receipt_id"};
    const auto typed = type({"load", file, "--json"}, daemon.socket());
    EXPECT_EQ(typed.code, 1);
    const auto rows = nlohmann::json::parse(typed.out)["items"];
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0]["result"], "no such receipt (unknown_receipt, receipt_id)");
    EXPECT_EQ(rows[1]["result"], "left out: it has no billing key");
    EXPECT_EQ(type({"load", daemon.folder().file("none")}, daemon.socket()).code, 2);
    daemon.desk.outcomes = {engine::Outcome{FixedReads{}.keys_.front()}};
    EXPECT_EQ(type({"load", file}, daemon.socket()).code, 7) << "one was taken";
}

}  // namespace
}  // namespace maedal::ctl
