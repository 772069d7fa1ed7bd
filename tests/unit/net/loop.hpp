#pragma once
#include "base/task.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

namespace maedal::net::testing {

/// co_spawn wants a value that can be made of nothing; a Result cannot.
template <class T>
Task<void> store(Task<T> task, std::optional<T>& value) {
    value.emplace(co_await std::move(task));
}

/// Turns `loop` until `task` has ended and gives its value. Throws when that takes too long, so
/// that a broken bound fails a test instead of stopping them all.
template <class T>
T run(boost::asio::io_context& loop, Task<T> task) {
    constexpr std::chrono::seconds at_most{20};
    std::optional<T> value;
    std::exception_ptr failure;
    bool ended = false;
    const auto keep = [&](std::exception_ptr thrown) {
        failure = thrown;
        ended = true;
    };
    auto storing = store(std::move(task), value);
    boost::asio::co_spawn(loop, std::move(storing), keep);
    loop.restart();
    const auto until = std::chrono::steady_clock::now() + at_most;
    while (!ended && loop.run_one_until(until) > 0) {
    }
    if (failure) std::rethrow_exception(failure);
    if (!ended) throw std::runtime_error{"the loop did not come to the end of the task in time"};
    return *std::move(value);
}

}  // namespace maedal::net::testing
