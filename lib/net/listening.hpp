#pragma once
#include "base/error.hpp"

#include <sys/types.h>

#include <cstdint>
#include <string>

namespace maedal::net {

/// A socket that listens; whoever gets it closes it.
struct TcpListening {
    int descriptor;
    std::uint16_t port;
};

/// Errors: invalid (no numeric address, or none of this machine), conflict (taken).
Result<TcpListening> listening_tcp(const std::string& address, std::uint16_t port);

/// As Server::listen_unix says.
struct UnixListening {
    int descriptor;
    std::string path;
    dev_t device;  ///< with the inode: whether the file at `path` is still ours
    ino_t inode;
};

Result<UnixListening> listening_unix(
    const std::string& path, mode_t mode, const std::string& group
);

/// Takes the file away, unless somebody else's stands in its place.
void remove_socket_file(const UnixListening& listening);

}  // namespace maedal::net
