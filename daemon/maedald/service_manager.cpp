#include "maedald/service_manager.hpp"

#include <systemd/sd-daemon.h>

namespace maedal::daemon::service_manager {
namespace {
void tell(const std::string& what) {
    sd_notify(0, what.c_str());
}
}  // namespace

void ready(const std::string& status) {
    tell("READY=1\nSTATUS=" + status);
}
void reloading() {
    tell("STATUS=reading the configuration again");
}
void stopping() {
    tell("STOPPING=1\nSTATUS=waiting for answers under way");
}
void status(const std::string& status) {
    tell("STATUS=" + status);
}
void alive(const std::string& status) {
    tell("WATCHDOG=1\nSTATUS=" + status);
}

std::optional<std::chrono::milliseconds> alive_every() {
    std::uint64_t microseconds = 0;
    if (sd_watchdog_enabled(0, &microseconds) <= 0) return std::nullopt;
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::microseconds{microseconds} / 2
    );
}

}  // namespace maedal::daemon::service_manager
