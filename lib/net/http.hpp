#pragma once
#include <boost/asio/ip/address.hpp>
#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace maedal::net {

/// Header fields in the order of the wire; names compare without regard to case.
class Headers {
public:
    void set(std::string name, std::string value);  ///< replaces a field of that name
    void add(
        std::string name, std::string value
    );  ///< keeps fields of that name; get() is the first
    [[nodiscard]] std::optional<std::string_view> get(std::string_view name) const;
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& all() const noexcept {
        return fields_;
    }

private:
    std::vector<std::pair<std::string, std::string>> fields_;
};

/// Who is at the other end of a local socket, by the kernel's word at the time of connecting.
struct PeerCredentials {
    uid_t uid;
    pid_t pid;
    std::vector<gid_t> groups;  ///< primary and supplementary
};

struct Request {
    std::string method;  ///< "GET", "POST", ...
    std::string target;  ///< path and query as on the wire, begins with '/'
    Headers headers;
    std::string body;
    boost::asio::ip::address peer;               ///< server side, TCP only
    std::optional<PeerCredentials> credentials;  ///< server side, Unix socket only

    [[nodiscard]] std::string_view path() const;  ///< target without its query, still encoded
    /// The decoded value of a query parameter; empty when it is absent or badly encoded.
    [[nodiscard]] std::optional<std::string> query(std::string_view name) const;
};

struct Response {
    int status = 200;
    Headers headers;
    std::string body;
    /// Server side: breaks off after so many bytes of the body, or before the head when 0, and
    /// closes the connection. For a server that plays a broken one.
    std::optional<std::size_t> cut_after = std::nullopt;
};

}  // namespace maedal::net
