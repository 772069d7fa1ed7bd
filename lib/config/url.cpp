#include "config/url.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace maedal::config {
namespace {

constexpr std::size_t url_bytes_max = 500;

bool is_host_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.';
}

bool is_host(std::string_view host) {
    if (host.starts_with('[') && host.ends_with(']')) {
        in6_addr unused{};
        const std::string address{host.substr(1, host.size() - 2)};
        return inet_pton(AF_INET6, address.c_str(), &unused) == 1;
    }
    return !host.empty() && host.front() != '.' && host.front() != '-' &&
           std::all_of(host.begin(), host.end(), is_host_letter);
}

bool is_port(std::string_view text) {
    int port = 0;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, port);
    return read.ec == std::errc{} && read.ptr == end && port >= 1 && port <= 65'535;
}

bool is_path_letter(char c) {
    return c > ' ' && c < 0x7F &&
           std::string_view{"?#\"<>\\^`{|}"}.find(c) == std::string_view::npos;
}

}  // namespace

std::optional<Url> url_from_text(std::string_view text) {
    if (text.size() > url_bytes_max) return std::nullopt;
    const bool encrypted = text.starts_with("https://");
    if (!encrypted && !text.starts_with("http://")) return std::nullopt;
    text.remove_prefix(encrypted ? 8 : 7);
    const auto slash = std::min(text.find('/'), text.size());
    auto host = text.substr(0, slash);
    const auto path = text.substr(slash);
    const auto colon = host.rfind(':');
    if (colon != std::string_view::npos && !host.ends_with(']')) {
        if (!is_port(host.substr(colon + 1))) return std::nullopt;
        host = host.substr(0, colon);
    }
    if (!is_host(host) || !std::all_of(path.begin(), path.end(), is_path_letter))
        return std::nullopt;
    return Url{encrypted, std::string{host}, std::string{path}};
}

bool is_loopback(std::string_view host) {
    if (host == "localhost" || host == "[::1]") return true;
    in_addr address{};
    if (inet_pton(AF_INET, std::string{host}.c_str(), &address) != 1) return false;
    return (ntohl(address.s_addr) >> 24) == 127;
}

}  // namespace maedal::config
