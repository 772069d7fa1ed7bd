#include "held_port.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace maedal::integration {

HeldPort::HeldPort() : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const place = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    const int on = 1;
    // Bound first without reuse, so that the port is nobody's; reuse is for who comes after.
    if (::bind(socket_, place, size) != 0 || ::getsockname(socket_, place, &size) != 0 ||
        ::setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0)
        throw std::runtime_error{"no free port"};
    number_ = ntohs(address.sin_port);
}

HeldPort::~HeldPort() {
    ::close(socket_);
}

}  // namespace maedal::integration
