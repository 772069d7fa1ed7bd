#pragma once
#include "simulation/oracle.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace maedal::simulation {

/// One seed, and how large a world it is let loose on.
struct Trial {
    std::uint64_t seed = 1;
    sandbox::OrderIdRule rule = sandbox::OrderIdRule::reserve;
    int subscribers = 30;
    int storm_days = 60;  ///< everything may go wrong
    int strength = 100;   ///< of the faults, percent; 0: nothing goes wrong, for measuring
    std::function<void(Instant, std::string_view)> trace{};
    /// Makes the line to the gateway; empty: the honest one.
    std::function<
        std::unique_ptr<ModelGateway>(sandbox::Bootpay&, const Weather&, std::uint64_t, Tally&)>
        line{};
};

struct Verdict {
    std::vector<std::string> findings;  ///< empty: it held
    Oracle::Counts counts;
    Tally tally;
    std::int64_t crashes = 0, doubts = 0, quarantines = 0, surplus = 0, turns = 0;
    std::int64_t subscriber_days = 0;
    std::uint64_t hash = 0;
};

/// A storm, in which what may never happen is looked for day by day; then fine weather, long enough
/// for everything to settle; then the judgement. The same trial gives the same verdict anywhere.
[[nodiscard]] Verdict tried(const Trial& trial);

}  // namespace maedal::simulation
