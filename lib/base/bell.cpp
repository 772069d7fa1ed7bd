#include "base/bell.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace maedal {

Bell::Bell(boost::asio::any_io_executor executor)
    : timer_{std::move(executor), boost::asio::steady_timer::time_point::max()} {}

void Bell::ring() {
    rung_ = true;
    timer_.cancel();
}

Task<void> Bell::rung() {
    while (!rung_) {
        boost::system::error_code ec;
        co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ec));
    }
    rung_ = false;
}

}  // namespace maedal
