#pragma once
#include <openssl/types.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace maedal::integration {

/// One connection, plain or TLS, that blocks. Every call gives up when the other side is gone.
class Line {
public:
    /// Takes an accepted socket. With a context it is the server of a TLS handshake: see `shake`.
    Line(int socket, SSL_CTX* context);
    static Line to_loopback(std::uint16_t port);
    ~Line();
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    /// False when the other side does not like what it sees.
    [[nodiscard]] bool shake();
    /// A whole message of HTTP with the length of its body in its headers; empty at the end.
    [[nodiscard]] std::string message();
    bool send(std::string_view bytes);
    /// True when the other side has said nothing and is still there after so many milliseconds.
    [[nodiscard]] bool quiet_for(int milliseconds) const;

private:
    bool receive_more();

    int socket_;
    SSL* tls_ = nullptr;
    std::string received_;
};

}  // namespace maedal::integration
