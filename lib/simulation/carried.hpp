#pragma once
#include "base/contract.hpp"
#include "base/task.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace maedal::simulation {

/// A coroutine that waits for nothing real, run to its end.
template <class T>
T carried(boost::asio::io_context& loop, Task<T> call) {
    std::optional<T> value;
    std::exception_ptr failure;
    const auto run = [&value, &call]() -> Task<void> { value = co_await std::move(call); };
    boost::asio::co_spawn(loop, run, [&failure](std::exception_ptr thrown) { failure = thrown; });
    loop.restart();
    loop.run();
    if (failure) std::rethrow_exception(failure);
    MAEDAL_EXPECTS(value);
    return std::move(*value);
}

}  // namespace maedal::simulation
