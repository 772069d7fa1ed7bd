#include "net/waiting_line.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace maedal::net {

namespace asio = boost::asio;

/// Stands in the line for as long as the coroutine's frame lives, or until it is woken.
struct WaitingLine::Waiter {
    Waiter(WaitingLine& in, SteadyTime until) : line{in}, timer{in.executor_, until} {
        line.waiting_.push_back(this);
    }
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;
    ~Waiter() { line.waiting_.remove(this); }

    WaitingLine& line;
    asio::steady_timer timer;
    bool woken = false;
};

WaitingLine::WaitingLine(asio::any_io_executor executor) : executor_{std::move(executor)} {}

Task<bool> WaitingLine::wait(SteadyTime until) {
    if (closed_) co_return false;
    Waiter waiter{*this, until};
    boost::system::error_code ec;  // cancelled when woken: `woken` tells
    auto into_ec = asio::redirect_error(asio::use_awaitable, ec);
    co_await waiter.timer.async_wait(into_ec);
    co_return waiter.woken;
}

bool WaitingLine::wake_one() {
    if (waiting_.empty()) return false;
    auto* first = waiting_.front();
    waiting_.pop_front();
    first->woken = true;
    first->timer.cancel();
    return true;
}

void WaitingLine::wake_all() {
    while (wake_one()) {
    }
}

void WaitingLine::close() {
    closed_ = true;
    for (auto* waiter : waiting_)
        waiter->timer.cancel();
}

}  // namespace maedal::net
