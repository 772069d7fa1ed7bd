#pragma once
#include "config/load.hpp"

#include <string>

namespace maedal::daemon {

/// Reads and checks the file at `path`; a file that cannot be read is a fault like any other.
[[nodiscard]] config::Loaded read_configuration(const std::string& path);

/// What a reload cannot change while the daemon runs: one clause, or empty.
[[nodiscard]] std::string needs_restart(const config::Settings& old, const config::Settings& fresh);

}  // namespace maedal::daemon
