#pragma once
#include "day.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <string>

namespace maedal::integration {

/// A daemon that is cut off while it starts.
class EveryCallOfAStart : public testing::Test {
protected:
    /// The calls until the doors are open, of a start in peace. The daemon runs afterwards.
    long calls_of_a_start();
    /// Starts it, and it dies at that call; false when it has less calls than that before the doors
    /// are open. No daemon runs afterwards.
    bool dies_at(long call, const std::string& does);
    /// No daemon may run.
    void remove_ledger() const;

    static constexpr Ending killed_{-1, SIGKILL};
    Pair pair_{Day::wishes()};
    BadGround ground_{pair_.folder()};
};

}  // namespace maedal::integration
