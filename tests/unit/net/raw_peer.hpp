#pragma once
#include "base/task.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <string>
#include <string_view>

namespace maedal::net::testing {

namespace asio = boost::asio;
using Socket = asio::generic::stream_protocol::socket;
using Endpoint = asio::generic::stream_protocol::endpoint;

inline Endpoint tcp_at(std::uint16_t port) {
    return asio::ip::tcp::endpoint{asio::ip::address_v4::loopback(), port};
}

/// Everything that comes until the other end closes or breaks off, or until it ends with `mark`.
inline Task<std::string> read_until(Socket& socket, std::string_view mark) {
    std::string seen;
    std::array<char, 4096> piece{};
    boost::system::error_code ec;
    auto into_ec = asio::redirect_error(asio::use_awaitable, ec);
    while (!ec && (mark.empty() || !seen.ends_with(mark))) {
        const auto room = asio::buffer(piece);
        const std::size_t size = co_await socket.async_read_some(room, into_ec);
        seen.append(piece.data(), size);
    }
    co_return seen;
}

inline Task<void> send(Socket& socket, std::string_view bytes) {
    boost::system::error_code ec;  // a peer that has heard enough may close: the answer tells
    auto into_ec = asio::redirect_error(asio::use_awaitable, ec);
    const auto buffer = asio::buffer(bytes.data(), bytes.size());
    co_await asio::async_write(socket, buffer, into_ec);
}

inline Task<Socket> connected(Endpoint to) {
    Socket socket{co_await asio::this_coro::executor};
    co_await socket.async_connect(to, asio::use_awaitable);
    co_return socket;
}

/// What a server says to `bytes` until it closes the connection.
inline Task<std::string> talk(Endpoint to, std::string bytes) {
    auto socket = co_await connected(to);
    co_await send(socket, bytes);
    co_return co_await read_until(socket, {});
}

/// How often `part` stands in `text`.
inline int count_of(std::string_view text, std::string_view part) {
    int count = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

}  // namespace maedal::net::testing
