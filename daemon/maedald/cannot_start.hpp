#pragma once
#include "base/error.hpp"

#include <string>
#include <utility>

namespace maedal::daemon {

/// Said once, where the cause is found; run_house turns it into the exit code.
struct CannotStart {
    int code;
    std::string why;
};

/// Its value; without one nothing can start.
template <class T>
T required(Result<T> result, int code) {
    if (!result) throw CannotStart{code, result.error().detail};
    return std::move(*result);
}

}  // namespace maedal::daemon
