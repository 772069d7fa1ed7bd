#pragma once
#include "base/error.hpp"
#include "config/settings.hpp"

#include <string>

namespace maedal::daemon {

struct Program {
    std::string config_path;
    std::string version;
};

/// Builds the house from checked settings, opens its doors, and runs it until SIGTERM or SIGINT.
/// Gives the exit code; what went wrong has been logged.
int run_house(const Program& program, const config::Settings& settings);

}  // namespace maedal::daemon
