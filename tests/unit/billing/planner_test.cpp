#include "billing/planner.hpp"

#include "samples.hpp"

#include <gtest/gtest.h>

namespace maedal::billing {
namespace {

using namespace std::chrono_literals;
using samples::anchor_at;

constexpr int no_limit = 1'000;
const Timing timing;

/// Walks a clock over the periods as the daemon would: makes what is to be made, then goes to the
/// next step.
std::vector<Period> walked(Subscription subscription, const Plan& plan, Instant from, Instant to) {
    std::vector<Period> all;
    const Zone zone = korea();
    for (std::optional<Instant> now = from; now && *now < to;
         now = next_step_at(subscription, plan, zone, *now)) {
        for (const auto& period :
             periods_to_make(subscription, plan, zone, timing, *now, no_limit)) {
            all.push_back(period);
            subscription.periods_made = period.number + 1;
        }
    }
    return all;
}

TEST(PeriodsToMake, AreContiguousAndExistBeforeTheyFallDue) {
    for (const Interval interval :
         {Interval{Unit::day, 1},
          Interval{Unit::week, 1},
          Interval{Unit::month, 1},
          Interval{Unit::month, 3},
          Interval{Unit::year, 1}}) {
        Plan plan = samples::plan();
        plan.interval = interval;
        const auto periods =
            walked(samples::subscription(), plan, anchor_at - 24h, anchor_at + 24h * 730);
        ASSERT_GE(periods.size(), 2U);
        for (std::size_t i = 0; i < periods.size(); ++i) {
            EXPECT_EQ(periods[i].number, static_cast<std::int64_t>(i));
            EXPECT_EQ(periods[i].collect_at, periods[i].start);
            EXPECT_FALSE(periods[i].waived);
            if (i > 0) {
                EXPECT_EQ(periods[i].start, periods[i - 1].end) << "a gap or an overlap";
            }
        }
        EXPECT_GT(periods.back().start, anchor_at + 24h * 730 - 24h);
    }
}

// What a lost ledger has placed is told by when it had the charge at all.
TEST(ChargeMadeAt, IsTheMomentAtWhichAWalkThroughTimeMakesIt) {
    for (const int ahead : {1, 3}) {
        Plan plan = samples::plan();
        plan.reserve_ahead = ahead;
        Subscription subscription = samples::subscription();
        subscription.created_at = anchor_at - 24h;
        const Subscription made = subscription;
        const Zone zone = korea();
        for (std::optional<Instant> now = subscription.created_at;
             now && *now < anchor_at + 24h * 400;
             now = next_step_at(subscription, plan, zone, *now))
            for (const auto& period :
                 periods_to_make(subscription, plan, zone, timing, *now, no_limit)) {
                EXPECT_EQ(charge_made_at(made, plan, zone, period.number), *now) << period.number;
                subscription.periods_made = period.number + 1;
            }
        EXPECT_GT(subscription.periods_made, 10);
    }
}

// A payment that is booked in the very second in which the next charge is to be made must not make
// the subscription forget it.
TEST(NextStep, StaysDueUntilTheChargeIsMade) {
    const Plan plan = samples::plan();
    Subscription subscription = samples::subscription();
    subscription.status = SubscriptionStatus::active;
    EXPECT_EQ(next_step_at(subscription, plan, korea(), anchor_at - 24h), anchor_at - 24h);
    subscription.periods_made = 1;
    for (const auto now : {anchor_at - 1s, anchor_at, anchor_at + 1s, anchor_at + 24h * 100}) {
        EXPECT_EQ(next_step_at(subscription, plan, korea(), now), anchor_at);
        EXPECT_EQ(
            periods_to_make(subscription, plan, korea(), timing, now, no_limit).empty(),
            now < anchor_at
        );
    }
}

TEST(NextStep, StaysDueUntilTheEndOfDunningIsReached) {
    Plan plan = samples::plan();
    plan.periods = 1;
    Subscription subscription = samples::subscription();
    subscription.status = SubscriptionStatus::past_due;
    subscription.periods_made = 1;
    subscription.past_due_until = anchor_at + 24h * 200;
    EXPECT_EQ(
        next_step_at(subscription, plan, korea(), anchor_at + 24h * 201), anchor_at + 24h * 200
    );
    subscription.cancel_at = anchor_at + 24h * 300;  // decided already: nothing is left to be done
    EXPECT_EQ(
        next_step_at(subscription, plan, korea(), anchor_at + 24h * 201), subscription.cancel_at
    );
}

TEST(PeriodsToMake, ReachAsFarAsThePlanReservesAhead) {
    Plan plan = samples::plan();
    plan.reserve_ahead = 10;
    Subscription subscription = samples::subscription();
    const auto first =
        periods_to_make(subscription, plan, korea(), timing, anchor_at - 24h, no_limit);
    EXPECT_EQ(first.size(), 10U);
    subscription.periods_made = 10;
    EXPECT_TRUE(
        periods_to_make(subscription, plan, korea(), timing, anchor_at - 24h, no_limit).empty()
    );
    EXPECT_EQ(periods_to_make(subscription, plan, korea(), timing, anchor_at, no_limit).size(), 1U);
}

TEST(PeriodsToMake, StopBeforeTheCancelAndAfterTheLastPeriod) {
    Subscription subscription = samples::subscription();
    Plan plan = samples::plan();
    plan.reserve_ahead = 10;
    subscription.cancel_at = period_start(subscription.anchor.local, plan.interval, 3, korea());
    EXPECT_EQ(periods_to_make(subscription, plan, korea(), timing, anchor_at, no_limit).size(), 3U);
    subscription.cancel_at.reset();
    plan.periods = 2;
    EXPECT_EQ(periods_to_make(subscription, plan, korea(), timing, anchor_at, no_limit).size(), 2U);
}

TEST(PeriodsToMake, AreNoneWhilePaused) {
    Subscription subscription = samples::subscription();
    subscription.paused_at = anchor_at;
    EXPECT_TRUE(
        periods_to_make(subscription, samples::plan(), korea(), timing, anchor_at, no_limit).empty()
    );
}

TEST(PeriodsToMake, SpaceLateChargesAfterAnOutage) {
    Plan plan = samples::plan();
    plan.interval = {Unit::day, 1};
    const Instant back = anchor_at + 24h * 5 + 1h;
    const auto periods =
        periods_to_make(samples::subscription(), plan, korea(), timing, back, no_limit);
    ASSERT_EQ(periods.size(), 7U) << "six that have begun and one that comes";
    for (std::size_t i = 1; i < 6; ++i)
        EXPECT_EQ(periods[i].collect_at - periods[i - 1].collect_at, timing.catch_up_spacing);
    EXPECT_GE(periods[0].collect_at, back + timing.near_lead);
    EXPECT_EQ(periods[6].collect_at, periods[6].start) << "what comes is on time";
}

TEST(PeriodsToMake, WaiveAllButTheLatestWhereThePlanSaysSo) {
    Plan plan = samples::plan();
    plan.interval = {Unit::day, 1};
    plan.catch_up = CatchUp::bill_latest;
    const auto periods = periods_to_make(
        samples::subscription(), plan, korea(), timing, anchor_at + 24h * 5 + 2h, no_limit
    );
    ASSERT_EQ(periods.size(), 7U);
    for (std::size_t i = 0; i < 5; ++i)
        EXPECT_TRUE(periods[i].waived) << i;
    EXPECT_FALSE(periods[5].waived) << "the period that runs now";
    EXPECT_FALSE(periods[6].waived);
}

TEST(PeriodsToMake, KeepToTheLimitAndGiveTheRestNext) {
    Plan plan = samples::plan();
    plan.interval = {Unit::day, 1};
    Subscription subscription = samples::subscription();
    const Instant much_later = anchor_at + 24h * 400;
    std::int64_t made = 0;
    for (int round = 0; round < 10; ++round) {
        const auto some = periods_to_make(subscription, plan, korea(), timing, much_later, 100);
        made += static_cast<std::int64_t>(some.size());
        if (some.empty()) break;
        ASSERT_LE(some.size(), 100U);
        subscription.periods_made = some.back().number + 1;
    }
    EXPECT_EQ(made, 402);
}

// One period of every two hundred was billed, besides the latest: the last of each portion.
TEST(PeriodsToMake, WaiveAllButTheLatestAlsoInPortions) {
    Plan plan = samples::plan();
    plan.interval = {Unit::day, 1};
    plan.catch_up = CatchUp::bill_latest;
    Subscription subscription = samples::subscription();
    const auto billed = [&] {
        std::vector<std::int64_t> numbers;
        subscription.periods_made = 0;
        for (int round = 0; round < 20; ++round) {
            const auto some =
                periods_to_make(subscription, plan, korea(), timing, anchor_at + 24h * 40 + 2h, 7);
            if (some.empty()) break;
            for (const auto& period : some)
                if (!period.waived) numbers.push_back(period.number);
            subscription.periods_made = some.back().number + 1;
        }
        return numbers;
    };
    EXPECT_EQ(billed(), (std::vector<std::int64_t>{40, 41}));
    plan.periods = 21;
    EXPECT_EQ(billed(), (std::vector<std::int64_t>{20})) << "the last one of a plan that has one";
}

TEST(PeriodEndAt, IsTheEndOfTheRunningPeriodOrTheAnchor) {
    Subscription subscription = samples::subscription();
    subscription.periods_made = 2;
    const Plan plan = samples::plan();
    EXPECT_EQ(period_end_at(subscription, plan, korea(), anchor_at - 1h), anchor_at);
    EXPECT_EQ(
        period_end_at(subscription, plan, korea(), anchor_at),
        *instant_from_rfc3339("2026-02-28T09:00:00+09:00")
    );
}

TEST(PlaceAt, LiesWithinTheFirstQuarterOfTheLeadAndIsAlwaysTheSame) {
    for (int n = 1; n < 500; ++n) {
        const OrderId id = order_id("m1", SubscriptionId{"sub_1"}, n, 1);
        const Instant place = place_at(anchor_at, 24h, id);
        EXPECT_GE(place, anchor_at - 24h);
        EXPECT_LT(place, anchor_at - 18h);
        EXPECT_EQ(place, place_at(anchor_at, 24h, id));
    }
}

TEST(Execution, IsTheWantedMomentWhileARequestCanStillArriveBeforeIt) {
    const Instant now = anchor_at;
    EXPECT_EQ(execution(now + timing.send_margin, now, timing).at, now + timing.send_margin);
    const auto late = execution(now + timing.send_margin - 1s, now, timing);
    EXPECT_TRUE(late.late);
    EXPECT_EQ(late.at, now + timing.near_lead);
}

TEST(DerivedStatus, FollowsTheFacts) {
    using enum SubscriptionStatus;
    Subscription facts = samples::subscription();
    facts.anchor_at = facts.starts_at + 24h * 14;
    EXPECT_EQ(derived_status(facts, false, {}, facts.starts_at - 1s), scheduled);
    EXPECT_EQ(derived_status(facts, false, {}, facts.starts_at), trialing);
    EXPECT_EQ(derived_status(facts, false, {}, facts.anchor_at), active);
    EXPECT_EQ(derived_status(facts, true, {}, facts.anchor_at), SubscriptionStatus::past_due);
    EXPECT_EQ(derived_status(facts, false, facts.anchor_at, facts.anchor_at), ended);
    facts.cancel_at = facts.anchor_at + 24h;
    EXPECT_EQ(derived_status(facts, true, {}, facts.anchor_at), canceling);
    EXPECT_EQ(derived_status(facts, true, {}, *facts.cancel_at), canceled);
    facts.status = ended;
    EXPECT_EQ(derived_status(facts, true, {}, *facts.cancel_at), ended) << "terminal ones absorb";
}

}  // namespace
}  // namespace maedal::billing
