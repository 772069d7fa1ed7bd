#pragma once
#include "base/task.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <optional>

namespace maedal {

/// Lets coroutines of one thread wait until something happened: a timer that never goes off by
/// itself. A ring that nobody waits for is kept for the next who does.
class Bell {
public:
    explicit Bell(boost::asio::any_io_executor executor);

    void ring();
    /// Returns at once if it was rung since the last wait. One waiter at a time.
    Task<void> rung();

private:
    boost::asio::steady_timer timer_;
    bool rung_ = false;
};

}  // namespace maedal
