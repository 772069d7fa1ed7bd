#include "net/listening.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <fmt/format.h>
#include <grp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <vector>

namespace maedal::net {
namespace {

constexpr int backlog = 128;

/// Closes a descriptor that nobody took.
class Descriptor {
public:
    explicit Descriptor(int number) : number_{number} {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    [[nodiscard]] int get() const noexcept { return number_; }
    int take() noexcept { return std::exchange(number_, -1); }

private:
    int number_;
};

Error failed(Errc code, std::string reason, const std::string& what) {
    return Error{code, std::move(reason), fmt::format("{}: {}", what, std::strerror(errno)), {}};
}

std::optional<sockaddr_un> unix_address(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.empty() || path.size() >= sizeof address.sun_path) return std::nullopt;
    std::memcpy(static_cast<char*>(address.sun_path), path.data(), path.size());
    return address;
}

const sockaddr* generic(const sockaddr_un& address) {
    return reinterpret_cast<const sockaddr*>(&address);
}

/// Fine when nothing stands at `path`, or a socket that nobody answers on.
Result<Done> check_place(const std::string& path, const sockaddr_un& address) {
    struct stat there {};
    if (::lstat(path.c_str(), &there) != 0) {
        if (errno == ENOENT) return Done{};
        return failed(Errc::invalid, "socket_path", path);
    }
    if (!S_ISSOCK(there.st_mode))
        return Error{Errc::conflict, "socket_path", path + " is no socket", {}};
    const Descriptor probe{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    if (probe.get() < 0) return failed(Errc::conflict, "socket", "socket");
    if (::connect(probe.get(), generic(address), sizeof address) == 0 || errno != ECONNREFUSED)
        return Error{Errc::conflict, "socket_taken", "somebody listens on " + path, {}};
    return Done{};
}

Result<gid_t> group_id(const std::string& name) {
    std::vector<char> buffer(16UL * 1024);
    group entry{};
    group* found = nullptr;
    const int rc = ::getgrnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found);
    if (rc != 0 || found == nullptr)
        return Error{Errc::invalid, "socket_group", "no group named " + name, {}};
    return found->gr_gid;
}

/// Binds at `path` a socket that has its final owner and mode before it answers anyone.
Result<Done> bind_with_mode(
    int socket,
    const std::string& path,
    const sockaddr_un& address,
    mode_t mode,
    const std::string& group
) {
    if (::fchmod(socket, 0) != 0 || ::bind(socket, generic(address), sizeof address) != 0)
        return failed(Errc::invalid, "socket_path", path);
    if (!group.empty()) {
        const auto gid = group_id(group);
        if (!gid) return gid.error();
        if (::lchown(path.c_str(), static_cast<uid_t>(-1), *gid) != 0)
            return failed(Errc::invalid, "socket_group", path);
    }
    if (::chmod(path.c_str(), mode) != 0) return failed(Errc::invalid, "socket_path", path);
    if (::listen(socket, backlog) != 0) return failed(Errc::conflict, "socket", path);
    return Done{};
}

}  // namespace

Result<TcpListening> listening_tcp(const std::string& address, std::uint16_t port) {
    boost::system::error_code ec;
    const auto numeric = boost::asio::ip::make_address(address, ec);
    if (ec) return Error{Errc::invalid, "address", "no numeric address: " + address, {}};
    boost::asio::ip::tcp::endpoint endpoint{numeric, port};

    Descriptor made{::socket(
        endpoint.protocol().family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_TCP
    )};
    if (made.get() < 0) return failed(Errc::invalid, "socket", "socket");
    const int on = 1;  // a restart must not wait for connections of the last run to time out
    ::setsockopt(made.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const auto where = fmt::format("{} port {}", address, port);
    if (::bind(made.get(), endpoint.data(), static_cast<socklen_t>(endpoint.size())) != 0)
        return failed(errno == EADDRNOTAVAIL ? Errc::invalid : Errc::conflict, "address", where);
    if (::listen(made.get(), backlog) != 0) return failed(Errc::conflict, "address", where);

    auto size = static_cast<socklen_t>(endpoint.capacity());
    if (::getsockname(made.get(), endpoint.data(), &size) != 0)
        return failed(Errc::conflict, "address", where);
    return TcpListening{made.take(), endpoint.port()};
}

Result<UnixListening> listening_unix(
    const std::string& path, mode_t mode, const std::string& group
) {
    // The socket is made beside its place and renamed into it when all is done: nobody ever finds
    // it half made, and one left by a crash is replaced in one step.
    const std::string beside = path + ".new";
    const auto address = unix_address(path), address_beside = unix_address(beside);
    if (!address || !address_beside)
        return Error{Errc::invalid, "socket_path", "empty or longer than 103 bytes", {}};
    if (auto free = check_place(path, *address); !free) return free.error();

    Descriptor made{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    if (made.get() < 0) return failed(Errc::invalid, "socket", "socket");
    if (::unlink(beside.c_str()) != 0 && errno != ENOENT)
        return failed(Errc::conflict, "socket_path", beside);
    auto bound = bind_with_mode(made.get(), beside, *address_beside, mode, group);
    struct stat file {};
    if (bound &&
        (::lstat(beside.c_str(), &file) != 0 || ::rename(beside.c_str(), path.c_str()) != 0))
        bound = failed(Errc::invalid, "socket_path", path);
    if (!bound) {
        ::unlink(beside.c_str());
        return bound.error();
    }
    return UnixListening{made.take(), path, file.st_dev, file.st_ino};
}

void remove_socket_file(const UnixListening& listening) {
    struct stat there {};
    if (::lstat(listening.path.c_str(), &there) != 0) return;
    if (there.st_dev == listening.device && there.st_ino == listening.inode)
        ::unlink(listening.path.c_str());
}

}  // namespace maedal::net
