#include "notify_socket.hpp"

#include "process.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <stdexcept>

namespace maedal::integration {

NotifySocket::NotifySocket(const std::string& path)
    : socket_{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)} {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(static_cast<char*>(address.sun_path), sizeof address.sun_path - 1);
    if (::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error{path};
}

NotifySocket::~NotifySocket() {
    ::close(socket_);
}

bool NotifySocket::hears(const std::string& line) {
    const auto end = std::chrono::steady_clock::now() + patience;
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            end - std::chrono::steady_clock::now()
        );
        pollfd message{socket_, POLLIN, 0};
        if (left.count() <= 0 || ::poll(&message, 1, static_cast<int>(left.count())) != 1)
            return false;
        std::array<char, 4096> bytes{};
        const ssize_t size = ::recv(socket_, bytes.data(), bytes.size(), 0);
        if (size <= 0) return false;
        const std::string text = "\n" + std::string{bytes.data(), static_cast<std::size_t>(size)};
        if ((text + "\n").find("\n" + line + "\n") != std::string::npos) return true;
    }
}

}  // namespace maedal::integration
