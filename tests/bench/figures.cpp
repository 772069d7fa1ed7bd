#include "figures.hpp"

#include "base/contract.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace maedal::bench {

double Figures::Figure::median() const {
    auto sorted = rounds;
    std::sort(sorted.begin(), sorted.end());
    const std::size_t half = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

double Figures::Figure::least() const {
    return *std::min_element(rounds.begin(), rounds.end());
}

double Figures::Figure::most() const {
    return *std::max_element(rounds.begin(), rounds.end());
}

void Figures::add(const std::string& name, const std::string& unit, double value) {
    const auto same = [&](const Figure& figure) { return figure.name == name; };
    auto found = std::find_if(figures_.begin(), figures_.end(), same);
    if (found == figures_.end()) found = figures_.insert(figures_.end(), {name, unit, {}});
    found->rounds.push_back(value);
}

std::optional<double> Figures::most(const std::string& name) const {
    const auto same = [&](const Figure& figure) { return figure.name == name; };
    const auto found = std::find_if(figures_.begin(), figures_.end(), same);
    if (found == figures_.end()) return std::nullopt;
    return found->most();
}

std::string Figures::table() const {
    const auto number = [](double value) {
        return value < 10 ? fmt::format("{:.3f}", value) : fmt::format("{:.0f}", value);
    };
    const auto line = [](const auto&... cells) {
        return fmt::format("{:<48}{:>14}{:>10}{:>10}{:>10}{:>8}\n", cells...);
    };
    std::string text = line("FIGURE", "UNIT", "MEDIAN", "MIN", "MAX", "ROUNDS");
    for (const auto& figure : figures_)
        text += line(
            figure.name,
            figure.unit,
            number(figure.median()),
            number(figure.least()),
            number(figure.most()),
            figure.rounds.size()
        );
    return text;
}

nlohmann::json Figures::json() const {
    auto rows = nlohmann::json::array();
    for (const auto& figure : figures_)
        rows.push_back(
            {{"name", figure.name},
             {"unit", figure.unit},
             {"median", figure.median()},
             {"min", figure.least()},
             {"max", figure.most()},
             {"rounds", figure.rounds}}
        );
    return rows;
}

double cpu_seconds(clockid_t clock) {
    timespec used{};
    MAEDAL_EXPECTS(::clock_gettime(clock, &used) == 0);
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

void add_rate(Figures& figures, const std::string& name, double count, const Cost& cost) {
    MAEDAL_EXPECTS(count > 0 && cost.seconds > 0);
    figures.add(name, "/s", count / cost.seconds);
    figures.add(name + ": CPU", "s/1000", 1000 * cost.cpu_seconds / count);
}

}  // namespace maedal::bench
