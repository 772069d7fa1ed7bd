// A probe finds out the truth, whatever the gateway's texts say, and leaves no money there.
#include "engine/probe.hpp"

#include "simulation/virtual_house.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <map>

namespace maedal::engine {
namespace {

using namespace billing;
using Rule = sandbox::OrderIdRule;
using Answers = std::map<std::string, std::string>;

/// A probe of a gateway with one rule, in virtual time.
struct Probing {
    explicit Probing(Rule rule) : house{5, {}, rule} {}

    ProbeTools tools() {
        return {
            .order_id_prefix = "m1-probe_000001",
            .billing_key = Secret{house.gateway_key(house.card("probe"))},
            .customer = CustomerId{"probe"},
            .amount = *Won::from_count(1'000),
            .declined_key = std::nullopt,
            .delete_key = {},
            .now = [this] { return house.now(); },
            .wait_until = [this](Instant at) { return pass(at); },
            .tell = [](const std::string&) {}};
    }
    Secret declined_key() {
        const auto key = house.gateway_key(house.card("poor"));
        house.gateway().declines().set(
            key, {.times = 0, .from = {}, .always = true, .pg_error_code = "F1"}
        );
        return Secret{key};
    }
    Answers run(ProbeTools tools) {
        Probe probe{house.line(), std::move(tools)};
        std::vector<Finding> findings;
        boost::asio::io_context loop{1};
        const auto all = [&]() -> Task<void> { findings = co_await probe.run(); };
        boost::asio::co_spawn(loop, all, [](std::exception_ptr failure) { EXPECT_FALSE(failure); });
        loop.run();
        Answers answers;
        for (const auto& finding : findings)
            EXPECT_TRUE(answers.emplace(finding.question, finding.answer).second);
        return answers;
    }
    Task<Result<Done>> pass(Instant at) {
        if (at > house.now()) house.gateway().advance(at);
        co_return Done{};
    }

    simulation::VirtualHouse house;
};

TEST(Probe, FindsTheOrderIdRuleByWhatHappens) {
    for (const auto& [rule, word] :
         {std::pair{Rule::reserve, "reserve"}, {Rule::charge, "charge"}, {Rule::none, "none"}}) {
        Probing probing{rule};
        const auto answers = probing.run(probing.tools());
        EXPECT_EQ(answers.at("order_id_rule.reserve"), word);
        EXPECT_EQ(answers.at("probe.given_back"), "all of it");
        const auto money = probing.house.gateway().money().totals(Instant{}, Instant::max());
        EXPECT_GT(money.taken, 0) << word;
        EXPECT_EQ(money.taken, money.returned) << word;
    }
}

TEST(Probe, CountsTheSlotsAndRepeatsACancel) {
    Probing probing{Rule::reserve};
    const auto answers = probing.run(probing.tools());
    // The codes are the sandbox's own: whatever they are called, they are told.
    EXPECT_TRUE(answers.at("reserve.open_at_most").starts_with("10, then "));
    EXPECT_NE(answers.at("reserve.open_at_most").find("RESERVE_LIMIT"), std::string::npos);
    EXPECT_EQ(answers.at("reserve.revoked_ones_count"), "no");
    EXPECT_TRUE(answers.at("cancel.repeated_id").ends_with("1 won went back"));
    EXPECT_NE(answers.at("reserve.in_the_past").find("PAST"), std::string::npos);
    EXPECT_EQ(probing.house.gateway().keys().front().waiting, 0) << "nothing stays reserved";
}

TEST(Probe, AsksWhatADeclineLeavesOfAnOrderIdOnlyWithAKeyForIt) {
    Probing without{Rule::charge};
    EXPECT_TRUE(without.run(without.tools()).at("order_id.after_decline").starts_with("open"));
    Probing with{Rule::none};
    auto tools = with.tools();
    tools.declined_key = with.declined_key();
    EXPECT_EQ(with.run(std::move(tools)).at("order_id.after_decline"), "accepted, and charged");
}

TEST(Probe, SaysSoWhenTheGatewayDoesNotAnswer) {
    Probing probing{Rule::reserve};
    auto tools = probing.tools();
    probing.house.weather.answer_lost = 100;
    const auto answers = probing.run(std::move(tools));
    EXPECT_TRUE(answers.at("order_id_rule.reserve").starts_with("open"));
    EXPECT_EQ(answers.at("probe.given_back").find("all"), std::string::npos)
        << "a refund without an answer is not a refund";
}

}  // namespace
}  // namespace maedal::engine
