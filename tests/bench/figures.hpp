#pragma once
#include <nlohmann/json.hpp>

#include <chrono>
#include <ctime>
#include <optional>
#include <string>
#include <vector>

namespace maedal::bench {

/// What was measured, a value a round, in the order in which it was first added.
class Figures {
public:
    void add(const std::string& name, const std::string& unit, double value);

    /// A line a figure: median, least and most of its rounds.
    [[nodiscard]] std::string table() const;
    [[nodiscard]] nlohmann::json json() const;
    /// The most of a figure over its rounds; empty when it was never added.
    [[nodiscard]] std::optional<double> most(const std::string& name) const;

private:
    struct Figure {
        std::string name, unit;
        std::vector<double> rounds;

        [[nodiscard]] double median() const;
        [[nodiscard]] double least() const;
        [[nodiscard]] double most() const;
    };
    std::vector<Figure> figures_;
};

/// What a piece of work took.
struct Cost {
    double seconds;      ///< of the wall
    double cpu_seconds;  ///< user and system, of all threads of the process whose clock was given
};

/// CPU time of a clock in seconds.
[[nodiscard]] double cpu_seconds(clockid_t clock);

/// Does `work` once and says what it cost the process of `clock`.
template <class Work>
Cost cost_of(clockid_t clock, Work work) {
    const auto from = std::chrono::steady_clock::now();
    const double cpu_from = cpu_seconds(clock);
    work();
    const double cpu = cpu_seconds(clock) - cpu_from;
    return {std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count(), cpu};
}

/// Adds "<name>" in units a second and "<name>: CPU" in seconds a thousand.
void add_rate(Figures& figures, const std::string& name, double count, const Cost& cost);

/// Does `round` up to `rounds` times, the first one always and a further one only when it should
/// end within `budget`.
template <class Round>
void in_rounds(int rounds, std::chrono::seconds budget, Round round) {
    using Clock = std::chrono::steady_clock;
    const auto begun = Clock::now();
    auto last = Clock::duration::zero();
    for (int n = 0; n < rounds; ++n) {
        const auto from = Clock::now();
        if (n > 0 && from + last > begun + budget) return;
        round(n);
        last = Clock::now() - from;
    }
}

}  // namespace maedal::bench
