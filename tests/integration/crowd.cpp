#include "crowd.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>

namespace maedal::integration {
namespace {

sockaddr_in loopback(std::uint16_t port, unsigned last_byte) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK - 1 + last_byte);
    return address;
}

}  // namespace

Crowd::~Crowd() {
    leave();
}

void Crowd::come_to_loopback(std::uint16_t port, int callers, int addresses, unsigned first) {
    const auto to = loopback(port, 1);
    for (int i = 0; i < callers; ++i) {
        const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const auto from = loopback(0, first + static_cast<unsigned>(i % addresses));
        if (::bind(made, reinterpret_cast<const sockaddr*>(&from), sizeof from) == 0 &&
            ::connect(made, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0)
            callers_.push_back(made);
        else
            ::close(made);
    }
}

void Crowd::come_to_unix(const std::string& path, int callers) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(static_cast<char*>(address.sun_path), sizeof address.sun_path - 1);
    const auto* const to = reinterpret_cast<const sockaddr*>(&address);
    for (int i = 0; i < callers; ++i) {
        // A full backlog would hold a caller who blocks: he goes away instead.
        const int made = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (::connect(made, to, sizeof address) == 0)
            callers_.push_back(made);
        else
            ::close(made);
    }
}

void Crowd::all_say(const std::string& bytes) const {
    for (const int caller : callers_)
        static_cast<void>(::send(caller, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT));
}

void Crowd::leave() {
    for (const int caller : callers_)
        ::close(caller);
    callers_.clear();
}

}  // namespace maedal::integration
