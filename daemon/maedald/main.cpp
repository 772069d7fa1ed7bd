// maedald: charges a merchant's subscribers through Bootpay, on time, once.
#include "base/log.hpp"
#include "maedald/configuration.hpp"
#include "maedald/exit_codes.hpp"
#include "maedald/house.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include <csignal>
#include <cstdio>
#include <exception>

namespace {

using namespace maedal;

struct Flags {
    std::string config = "/etc/maedal/maedald.yaml";
    bool check_config = false;
};

int start(const Flags& flags) {
    const auto loaded = daemon::read_configuration(flags.config);
    if (!loaded) {
        fmt::print(stderr, "{}", loaded.report());
        return daemon::exit_code::configuration;
    }
    if (flags.check_config) {
        fmt::print("{}: no faults\n", flags.config);
        return daemon::exit_code::done;
    }
    const auto& settings = *loaded.settings;
    log::set_level(settings.log.level);
    log::use_journal_prefix(settings.log.target == config::LogTarget::journal);
    return daemon::run_house({flags.config, MAEDAL_VERSION}, settings);
}

/// Nothing of us is for others: not our files, not our memory.
void keep_to_ourselves() {
    ::umask(0077);
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGHUP, SIG_IGN);  // until the house listens to it: the file is being read anyway
}

}  // namespace

int main(int argc, char** argv) try {
    Flags flags;
    CLI::App app{"Subscription billing for Bootpay merchants.", "maedald"};
    app.add_option("--config", flags.config, "the configuration file")->capture_default_str();
    app.add_flag("--check-config", flags.check_config, "check the configuration and stop");
    app.set_version_flag("--version", std::string{"maedald "} + MAEDAL_VERSION);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? daemon::exit_code::done : daemon::exit_code::usage;
    }
    keep_to_ourselves();
    if (sodium_init() < 0) {
        fmt::print(stderr, "libsodium cannot start\n");
        return daemon::exit_code::ground_gave_way;
    }
    return start(flags);
} catch (const std::exception& failure) {
    log::error(std::string{"the daemon stops: "} + failure.what());
    return daemon::exit_code::ground_gave_way;
}
