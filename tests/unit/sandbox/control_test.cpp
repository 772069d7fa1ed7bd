#include "a_front.hpp"
#include "net/form_text.hpp"

#include <algorithm>

namespace maedal::sandbox {
namespace {

using MovedClock = AFront;
using Trouble = AFront;
using Books = AFront;

TEST_F(MovedClock, DeliversTheWebhooksOfAStepBeforeItAnswers) {
    json asked = reservation("o1", "2026-11-30T15:00:00Z");
    asked["feedback_url"] = door.url();
    ASSERT_EQ(say("POST", "/v2/subscribe/payment/reserve", asked).status, 200);
    EXPECT_TRUE(door.taken.empty());
    const Said moved = say("POST", "/_sandbox/clock", json{{"now", "2026-12-01T00:00:00Z"}});
    EXPECT_EQ(moved.body["now"], "2026-12-01T00:00:00Z");
    ASSERT_EQ(door.taken.size(), 1U);
    EXPECT_EQ(door.taken[0].method, "POST");
    EXPECT_EQ(door.taken[0].target, "/hook?a=b");
    const json told = json::parse(door.taken[0].body);
    EXPECT_EQ(told["webhook_type"], "PAYMENT_COMPLETED");
    EXPECT_EQ(told["order_id"], "o1");
    EXPECT_EQ(told["status"], 1);
    EXPECT_EQ(told["purchased_at"], "2026-12-01T00:00:00+09:00");
}

TEST_F(MovedClock, RunsRetriesOfWebhooksToo) {
    door.refusals_left = 3;
    say("POST", "/_sandbox/switches", json{{"webhook_url", door.url()}});
    say("POST", "/v2/subscribe/payment", order("o1"));
    say("POST", "/_sandbox/clock", json{{"now", "2026-11-01T00:03:00Z"}});
    EXPECT_EQ(door.taken.size(), 3U);  // at 0, 1 and 3 minutes
    const json waiting = say("GET", "/_sandbox/webhooks?state=waiting").body;
    ASSERT_EQ(waiting["count"], 1);
    EXPECT_EQ(waiting["webhooks"][0]["next_at"], "2026-11-01T09:07:00+09:00");
    EXPECT_EQ(
        waiting["webhooks"][0]["deliveries"][0]["outcome"], R"(HTTP 200 without {"success":true})"
    );
    say("POST", "/_sandbox/clock", json{{"now", "2026-12-01T00:00:00Z"}});
    EXPECT_EQ(door.taken.size(), 4U);
    EXPECT_EQ(say("GET", "/_sandbox/webhooks?state=delivered").body["count"], 1);
}

TEST_F(MovedClock, GivesUpOnADoorThatDoesNotOpen) {
    say("POST", "/_sandbox/switches", json{{"webhook_url", "http://127.0.0.1:1/closed"}});
    say("POST", "/v2/subscribe/payment", order("o1"));
    EXPECT_EQ(say("POST", "/_sandbox/clock", json{{"now", "2026-12-01T00:00:00Z"}}).status, 200);
    const json notice = say("GET", "/_sandbox/webhooks").body["webhooks"][0];
    EXPECT_EQ(notice["state"], "given_up");
    EXPECT_EQ(notice["deliveries"].size(), 10U);
}

TEST_F(MovedClock, NeverGoesBack) {
    const Said back = say("POST", "/_sandbox/clock", json{{"now", "2026-10-31T23:59:59Z"}});
    EXPECT_EQ(back.status, 400);
    EXPECT_EQ(back.body["error_code"], "CLOCK_BACKWARDS");
    EXPECT_EQ(say("POST", "/_sandbox/clock", json{{"now", "tomorrow"}}).status, 400);
    EXPECT_EQ(say("POST", "/_sandbox/clock", json::object()).status, 400);
    EXPECT_EQ(say("GET", "/_sandbox/clock").body["now"], "2026-11-01T00:00:00Z");
}

TEST_F(MovedClock, SendsNothingWhenWebhooksAreOff) {
    say("POST", "/_sandbox/switches", json{{"webhook_url", door.url()}, {"webhooks", false}});
    say("POST", "/v2/subscribe/payment", order("o1"));
    say("POST", "/_sandbox/clock", json{{"now", "2026-12-01T00:00:00Z"}});
    EXPECT_TRUE(door.taken.empty());
}

TEST(RealClock, ExecutesAtItsSecondWithoutBeingMoved) {
    boost::asio::io_context loop;
    Bootpay bootpay{1, day_one};
    Instant now = day_one;
    FrontOptions options;
    options.real_now = [&] { return now; };
    Front front{loop.get_executor(), bootpay, options};
    const auto key = taken(bootpay.register_card({}))->billing_key;
    const Reservation* made =
        taken(bootpay.reserve({key, "o1", "x", 100, 0, nullptr}, day_one + Seconds{5}));
    now += Seconds{4};
    front.tick();
    EXPECT_EQ(made->status, ReservationStatus::waiting);
    now += Seconds{1};
    front.tick();
    EXPECT_EQ(made->status, ReservationStatus::done);
    now -= Seconds{3};  // a clock that is set back does not take time back
    front.tick();
    EXPECT_EQ(bootpay.now(), day_one + Seconds{5});
}

TEST(Front, ListensOnLoopbackAlone) {
    boost::asio::io_context loop;
    Bootpay bootpay{1, day_one};
    Front front{loop.get_executor(), bootpay, {}};
    EXPECT_FALSE(front.listen("0.0.0.0", 0));
    EXPECT_FALSE(front.listen("everywhere", 0));
    EXPECT_TRUE(front.listen("127.0.0.1", 0));
}

TEST_F(Trouble, LosesAnAnswerButCarriesTheRequestOut) {
    say("POST", "/_sandbox/faults", json{{"on", "pay"}, {"kind", "lose_answer"}, {"times", 1}});
    EXPECT_EQ(say("POST", "/v2/subscribe/payment", order("o1")).status, 0);
    EXPECT_EQ(bootpay.money().movements().size(), 1U);
    EXPECT_EQ(say("GET", "/v2/lookup/order/o1").body[0]["status"], 1);
    EXPECT_EQ(say("POST", "/v2/subscribe/payment", order("o2")).status, 200);
}

TEST_F(Trouble, ActsAndAnswersByItsKind) {
    struct Case {
        const char* kind;
        int status;
        bool carried_out;
    };
    const Case cases[]{
        {"lose_request", 0, false},
        {"lose_answer", 0, true},
        {"status_500_before", 500, false},
        {"status_500_after", 500, true},
        {"html", 502, true},
        {"cut_body", 0, true},
        {"status_429", 429, false}};
    for (const Case& one : cases) {
        say("POST", "/_sandbox/faults", json{{"on", "reserve"}, {"kind", one.kind}});
        const auto before = bootpay.reservations().size();
        const Said said =
            say("POST",
                "/v2/subscribe/payment/reserve",
                reservation(std::string{"for "} + one.kind, "2026-11-30T15:00:00Z"));
        EXPECT_EQ(said.status, one.status) << one.kind;
        EXPECT_EQ(bootpay.reservations().size() - before, one.carried_out ? 1U : 0U) << one.kind;
    }
    EXPECT_TRUE(say("GET", "/_sandbox/faults").body["faults"].empty());
}

TEST_F(Trouble, HangsWithoutAnswerUntilItStops) {
    say("POST", "/_sandbox/faults", json{{"on", "any"}, {"kind", "hang"}});
    deadline = std::chrono::milliseconds{200};
    EXPECT_EQ(say("POST", "/v2/subscribe/payment", order("o1")).status, 0);
    EXPECT_EQ(bootpay.money().movements().size(), 1U);
    const auto stopped = [&]() -> Task<bool> {
        auto stopping = front.stop();
        co_await std::move(stopping);
        co_return true;
    };
    EXPECT_TRUE(net::testing::run(loop, stopped()));
}

TEST_F(Trouble, IsRefusedWhenItIsUnknown) {
    EXPECT_EQ(say("POST", "/_sandbox/faults", json{{"on", "x"}, {"kind", "hang"}}).status, 400);
    EXPECT_EQ(say("POST", "/_sandbox/faults", json{{"on", "pay"}, {"kind", "x"}}).status, 400);
    EXPECT_EQ(
        say("POST", "/_sandbox/faults", json{{"on", "pay"}, {"kind", "hang"}, {"time", 1}}).status,
        400
    );
    EXPECT_EQ(say("POST", "/_sandbox/declines", json{{"billing_key", "x"}}).status, 404);
    EXPECT_EQ(say("POST", "/_sandbox/declines", json{{"percent", 101}}).status, 400);
}

TEST_F(Trouble, IsClearedAtOnce) {
    say("POST", "/_sandbox/faults", json{{"on", "any"}, {"kind", "status_429"}, {"percent", 100}});
    say("POST", "/_sandbox/declines", json{{"billing_key", key}, {"always", true}});
    EXPECT_EQ(say("POST", "/v2/subscribe/payment", order("o1")).status, 429);
    EXPECT_TRUE(say("DELETE", "/_sandbox/faults").body["faults"].empty());
    EXPECT_EQ(say("POST", "/v2/subscribe/payment", order("o2")).status, 400);
    EXPECT_TRUE(say("DELETE", "/_sandbox/declines").body["billing_keys"].empty());
    EXPECT_EQ(say("POST", "/v2/subscribe/payment", order("o3")).status, 200);
}

TEST_F(Books, SumTheMoneyOfAStretchOfTime) {
    const json first = say("POST", "/v2/subscribe/payment", order("o1", 10'000)).body;
    say("POST", "/_sandbox/clock", json{{"now", "2026-11-02T00:00:00Z"}});
    say("POST", "/v2/subscribe/payment", order("o2", 7'000));
    say("POST", "/v2/cancel", json{{"receipt_id", first["receipt_id"]}, {"cancel_price", 2'500}});
    const json all = say("GET", "/_sandbox/ledger").body;
    EXPECT_EQ(all["taken"], 17'000);
    EXPECT_EQ(all["returned"], 2'500);
    EXPECT_EQ(all["net"], 14'500);
    EXPECT_EQ(all["payments"], 2);
    ASSERT_EQ(all["movements"].size(), 3U);
    EXPECT_EQ(all["movements"][2]["kind"], "canceled");
    EXPECT_EQ(all["movements"][2]["amount"], 2'500);
    EXPECT_EQ(all["movements"][2]["order_id"], "o1");
    EXPECT_EQ(all["movements"][2]["billing_key"], key);
    const json day_two = say("GET", "/_sandbox/ledger?from=2026-11-02T00:00:00Z&limit=1").body;
    EXPECT_EQ(day_two["net"], 4'500);
    EXPECT_EQ(day_two["count"], 2);
    EXPECT_EQ(day_two["movements"].size(), 1U);
    EXPECT_EQ(say("GET", "/_sandbox/ledger?to=2026-11-02T00:00:00Z").body["net"], 10'000);
    EXPECT_EQ(say("GET", "/_sandbox/ledger?from=yesterday").status, 400);
}

TEST_F(Books, ListReservationsAndReceiptsByKeyAndStatus) {
    say("POST", "/v2/subscribe/payment/reserve", reservation("o1", "2026-11-02T00:00:00Z"));
    say("POST", "/v2/subscribe/payment/reserve", reservation("o2", "2026-11-03T00:00:00Z"));
    say("POST", "/_sandbox/clock", json{{"now", "2026-11-02T00:00:00Z"}});
    const json waiting = say("GET", "/_sandbox/reservations?status=0&billing_key=" + key).body;
    ASSERT_EQ(waiting["count"], 1);
    EXPECT_EQ(waiting["reservations"][0]["order_id"], "o2");
    EXPECT_EQ(
        say("GET", "/_sandbox/reservations?order_id=o1").body["reservations"][0]["status"], 1
    );
    EXPECT_EQ(say("GET", "/_sandbox/receipts?status=1").body["count"], 1);
    EXPECT_EQ(say("GET", "/_sandbox/receipts?billing_key=nothing").status, 404);
    EXPECT_EQ(say("GET", "/_sandbox/receipts?limit=0").status, 400);
    EXPECT_EQ(say("GET", "/_sandbox").body["reservations"], 2);
}

TEST_F(Books, ChangeSwitchesAllOrNone) {
    const json before = say("GET", "/_sandbox/switches").body;
    const json wrong{{"order_id_rule", "none"}, {"reservations_waiting_max", -1}};
    EXPECT_EQ(say("POST", "/_sandbox/switches", wrong).status, 400);
    EXPECT_EQ(say("POST", "/_sandbox/switches", json{{"no_such", 1}}).status, 400);
    EXPECT_EQ(say("GET", "/_sandbox/switches").body, before);
    const json after = say("POST", "/_sandbox/switches", json{{"order_id_rule", "charge"}}).body;
    EXPECT_EQ(after["order_id_rule"], "charge");
    EXPECT_EQ(after["reservations_waiting_max"], 10);
}

TEST_F(Books, WriteFormWebhooksWithBrackets) {
    json asked = order("o1");
    asked["feedback_url"] = door.url();
    asked["content_type"] = "application/x-www-form-urlencoded";
    asked["metadata"] = json{{"cycle", 4}, {"tags", {"a b", "c&d"}}};
    say("POST", "/v2/subscribe/payment", asked);
    say("POST", "/_sandbox/clock", json{{"now", "2026-11-01T00:00:00Z"}});
    ASSERT_EQ(door.taken.size(), 1U);
    EXPECT_EQ(door.taken[0].headers.get("Content-Type"), "application/x-www-form-urlencoded");
    const auto pairs = net::parse_form(door.taken[0].body);
    ASSERT_TRUE(pairs);
    const auto has = [&](const char* name, const char* value) {
        return std::find(
                   pairs->begin(), pairs->end(), std::pair<std::string, std::string>(name, value)
               ) != pairs->end();
    };
    EXPECT_TRUE(has("webhook_type", "PAYMENT_COMPLETED"));
    EXPECT_TRUE(has("price", "29900"));
    EXPECT_TRUE(has("sandbox", "true"));
    EXPECT_TRUE(has("metadata[cycle]", "4"));
    EXPECT_TRUE(has("metadata[tags][]", "a b"));
    EXPECT_TRUE(has("metadata[tags][]", "c&d"));
    EXPECT_TRUE(has("card_data[card_quota]", "00"));
}

TEST_F(Books, TellOfPartialCancellationsByTheSwitch) {
    say("POST", "/_sandbox/switches", json{{"webhook_url", door.url()}});
    const json paid = say("POST", "/v2/subscribe/payment", order("o1", 9'000)).body;
    const json part{{"receipt_id", paid["receipt_id"]}, {"cancel_price", 1'000}};
    say("POST", "/v2/cancel", part);
    say("POST", "/_sandbox/clock", json{{"now", "2026-11-01T00:00:00Z"}});
    say("POST", "/_sandbox/switches", json{{"partial_cancel_webhook_status", 1}});
    say("POST", "/v2/cancel", part);
    say("POST", "/_sandbox/clock", json{{"now", "2026-11-01T00:00:00Z"}});
    ASSERT_EQ(door.taken.size(), 3U);
    const json second = json::parse(door.taken[1].body), third = json::parse(door.taken[2].body);
    EXPECT_EQ(second["webhook_type"], "PAYMENT_PARTIAL_CANCELLED");
    EXPECT_EQ(second["status"], 20);
    EXPECT_EQ(second["cancelled_price"], 1'000);
    EXPECT_EQ(third["status"], 1);
    EXPECT_EQ(third["cancelled_price"], 2'000);
}

}  // namespace
}  // namespace maedal::sandbox
