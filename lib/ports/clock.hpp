#pragma once
#include "base/error.hpp"
#include "base/instant.hpp"
#include "base/task.hpp"

namespace maedal::ports {

/// The one source of the wall clock. Nothing else below daemon/ reads the system's.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant now() const = 0;
};

/// The clock of a sandbox, which stands still until it is moved.
class TestClock : public Clock {
public:
    /// Asks the sandbox for its time; now() gives the answer from then on.
    /// Errors: unavailable.
    virtual Task<Result<Instant>> read() = 0;

    /// Moves the sandbox to `to` and waits until it has executed all that came due on the way and
    /// delivered the notices of it; now() gives `to` from then on. Safe to repeat.
    /// Errors: invalid (`to` lies before its time), unavailable.
    virtual Task<Result<Instant>> move(Instant to) = 0;
};

}  // namespace maedal::ports
