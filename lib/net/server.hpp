#pragma once
#include "base/error.hpp"
#include "base/task.hpp"
#include "net/http.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace maedal::net {

/// Every bound of a door. What goes over one is answered (413, 431, 503) or closed, never queued.
struct ServerLimits {
    std::uint32_t header_bytes_max = 8U * 1024;
    std::uint64_t body_bytes_max = 64ULL * 1024;
    int connections_max = 256;
    int connections_per_peer_max =
        20;  ///< per address, or per uid on a Unix socket; 0: no such bound
    int requests_per_connection_max = 1000;
    std::chrono::milliseconds read_deadline{10'000};   ///< for one whole request
    std::chrono::milliseconds write_deadline{10'000};  ///< for one whole answer
    std::chrono::milliseconds idle_max{60'000};        ///< a kept connection without a request
};

using Handler = std::function<Task<Response>(Request)>;

/// An HTTP/1.1 server on TCP or on a Unix socket, or on several of them. An exception out of the
/// handler ends the connection with 500 and is logged; it never ends the server. When file
/// descriptors run out, accepting pauses for a moment instead of spinning.
class Server {
public:
    Server(boost::asio::any_io_executor executor, Handler handler, ServerLimits limits);
    ~Server();  ///< closes everything; handlers still running are abandoned

    /// Listens on a numeric address; `port` 0 takes a free one, see port().
    /// Errors: invalid (no such address), conflict (taken).
    Result<Done> listen_tcp(const std::string& address, std::uint16_t port);

    /// Listens on a socket file that is made with `mode` before anyone can connect. A socket that
    /// nobody answers on (left by a crash) is replaced; one that answers is a conflict, and so is
    /// any other kind of file. `group` may be empty.
    Result<Done> listen_unix(const std::string& path, mode_t mode, const std::string& group);

    /// The TCP port of the last listen_tcp.
    [[nodiscard]] std::uint16_t port() const noexcept;

    /// Accepts no more, lets requests under way finish within `grace`, then closes the rest.
    Task<void> stop(std::chrono::milliseconds grace);

private:
    class Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace maedal::net
