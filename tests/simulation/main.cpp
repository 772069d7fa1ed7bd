// The simulation by hand: many seeds, or one with everything that happened.
#include "simulation/trial.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <map>

namespace {

using namespace maedal;
using namespace maedal::simulation;

const std::map<std::string, sandbox::OrderIdRule> rules{
    {"reserve", sandbox::OrderIdRule::reserve},
    {"charge", sandbox::OrderIdRule::charge},
    {"none", sandbox::OrderIdRule::none}};

struct Asked {
    std::uint64_t first = 1, last = 20;
    std::string rule = "all";
    int minutes = 0;
    int subscribers = 30;
    int days = 60;
    int strength = 100;
    bool trace = false, quiet = false, one_failure = false;
};

/// "7" or "1..500".
bool read_seeds(const std::string& text, Asked& asked) {
    const auto dots = text.find("..");
    try {
        asked.first = std::stoull(text.substr(0, dots));
        asked.last = dots == std::string::npos ? asked.first : std::stoull(text.substr(dots + 2));
    } catch (const std::exception&) {
        return false;
    }
    return asked.first <= asked.last;
}

struct Sum {
    std::int64_t trials = 0, failed = 0, renewals = 0, payments = 0, doubles = 0,
                 doubles_by_people = 0, kept_twice = 0, lost = 0, with_a_person = 0, unpaid = 0,
                 crashes = 0, doubts = 0, quarantines = 0, surplus = 0, turns = 0,
                 subscriber_days = 0;
    Tally tally;

    void add(const Verdict& v) {
        trials += 1;
        failed += v.findings.empty() ? 0 : 1;
        renewals += v.counts.renewals;
        payments += v.counts.payments;
        doubles += v.counts.doubles;
        doubles_by_people += v.counts.doubles_by_people;
        kept_twice += v.counts.kept_twice;
        lost += v.counts.lost;
        with_a_person += v.counts.with_a_person;
        unpaid += v.counts.unpaid;
        crashes += v.crashes;
        doubts += v.doubts;
        quarantines += v.quarantines;
        surplus += v.surplus;
        turns += v.turns;
        subscriber_days += v.subscriber_days;
        tally += v.tally;
    }
};

void print(const std::string& name, const Sum& sum, double seconds) {
    fmt::print(
        "{}: {} seeds, {} failed; {} renewals, {} payments; charged twice {} (and {} that people "
        "made possible), kept {}, lost {}; "
        "with a person {}, declined to the end {}\n",
        name,
        sum.trials,
        sum.failed,
        sum.renewals,
        sum.payments,
        sum.doubles,
        sum.doubles_by_people,
        sum.kept_twice,
        sum.lost,
        sum.with_a_person,
        sum.unpaid
    );
    fmt::print(
        "  crashes {}, doubts found at a start {}, quarantined {}, surplus {}, turns {}; {:.1f} s, "
        "{:.2f} seeds/s, {:.0f} subscriber-years/s, {:.0f} renewals/s\n",
        sum.crashes,
        sum.doubts,
        sum.quarantines,
        sum.surplus,
        sum.turns,
        seconds,
        static_cast<double>(sum.trials) / seconds,
        static_cast<double>(sum.subscriber_days) / 365.25 / seconds,
        static_cast<double>(sum.renewals) / seconds
    );
    std::fflush(stdout);
}

void print_probes(const Tally& tally) {
    fmt::print("happened:");
    for (const auto& [probe, name] : probe_names.all())
        fmt::print(" {} {},", name, tally.of(probe));
    fmt::print("\n");
}

/// Time of this process on the processor: what others do on the machine does not count.
double processor_seconds() {
    return static_cast<double>(std::clock()) / static_cast<double>(CLOCKS_PER_SEC);
}

Verdict try_one(const Asked& asked, std::uint64_t seed, const std::string& rule) {
    Trial trial;
    trial.seed = seed;
    trial.rule = rules.at(rule);
    trial.subscribers = asked.subscribers;
    trial.storm_days = asked.days;
    trial.strength = asked.strength;
    if (asked.trace)
        trial.trace = [](Instant at, std::string_view line) {
            fmt::print("{} {}\n", rfc3339(at, Seconds{9 * 3'600}), line);
        };
    Verdict verdict = tried(trial);
    if (!verdict.findings.empty()) {
        fmt::print(
            "FAILED, repeat with: maedal_simulation_run --seeds {} --rule {} --subscribers {} "
            "--days {}{} --trace\n",
            seed,
            rule,
            asked.subscribers,
            asked.days,
            asked.strength == 100 ? "" : fmt::format(" --strength {}", asked.strength)
        );
        for (const auto& finding : verdict.findings)
            fmt::print("  {}\n", finding);
    } else if (!asked.quiet) {
        fmt::print("seed {} rule {} hash {:016x}\n", seed, rule, verdict.hash);
    }
    std::fflush(stdout);
    return verdict;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{
        "Lets seeds loose on the production engine and ledger, and judges what comes of it"};
    Asked asked;
    std::string seeds = "1..20";
    app.add_option("--seeds,--seed", seeds, "one seed, or from..to");
    app.add_option("--rule", asked.rule, "the gateway's order-id rule")
        ->check(CLI::IsMember({"reserve", "charge", "none", "all"}));
    app.add_option("--minutes", asked.minutes, "stop after so long; 0: when the seeds are done");
    app.add_option("--subscribers", asked.subscribers)->check(CLI::Range(1, 20'000));
    app.add_option("--days", asked.days, "of the storm; 40 quiet days follow")
        ->check(CLI::Range(0, 3'650));
    app.add_option("--strength", asked.strength, "percent of the faults; 0: none, for measuring")
        ->check(CLI::Range(0, 100));
    app.add_flag("--trace", asked.trace, "print everything that happens");
    app.add_flag("--quiet", asked.quiet, "no line for a seed that held");
    app.add_flag("--first", asked.one_failure, "stop at the first seed that fails");
    CLI11_PARSE(app, argc, argv);
    if (!read_seeds(seeds, asked)) {
        fmt::print(stderr, "--seeds: a number, or from..to\n");
        return 2;
    }
    const auto until = std::chrono::steady_clock::now() + std::chrono::minutes{asked.minutes};
    const auto late = [&] {
        return asked.minutes > 0 && std::chrono::steady_clock::now() >= until;
    };
    const double began = processor_seconds();
    std::map<std::string, Sum> sums;
    std::map<std::string, double> seconds;
    Sum all;
    for (std::uint64_t seed = asked.first; seed <= asked.last && !late(); ++seed) {
        if (asked.one_failure && all.failed > 0) break;
        for (const auto& [rule, kind] : rules) {
            if (asked.rule != "all" && asked.rule != rule) continue;
            const double start = processor_seconds();
            const Verdict verdict = try_one(asked, seed, rule);
            seconds[rule] += processor_seconds() - start;
            sums[rule].add(verdict);
            all.add(verdict);
        }
    }
    for (const auto& [rule, sum] : sums)
        print("rule " + rule, sum, seconds[rule]);
    print("all", all, processor_seconds() - began);
    print_probes(all.tally);
    return all.failed == 0 ? 0 : 1;
}
