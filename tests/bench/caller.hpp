#pragma once
#include "net/client.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <functional>

namespace maedal::bench {

/// HTTP calls to one origin on kept connections, for a program that waits for them.
class Caller {
public:
    Caller(const std::string& url, int connections);

    /// One call. Throws when there is no answer.
    net::Response call(net::Request request);

    /// Calls `next(0)`, `next(1)`, ... on all connections at once until `count` were made or
    /// `at_most` has passed, and gives how many were answered 200.
    int call_many(
        int count, std::chrono::seconds at_most, const std::function<net::Request(int)>& next
    );

private:
    boost::asio::io_context loop_{1};
    int connections_;
    net::Client client_;
};

/// A JSON request.
net::Request json_request(std::string method, std::string target, std::string body);

}  // namespace maedal::bench
