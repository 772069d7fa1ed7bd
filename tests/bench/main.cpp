// maedal_bench: measures the daemon, the engine and the ledger. Started by tests/bench/run.sh.
#include "benches.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <sys/stat.h>

#include <cstdio>
#include <exception>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace maedal::bench;

struct Flags {
    Programs programs;
    std::filesystem::path folder, json;
    bool brief = false;
};

Load load_of(const Flags& flags) {
    if (!flags.brief) return {};
    return {
        .rounds = 3,
        .subscribers = 40,
        .webhooks = 400,
        .engine_subscribers = 5,
        .transactions = 40,
        .verify_subscriptions = 500,
        .whole_year = false};
}

/// What could not be measured, a clause each.
using Failures = std::vector<std::string>;

/// A part that fails takes no other with it.
template <class Measure>
void measure(const char* what, Failures& failures, Measure part) try {
    fmt::print(stderr, "measuring {}\n", what);
    part();
} catch (const std::exception& failure) {
    failures.push_back(fmt::format("{}: {}", what, failure.what()));
}

Failures measure_all(Figures& figures, const Load& load, const Flags& flags) {
    Failures failures;
    measure("reservations, look-ups and webhooks", failures, [&] {
        measure_daemon(figures, load, flags.programs, flags.folder);
    });
    measure(load.whole_year ? "the sample year" : "a month of the sample year", failures, [&] {
        measure_sample_year(figures, load, flags.programs, flags.folder);
    });
    measure("the engine by itself", failures, [&] { measure_engine(figures, load); });
    measure("the ledger by itself", failures, [&] { measure_ledger(figures, load, flags.folder); });
    measure("the invariants over a large book", failures, [&] {
        measure_verify(figures, load, flags.folder / "verify");
    });
    return failures;
}

void report(
    const Figures& figures, const Failures& failures, const Load& load, const Flags& flags
) {
    const auto processors = std::thread::hardware_concurrency();
    const auto peak = figures.most(peak_memory);
    const bool small = peak && *peak < peak_memory_mib_max;
    const nlohmann::json whole{
        {"figures", figures.json()},
        {"failures", failures},
        {"processors", processors},
        {"short", flags.brief},
        {"subscribers", load.subscribers},
        {"peak_memory_mib_max", peak_memory_mib_max},
        {"peak_memory_held", peak ? nlohmann::json(small) : nlohmann::json()}};
    std::ofstream file{flags.json};
    file << whole.dump(2) << '\n';
    if (!file.flush()) throw std::runtime_error{flags.json.string() + " cannot be written"};
    fmt::print(
        "{}\nCPU is user and system: of maedald for what it does, of this process for the rest.\n"
        "{} processors, shared by maedald, sandbox and driver. At most 1000 requests a second are\n"
        "sent, the maximum of the configuration. Sample year below {} MiB: {}\n",
        figures.table(),
        processors,
        peak_memory_mib_max,
        !peak ? "not measured" : (small ? "yes" : "NO")
    );
    for (const auto& failure : failures)
        fmt::print("not measured: {}\n", failure);
}

}  // namespace

int main(int argc, char** argv) try {
    Flags flags;
    CLI::App app{"Measures maedal: prints a table and writes JSON.", "maedal_bench"};
    app.add_option("--maedald", flags.programs.maedald)->required()->check(CLI::ExistingFile);
    app.add_option("--sandbox", flags.programs.sandbox)->required()->check(CLI::ExistingFile);
    app.add_option("--samples", flags.programs.samples, "the quickstart's folder")
        ->required()
        ->check(CLI::ExistingDirectory);
    app.add_option("--folder", flags.folder, "where ledgers are made; emptied")->required();
    app.add_option("--json", flags.json, "where the figures are written")->required();
    app.add_flag("--short", flags.brief, "small loads, to see that it works");
    CLI11_PARSE(app, argc, argv);
    ::umask(0077);

    const Load load = load_of(flags);
    Figures figures;
    const auto failures = measure_all(figures, load, flags);
    report(figures, failures, load, flags);
    return failures.empty() ? 0 : 1;
} catch (const std::exception& failure) {
    fmt::print(stderr, "maedal_bench: {}\n", failure.what());
    return 1;
}
