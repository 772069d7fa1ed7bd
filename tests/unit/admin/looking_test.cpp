#include "unit/admin/knocking.hpp"

#include <gtest/gtest.h>

namespace maedal::admin {
namespace {

using testing::at;
using testing::body_of;
using testing::json;
using testing::Knocking;
using testing::problem_in;

TEST(BillingKeys, AreShownByTheirLastCharactersWithTheSlotsTheyHold) {
    Knocking door;
    const auto key = body_of(door.get("/v1/billing-keys/key_000001"));
    EXPECT_EQ(key["shown"], "…1b6c");
    EXPECT_EQ(key["customer_id"], "kim");
    EXPECT_EQ(key["state"], "usable");
    EXPECT_EQ(key["slots_held"], 1);
    EXPECT_EQ(key["added_at"], "2026-01-01T09:00:00+09:00");
    EXPECT_FALSE(key.contains("billing_key"));
}

TEST(Plans, GiveTheVersionOnSaleAndAllOfThemInTheList) {
    Knocking door;
    EXPECT_EQ(body_of(door.get("/v1/plans/monthly"))["price"], 29'900);
    EXPECT_EQ(body_of(door.get("/v1/plans"))["items"].size(), 2U);
    EXPECT_EQ(body_of(door.get("/v1/plans?on_sale=true"))["items"].size(), 1U);
    door.desk.reads.plans_.back().on_sale = false;
    EXPECT_EQ(body_of(door.get("/v1/plans/monthly"))["plan_version"], 2);
}

TEST(Subscriptions, CarryTheirPlanTheirLocalAnchorAndTheirCharges) {
    Knocking door;
    const auto shown = body_of(door.get("/v1/subscriptions/sub_000001"));
    EXPECT_EQ(shown["plan_id"], "monthly");
    EXPECT_EQ(shown["plan_version"], 2);
    EXPECT_EQ(shown["anchor"], "2026-01-31T09:00:00");
    EXPECT_EQ(shown["time_zone"], "Asia/Seoul");
    EXPECT_EQ(shown["status"], "active");
    EXPECT_TRUE(shown["cancel_at"].is_null());
    ASSERT_EQ(shown["charges"].size(), 2U);
    EXPECT_EQ(shown["charges"][0]["receipt_id"], "rcpt1");
}

TEST(Subscriptions, AreFilteredByCustomerStatusAndPlan) {
    Knocking door;
    const auto target = "/v1/subscriptions?customer_id=kim%20lee&status=past_due&plan_id=monthly";
    EXPECT_EQ(door.get(target).status, 200);
    EXPECT_EQ(door.desk.reads.subscription_filter.customer, "kim lee");
    EXPECT_EQ(door.desk.reads.subscription_filter.status, "past_due");
    EXPECT_EQ(door.desk.reads.subscription_filter.plan, "monthly");
}

TEST(Charges, SayWhenTheyAreDueInTheConfiguredZoneAndWhoOwesThem) {
    Knocking door;
    const auto list = body_of(door.get("/v1/charges"));
    ASSERT_EQ(list["items"].size(), 2U);
    const auto& charge = list["items"][0];
    EXPECT_EQ(charge["charge_number"], 1);
    EXPECT_EQ(charge["customer_id"], "kim");
    EXPECT_EQ(charge["due_at"], "2026-01-31T09:00:00+09:00");
    EXPECT_EQ(charge["amount"], 29'900);
    EXPECT_EQ(charge["late"], "none");
    EXPECT_TRUE(list["next"].is_null());
}

TEST(Charges, AreFilteredByStateDayAndLateness) {
    Knocking door;
    const auto response = door.get(
        "/v1/charges?state=past_due&due_from=2026-01-01T00:00:00%2B09:00"
        "&due_to=2026-02-01T00:00:00Z&late=true&subscription_id=s"
    );
    ASSERT_EQ(response.status, 200);
    const auto& filter = door.desk.reads.charge_filter;
    EXPECT_EQ(filter.state, "past_due");
    EXPECT_EQ(filter.subscription, "s");
    EXPECT_EQ(filter.due_from, at("2025-12-31T15:00:00Z"));
    EXPECT_EQ(filter.due_to, at("2026-02-01T00:00:00Z"));
    EXPECT_TRUE(filter.late_only);
}

TEST(Charges, TellTheWholeStoryOfOne) {
    Knocking door;
    const auto story = body_of(door.get("/v1/charges/1"));
    EXPECT_EQ(story["subscription"]["plan_id"], "monthly");
    EXPECT_EQ(story["attempts"][0]["order_id"], "m1-c1-a1");
    EXPECT_EQ(story["receipts"][0]["paid_at"], "2026-01-31T09:00:02+09:00");
    EXPECT_EQ(story["refunds"][0]["cancel_id"], "cancel_1");
    EXPECT_TRUE(story["calls"].is_array());
}

TEST(Reservations, AreTheAttemptsWithTheirCalls) {
    Knocking door;
    const auto one = body_of(door.get("/v1/reservations/m1-c2-a1"));
    EXPECT_EQ(one["state"], "doubt");
    EXPECT_EQ(one["calls"][0]["outcome"], "in_doubt");
    EXPECT_TRUE(one["reserve_id"].is_null());
    EXPECT_EQ(door.get("/v1/reservations?state=open&billing_key_id=k").status, 200);
    EXPECT_EQ(door.desk.reads.attempt_filter.state, "open");
    EXPECT_EQ(door.desk.reads.attempt_filter.billing_key, "k");
}

TEST(ReceiptsAndRefunds, NameEachOther) {
    Knocking door;
    const auto receipt = body_of(door.get("/v1/receipts/rcpt1"));
    EXPECT_EQ(receipt["charge_number"], 1);
    EXPECT_EQ(receipt["refunds"][0]["amount"], 900);
    EXPECT_EQ(body_of(door.get("/v1/refunds/cancel_1"))["receipt_id"], "rcpt1");
    EXPECT_EQ(body_of(door.get("/v1/receipts"))["items"].size(), 1U);
    EXPECT_EQ(body_of(door.get("/v1/refunds"))["items"].size(), 1U);
}

TEST(Doubts, SayWhatWouldSettleThem) {
    Knocking door;
    const auto list = body_of(door.get("/v1/doubts"));
    ASSERT_EQ(list["items"].size(), 1U);
    EXPECT_EQ(list["items"][0]["order_id"], "m1-c2-a1");
    EXPECT_FALSE(list["items"][0]["settled_by"].get<std::string>().empty());
}

TEST(Doubts, ComeInTheOrderOfTheirCursor) {
    Knocking door;
    auto earlier = door.desk.reads.attempts_.back();
    earlier.order_id = billing::OrderId{"m1-c0-a1"};
    earlier.state = billing::AttemptState::quarantined;
    door.desk.reads.attempts_.push_back(earlier);
    const auto list = body_of(door.get("/v1/doubts?limit=1"));
    ASSERT_EQ(list["items"].size(), 1U);
    EXPECT_EQ(list["items"][0]["order_id"], "m1-c0-a1");
    EXPECT_EQ(list["next"], "quarantined:m1-c0-a1");
}

TEST(Journal, GivesTheImageAsJson) {
    Knocking door;
    const auto list = body_of(door.get("/v1/journal?subject=charge:1&after=20"));
    EXPECT_EQ(list["items"][0]["image"]["state"], "paid");
    EXPECT_EQ(door.desk.reads.text_asked, "charge:1");
    EXPECT_EQ(problem_in(door.get("/v1/journal?after=x")), "400 malformed_cursor after");
    EXPECT_EQ(problem_in(door.get("/v1/charges?after=x")), "400 malformed_cursor after");
}

TEST(Status, CountsAndTellsTheClock) {
    Knocking door;
    const auto status = body_of(door.get("/v1/status"));
    EXPECT_EQ(status["now"], "2026-02-01T09:00:00+09:00");
    EXPECT_EQ(status["test_clock"], true);
    EXPECT_EQ(status["money"], (json{{"paid", 29'900}, {"refunded", 900}}));
    EXPECT_EQ(status["doubts"], 3);
    EXPECT_EQ(status["needs_person"]["quarantined"], 0);
    EXPECT_TRUE(status["unanswered_since"].is_null());
    EXPECT_EQ(status["in_flight"]["look_ups"], 2);
    EXPECT_TRUE(status["sending_held"].is_null());
    EXPECT_EQ(status["alarms"][0], "one notice was set aside");
    EXPECT_EQ(status["version"], "0.1.0");
    EXPECT_EQ(status["configuration"], "/etc/maedal/maedald.yaml");
    EXPECT_EQ(status["ledger"], "/var/lib/maedal/ledger.db");
}

TEST(Status, TellsNoMoreWhatWasSeen) {
    Knocking door;
    door.desk.healthy.alarms = {"2026-01-31T15:00:00Z late money: receipt r1"};
    const auto seen = body_of(door.post("/v1/alarms/seen", ""));
    EXPECT_EQ(seen["alarms"], json{"2026-02-01T00:00:00+09:00 late money: receipt r1"});
    EXPECT_FALSE(door.desk.alarms_seen_by.empty());
    EXPECT_TRUE(body_of(door.get("/v1/status"))["alarms"].empty());
    EXPECT_TRUE(body_of(door.post("/v1/alarms/seen", ""))["alarms"].empty());
}

TEST(Lists, LeadOnFromAFullPage) {
    Knocking door;
    const auto list = body_of(door.get("/v1/charges?limit=1&after=0"));
    EXPECT_EQ(list["items"].size(), 1U);
    EXPECT_EQ(list["next"], "1");
    EXPECT_EQ(door.desk.reads.page_asked.limit, 1);
    EXPECT_EQ(door.desk.reads.page_asked.after, "0");
}

TEST(Lists, RefuseAQueryThatMeansNothing) {
    Knocking door;
    EXPECT_EQ(problem_in(door.get("/v1/charges?limit=0")), "400 limit_out_of_range limit");
    EXPECT_EQ(problem_in(door.get("/v1/charges?limit=501")), "400 limit_out_of_range limit");
    EXPECT_EQ(problem_in(door.get("/v1/charges?limit=9x")), "400 limit_out_of_range limit");
    EXPECT_EQ(problem_in(door.get("/v1/charges?colour=red")), "400 unknown_parameter colour");
    EXPECT_EQ(problem_in(door.get("/v1/charges?state=gone")), "400 unknown_word state");
    EXPECT_EQ(problem_in(door.get("/v1/charges?late=yes")), "400 unknown_word late");
    EXPECT_EQ(problem_in(door.get("/v1/charges?due_to=2026-01-01")), "400 malformed_time due_to");
    EXPECT_EQ(problem_in(door.get("/v1/charges?state=%zz")), "400 malformed_query");
    EXPECT_EQ(
        problem_in(door.get("/v1/charges?late=true&late=true")), "400 repeated_parameter late"
    );
    EXPECT_EQ(problem_in(door.get("/v1/status?x=1")), "400 unknown_parameter x");
}

TEST(Api, AnswersAnUnknownIdWith404) {
    Knocking door;
    for (const auto* target :
         {"/v1/billing-keys/x",
          "/v1/plans/x",
          "/v1/subscriptions/x",
          "/v1/charges/77",
          "/v1/charges/x",
          "/v1/charges/0",
          "/v1/reservations/x",
          "/v1/receipts/x",
          "/v1/refunds/x"})
        EXPECT_EQ(problem_in(door.get(target)), "404 not_found") << target;
}

TEST(Api, AnswersAnUnknownPathWith404AndAnotherMethodWith405) {
    Knocking door;
    EXPECT_EQ(problem_in(door.get("/v2/status")), "404 unknown_path");
    EXPECT_EQ(problem_in(door.get("/v1/charges/")), "404 unknown_path");
    const auto response = door.send(Knocking::request("DELETE", "/v1/refunds"));
    EXPECT_EQ(problem_in(response), "405 method_not_allowed");
    EXPECT_EQ(response.headers.get("Allow"), "GET, POST");
}

}  // namespace
}  // namespace maedal::admin
