#pragma once
#include "base/task.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace maedal::sandbox {

/// A place where coroutines wait until someone lets all of them on.
class Gate {
public:
    explicit Gate(boost::asio::any_io_executor executor) : executor_{std::move(executor)} {}

    Task<void> wait() {
        auto keep = [this](auto handler) {
            auto kept = std::make_shared<decltype(handler)>(std::move(handler));
            waiting_.push_back([kept] { std::move (*kept)(); });
        };
        co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void()>(
            keep, boost::asio::use_awaitable
        );
    }

    void open() {
        for (auto& go_on : std::exchange(waiting_, {}))
            boost::asio::post(executor_, std::move(go_on));
    }
    [[nodiscard]] std::size_t waiting() const noexcept { return waiting_.size(); }

private:
    boost::asio::any_io_executor executor_;
    std::vector<std::function<void()>> waiting_;
};

}  // namespace maedal::sandbox
