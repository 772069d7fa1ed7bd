// What a probe writes down, and what a process that dies over it leaves to the next one.
#include "probing.hpp"

#include <algorithm>

namespace maedal::engine {
namespace {

using Rule = sandbox::OrderIdRule;

TEST(ProbeRecord, StandsBeforeTheFirstCall) {
    Probing probing{Rule::reserve};
    auto tools = probing.tools();
    tools.keep = [&](billing::Finding finding) -> Task<Result<Done>> {
        EXPECT_EQ(finding.question, probe_run);
        EXPECT_EQ(finding.answer, "under_way, order ids begin with m1-probe_000001-");
        co_return Error{Errc::unavailable, "busy", "come again", ""};
    };
    probing.run(std::move(tools));
    EXPECT_TRUE(probing.house.gateway().reservations().empty()) << "what is not kept is not sent";
    EXPECT_TRUE(probing.house.gateway().receipts().empty());
}

TEST(ProbeRecord, HoldsEachFindingWhenItIsKnown) {
    Probing probing{Rule::none};
    probing.run();
    const auto place = [&](const char* question) {
        return std::ranges::find(probing.order, question) - probing.order.begin();
    };
    const auto records = std::ranges::count(probing.order, std::string{probe_run});
    EXPECT_GT(records, 20) << "each call is written down";
    EXPECT_EQ(place(probe_run), 0);
    EXPECT_LT(place("reserve.in_the_past"), place("order_id.reserve_then_reserve"));
    EXPECT_LT(place("order_id.pay_then_pay"), place("reserve.open_at_most"));
    EXPECT_EQ(probing.order.back(), probe_run);
}

TEST(ProbeRecord, IsReadBackAsItWasWritten) {
    const Instant at{Seconds{1'830'297'600}};
    const std::vector<ProbeTrace> traces{
        {billing::OrderId{"m1-probe_000001-pay-pay"}, at, std::nullopt},
        {billing::OrderId{"m1-probe_000001-slot1"}, at, billing::ReserveId{R"(a "b\ c)"}}};
    const auto again = read_traces(written(traces));
    ASSERT_EQ(again.size(), 2U) << written(traces);
    EXPECT_EQ(again[0].order_id, traces[0].order_id);
    EXPECT_EQ(again[0].at, at);
    EXPECT_FALSE(again[0].reserve_id);
    EXPECT_EQ(again[1].reserve_id, traces[1].reserve_id);
    EXPECT_TRUE(read_traces("[]").empty());
    EXPECT_TRUE(read_traces("").empty());
    EXPECT_TRUE(read_traces(R"(["of another kind","x y z"])").empty());
    EXPECT_EQ(
        where_to_look("m1-probe_000002", traces),
        "order ids begin with m1-probe_000002-, and m1-probe_000001-pay-pay, and "
        "m1-probe_000001-slot1"
    );
}

// Wherever a probe dies, the next one needs nothing but the ledger to clear what it left.
TEST(ProbeRecord, LetsTheNextProbeClearWhatADeadOneLeft) {
    Probing probing{Rule::none};
    bool came_to_its_end = false;
    int found_something = 0;
    for (int place = 1; !came_to_its_end; ++place) {
        probing.findings.clear();
        probing.lives = place;
        const auto name = "m1-probe_" + std::to_string(place);
        came_to_its_end = probing.run_until_it_dies(probing.tools(name));
        probing.lives = 0;
        found_something += probing.left_there().empty() ? 0 : 1;
        auto next = probing.tools(name + "-next");
        const auto record = probing.findings.find(probe_run);
        if (record != probing.findings.end())
            next.left_behind = read_traces(record->second.evidence);
        // All is cleared before the first question is asked.
        next.may_go_on = [&]() -> Task<Result<Done>> {
            EXPECT_EQ(probing.left_there(), "") << "it died at place " << place;
            co_return Error{Errc::conflict, "enough", "enough", ""};
        };
        EXPECT_EQ(probing.run(std::move(next)).at(probe_run), "stopped: enough") << place;
        ASSERT_FALSE(testing::Test::HasFailure()) << place;
    }
    EXPECT_GT(found_something, 30) << "it dies where something is left, too";
}

TEST(ProbeRecord, NamesWhatCouldNotBeCleared) {
    Probing probing{Rule::none};
    auto tools = probing.tools();
    tools.may_go_on = [&, asked = 0]() mutable -> Task<Result<Done>> {
        if (++asked == 3) probing.house.weather.request_lost = 100;  // behind the first pair
        co_return Done{};
    };
    const auto answers = probing.run(std::move(tools));
    EXPECT_TRUE(answers.at(probe_run).starts_with("left_behind, order ids begin with "));
    const auto& evidence = probing.findings.at(probe_run).evidence;
    EXPECT_NE(evidence.find("m1-probe_000001-reserve-reserve"), std::string::npos) << evidence;
    probing.house.calm();
    auto next = probing.tools("m1-probe_000002");
    next.left_behind = read_traces(evidence);
    EXPECT_EQ(probing.run(std::move(next)).at("probe.cleared_first"), "all of it");
    EXPECT_EQ(probing.left_there(), "");
}

}  // namespace
}  // namespace maedal::engine
