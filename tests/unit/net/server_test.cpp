#include "net/server.hpp"

#include "unit/net/loop.hpp"
#include "unit/net/raw_peer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

namespace maedal::net {
namespace {

using namespace std::chrono_literals;
using namespace testing;

Task<Response> echo(Request request) {
    if (request.target == "/throw") throw std::runtime_error{"on purpose"};
    Response response;
    response.headers.set("X-Method", request.method);
    if (request.target == "/broken") response.headers.set("X-Broken", "a\r\nX-Forged: 1");
    if (request.target == "/nothing") response.status = 204;
    if (request.target == "/cut") response.cut_after = request.body.size();
    response.body = request.target + " " + request.body;
    co_return response;
}

/// A server on a free port with an echo behind it.
class Echo {
public:
    explicit Echo(ServerLimits limits = {}) : server{loop.get_executor(), echo, limits} {
        if (!server.listen_tcp("127.0.0.1", 0)) throw std::runtime_error{"cannot listen"};
    }
    std::string talk(std::string bytes) {
        return run(loop, testing::talk(tcp_at(server.port()), std::move(bytes)));
    }

    boost::asio::io_context loop;
    Server server;
};

std::string request(std::string target, std::string more = {}) {
    return "POST " + target + " HTTP/1.1\r\nHost: a\r\n" + more + "\r\n";
}
const std::string last = "Connection: close\r\n";

int status_of(const std::string& answer) {
    return answer.starts_with("HTTP/1.1 ") ? std::stoi(answer.substr(9, 3)) : 0;
}

TEST(Server, AnswersSeveralRequestsOnOneConnection) {
    Echo echo;
    const auto answer = echo.talk(
        request("/a", "Content-Length: 2\r\n") + "hi" + request("/b") + request("/c", last)
    );
    EXPECT_EQ(count_of(answer, "HTTP/1.1 200 OK"), 3);
    EXPECT_NE(answer.find("/a hi"), std::string::npos);
    EXPECT_NE(answer.find("/b "), std::string::npos);
    EXPECT_TRUE(answer.ends_with("/c "));
    EXPECT_EQ(count_of(answer, "Connection: close"), 1);
}

TEST(Server, TakesChunkedBodiesWithinTheBound) {
    ServerLimits limits;
    limits.body_bytes_max = 8;
    Echo echo{limits};
    const std::string head = request("/a", last + "Transfer-Encoding: chunked\r\n");
    EXPECT_TRUE(echo.talk(head + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n").ends_with("/a abcde"));
    EXPECT_EQ(status_of(echo.talk(head + "6\r\nabcdef\r\n6\r\nghijkl\r\n0\r\n\r\n")), 413);
}

TEST(Server, GivesNoBodyWhereTheStatusForbidsOne) {
    Echo echo;
    const auto answer = echo.talk(request("/nothing", last));
    EXPECT_EQ(status_of(answer), 204);
    EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
    EXPECT_EQ(count_of(answer, "Content-Length"), 0);
}

TEST(Server, RefusesBodiesOverTheBoundWithoutReadingThem) {
    ServerLimits limits;
    limits.body_bytes_max = 1024;
    Echo echo{limits};
    const auto head = request("/a", "Content-Length: 1048576\r\n");
    EXPECT_EQ(status_of(echo.talk(head)), 413);
    const auto answer = echo.talk(head + std::string(1024 * 1024, 'x'));
    EXPECT_EQ(status_of(answer), 413);
    EXPECT_EQ(count_of(answer, "Connection: close"), 1);
}

TEST(Server, RefusesHeadersOverTheBound) {
    Echo echo;
    const auto line = "X: " + std::string(64 * 1024, 'x') + "\r\n";
    EXPECT_EQ(status_of(echo.talk(request("/a", line))), 431);
    std::string many;
    for (int i = 0; i < 10'000; ++i)
        many += "X: y\r\n";
    EXPECT_EQ(status_of(echo.talk(request("/a", many))), 431);
    EXPECT_EQ(status_of(echo.talk(request("/" + std::string(9'000, 'a')))), 431);
    EXPECT_EQ(
        status_of(echo.talk(request("/a", last + "X: " + std::string(7'000, 'x') + "\r\n"))), 200
    );
}

TEST(Server, RefusesWhatIsNoHttp) {
    Echo echo;
    for (const auto* text :
         {"hello\r\n\r\n",
          "GET /\r\n\r\n",
          "GET / HTTP/3.0\r\n\r\n",
          "GET / HTTP/1.1\r\nbroken\r\n\r\n",
          "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n",
          "\x16\x03\x01\x02\r\n\r\n"}) {
        const auto answer = echo.talk(text);
        EXPECT_EQ(status_of(answer), 400) << text;
        EXPECT_EQ(count_of(answer, "Connection: close"), 1) << text;
    }
}

TEST(Server, RefusesTwoLengthsOfOneBody) {
    Echo echo;
    const std::string one = "Content-Length: 2\r\n", other = "Content-Length: 3\r\n";
    EXPECT_EQ(status_of(echo.talk(request("/a", one + other) + "hi!")), 400);
    EXPECT_EQ(status_of(echo.talk(request("/a", one + "Transfer-Encoding: chunked\r\n"))), 400);
}

TEST(Server, DropsASlowSenderAtTheDeadlineOfTheWholeRequest) {
    ServerLimits limits;
    limits.read_deadline = 150ms;
    Echo echo{limits};
    // Each byte comes well before the deadline, the whole request would not.
    const auto drip = [](Endpoint to) -> Task<int> {
        auto socket = co_await connected(to);
        boost::asio::steady_timer pause{socket.get_executor()};
        const auto text = request("/a");
        for (std::size_t sent = 0; sent < text.size(); ++sent) {
            boost::system::error_code ec;
            auto into_ec = asio::redirect_error(asio::use_awaitable, ec);
            const auto byte = asio::buffer(text.data() + sent, 1);
            co_await asio::async_write(socket, byte, into_ec);
            if (ec) co_return static_cast<int>(sent);
            pause.expires_after(20ms);
            co_await pause.async_wait(asio::use_awaitable);
        }
        co_return -1;
    };
    const int sent = run(echo.loop, drip(tcp_at(echo.server.port())));
    EXPECT_GT(sent, 0);
    EXPECT_LT(sent, 20);
}

TEST(Server, ClosesSilentAndIdleConnections) {
    ServerLimits limits;
    limits.read_deadline = 60ms;
    limits.idle_max = 60ms;
    Echo echo{limits};
    EXPECT_EQ(echo.talk(""), "");
    const auto answer = echo.talk(request("/a"));
    EXPECT_EQ(status_of(answer), 200);
    EXPECT_EQ(count_of(answer, "Connection: close"), 0);
}

TEST(Server, BoundsTheRequestsOfAConnection) {
    ServerLimits limits;
    limits.requests_per_connection_max = 2;
    Echo echo{limits};
    const auto answer = echo.talk(request("/a") + request("/b") + request("/c"));
    EXPECT_EQ(count_of(answer, "HTTP/1.1 200"), 2);
    EXPECT_EQ(count_of(answer, "Connection: close"), 1);
}

TEST(Server, AnswersAnExceptionWith500AndGoesOn) {
    Echo echo;
    const auto answer = echo.talk(request("/throw") + request("/b"));
    EXPECT_EQ(status_of(answer), 500);
    EXPECT_EQ(count_of(answer, "HTTP/1.1"), 1);
    EXPECT_EQ(count_of(answer, "on purpose"), 0);
    EXPECT_EQ(status_of(echo.talk(request("/b", last))), 200);
}

TEST(Server, LetsNoHeaderFieldEndItsLine) {
    Echo echo;
    const auto answer = echo.talk(request("/broken"));
    EXPECT_EQ(status_of(answer), 500);
    EXPECT_EQ(count_of(answer, "X-Forged"), 0);
}

TEST(Server, BreaksAnAnswerOffWhereTheHandlerSays) {
    Echo echo;
    const auto answer = echo.talk(request("/cut", "Content-Length: 3\r\n") + "abc" + request("/b"));
    EXPECT_EQ(status_of(answer), 200);
    EXPECT_EQ(count_of(answer, "Content-Length: 8"), 1);
    EXPECT_TRUE(answer.ends_with("\r\n\r\n/cu"));
    EXPECT_EQ(echo.talk(request("/cut") + request("/b")), "");
}

TEST(Server, SaysContinueToWhoeverAsks) {
    Echo echo;
    const auto head = request("/a", last + "Expect: 100-continue\r\nContent-Length: 2\r\n");
    const auto ask = [](Endpoint to, std::string text) -> Task<std::string> {
        auto socket = co_await connected(to);
        co_await send(socket, text);
        auto answer = co_await read_until(socket, "\r\n\r\n");
        co_await send(socket, "hi");
        answer += co_await read_until(socket, {});
        co_return answer;
    };
    const auto answer = run(echo.loop, ask(tcp_at(echo.server.port()), head));
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK"));
    EXPECT_TRUE(answer.ends_with("/a hi"));
}

/// How many of `wanted` connections that are open at one time are answered 200.
Task<std::vector<int>> statuses_of_many(Endpoint to, int wanted) {
    std::vector<Socket> sockets;
    std::vector<int> statuses;
    for (int i = 0; i < wanted; ++i) {
        auto socket = co_await connected(to);
        co_await send(socket, request("/a"));
        statuses.push_back(status_of(co_await read_until(socket, i < 3 ? "/a " : "")));
        sockets.push_back(std::move(socket));
    }
    co_return statuses;
}

TEST(Server, TurnsAwayWhatIsOverTheBoundOfAnAddress) {
    ServerLimits limits;
    limits.connections_per_peer_max = 3;
    Echo echo{limits};
    const auto to = tcp_at(echo.server.port());
    const std::vector<int> expected{200, 200, 200, 503, 503};
    EXPECT_EQ(run(echo.loop, statuses_of_many(to, 5)), expected);
    // The places are free again once the connections are gone.
    EXPECT_EQ(status_of(echo.talk(request("/a", last))), 200);
}

TEST(Server, TurnsAwayWhatIsOverTheBoundOfAll) {
    ServerLimits limits;
    limits.connections_max = 3;
    limits.connections_per_peer_max = 0;
    Echo echo{limits};
    const std::vector<int> expected{200, 200, 200, 503};
    EXPECT_EQ(run(echo.loop, statuses_of_many(tcp_at(echo.server.port()), 4)), expected);
}

TEST(Server, RefusesAddressesThatCannotBe) {
    Echo echo;
    EXPECT_EQ(echo.server.listen_tcp("localhost", 0).error().code, Errc::invalid);
    EXPECT_EQ(echo.server.listen_tcp("203.0.113.1", 0).error().code, Errc::invalid);
    const auto port = echo.server.port();
    EXPECT_EQ(echo.server.listen_tcp("127.0.0.1", port).error().code, Errc::conflict);
}

}  // namespace
}  // namespace maedal::net
