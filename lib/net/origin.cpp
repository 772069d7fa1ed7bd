#include "net/client.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

namespace maedal::net {
namespace {

constexpr std::size_t host_bytes_max = 253;

Error wrong(std::string detail) {
    return Error{Errc::invalid, "url", std::move(detail), {}};
}

bool is_name_character(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
           c == '.';
}

bool valid_host(const std::string& host, bool bracketed) {
    if (host.empty() || host.size() > host_bytes_max) return false;
    if (!bracketed) return std::all_of(host.begin(), host.end(), is_name_character);
    boost::system::error_code ec;
    boost::asio::ip::make_address_v6(host, ec);
    return !ec;
}

/// A path that can stand in a request line as it is.
bool valid_path(std::string_view path) {
    const auto fits = [](char c) { return c > ' ' && c < 0x7F && c != '?' && c != '#'; };
    return std::all_of(path.begin(), path.end(), fits);
}

std::optional<std::uint16_t> port_from(std::string_view text) {
    std::uint16_t port = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), port);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || port == 0)
        return std::nullopt;
    return port;
}

/// Takes "host", "host:port" or "[v6]:port" apart.
Result<Done> read_authority(std::string_view authority, Origin& origin) {
    const bool bracketed = authority.starts_with('[');
    const auto host_end = bracketed ? authority.find(']') : authority.find(':');
    if (bracketed && host_end == std::string_view::npos) return wrong("a ']' is missing");
    origin.host = std::string{authority.substr(bracketed ? 1 : 0, host_end - (bracketed ? 1 : 0))};
    if (!valid_host(origin.host, bracketed))
        return wrong("the host must be a name or an address, without a user");

    auto rest = host_end == std::string_view::npos
                    ? std::string_view{}
                    : authority.substr(host_end + (bracketed ? 1 : 0));
    if (rest.empty()) return Done{};
    const auto port = rest.front() == ':' ? port_from(rest.substr(1)) : std::nullopt;
    if (!port) return wrong("the port must be a number from 1 to 65535");
    origin.port = *port;
    return Done{};
}

}  // namespace

bool Origin::loopback() const {
    if (host == "localhost") return true;
    boost::system::error_code ec;
    const auto address = boost::asio::ip::make_address(host, ec);
    return !ec && address.is_loopback();
}

Result<Origin> origin_from_url(const std::string& url) {
    std::string_view rest{url};
    Origin origin{{}, {}, 0, {}};
    if (rest.starts_with("https://")) {
        origin = Origin{"https", {}, 443, {}};
    } else if (rest.starts_with("http://")) {
        origin = Origin{"http", {}, 80, {}};
    } else {
        return wrong("it must begin with https://");
    }
    rest.remove_prefix(origin.scheme.size() + 3);

    const auto slash = std::min(rest.find('/'), rest.size());
    if (auto read = read_authority(rest.substr(0, slash), origin); !read) return read.error();
    if (!valid_path(rest.substr(slash)))
        return wrong("the path must be percent-encoded, without '?' and '#'");
    origin.base_path = std::string{rest.substr(slash)};
    while (origin.base_path.ends_with('/'))
        origin.base_path.pop_back();
    if (origin.scheme == "http" && !origin.loopback())
        return wrong("plain http is for 127.0.0.1, ::1 and localhost only: use https");
    return origin;
}

}  // namespace maedal::net
