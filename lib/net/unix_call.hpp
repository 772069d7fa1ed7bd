#pragma once
#include "base/error.hpp"
#include "net/http.hpp"

#include <chrono>
#include <string>

namespace maedal::net {

/// One request over a Unix socket and its whole answer, on a connection of its own: for programs
/// without a loop. Blocks at most `deadline`; good on any thread. The answer is at most 16 MiB.
///
/// Errors: unsent    with reason no_such_socket, nobody_listens, not_permitted or unreachable;
///         in_doubt  sent, at least in part, and no whole answer came.
Result<Response> unix_call(
    const std::string& socket_path, Request request, std::chrono::milliseconds deadline
);

}  // namespace maedal::net
