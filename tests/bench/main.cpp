// maedal_bench: measures the daemon, the engine and the ledger. Started by tests/bench/run.sh.
#include "benches.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <sys/stat.h>

#include <cstdio>
#include <exception>
#include <fstream>
#include <stdexcept>
#include <thread>

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
        .whole_year = false};
}

void say(const char* what) {
    fmt::print(stderr, "measuring {}\n", what);
}

void measure_all(Figures& figures, const Load& load, const Flags& flags) {
    say("the daemon: reservations, look-ups, webhooks");
    measure_daemon(figures, load, flags.programs, flags.folder);
    say(load.whole_year ? "the sample year" : "a month of the sample year");
    measure_sample_year(figures, load, flags.programs, flags.folder);
    say("the engine by itself");
    measure_engine(figures, load);
    say("the ledger by itself");
    measure_ledger(figures, load, flags.folder);
}

void report(const Figures& figures, const Load& load, const Flags& flags) {
    const auto processors = std::thread::hardware_concurrency();
    const bool small = figures.most(peak_memory) < peak_memory_mib_max;
    const nlohmann::json whole{
        {"figures", figures.json()},
        {"processors", processors},
        {"short", flags.brief},
        {"subscribers", load.subscribers},
        {"peak_memory_mib_max", peak_memory_mib_max},
        {"peak_memory_held", small}};
    std::ofstream file{flags.json};
    file << whole.dump(2) << '\n';
    if (!file.flush()) throw std::runtime_error{flags.json.string() + " cannot be written"};
    fmt::print(
        "{}\nCPU is user and system: of maedald for what it does, of this process for the rest.\n"
        "{} processors, shared by maedald, sandbox and driver; maedald sends at most "
        "1000 requests\n"
        "a second, the maximum of its configuration. Sample year below {} MiB: {}\n",
        figures.table(),
        processors,
        peak_memory_mib_max,
        small ? "yes" : "NO"
    );
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
    measure_all(figures, load, flags);
    report(figures, load, flags);
    return 0;
} catch (const std::exception& failure) {
    fmt::print(stderr, "maedal_bench: {}\n", failure.what());
    return 1;
}
