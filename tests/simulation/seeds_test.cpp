// Fixed seeds under each order-id rule, and the canary that must fail.
#include "simulation/trial.hpp"

#include <gtest/gtest.h>

#include <string>

namespace maedal::simulation {
namespace {

std::string told(const Trial& trial, const Verdict& verdict) {
    constexpr const char* rules[]{"reserve", "charge", "none"};
    std::string text = "repeat with: maedal_simulation_run --seeds " + std::to_string(trial.seed) +
                       " --rule " + rules[static_cast<std::size_t>(trial.rule)] +
                       " --subscribers " + std::to_string(trial.subscribers) + " --days " +
                       std::to_string(trial.storm_days) + " --trace\n";
    for (const auto& finding : verdict.findings)
        text += finding + "\n";
    return text;
}

Trial small(std::uint64_t seed, sandbox::OrderIdRule rule) {
    Trial trial;
    trial.seed = seed;
    trial.rule = rule;
    trial.subscribers = 12;
    trial.storm_days = 40;
    return trial;
}

TEST(History, OfASeedIsTheSameEachTime) {
    const Trial trial = small(5, sandbox::OrderIdRule::reserve);
    const Verdict first = tried(trial), second = tried(trial);
    EXPECT_EQ(first.hash, second.hash);
    EXPECT_NE(first.hash, tried(small(6, sandbox::OrderIdRule::reserve)).hash);
}

bool all_happened(const Tally& tally) {
    for (const auto& [probe, name] : probe_names.all())
        if (tally.of(probe) == 0) return false;
    return true;
}

/// Nothing is found, and what is rare has happened: without that a run would prove little. It goes
/// on until it has.
TEST(Seeds, ChargeNobodyTwiceAndLoseNothingWhateverHappens) {
    constexpr std::uint64_t least = 24, most = 60;
    Tally tally;
    for (std::uint64_t seed = 1; seed <= least || (seed <= most && !all_happened(tally)); ++seed) {
        for (const auto rule :
             {sandbox::OrderIdRule::reserve,
              sandbox::OrderIdRule::charge,
              sandbox::OrderIdRule::none}) {
            const Trial trial = small(seed, rule);
            const Verdict verdict = tried(trial);
            EXPECT_TRUE(verdict.findings.empty()) << told(trial, verdict);
            tally += verdict.tally;
        }
    }
    for (const auto& [probe, name] : probe_names.all())
        EXPECT_GT(tally.of(probe), 0) << name;
}

/// A line that sends every third reservation twice, the second time under a name of its own.
class SendsTwice final : public ModelGateway {
public:
    using ModelGateway::ModelGateway;
    Task<Result<ports::Reserved>> reserve(ports::ReserveRequest request) override {
        if (++sent_ % 3 == 0) {
            ports::ReserveRequest again = request;
            again.order_id = billing::OrderId{request.order_id.text() + "-again"};
            static_cast<void>(carry_out(again));
        }
        co_return co_await ModelGateway::reserve(std::move(request));
    }

private:
    int sent_ = 0;
};

TEST(Canary, ThatSendsTwiceIsCaughtEveryTime) {
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {
        Trial trial = small(seed, sandbox::OrderIdRule::none);
        trial.line = [](auto& bootpay, const auto& weather, auto dice, auto& tally) {
            return std::make_unique<SendsTwice>(bootpay, weather, dice, tally);
        };
        EXPECT_FALSE(tried(trial).findings.empty()) << seed;
    }
}

}  // namespace
}  // namespace maedal::simulation
