#pragma once
#include "base/error.hpp"
#include "base/task.hpp"
#include "net/http.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/address.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace maedal::net {

/// Where a client goes: scheme, host, port and the path before every target.
struct Origin {
    std::string scheme;  ///< "https" or "http"
    std::string host;    ///< a name, an IPv4 address, or an IPv6 address without brackets
    std::uint16_t port;
    std::string base_path;  ///< "/v2"; empty for none, never ends with '/'

    [[nodiscard]] bool loopback() const;  ///< localhost, 127.0.0.0/8 or ::1, by its spelling alone
};

/// Reads "https://host[:port][/path]". Plain http is for loopback hosts only.
/// Errors: invalid, with a clause that says what would be right.
Result<Origin> origin_from_url(const std::string& url);

/// Finds the addresses of a host; empty when there are none. It may block: it runs on a thread of
/// its own, and its answer is dropped when the client is gone by then.
using Lookup = std::function<std::vector<boost::asio::ip::address>(const std::string& host)>;

struct ClientOptions {
    int connections_max = 8;  ///< exchanges at one time; more of them wait their turn, in order
    int waiting_max = 1024;   ///< exchanges that wait their turn; more of them are unsent at once
    int requests_per_second_max = 50;  ///< 0: no bound. Evenly spread, on the monotonic clock
    /// One exchange, from its turn to the last byte: resolving, connecting, writing and reading.
    std::chrono::milliseconds deadline{30'000};
    std::uint64_t body_bytes_max = 1024ULL * 1024;
    /// A kept connection is good for a write when it answered at most so long ago and shows no end
    /// of stream.
    std::chrono::milliseconds verified_for{5'000};
    std::chrono::milliseconds kept_for{
        60'000};  ///< after that a kept connection is not used at all
    /// PEM file that replaces the system's authorities; empty for those. One that cannot be read is
    /// logged, and then nothing is ever sent.
    std::string ca_file;
    /// Empty for the system's. Asked at the first use, then beside the exchanges: every 60 s, or
    /// after a connection failed. Numeric hosts and "localhost" are never looked up.
    Lookup lookup;
};

enum class Reuse {
    any,       ///< look-ups: a kept connection that turns out dead is replaced once, by itself
    verified,  ///< writes: a connection of verified_for, or a fresh one that finished its handshake
};

/// An HTTP/1.1 client of one origin with kept connections. TLS is 1.2 or newer with host-name
/// verification. Redirects are answers, never followed; 1xx answers are passed over; environment
/// proxies are ignored. All methods belong to the executor's thread.
class Client {
public:
    Client(boost::asio::any_io_executor executor, Origin origin, ClientOptions options);
    ~Client();  ///< exchanges under way are abandoned: ended with in_doubt, or unsent

    /// Sees to it that up to `wanted` connections are verified and free, opening what is missing,
    /// and says how many there are: 0 when the origin cannot be reached. Takes at most the
    /// deadline.
    Task<int> warm(int wanted);

    /// One request, one whole answer. `request.target` comes behind the origin's base path; Host,
    /// User-Agent, Connection and Content-Length are set here.
    ///
    /// Under Reuse::any a kept connection that breaks before a byte of the answer came is replaced
    /// by a fresh one and the request sent a second time, within the same deadline.
    ///
    /// Errors: unsent       failed before the first byte of the request was written;
    ///         in_doubt     sent, at least in part, and no whole answer came within the deadline.
    /// An answer of any status is a value.
    Task<Result<Response>> exchange(Request request, Reuse reuse);

    [[nodiscard]] const Origin& origin() const noexcept;

private:
    class Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace maedal::net
