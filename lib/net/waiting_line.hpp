#pragma once
#include "base/task.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <list>

namespace maedal::net {

using SteadyTime = std::chrono::steady_clock::time_point;

/// Coroutines that wait for something to happen, in the order in which they came. Its owner must
/// outlive them. All of it belongs to the executor's thread.
class WaitingLine {
public:
    explicit WaitingLine(boost::asio::any_io_executor executor);
    WaitingLine(const WaitingLine&) = delete;
    WaitingLine& operator=(const WaitingLine&) = delete;
    ~WaitingLine() = default;

    /// True when woken; false when `until` passed first or the line is closed.
    Task<bool> wait(SteadyTime until);
    bool wake_one();  ///< false when nobody waits
    void wake_all();
    void close();  ///< ends every wait, now and later
    [[nodiscard]] std::size_t length() const noexcept { return waiting_.size(); }

private:
    struct Waiter;
    boost::asio::any_io_executor executor_;
    std::list<Waiter*> waiting_;
    bool closed_ = false;
};

}  // namespace maedal::net
