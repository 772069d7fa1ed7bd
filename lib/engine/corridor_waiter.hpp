#pragma once
#include "engine/corridor.hpp"

#include <optional>

namespace maedal::engine {

/// A door that waits for its commit.
struct Corridor::Waiter {
    explicit Waiter(const boost::asio::any_io_executor& loop) : bell{loop} {}
    Bell bell;
    std::optional<Answer> answer;
    bool stored = false;
    bool set_aside = false;
};

}  // namespace maedal::engine
