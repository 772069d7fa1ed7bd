#pragma once
#include "base/task.hpp"
#include "net/client.hpp"
#include "net/waiting_line.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <memory>
#include <optional>
#include <string>

namespace maedal::net {

/// Who may vouch for a server, and how: TLS 1.2 or newer with the system's authorities or those of
/// a file.
class Trust;
/// The failure is empty when all is well; otherwise nothing may be sent.
std::shared_ptr<Trust> make_trust(const std::string& ca_file, std::string& failure);

/// What came of a request that was written, at least in part.
struct Outcome {
    std::optional<Response> response;
    std::string failure;               ///< why there is none
    bool broke_before_answer = false;  ///< the stream ended or broke, and no byte had come back
};

/// One connection of a client.
class Connection {
public:
    virtual ~Connection() = default;
    /// Connects and shakes hands. Empty, or what failed: "connect: Connection refused".
    virtual Task<std::string> open(boost::asio::ip::tcp::endpoint to, SteadyTime until) = 0;
    virtual Task<Outcome> exchange(Request request, SteadyTime until) = 0;
    /// Whether neither an end of stream nor data has come since the last answer.
    virtual bool quiet() = 0;
    virtual void close() = 0;
    /// Whether another request may follow the last answer.
    [[nodiscard]] virtual bool reusable() const = 0;
    /// When it last answered, or shook hands.
    [[nodiscard]] virtual SteadyTime good_at() const = 0;
};

/// `trust` is for https. `origin` and `trust` must outlive the connection.
std::shared_ptr<Connection> make_connection(
    boost::asio::any_io_executor executor,
    const Origin& origin,
    Trust* trust,
    std::uint64_t body_bytes_max
);

}  // namespace maedal::net
