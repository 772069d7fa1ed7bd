#pragma once
#include "day.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <functional>
#include <string>
#include <vector>

namespace maedal::integration {

/// A daemon that is cut off while it starts.
class EveryCallOfAStart : public testing::Test {
protected:
    /// The calls until the doors are open, of a start in peace. The daemon runs afterwards.
    long calls_of_a_start();
    /// The same of these calls only, by name and place.
    std::vector<std::string> listed_calls_of_a_start(const std::string& on);
    /// Starts it, and it dies at that call; false when it has less calls than that before the doors
    /// are open. No daemon runs afterwards.
    bool dies_at(long call, const std::string& does);
    /// Starts it on a disk that is broken or full at calls of a start in turn, so many times in a
    /// row (0: for ever). It may refuse to start and say so by how it ends, or go on.
    /// `before` makes the ledger and leaves no daemon; `after` finds all in order, with a daemon on
    /// a disk that is well.
    void fail_at_each(
        long times, const std::function<void()>& before, const std::function<void()>& after
    );
    /// When it has been checked, the ledger is not taken for a copy, which would send nothing.
    void expect_it_sends() const;
    /// No daemon may run.
    void remove_ledger() const;

    /// False when it opened its doors all the same. No daemon runs afterwards.
    bool gives_way_at(const Blow& blow);

    /// What the mark and the door get their names by, and what keeps room back.
    const std::vector<std::string> decisive_{"rename", "posix_fallocate"};
    static constexpr Ending killed_{-1, SIGKILL};
    Pair pair_{Day::wishes()};
    BadGround ground_{pair_.folder()};
};

}  // namespace maedal::integration
