#pragma once
#include <exception>

namespace maedal {

/// The end of a spawned coroutine of our own. A fault in one is a bug: it leaves the loop, the
/// process stops, the ledger survives.
inline void rethrow(std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
}

}  // namespace maedal
