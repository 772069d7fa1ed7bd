#include "net/peer.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

namespace maedal::net {
namespace {

namespace ip = boost::asio::ip;

std::vector<gid_t> supplementary_groups(int socket) {
    std::vector<gid_t> groups(32);
    for (int tries = 0; tries < 3; ++tries) {
        auto size = static_cast<socklen_t>(groups.size() * sizeof(gid_t));
        const int rc = getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, groups.data(), &size);
        const std::size_t count = size / sizeof(gid_t);
        if (rc == 0) {
            groups.resize(count);
            return groups;
        }
        if (errno != ERANGE) break;
        groups.resize(count);  // the kernel said how many there are
    }
    return {};
}

std::optional<PeerCredentials> credentials_of(int socket) {
    ucred who{};
    socklen_t size = sizeof who;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &who, &size) != 0) return std::nullopt;
    PeerCredentials credentials{who.uid, who.pid, {who.gid}};
    for (const gid_t group : supplementary_groups(socket))
        if (group != who.gid) credentials.groups.push_back(group);
    return credentials;
}

ip::address address_of(const boost::asio::generic::stream_protocol::endpoint& remote) {
    ip::tcp::endpoint endpoint;
    if (remote.size() > endpoint.capacity()) return {};
    std::memcpy(endpoint.data(), remote.data(), remote.size());
    endpoint.resize(remote.size());
    const auto address = endpoint.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return ip::make_address_v4(ip::v4_mapped, address.to_v6());
    return address;
}

}  // namespace

Peer peer_of(StreamSocket& socket) {
    Peer peer;
    boost::system::error_code ec;
    const auto remote = socket.remote_endpoint(ec);
    if (ec) return peer;  // gone already: the first read will say so
    const int family = remote.protocol().family();
    if (family == AF_UNIX) {
        peer.credentials = credentials_of(socket.native_handle());
        peer.key =
            peer.credentials ? "uid " + std::to_string(peer.credentials->uid) : "uid unknown";
    } else {
        peer.address = address_of(remote);
        peer.key = peer.address.to_string();
    }
    return peer;
}

}  // namespace maedal::net
