#include "unit/admin/knocking.hpp"

#include <gtest/gtest.h>

namespace maedal::admin {
namespace {

using testing::at;
using testing::body_of;
using testing::FixedReads;
using testing::Knocking;
using testing::problem_in;

using As = engine::ResolveDoubt::As;

TEST(Doubts, PutThoseFirstThatWaitForAPerson) {
    Knocking door;
    auto late = door.desk.reads.attempts_.back();
    late.order_id = billing::OrderId{"m1-z-a1"};
    late.state = billing::AttemptState::quarantined;
    door.desk.reads.attempts_.push_back(late);
    const auto list = body_of(door.get("/v1/doubts"));
    ASSERT_EQ(list["items"].size(), 2U);
    EXPECT_EQ(list["items"][0]["order_id"], "m1-z-a1");
    EXPECT_TRUE(list["items"][0]["until"].is_null());
    EXPECT_EQ(list["items"][1]["until"], "2026-03-02T09:00:00+09:00");
    EXPECT_EQ(list["items"][1]["customer_id"], "kim");
    const auto first = body_of(door.get("/v1/doubts?limit=1"));
    EXPECT_EQ(first["next"], "quarantined:m1-z-a1");
    const auto behind = body_of(door.get("/v1/doubts?after=doubt:m1-a"));
    ASSERT_EQ(behind["items"].size(), 1U);
    EXPECT_EQ(behind["items"][0]["state"], "doubt");
    EXPECT_EQ(problem_in(door.get("/v1/doubts?after=m1-a")), "400 malformed_cursor after");
}

TEST(Doubts, SayFromWhenAPersonMaySayThatThereIsNothing) {
    Knocking door;
    auto doubt = body_of(door.get("/v1/doubts/m1-c2-a1"));
    EXPECT_EQ(doubt["absent_from"], "2026-03-02T09:00:00+09:00");
    EXPECT_EQ(doubt["may_be_absent"], false);
    door.desk.healthy.now = at("2026-03-02T00:00:00Z");
    doubt = body_of(door.get("/v1/doubts/m1-c2-a1"));
    EXPECT_EQ(doubt["may_be_absent"], true);
}

// One sheet told some moments in UTC and the others in the house's zone.
TEST(Doubts, TellEveryMomentInTheZoneOfTheHouse) {
    Knocking door;
    const auto doubt = body_of(door.get("/v1/doubts/m1-c2-a1"));
    EXPECT_NE(doubt["known"].get<std::string>().find("+09:00"), std::string::npos) << doubt;
    const LocalTimes times{billing::korea()};
    EXPECT_EQ(times.clause(""), "");
    EXPECT_EQ(
        times.clause("Z, and no moment: 2026-13-01T00:00:00Z"),
        "Z, and no moment: 2026-13-01T00:00:00Z"
    );
    EXPECT_EQ(
        times.clause("at 2026-11-30T15:00:00Z; until 2026-12-01T00:00:00Z"),
        "at 2026-12-01T00:00:00+09:00; until 2026-12-01T09:00:00+09:00"
    );
}

TEST(Doubts, ShowTheCallsAndTheJournalOfOne) {
    Knocking door;
    const auto doubt = body_of(door.get("/v1/doubts/m1-c2-a1"));
    EXPECT_EQ(doubt["calls"][0]["outcome"], "in_doubt");
    EXPECT_NE(
        doubt["known"].get<std::string>().find("had no clear answer: timeout"), std::string::npos
    );
    EXPECT_EQ(doubt["journal"].size(), 1U);
    EXPECT_EQ(door.desk.reads.text_asked, "attempt:m1-c2-a1");
    EXPECT_EQ(problem_in(door.get("/v1/doubts/m1-c1-a1")), "404 not_found") << "it is paid";
    EXPECT_EQ(problem_in(door.get("/v1/doubts/x")), "404 not_found");
}

TEST(Doubts, NameTheErrandsAndWhatWouldSettleThem) {
    Knocking door;
    const auto errand = [](const char* id, billing::ErrandKind kind, std::optional<Instant> look) {
        return billing::Errand{
            .id = id,
            .kind = kind,
            .subject = "rc1",
            .customer = {},
            .state = billing::ErrandState::doubt,
            .told = {},
            .code = "timeout",
            .created_at = at("2026-02-28T00:00:00Z"),
            .closed_at = std::nullopt,
            .next_look_at = look};
    };
    door.desk.reads.errands_ = {
        errand("er_1", billing::ErrandKind::register_card, std::nullopt),
        errand("er_2", billing::ErrandKind::ship, at("2026-02-28T00:01:00Z"))};
    const auto list = body_of(door.get("/v1/doubts"))["errands"];
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[0]["needs_person"], true);
    const auto words = list[0]["settled_by"].get<std::string>();
    EXPECT_NE(words.find("errand resolve er_1 --done --receipt"), std::string::npos) << words;
    EXPECT_EQ(list[1]["needs_person"], false);
    EXPECT_FALSE(body_of(door.get("/v1/doubts?after=doubt:a")).contains("errands"));
}

TEST(Doubts, AreResolvedInOneOfThreeWays) {
    Knocking door;
    auto absent = door.desk.reads.attempts_.back();
    absent.state = billing::AttemptState::absent;
    door.desk.outcome = engine::Outcome{absent};
    const auto target = "/v1/doubts/m1-c2-a1/resolve";
    const auto answer =
        door.post(target, R"({"as":"absent","typed":"m1-c2-a1","reason":"not in the console"})");
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(body_of(answer)["state"], "absent");
    EXPECT_EQ(door.desk.ordered<engine::ResolveDoubt>().as, As::absent);
    EXPECT_EQ(door.desk.ordered<engine::ResolveDoubt>().order_id, "m1-c2-a1");
    EXPECT_EQ(door.desk.ordered<engine::ResolveDoubt>().typed, "m1-c2-a1");
    door.post(target, R"({"as":"paid","receipt_id":"r9","reason":"seen"})");
    EXPECT_EQ(door.desk.ordered<engine::ResolveDoubt>().as, As::paid);
    EXPECT_EQ(door.desk.ordered<engine::ResolveDoubt>().receipt_id, "r9");
    door.post(target, R"({"as":"waived","reason":"goodwill"})");
    EXPECT_EQ(door.desk.ordered<engine::ResolveDoubt>().as, As::waived);
}

TEST(Doubts, AreNotResolvedByHalfAWord) {
    Knocking door;
    const auto target = "/v1/doubts/m1-c2-a1/resolve";
    EXPECT_EQ(
        problem_in(door.post(target, R"({"as":"paid","reason":"seen"})")),
        "400 receipt_with_paid receipt_id"
    );
    EXPECT_EQ(
        problem_in(door.post(target, R"({"as":"waived","receipt_id":"r","reason":"x"})")),
        "400 receipt_with_paid receipt_id"
    );
    EXPECT_EQ(problem_in(door.post(target, R"({"as":"waived"})")), "400 missing_field reason");
    EXPECT_EQ(
        problem_in(door.post(target, R"({"as":"gone","reason":"x"})")), "400 unknown_word as"
    );
    EXPECT_TRUE(door.desk.orders.empty());
    door.desk.outcome = Error{Errc::conflict, "window_is_open", "wait", "order_id"};
    EXPECT_EQ(
        problem_in(door.post(target, R"({"as":"absent","typed":"x","reason":"x"})")),
        "409 window_is_open order_id"
    );
}

TEST(RefundDoubts, TellThoseThatWaitForAPersonApart) {
    Knocking door;
    EXPECT_EQ(body_of(door.get("/v1/refund-doubts"))["items"].size(), 0U);
    auto& refund = door.desk.reads.refunds_.front();
    refund.state = billing::RefundState::doubt;
    door.desk.reads.refunds_in_doubt = 1;
    auto list = body_of(door.get("/v1/refund-doubts"));
    ASSERT_EQ(list["items"].size(), 1U);
    EXPECT_EQ(list["items"][0]["needs_person"], true);
    refund.next_look_at = at("2026-02-02T00:00:00Z");
    list = body_of(door.get("/v1/refund-doubts"));
    EXPECT_EQ(list["items"][0]["needs_person"], false);
}

// A list was cut at 500 without a word.
TEST(RefundDoubts, SayWhenTheListIsFull) {
    Knocking door;
    auto& refunds = door.desk.reads.refunds_;
    refunds.front().state = billing::RefundState::doubt;
    for (int i = 1; i < 500; ++i) {
        refunds.push_back(refunds.front());
        refunds.back().id = billing::CancelId{"cancel_1" + std::to_string(1'000 + i)};
    }
    door.desk.reads.refunds_in_doubt = 499;
    EXPECT_EQ(body_of(door.get("/v1/refund-doubts"))["more"], false);
    door.desk.reads.refunds_in_doubt = 500;
    const auto list = body_of(door.get("/v1/refund-doubts"));
    EXPECT_EQ(list["items"].size(), 500U);
    EXPECT_EQ(list["more"], true);
}

TEST(RefundDoubts, AreResolvedByAPerson) {
    Knocking door;
    door.desk.outcome = engine::Outcome{FixedReads{}.refunds_.front()};
    const auto target = "/v1/refunds/cancel_1/resolve";
    EXPECT_EQ(door.post(target, R"({"as":"done","reason":"seen"})").status, 200);
    EXPECT_TRUE(door.desk.ordered<engine::ResolveRefund>().carried_out);
    door.post(target, R"({"as":"absent","reason":"seen"})");
    EXPECT_FALSE(door.desk.ordered<engine::ResolveRefund>().carried_out);
    EXPECT_EQ(door.desk.ordered<engine::ResolveRefund>().cancel_id, "cancel_1");
}

TEST(Codes, AreListedAndDecided) {
    Knocking door;
    const auto list = body_of(door.get("/v1/codes"));
    EXPECT_EQ(list["items"][0]["code"], "RC_NEW");
    EXPECT_EQ(list["items"][0]["meaning"], "unknown");
    door.desk.outcome = engine::Outcome{engine::CodeDecided{FixedReads{}.codes_.front(), 4}};
    const auto decided = door.post(
        "/v1/codes",
        R"({"call":"reserve","code":"RC_NEW","meaning":"declined","reason":"asked Bootpay"})"
    );
    ASSERT_EQ(decided.status, 200);
    EXPECT_EQ(body_of(decided)["doubts_resolved"], 4);
    const auto& order = door.desk.ordered<engine::DecideCode>();
    EXPECT_EQ(order.meaning, billing::CodeMeaning::declined);
    EXPECT_EQ(order.reason, "asked Bootpay");
    const auto wrong =
        door.post("/v1/codes", R"({"call":"a","code":"b","meaning":"maybe","reason":"x"})");
    EXPECT_EQ(problem_in(wrong), "400 unknown_word meaning");
}

TEST(Breakers, StandWithTheTrippedOnesFirstAndTheirWayOut) {
    Knocking door;
    const auto list = body_of(door.get("/v1/breakers"));
    ASSERT_EQ(list["items"].size(), 2U);
    EXPECT_EQ(list["items"][0]["name"], "surplus");
    EXPECT_EQ(list["items"][0]["closes_by_itself"], false);
    EXPECT_FALSE(list["items"][0]["way_out"].get<std::string>().empty());
    EXPECT_EQ(list["items"][1]["released_by"], "clock");
    EXPECT_EQ(body_of(door.get("/v1/breakers?tripped=true"))["items"].size(), 1U);
    EXPECT_EQ(body_of(door.get("/v1/status"))["breakers"][0]["name"], "surplus");
}

TEST(Breakers, AreReleasedByNameWithAReason) {
    Knocking door;
    door.desk.outcome = engine::Outcome{FixedReads{}.breakers_.front()};
    const auto released =
        door.post("/v1/breakers/invariant%3Asub_000001/release", R"({"reason":"clean"})");
    EXPECT_EQ(released.status, 200);
    EXPECT_EQ(door.desk.ordered<engine::ReleaseBreaker>().name, "invariant:sub_000001");
    EXPECT_EQ(
        problem_in(door.post("/v1/breakers/clock/release", "{}")), "400 missing_field reason"
    );
}

TEST(Arming, TellsWhatItPresumed) {
    Knocking door;
    door.desk.outcome = engine::Outcome{engine::Armed{3, 40}};
    const auto armed = body_of(door.post("/v1/arm", R"({"reason":"restored"})"));
    EXPECT_EQ(armed["presumed_sent"], 3);
    EXPECT_EQ(armed["look_ups"], 40);
}

TEST(Findings, CarryTheirEvidence) {
    Knocking door;
    const auto list = body_of(door.get("/v1/findings"));
    EXPECT_EQ(list["items"][0]["answer"], "refused");
    EXPECT_EQ(list["items"][0]["evidence"]["code"], "DUPLICATE");
}

TEST(Findings, LeaveOutWhatTheEngineNotesForItself) {
    Knocking door;
    auto& findings = door.desk.reads.findings_;
    findings.push_back({"reconcile.nightly", "under_way", "0 0 0", at("2026-01-02T00:00:00Z"), 7});
    const auto items = body_of(door.get("/v1/findings"))["items"];
    ASSERT_EQ(items.size(), 1U) << items;
    EXPECT_EQ(items[0]["question"], "repeated_order_id.reserve");
}

TEST(Findings, SayThatAProbeWasCutShort) {
    Knocking door;
    auto& findings = door.desk.reads.findings_;
    findings = {
        {"probe.run",
         "under_way, order ids begin with m1-probe_000001-",
         "[]",
         at("2026-01-02T00:00:00Z"),
         7}};
    const auto answer = [&] {
        return body_of(door.get("/v1/findings"))["items"][0]["answer"].get<std::string>();
    };
    door.desk.probe.running = true;
    EXPECT_EQ(answer(), "under_way, order ids begin with m1-probe_000001-");
    door.desk.probe.running = false;
    EXPECT_EQ(answer(), "cut_short, order ids begin with m1-probe_000001-");
    findings[0].answer = "done";
    EXPECT_EQ(answer(), "done");
}

TEST(MoneySafety, IsForAdminsOnly) {
    Knocking door;
    for (const auto* target :
         {"/v1/doubts/x/resolve",
          "/v1/refunds/x/resolve",
          "/v1/codes",
          "/v1/breakers/clock/release",
          "/v1/arm"}) {
        auto asked = Knocking::request("POST", target);
        asked.credentials = net::PeerCredentials{77, 77, {77}};
        EXPECT_EQ(problem_in(door.send(asked)), "403 not_permitted") << target;
    }
    EXPECT_TRUE(door.desk.orders.empty());
}

}  // namespace
}  // namespace maedal::admin
