#pragma once
#include <chrono>
#include <optional>
#include <string>

/// What systemd is told. Without systemd every call does nothing.
namespace maedal::daemon::service_manager {

void ready(const std::string& status);
void reloading();
void stopping();
void status(const std::string& status);
/// Call it only when every part of the house has just proven that it moves.
void alive(const std::string& status);

/// How often alive() has to be called: half of what the unit's WatchdogSec says. Empty: not asked
/// for.
[[nodiscard]] std::optional<std::chrono::milliseconds> alive_every();

}  // namespace maedal::daemon::service_manager
