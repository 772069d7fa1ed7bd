#include "unit/maedalctl/typing.hpp"

#include <gtest/gtest.h>

namespace maedal::ctl {
namespace {

using testing::Daemon;
using testing::FixedReads;
using testing::type;
using testing::type_and_answer;

billing::Attempt in_state(const char* order, billing::AttemptState state) {
    auto attempt = FixedReads{}.attempts_.back();
    attempt.order_id = billing::OrderId{order};
    attempt.state = state;
    return attempt;
}

/// Two quarantined attempts beside the doubt that is there, all past their window.
void plant_doubts(Daemon& daemon) {
    daemon.desk.healthy.now = admin::testing::at("2026-04-01T00:00:00Z");
    auto& attempts = daemon.desk.reads.attempts_;
    attempts.push_back(in_state("m1-q1-a1", billing::AttemptState::quarantined));
    attempts.push_back(in_state("m1-q2-a1", billing::AttemptState::quarantined));
    attempts.back().code = "RC_NEW";
    daemon.desk.outcome = engine::Outcome{in_state("m1-q1-a1", billing::AttemptState::absent)};
}

/// A status of fifty red lines hid what was new.
TEST(Alarms, AreToldUntilTheyAreSeen) {
    Daemon daemon;
    daemon.desk.healthy.alarms.clear();
    for (int i = 1; i <= 7; ++i)
        daemon.desk.healthy.alarms.push_back("alarm number " + std::to_string(i));
    const auto status = type({"status"}, daemon.socket()).out;
    EXPECT_EQ(status.find("number 2"), std::string::npos) << status;
    EXPECT_NE(status.find("number 3"), std::string::npos) << status;
    EXPECT_NE(status.find("2 older alarms: maedalctl alarms"), std::string::npos) << status;
    const auto all = type({"alarms"}, daemon.socket()).out;
    EXPECT_NE(all.find("number 1"), std::string::npos) << all;
    const auto seen = type({"alarms", "seen"}, daemon.socket());
    EXPECT_EQ(seen.code, 0) << seen.err;
    EXPECT_NE(seen.out.find("number 1"), std::string::npos) << seen.out;
    EXPECT_NE(seen.out.find("7 alarms seen"), std::string::npos) << seen.out;
    EXPECT_EQ(type({"alarms"}, daemon.socket()).out, "no alarm\n");
    EXPECT_EQ(type({"status"}, daemon.socket()).out.find("number"), std::string::npos);
}

TEST(Resolve, TakesNoConfirmationOfAnother) {
    Daemon daemon;
    plant_doubts(daemon);
    const std::vector<std::string> line{
        "resolve", "m1-q1-a1", "--waive", "--reason", "r", "--confirm", "m1-q2-a1"};
    EXPECT_EQ(type(line, daemon.socket()).code, 2);
    EXPECT_TRUE(daemon.desk.orders.empty());
}

TEST(Resolve, AsksForTheOrderIdOnceMore) {
    Daemon daemon;
    plant_doubts(daemon);
    const std::vector<std::string> line{"resolve", "m1-q1-a1", "--absent", "--reason", "looked"};
    const auto typed = type_and_answer(line, daemon.socket(), "m1-q1-a1\n");
    EXPECT_EQ(typed.code, 0) << typed.err;
    EXPECT_NE(typed.out.find("m1-q1-a1 is absent"), std::string::npos) << typed.out;
    EXPECT_EQ(daemon.desk.ordered<engine::ResolveDoubt>().typed, "m1-q1-a1");
    const auto nobody = type(line, daemon.socket());
    EXPECT_EQ(nobody.code, 2);
    EXPECT_NE(nobody.err.find("--confirm ORDER_ID"), std::string::npos) << nobody.err;
    EXPECT_EQ(daemon.desk.orders.size(), 1U);
}

TEST(Resolve, HandsReceiptAndWaiverOn) {
    Daemon daemon;
    plant_doubts(daemon);
    const auto paid =
        type({"resolve", "m1-q1-a1", "--paid", "rcpt9", "--reason", "seen"}, daemon.socket());
    EXPECT_EQ(paid.code, 0) << paid.err;
    EXPECT_EQ(daemon.desk.ordered<engine::ResolveDoubt>().receipt_id, "rcpt9");
    type({"resolve", "m1-q1-a1", "--waive", "--reason", "x"}, daemon.socket());
    EXPECT_EQ(daemon.desk.ordered<engine::ResolveDoubt>().as, engine::ResolveDoubt::As::waived);
    daemon.desk.outcome =
        Error{Errc::conflict, "control_not_found", "its word proves nothing now", "order_id"};
    const auto refused = type(
        {"resolve", "m1-q1-a1", "--absent", "--reason", "x", "--confirm", "m1-q1-a1"},
        daemon.socket()
    );
    EXPECT_EQ(refused.code, 1);
    EXPECT_EQ(
        refused.err, "maedalctl: its word proves nothing now (control_not_found, order_id)\n"
    );
}

TEST(Resolve, TakesOneWayAndOneTarget) {
    Daemon daemon;
    for (const auto& line : std::vector<std::vector<std::string>>{
             {"resolve", "x", "--reason", "r"},
             {"resolve", "x", "--absent", "--waive", "--reason", "r"},
             {"resolve", "x", "--absent"},
             {"resolve", "--absent", "--reason", "r"},
             {"resolve", "x", "--all", "--absent", "--reason", "r"},
             {"resolve", "--all", "--waive", "--reason", "r"},
             {"refund", "resolve", "x", "--done=false", "--reason", "r"},
             {"resolve", "x", "--waive", "--code", "RC", "--reason", "r"}})
        EXPECT_EQ(type(line, daemon.socket()).code, 2);
    EXPECT_TRUE(daemon.desk.orders.empty());
}

TEST(ResolveAll, TellsEachOfThemAbsentOnceTheirNumberIsTyped) {
    Daemon daemon;
    plant_doubts(daemon);
    const std::vector<std::string> line{"resolve", "--all", "--absent", "--reason", "the outage"};
    const auto wrong = type_and_answer(line, daemon.socket(), "2\n");
    EXPECT_EQ(wrong.code, 1);
    EXPECT_TRUE(daemon.desk.orders.empty());
    const auto typed = type_and_answer(line, daemon.socket(), "3\n");
    EXPECT_EQ(typed.code, 0) << typed.err;
    EXPECT_NE(typed.out.find("3 of 3 are absent now"), std::string::npos) << typed.out;
    ASSERT_EQ(daemon.desk.orders.size(), 3U);
    EXPECT_EQ(daemon.desk.ordered<engine::ResolveDoubt>().typed, "m1-c2-a1");
    EXPECT_EQ(daemon.desk.ordered<engine::ResolveDoubt>().reason, "the outage");
}

TEST(ResolveAll, LeavesOutWhatIsNotMeantOrNotYetPastItsWindow) {
    Daemon daemon;
    plant_doubts(daemon);
    const auto of_code = type(
        {"resolve", "--all", "--absent", "--reason", "r", "--code", "RC_NEW", "--confirm", "1"},
        daemon.socket()
    );
    EXPECT_EQ(of_code.code, 0) << of_code.err;
    const auto later = type(
        {"resolve", "--all", "--absent", "--reason", "r", "--from", "2026-03-01", "--confirm", "3"},
        daemon.socket()
    );
    EXPECT_EQ(later.code, 5);
    daemon.desk.healthy.now = admin::testing::at("2026-03-01T00:00:00Z");
    const auto early =
        type({"resolve", "--all", "--absent", "--reason", "r", "--confirm", "3"}, daemon.socket());
    EXPECT_EQ(early.code, 5);
    EXPECT_EQ(daemon.desk.orders.size(), 1U);
}

// Ten times the same two lines hid which of them were booked as paid.
TEST(ResolveAll, SaysEachReasonOnce) {
    Daemon daemon;
    plant_doubts(daemon);
    daemon.desk.outcome =
        Error{Errc::conflict, "control_not_found", "its word proves nothing now", "order_id"};
    const auto typed =
        type({"resolve", "--all", "--absent", "--reason", "r", "--confirm", "3"}, daemon.socket());
    EXPECT_EQ(typed.code, 1);
    const auto first = typed.out.find("its word proves nothing now");
    ASSERT_NE(first, std::string::npos) << typed.out;
    EXPECT_EQ(typed.out.find("its word proves nothing now", first + 1), std::string::npos)
        << typed.out;
    EXPECT_NE(typed.out.find("0 of 3 are absent now"), std::string::npos) << typed.out;
}

TEST(ResolveAll, SaysHowManyAreMeantWhenAnotherNumberIsGiven) {
    Daemon daemon;
    plant_doubts(daemon);
    const auto typed = type(
        {"resolve", "--all", "--absent", "--reason", "r", "--confirm", "2", "--json"},
        daemon.socket()
    );
    EXPECT_EQ(typed.code, 1);
    EXPECT_NE(typed.err.find("3 order ids are meant, and not '2'"), std::string::npos) << typed.err;
    EXPECT_TRUE(daemon.desk.orders.empty());
    daemon.desk.healthy.now = admin::testing::at("2026-03-01T00:00:00Z");
    const auto early =
        type({"resolve", "--all", "--absent", "--reason", "r", "--confirm", "3"}, daemon.socket());
    EXPECT_NE(early.err.find("the first window of 3 doubts ends at 2026-"), std::string::npos)
        << early.err;
}

TEST(ResolveAll, SaysWhichWereRefused) {
    Daemon daemon;
    plant_doubts(daemon);
    const std::vector<std::string> line{
        "resolve", "--all", "--absent", "--reason", "r", "--confirm", "3", "--json"};
    daemon.desk.outcomes.push_back(daemon.desk.outcome);
    daemon.desk.outcome =
        Error{Errc::conflict, "gateway_knows_it", "it is booked as told", "order_id"};
    const auto typed = type(line, daemon.socket());
    EXPECT_EQ(typed.code, 7);
    EXPECT_NE(typed.err.find("2 of 3 are not absent; of these 2 were booked"), std::string::npos)
        << typed.err;
    const auto rows = nlohmann::json::parse(typed.out)["items"];
    EXPECT_EQ(rows[0]["result"], "absent");
    EXPECT_EQ(rows[1]["result"], "gateway_knows_it");
    EXPECT_EQ(rows[1]["why"], "it is booked as told (gateway_knows_it, order_id)");
    EXPECT_EQ(type(line, daemon.socket()).code, 1) << "none of them";
}

TEST(MoneySafetyCommands, ShowWhatThePersonNeeds) {
    Daemon daemon;
    daemon.desk.reads.refunds_.front().state = billing::RefundState::doubt;
    daemon.desk.reads.refunds_in_doubt = 1;
    const std::vector<std::pair<std::vector<std::string>, const char*>> cases{
        {{"doubts"}, "charge 2 of kim, 29,900 won at 2026-02-28 09:00"},
        {{"doubts"}, "refund cancel_1 of receipt rcpt1"},
        {{"doubts", "show", "m1-c2-a1"}, "in_doubt"},
        {{"doubts", "show", "m1-c2-a1"}, "charge.paid"},
        {{"codes"}, "RC_NEW"},
        {{"codes"}, "codes decide reserve RC_NEW --refused"},
        {{"breakers"}, "surplus: TRIPPED"},
        {{"breakers"}, "clock: released 2026-01-05 10:00 by clock"},
        {{"status"}, "STOPPED: breaker surplus since 2026-01-31 09:00"},
        {{"gateway", "findings"}, "repeated_order_id.reserve"}};
    for (const auto& [line, part] : cases) {
        const auto typed = type(line, daemon.socket());
        EXPECT_EQ(typed.code, 0) << typed.err;
        EXPECT_NE(typed.out.find(part), std::string::npos) << part << "\n" << typed.out;
    }
    const auto status = type({"status"}, daemon.socket()).out;
    EXPECT_LT(status.find("STOPPED"), status.find("subscriptions")) << "it stands on top";
    EXPECT_EQ(type({"doubts", "show", "x"}, daemon.socket()).code, 5);
}

TEST(MoneySafetyCommands, HandOnWhatThePersonDecides) {
    Daemon daemon;
    daemon.desk.outcome = engine::Outcome{FixedReads{}.refunds_.front()};
    type({"refund", "resolve", "cancel_1", "--absent", "--reason", "r"}, daemon.socket());
    EXPECT_FALSE(daemon.desk.ordered<engine::ResolveRefund>().carried_out);
    daemon.desk.outcome = engine::Outcome{engine::CodeDecided{FixedReads{}.codes_.front(), 1}};
    const auto decided = type(
        {"codes", "decide", "reserve", "RC_NEW", "--refused", "--reason", "r"}, daemon.socket()
    );
    EXPECT_NE(decided.out.find("1 doubt resolved by it"), std::string::npos) << decided.out;
    EXPECT_EQ(daemon.desk.ordered<engine::DecideCode>().meaning, billing::CodeMeaning::refused);
    daemon.desk.outcome = engine::Outcome{FixedReads{}.breakers_.front()};
    type({"breakers", "release", "surplus", "--reason", "r"}, daemon.socket());
    EXPECT_EQ(daemon.desk.ordered<engine::ReleaseBreaker>().name, "surplus");
}

TEST(Arm, SaysWhatItWillDoBeforeItAsks) {
    Daemon daemon;
    daemon.desk.outcome = engine::Outcome{engine::Armed{3, 40}};
    const std::vector<std::string> line{"arm", "--reason", "restored"};
    const auto no = type_and_answer(line, daemon.socket(), "no\n");
    EXPECT_EQ(no.code, 1);
    EXPECT_NE(no.out.find("No other daemon"), std::string::npos);
    EXPECT_EQ(type(line, daemon.socket()).code, 2);
    EXPECT_TRUE(daemon.desk.orders.empty());
    const auto yes = type_and_answer(line, daemon.socket(), "arm\n");
    EXPECT_EQ(yes.code, 0) << yes.err;
    EXPECT_NE(yes.out.find("armed: 3 attempts presumed sent"), std::string::npos) << yes.out;
    EXPECT_EQ(type({"arm", "--reason", "r", "--yes"}, daemon.socket()).code, 0);
}

}  // namespace
}  // namespace maedal::ctl
