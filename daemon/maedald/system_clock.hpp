#pragma once
#include "ports/clock.hpp"

namespace maedal::daemon {

/// The wall clock of the machine: the one place that reads it.
class SystemClock final : public ports::Clock {
public:
    [[nodiscard]] Instant now() const override {
        return std::chrono::floor<Seconds>(std::chrono::system_clock::now());
    }
};

}  // namespace maedal::daemon
