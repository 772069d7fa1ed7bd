#pragma once
#include <cstdint>
#include <string>

namespace maedal::integration {

/// Sends these bytes as they are and gives what came back until the other side closed, or until
/// `patience` was over. Bytes that the other side does not take any more are not sent.
std::string raw_unix(const std::string& socket_path, const std::string& bytes);
std::string raw_loopback(std::uint16_t port, const std::string& bytes);

/// A whole HTTP/1.1 request that asks to close the connection.
std::string raw_request(
    const std::string& method,
    const std::string& target,
    const std::string& content_type,
    const std::string& body
);

/// The status of a raw answer; 0 when it is none.
int raw_status(const std::string& answer);

}  // namespace maedal::integration
