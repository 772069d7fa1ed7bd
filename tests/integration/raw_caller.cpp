#include "raw_caller.hpp"

#include "process.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace maedal::integration {
namespace {

class Connection {
public:
    Connection(int family, const sockaddr* to, socklen_t size)
        : socket_{::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
        if (::connect(socket_, to, size) != 0) throw std::runtime_error{"cannot connect"};
    }
    ~Connection() { ::close(socket_); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Writes and reads at the same time: who is turned away is answered before all was read.
    std::string exchange(const std::string& bytes) {
        const auto end = std::chrono::steady_clock::now() + patience;
        std::string answer;
        std::size_t sent = 0;
        while (std::chrono::steady_clock::now() < end) {
            const short wanted = sent < bytes.size() ? POLLIN | POLLOUT : POLLIN;
            pollfd ready{socket_, wanted, 0};
            if (::poll(&ready, 1, 1'000) < 0) break;
            if ((ready.revents & POLLIN) != 0) {
                std::array<char, 4096> part{};
                const ssize_t got = ::recv(socket_, part.data(), part.size(), 0);
                if (got <= 0) break;
                answer.append(part.data(), static_cast<std::size_t>(got));
            } else if ((ready.revents & POLLOUT) != 0) {
                const auto took = ::send(
                    socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT
                );
                if (took <= 0) break;
                sent += static_cast<std::size_t>(took);
            } else if (ready.revents != 0) {
                break;
            }
        }
        return answer;
    }

private:
    int socket_;
};

}  // namespace

std::string raw_unix(const std::string& socket_path, const std::string& bytes) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    socket_path.copy(static_cast<char*>(address.sun_path), sizeof address.sun_path - 1);
    Connection to{AF_UNIX, reinterpret_cast<sockaddr*>(&address), sizeof address};
    return to.exchange(bytes);
}

std::string raw_loopback(std::uint16_t port, const std::string& bytes) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    Connection to{AF_INET, reinterpret_cast<sockaddr*>(&address), sizeof address};
    return to.exchange(bytes);
}

std::string raw_request(
    const std::string& method,
    const std::string& target,
    const std::string& content_type,
    const std::string& body
) {
    std::string text = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n";
    if (!content_type.empty()) text += "Content-Type: " + content_type + "\r\n";
    if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return text + "Connection: close\r\n\r\n" + body;
}

int raw_status(const std::string& answer) {
    constexpr std::size_t digits_at = 9, line_least = 12;  // "HTTP/1.1 404"
    if (!answer.starts_with("HTTP/1.1 ") || answer.size() < line_least) return 0;
    return std::stoi(answer.substr(digits_at, 3));
}

}  // namespace maedal::integration
