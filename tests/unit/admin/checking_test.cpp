#include "unit/admin/knocking.hpp"

#include <gtest/gtest.h>

namespace maedal::admin {
namespace {

using testing::at;
using testing::body_of;
using testing::Knocking;
using testing::problem_in;

constexpr const char* january = "?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z";

TEST(Reconciling, MakesLookUpsDueAndCountsThoseThatAreLeft) {
    Knocking door;
    door.desk.outcome = engine::Outcome{engine::Reconciling{5, 2}};
    const auto begun = door.post(
        "/v1/reconcile", R"({"from":"2026-01-01T00:00:00Z","to":"2026-02-01T00:00:00Z"})"
    );
    ASSERT_EQ(begun.status, 202);
    EXPECT_EQ(body_of(begun)["receipts"], 5);
    EXPECT_EQ(door.desk.ordered<engine::Reconcile>().from, at("2026-01-01T00:00:00Z"));

    const auto left = [&] { return body_of(door.get(std::string{"/v1/reconcile"} + january)); };
    EXPECT_EQ(left()["receipts"], 0);
    door.desk.reads.receipts_.front().next_look_at = door.desk.healthy.now;
    EXPECT_EQ(left()["receipts"], 1);
    auto& doubt = door.desk.reads.attempts_.back();
    doubt.execute_at = doubt.execute_at - std::chrono::days{40};
    doubt.next_look_at = door.desk.healthy.now;
    EXPECT_EQ(left()["attempts"], 1);
    doubt.next_look_at = door.desk.healthy.now + Seconds{1};
    EXPECT_EQ(left()["attempts"], 0) << "it was looked at, and will be again";
}

TEST(Reconciling, SaysFromWhereOnVeryManyAreLeft) {
    Knocking door;
    const auto begun = [&] {
        return body_of(door.post(
            "/v1/reconcile", R"({"from":"2026-01-01T00:00:00Z","to":"2026-02-01T00:00:00Z"})"
        ));
    };
    door.desk.outcome = engine::Outcome{engine::Reconciling{5, 2}};
    EXPECT_FALSE(begun().contains("left_from"));
    door.desk.outcome = engine::Outcome{engine::Reconciling{5, 2, at("2026-01-07T00:00:00Z")}};
    EXPECT_EQ(begun()["left_from"], "2026-01-07T09:00:00+09:00");
}

TEST(Reconciling, WantsBothEndsOfTheTime) {
    Knocking door;
    EXPECT_EQ(problem_in(door.get("/v1/reconcile")), "400 malformed_time from");
    EXPECT_EQ(
        problem_in(door.post("/v1/reconcile", R"({"from":"2026-01-01T00:00:00Z","to":"x"})")),
        "400 malformed_time to"
    );
    EXPECT_EQ(problem_in(door.get("/v1/loose-ends?to=x")), "400 malformed_time to");
}

TEST(LooseEnds, AreAttemptsPastTheirTimeAndChargesThatNothingWaitsFor) {
    Knocking door;
    const auto target = "/v1/loose-ends?from=2026-01-01T00:00:00Z&to=2026-12-01T00:00:00Z";
    door.desk.healthy.now = at("2026-02-27T00:00:00Z");
    EXPECT_EQ(body_of(door.get(target))["items"].size(), 0U) << "its time has not come";
    door.desk.healthy.now = at("2026-03-01T00:00:00Z");
    auto ends = body_of(door.get(target))["items"];
    ASSERT_EQ(ends.size(), 1U);
    EXPECT_EQ(ends[0]["subject"], "attempt:m1-c2-a1");

    door.desk.reads.attempts_.back().state = billing::AttemptState::declined;
    door.desk.reads.charges_ = {door.desk.reads.charges_.back()};
    EXPECT_EQ(body_of(door.get(target))["items"].size(), 0U) << "its subscription has a timer";
    door.desk.reads.charges_.back().needs_key = true;
    ends = body_of(door.get(target))["items"];
    ASSERT_GE(ends.size(), 1U);
    EXPECT_EQ(ends[0]["subject"], "charge:2");
    EXPECT_NE(ends[0]["what"].get<std::string>().find("another billing key"), std::string::npos);
}

// A look-up that failed counted as answered, and a reconcile of an outage left with 0.
TEST(LooseEnds, AreReceiptsThatTheGatewayHasNotToldOf) {
    Knocking door;
    const auto target = "/v1/loose-ends?from=2026-01-01T00:00:00Z&to=2026-02-20T00:00:00Z";
    door.desk.healthy.now = at("2026-03-01T00:00:00Z");
    auto& receipt = door.desk.reads.receipts_.front();
    receipt.paid_at = at("2026-02-01T00:00:00Z");
    EXPECT_EQ(body_of(door.get(target))["items"].size(), 0U);
    receipt.next_look_at = at("2026-03-01T00:10:00Z");
    const auto ends = body_of(door.get(target))["items"];
    ASSERT_EQ(ends.size(), 1U);
    EXPECT_EQ(ends[0]["subject"], "receipt:" + receipt.id.text());
}

TEST(LooseEnds, SayWhenTheListIsFull) {
    Knocking door;
    const auto target = "/v1/loose-ends?from=2026-01-01T00:00:00Z&to=2026-02-20T00:00:00Z";
    door.desk.healthy.now = at("2026-03-01T00:00:00Z");
    auto& receipts = door.desk.reads.receipts_;
    receipts.front().next_look_at = at("2026-03-01T00:10:00Z");
    for (int i = 1; i < 499; ++i)
        receipts.push_back(receipts.front());
    EXPECT_EQ(body_of(door.get(target))["more"], false);
    receipts.push_back(receipts.front());
    EXPECT_EQ(body_of(door.get(target))["items"].size(), 500U);
    EXPECT_EQ(body_of(door.get(target))["more"], true);
}

TEST(Receipts, AreFilteredByWhenTheyWerePaid) {
    Knocking door;
    const auto of = [&](const char* query) {
        return body_of(door.get(std::string{"/v1/receipts"} + query))["items"].size();
    };
    EXPECT_EQ(of("?paid_from=2026-01-31T00:00:02Z"), 1U);
    EXPECT_EQ(of("?paid_to=2026-01-31T00:00:02Z"), 0U);
}

TEST(Verifying, GoesPartByPart) {
    Knocking door;
    const auto parts = body_of(door.get("/v1/verify"))["items"];
    ASSERT_EQ(parts.size(), 1U);
    auto part = body_of(door.post("/v1/verify", R"({"part":"one.live_attempt"})"));
    EXPECT_FALSE(part["promise"].get<std::string>().empty());
    EXPECT_EQ(part["violations"].size(), 0U);
    door.desk.reads.violations_ = {{"one.live_attempt", "charge:2", "sub_000001", "it has two"}};
    part = body_of(door.post("/v1/verify", R"({"part":"one.live_attempt"})"));
    EXPECT_EQ(part["violations"][0]["subject"], "charge:2");
    EXPECT_EQ(part["violations"][0]["subscription_id"], "sub_000001");
    EXPECT_EQ(problem_in(door.post("/v1/verify", R"({"part":"x"})")), "404 not_found");
}

TEST(Metrics, CountByStateAndNameWhatStands) {
    Knocking door;
    door.desk.healthy.now = at("2026-02-28T01:00:00Z");
    const auto response = door.get("/metrics");
    ASSERT_EQ(response.status, 200);
    EXPECT_EQ(response.headers.get("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
    for (const auto* line :
         {"# TYPE maedal_charges gauge\n",
          "\nmaedal_charges{state=\"paid\"} 1\n",
          "\nmaedal_attempts{state=\"doubt\"} 1\n",
          "\nmaedal_won{kind=\"paid\"} 29900\n",
          "\nmaedal_doubt_oldest_seconds 3600\n",
          "\nmaedal_breaker_tripped{name=\"surplus\"} 1\n",
          "\nmaedal_in_flight{kind=\"look_ups\"} 2\n",
          "\nmaedal_sending_held 0\n"})
        EXPECT_NE(response.body.find(line), std::string::npos) << line << response.body;
    EXPECT_EQ(response.body.find("clock"), std::string::npos) << "it is released";
}

TEST(BackingUp, WantsAWholePath) {
    Knocking door;
    const auto done = door.post("/v1/backup", R"({"path":"/srv/copy.db"})");
    ASSERT_EQ(done.status, 201);
    EXPECT_EQ(body_of(done)["path"], "/srv/copy.db");
    EXPECT_EQ(
        problem_in(door.post("/v1/backup", R"({"path":"copy.db"})")), "400 relative_path path"
    );
}

TEST(Probing, BeginsOnAKeyAndTellsHowFarItIs) {
    Knocking door;
    door.desk.probe = {true, {"reserved in the past: refused"}};
    const auto begun = door.post("/v1/probe", R"({"billing_key_id":"bk_1","delete_key":true})");
    ASSERT_EQ(begun.status, 202);
    EXPECT_EQ(door.desk.probe_asked->billing_key_id, "bk_1");
    EXPECT_EQ(door.desk.probe_asked->amount, 1'000);
    EXPECT_TRUE(door.desk.probe_asked->delete_key);
    EXPECT_EQ(door.desk.probe_asked->actor, "uid:990");
    EXPECT_EQ(body_of(door.get("/v1/probe"))["told"].size(), 1U);
    // It told UTC where everything else tells the house's own time.
    door.desk.probe.told = {"waits until 2028-01-27T15:32:30Z"};
    EXPECT_EQ(body_of(door.get("/v1/probe"))["told"][0], "waits until 2028-01-28T00:32:30+09:00");
    door.desk.probe_result =
        Error{Errc::conflict, "sending_held", "nothing is sent since 2028-01-27T15:32:30Z", ""};
    EXPECT_EQ(
        body_of(door.post("/v1/probe", R"({"billing_key_id":"bk_1"})"))["detail"],
        "nothing is sent since 2028-01-28T00:32:30+09:00"
    );
    door.desk.probe_result = Error{Errc::conflict, "probe_running", "under way", ""};
    EXPECT_EQ(
        problem_in(door.post("/v1/probe", R"({"billing_key_id":"bk_1"})")), "409 probe_running"
    );
    EXPECT_EQ(
        problem_in(door.post("/v1/probe", R"({"billing_key_id":"b","delete_key":1})")),
        "400 wrong_type delete_key"
    );
}

}  // namespace
}  // namespace maedal::admin
