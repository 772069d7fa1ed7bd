#pragma once
#include "net/http.hpp"

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/address.hpp>

#include <optional>
#include <string>

namespace maedal::net {

using StreamSocket = boost::asio::generic::stream_protocol::socket;  ///< TCP or Unix

/// The other end of an accepted connection.
struct Peer {
    boost::asio::ip::address address;            ///< TCP; an IPv4 address mapped into IPv6 is IPv4
    std::optional<PeerCredentials> credentials;  ///< Unix; empty when the kernel did not tell
    std::string key;                             ///< whose connections are counted together
};

Peer peer_of(StreamSocket& socket);

}  // namespace maedal::net
