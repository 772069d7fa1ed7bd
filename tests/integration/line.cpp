#include "line.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace maedal::integration {
namespace {

/// The length of the body that these headers promise; 0 when they promise none.
std::size_t length_in(const std::string& headers) {
    constexpr std::string_view name = "content-length:";
    std::string lower = headers;
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    const auto at = lower.find(name);
    return at == std::string::npos ? 0 : std::stoul(headers.substr(at + name.size()));
}

}  // namespace

Line::Line(int socket, SSL_CTX* context) : socket_{socket} {
    if (context == nullptr) return;
    tls_ = SSL_new(context);
    if (tls_ == nullptr || SSL_set_fd(tls_, socket_) != 1) throw std::runtime_error{"SSL_new"};
}

Line Line::to_loopback(std::uint16_t port) {
    const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // What fails here shows itself as an end of the first message.
    static_cast<void>(::connect(made, reinterpret_cast<sockaddr*>(&address), sizeof address));
    return {made, nullptr};
}

Line::~Line() {
    SSL_free(tls_);
    ::close(socket_);
}

bool Line::shake() {
    return tls_ == nullptr || SSL_accept(tls_) == 1;
}

bool Line::receive_more() {
    std::array<char, 16'384> part{};
    const auto got = tls_ != nullptr
                         ? SSL_read(tls_, part.data(), static_cast<int>(part.size()))
                         : static_cast<int>(::recv(socket_, part.data(), part.size(), 0));
    if (got <= 0) return false;
    received_.append(part.data(), static_cast<std::size_t>(got));
    return true;
}

std::string Line::message() {
    constexpr std::string_view end_of_headers = "\r\n\r\n";
    auto end = received_.find(end_of_headers);
    for (; end == std::string::npos; end = received_.find(end_of_headers))
        if (!receive_more()) return {};
    end += end_of_headers.size();
    const std::size_t whole = end + length_in(received_.substr(0, end));
    while (received_.size() < whole)
        if (!receive_more()) return {};
    std::string text = received_.substr(0, whole);
    received_.erase(0, whole);
    return text;
}

bool Line::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent =
            tls_ != nullptr
                ? SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size()))
                : static_cast<int>(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL));
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool Line::quiet_for(int milliseconds) const {
    pollfd heard{socket_, POLLIN, 0};
    return ::poll(&heard, 1, milliseconds) == 0;
}

}  // namespace maedal::integration
