// maedal-rehearse: runs the coming months on a copy of a ledger, with a made-up gateway and without
// any network. maedalctl rehearse starts it; what it says are lines of JSON.
#include "maedald/configuration.hpp"
#include "maedald/translate.hpp"
#include "maedald/zones.hpp"
#include "ports/ledger.hpp"
#include "simulation/mix.hpp"
#include "simulation/rehearsal.hpp"
#include "sqlite/lock_file.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>

namespace {

using namespace maedal;
using nlohmann::json;
using simulation::Rehearsal;
using simulation::Rehearsed;

constexpr int exit_refused = 1, exit_usage = 2;

struct Flags {
    std::string config = "/etc/maedal/maedald.yaml";
    std::string ledger;
    std::string mix = "everyday";
    std::vector<std::string> faults;
    std::string rule;
    std::string now;
    int months = 3;
    std::uint64_t seed = 1;
};

/// What ends the program: one line for the caller, and the code.
struct Refusal {
    int code;
    std::string line;
};

std::vector<char> bytes_of(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    std::vector<char> bytes{std::istreambuf_iterator<char>{file}, {}};
    if (!std::filesystem::exists(path))
        throw Refusal{exit_refused, path + ": there is no such file"};
    if (!file.is_open() || file.bad())
        throw Refusal{exit_refused, path + ": it cannot be read by this user"};
    return bytes;
}

simulation::Weather weather_asked(const Flags& flags) {
    auto weather = simulation::mix_named(flags.mix);
    if (!weather)
        throw Refusal{exit_usage, "--mix: fine, everyday or storm, not '" + flags.mix + "'"};
    for (const auto& fault : flags.faults) {
        const auto equals = fault.find('=');
        int strength = 0;
        try {
            strength = equals == std::string::npos ? -1 : std::stoi(fault.substr(equals + 1));
        } catch (const std::exception&) {
            strength = -1;
        }
        if (!simulation::set_fault(*weather, fault.substr(0, equals), strength))
            throw Refusal{
                exit_usage,
                fmt::format(
                    "--fault takes NAME=STRENGTH with one of: {}",
                    fmt::join(simulation::fault_names(), " ")
                )};
    }
    return *weather;
}

/// The gateway's rule as the daemon is told it, or the worst one.
sandbox::OrderIdRule rule_asked(const Flags& flags, billing::OrderIdRule configured) {
    static const std::map<std::string, sandbox::OrderIdRule> rules{
        {"reserve", sandbox::OrderIdRule::reserve},
        {"charge", sandbox::OrderIdRule::charge},
        {"none", sandbox::OrderIdRule::none}};
    if (!flags.rule.empty()) {
        const auto found = rules.find(flags.rule);
        if (found == rules.end())
            throw Refusal{exit_usage, "--order-id-rule: reserve, charge or none"};
        return found->second;
    }
    if (configured == billing::OrderIdRule::reserve) return sandbox::OrderIdRule::reserve;
    if (configured == billing::OrderIdRule::charge) return sandbox::OrderIdRule::charge;
    return sandbox::OrderIdRule::none;
}

std::vector<char> log_of(const std::string& path) {
    const auto log = path + "-wal";
    return std::filesystem::exists(log) ? bytes_of(log) : std::vector<char>{};
}

simulation::InheritedBook book_at(const std::string& path) {
    if (sqlite::LockFile::held(path))
        throw Refusal{
            exit_refused,
            path + ": a daemon works on it: leave --ledger out, or name a backup of it"};
    return {bytes_of(path), log_of(path), {}};
}

/// Whether the files are byte for byte what was read of them.
bool untouched(const std::string& path, const simulation::InheritedBook& book) {
    return bytes_of(path) == book.ledger && log_of(path) == book.log;
}

void say(const json& line) {
    fmt::print("{}\n", line.dump());
    std::fflush(stdout);
}

json month_said(const simulation::RehearsedMonth& month) {
    return {
        {"charges", month.charges},
        {"won", month.won},
        {"paid", month.paid},
        {"paid_won", month.paid_won},
        {"failed", month.failed},
        {"void", month.void_},
        {"open", month.open}};
}

json said(const Rehearsed& done, const Flags& flags, Seconds offset) {
    json months = json::array();
    for (const auto& [name, month] : done.months) {
        months.push_back(month_said(month));
        months.back()["month"] = name;
    }
    json doubts = json::array();
    for (const auto& doubt : done.doubts)
        doubts.push_back(
            {{"order_id", doubt.order_id},
             {"won", doubt.won},
             {"ended_as", doubt.ended_as},
             {"asked_a_person", doubt.asked_a_person}}
        );
    return {
        {"from", rfc3339(done.from, offset)},
        {"to", rfc3339(done.to, offset)},
        {"mix", flags.mix},
        {"seed", flags.seed},
        {"months", months},
        {"doubts", doubts},
        {"doubts_in_all", done.doubts_in_all},
        {"gateway",
         {{"payments", done.payments},
          {"taken_won", done.taken_won},
          {"returned_won", done.returned_won}}},
        {"kept_twice", done.kept_twice},
        {"lost", done.lost},
        {"violations", done.violations},
        {"holds", done.holds()},
        {"crashes", done.crashes},
        {"turns", done.turns},
        {"subscriptions_before", done.subscriptions_before},
        {"subscriptions_after", done.subscriptions_after},
        {"breakers_before", done.breakers_before},
        {"breakers_released", done.released}};
}

/// A test clock may be years away from this host's: then the book's own last moment counts.
Instant now_meant(const Flags& flags, bool test_clock) {
    if (flags.now.empty())
        return test_clock ? Instant{}
                          : std::chrono::time_point_cast<Seconds>(std::chrono::system_clock::now());
    const auto now = instant_from_rfc3339(flags.now);
    if (!now) throw Refusal{exit_usage, "--now: 2027-01-31T09:00:00+09:00"};
    return *now;
}

/// What is wrong with the copy is wrong with what was copied.
Rehearsed lived_through(const Rehearsal& asked, const std::string& path) {
    try {
        return simulation::rehearsed(asked);
    } catch (const ports::LedgerFailure& failure) {
        throw Refusal{exit_refused, path + ", as a copy: " + failure.what()};
    }
}

void rehearse(const Flags& flags) {
    const auto loaded = daemon::read_configuration(flags.config);
    if (!loaded) throw Refusal{exit_refused, loaded.report()};
    daemon::Zones zones;
    Rehearsal asked;
    asked.rules = daemon::rules_of(*loaded.settings);
    asked.rules.zone = [&zones](const std::string& name) { return zones.find(name); };
    asked.weather = weather_asked(flags);
    asked.gateway_rule = rule_asked(flags, asked.rules.order_id_rule);
    asked.months = flags.months;
    asked.seed = flags.seed;
    const auto path = flags.ledger.empty() ? loaded.settings->ledger.path : flags.ledger;
    asked.book = book_at(path);
    say({{"read", path}});
    asked.book.now = now_meant(flags, loaded.settings->test_clock);
    const auto* zone = zones.find(asked.rules.time_zone);
    asked.progress = [zone](Instant day, int done, int of) {
        say({{"day", rfc3339(day, zone->offset_at(day))}, {"done", done}, {"of", of}});
    };
    const auto done = lived_through(asked, path);
    auto report = said(done, flags, zone->offset_at(done.from));
    report["read"] = path;
    if (std::filesystem::exists(path)) report["untouched"] = untouched(path, asked.book);
    say({{"report", report}});
}

void describe(CLI::App& app, Flags& flags) {
    app.add_option("--config", flags.config, "the daemon's configuration")->capture_default_str();
    app.add_option(
        "--ledger", flags.ledger, "a backup, or the ledger of a daemon that stands still"
    );
    app.add_option("--months", flags.months)
        ->check(CLI::Range(1, Rehearsal::months_max))
        ->capture_default_str();
    app.add_option("--mix", flags.mix, "faults: fine, everyday or storm")->capture_default_str();
    app.add_option("--fault", flags.faults, "one fault of the mix: NAME=STRENGTH");
    app.add_option("--order-id-rule", flags.rule, "the gateway's; else the configured one");
    app.add_option("--seed", flags.seed)->capture_default_str();
    app.add_option("--now", flags.now, "when it begins; else the book's last moment, or now");
    app.set_version_flag("--version", std::string{"maedal-rehearse "} + MAEDAL_VERSION);
}

/// Whoever serves customers on this host comes first, and what we read is for no one else.
void stand_back() {
    ::umask(0077);
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    constexpr int behind = 10;
    ::setpriority(PRIO_PROCESS, 0, behind);
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Runs the coming months on a copy of a ledger.", "maedal-rehearse"};
    Flags flags;
    describe(app, flags);
    try {
        app.parse(argc, argv);
        stand_back();
        rehearse(flags);
        return 0;
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : exit_usage;
    } catch (const Refusal& refusal) {
        fmt::print(stderr, "{}\n", refusal.line);
        return refusal.code;
    } catch (const std::exception& failure) {
        fmt::print(stderr, "{}\n", failure.what());
        return exit_refused;
    }
}
