#pragma once
#include "unit/net/raw_peer.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace maedal::net::testing {

/// What a server does on one connection; the connection ends with it.
using Script = std::function<Task<void>(Socket&)>;

/// A server that plays one script after the other, one for each connection; the last one repeats.
class ScriptedServer {
public:
    ScriptedServer(asio::io_context& loop, std::vector<Script> scripts)
        : state_{std::make_shared<State>(State{loop, std::move(scripts), 0})} {
        asio::co_spawn(loop, accept(state_), [](std::exception_ptr) {});
    }
    ~ScriptedServer() {
        boost::system::error_code ec;
        state_->acceptor.close(ec);
    }
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;

    [[nodiscard]] std::uint16_t port() const { return state_->acceptor.local_endpoint().port(); }
    [[nodiscard]] int connections() const { return state_->connections; }

private:
    struct State {
        State(asio::io_context& loop, std::vector<Script> plays, int none)
            : acceptor{loop, asio::ip::tcp::endpoint{asio::ip::address_v4::loopback(), 0}},
              scripts{std::move(plays)},
              connections{none} {}
        asio::ip::tcp::acceptor acceptor;
        std::vector<Script> scripts;
        int connections;
    };

    static Task<void> accept(std::shared_ptr<State> state) {
        for (;;) {
            asio::ip::tcp::socket socket{state->acceptor.get_executor()};
            co_await state->acceptor.async_accept(socket, asio::use_awaitable);
            const auto number = static_cast<std::size_t>(state->connections++);
            auto script = state->scripts[std::min(number, state->scripts.size() - 1)];
            auto playing = play(std::move(script), Socket{std::move(socket)});
            asio::co_spawn(
                state->acceptor.get_executor(), std::move(playing), [](std::exception_ptr) {}
            );
        }
    }

    static Task<void> play(Script script, Socket socket) {
        auto playing = script(socket);
        co_await std::move(playing);
    }

    std::shared_ptr<State> state_;
};

/// Reads one request without a body and says `answer`.
inline Task<void> answer_once(Socket& socket, std::string answer) {
    co_await read_until(socket, "\r\n\r\n");
    co_await send(socket, answer);
}

/// Says `answer` to each request until the client goes.
inline Task<void> answer_all(Socket& socket, std::string answer) {
    for (;;) {
        const auto request = co_await read_until(socket, "\r\n\r\n");
        if (!request.ends_with("\r\n\r\n")) co_return;
        co_await send(socket, answer);
    }
}

/// Holds the connection open, in silence, until the client goes.
inline Task<void> hold(Socket& socket) {
    co_await read_until(socket, {});
}

inline const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

/// One request, one answer, then the end of the stream.
inline Script once(std::string answer = ok) {
    return [answer](Socket& socket) { return answer_once(socket, answer); };
}
inline Script always(std::string answer = ok) {
    return [answer](Socket& socket) { return answer_all(socket, answer); };
}

}  // namespace maedal::net::testing
