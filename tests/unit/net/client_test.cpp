#include "net/client.hpp"

#include "net/server.hpp"
#include "unit/net/loop.hpp"
#include "unit/net/scripted_server.hpp"

#include <gtest/gtest.h>

namespace maedal::net {
namespace {

using namespace std::chrono_literals;
using namespace testing;

ClientOptions quick() {
    ClientOptions options;
    options.requests_per_second_max = 0;
    options.deadline = 5s;
    return options;
}

Origin local(std::uint16_t port) {
    return Origin{"http", "127.0.0.1", port, "/v2"};
}

Request get(std::string target = "/a") {
    Request request;
    request.method = "GET";
    request.target = std::move(target);
    return request;
}

/// A client of a server that plays scripts.
class Pair {
public:
    explicit Pair(std::vector<Script> scripts, ClientOptions options = quick())
        : server{loop, std::move(scripts)},
          client{loop.get_executor(), local(server.port()), std::move(options)} {}
    Result<Response> exchange(Reuse reuse = Reuse::verified) {
        return run(loop, client.exchange(get(), reuse));
    }
    /// The error's code; fails when there is an answer.
    Errc failure(Reuse reuse = Reuse::verified) {
        const auto answer = exchange(reuse);
        if (answer) throw std::runtime_error{"an answer came"};
        return answer.error().code;
    }

    asio::io_context loop;
    ScriptedServer server;
    Client client;
};

TEST(Client, ExchangesWithOurOwnServer) {
    asio::io_context loop;
    const auto handler = [](Request request) -> Task<Response> {
        Response response{201, {}, request.method + " " + request.target + " " + request.body};
        for (const auto* name : {"Host", "User-Agent", "Content-Length", "X-Key"})
            response.headers.set(
                "Seen-" + std::string{name}, std::string{request.headers.get(name).value_or("-")}
            );
        co_return response;
    };
    Server server{loop.get_executor(), handler, {}};
    ASSERT_TRUE(server.listen_tcp("127.0.0.1", 0));
    Client client{loop.get_executor(), local(server.port()), quick()};

    Request request;
    request.method = "PUT";
    request.target = "/x?y=1";
    request.body = "body";
    request.headers.set("X-Key", "k");
    request.headers.set("Host", "forged");
    request.headers.set("Content-Length", "0");
    const auto answer = run(loop, client.exchange(request, Reuse::verified));
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_EQ(answer->status, 201);
    EXPECT_EQ(answer->body, "PUT /v2/x?y=1 body");
    EXPECT_EQ(answer->headers.get("Seen-Host"), "127.0.0.1:" + std::to_string(server.port()));
    EXPECT_EQ(answer->headers.get("Seen-User-Agent"), "maedal");
    EXPECT_EQ(answer->headers.get("Seen-Content-Length"), "4");
    EXPECT_EQ(answer->headers.get("Seen-X-Key"), "k");
}

TEST(Client, KeepsItsConnection) {
    Pair pair{{always()}};
    for (const auto reuse : {Reuse::verified, Reuse::any, Reuse::verified})
        EXPECT_EQ(pair.exchange(reuse)->body, "hi");
    EXPECT_EQ(pair.server.connections(), 1);
}

TEST(Client, DropsAConnectionThatTheAnswerCloses) {
    Pair pair{{always("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi")}};
    EXPECT_TRUE(pair.exchange(Reuse::any));
    EXPECT_TRUE(pair.exchange(Reuse::any));
    EXPECT_EQ(pair.server.connections(), 2);
}

TEST(Client, NeverReadsOnBehindAnAnswer) {
    // The second answer would be taken for that of the next request.
    Pair pair{{once(ok + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged"), always()}};
    EXPECT_EQ(pair.exchange(Reuse::any)->body, "hi");
    EXPECT_EQ(pair.exchange(Reuse::any)->body, "hi");
    EXPECT_EQ(pair.server.connections(), 2);
}

TEST(Client, AnswersUnsentWhenNobodyListens) {
    asio::io_context loop;
    std::uint16_t port = 0;
    {
        const ScriptedServer gone{loop, {always()}};
        port = gone.port();
    }
    Client client{loop.get_executor(), local(port), quick()};
    const auto answer = run(loop, client.exchange(get(), Reuse::any));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::unsent);
    EXPECT_EQ(run(loop, client.warm(2)), 0);
}

TEST(Client, IsInDoubtWhenTheServerClosesWithoutAnAnswer) {
    Pair pair{{once("")}};
    EXPECT_EQ(pair.failure(Reuse::verified), Errc::in_doubt);
    EXPECT_EQ(pair.failure(Reuse::any), Errc::in_doubt);
    EXPECT_EQ(pair.server.connections(), 2);  // a fresh connection is never tried again
}

TEST(Client, IsInDoubtOverACutAnswer) {
    for (const auto* cut :
         {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
          "HTTP/1.1 200 OK\r\nContent-Le",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel"}) {
        Pair pair{{once(cut)}};
        EXPECT_EQ(pair.failure(), Errc::in_doubt) << cut;
    }
}

TEST(Client, IsInDoubtOverAnAnswerThatIsNoHttp) {
    for (const auto* text :
         {"SSH-2.0-x\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nhi!",
          "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nhi",
          "HTTP/1.1 101 Switching Protocols\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"}) {
        Pair pair{{once(text)}};
        EXPECT_EQ(pair.failure(), Errc::in_doubt) << text;
    }
}

TEST(Client, BoundsTheAnswer) {
    auto options = quick();
    options.body_bytes_max = 1'000;
    const auto endless = [](std::string head, std::string piece) -> Script {
        return [head, piece](Socket& socket) -> Task<void> {
            co_await answer_once(socket, head);
            for (int i = 0; i < 10'000; ++i)
                co_await send(socket, piece);
            co_await hold(socket);
        };
    };
    const std::string start = "HTTP/1.1 200 OK\r\n";
    const std::vector<Script> scripts{
        endless(start + "Transfer-Encoding: chunked\r\n\r\n", "4\r\nabcd\r\n"),
        endless(start + "Content-Length: 1001\r\n\r\n", "a"),
        endless(start + "\r\n", "abcd"),
        endless(start, "X: y\r\n"),
        endless("", "HTTP/1.1 103 Early Hints\r\n\r\n")};
    for (std::size_t i = 0; i < scripts.size(); ++i) {
        Pair pair{{scripts[i]}, options};
        const auto answer = pair.exchange();
        ASSERT_FALSE(answer) << i << ": " << answer->status << ' ' << answer->body.size();
        EXPECT_EQ(answer.error().code, Errc::in_doubt) << i;
    }
    Pair pair{{once(start + "Content-Length: 1000\r\n\r\n" + std::string(1'000, 'a'))}, options};
    EXPECT_EQ(pair.exchange()->body.size(), 1'000U);
}

TEST(Client, PassesOverInformationalAnswers) {
    const std::string early = "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n";
    Pair pair{{always("HTTP/1.1 100 Continue\r\n\r\n" + early + ok)}};
    const auto answer = pair.exchange();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "hi");
    EXPECT_FALSE(answer->headers.get("Link"));
    EXPECT_TRUE(pair.exchange());
    EXPECT_EQ(pair.server.connections(), 1);
}

TEST(Client, CutsADrippingServerAtTheDeadlineOfTheWholeExchange) {
    const auto drip = [](Socket& socket) -> Task<void> {
        co_await answer_once(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        asio::steady_timer pause{socket.get_executor()};
        for (int i = 0; i < 1'000; ++i) {
            pause.expires_after(10ms);
            co_await pause.async_wait(asio::use_awaitable);
            co_await asio::async_write(socket, asio::buffer("x", 1), asio::use_awaitable);
        }
    };
    auto options = quick();
    options.deadline = 200ms;
    Pair pair{{drip}, options};
    const auto before = std::chrono::steady_clock::now();
    EXPECT_EQ(pair.failure(Reuse::any), Errc::in_doubt);
    const auto took = std::chrono::steady_clock::now() - before;
    EXPECT_GE(took, 190ms);
    EXPECT_LT(took, 2s);
    EXPECT_EQ(pair.server.connections(), 1);
}

TEST(Client, GivesARedirectAsTheAnswer) {
    Pair pair{
        {always("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
        )}};
    const auto answer = pair.exchange();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 302);
    EXPECT_EQ(answer->headers.get("location"), "http://127.0.0.1:1/");
}

TEST(Client, OpensAFreshConnectionWhenTheKeptOneWasClosed) {
    for (const auto reuse : {Reuse::any, Reuse::verified}) {
        Pair pair{{once(), once(), always()}};
        EXPECT_TRUE(pair.exchange(reuse));
        EXPECT_TRUE(pair.exchange(reuse));
        EXPECT_TRUE(pair.exchange(reuse));
        EXPECT_EQ(pair.server.connections(), 3);
    }
}

/// Answers the first request, and breaks off only when the second one is there: no look at the
/// connection beforehand can tell.
Task<void> break_off_at_the_second(Socket& socket) {
    co_await answer_once(socket, ok);
    co_await answer_once(socket, "");
}

TEST(Client, SendsALookUpOnceMoreWhenTheKeptConnectionBreaks) {
    Pair pair{{break_off_at_the_second, always()}};
    EXPECT_TRUE(pair.exchange(Reuse::any));
    EXPECT_TRUE(pair.exchange(Reuse::any));
    EXPECT_EQ(pair.server.connections(), 2);
}

TEST(Client, SendsALookUpAtMostTwice) {
    Pair pair{{break_off_at_the_second, once("")}};
    EXPECT_TRUE(pair.exchange(Reuse::any));
    EXPECT_EQ(pair.failure(Reuse::any), Errc::in_doubt);
    EXPECT_EQ(pair.server.connections(), 2);
}

TEST(Client, NeverSendsAWriteTwice) {
    Pair pair{{break_off_at_the_second, always()}};
    EXPECT_TRUE(pair.exchange(Reuse::verified));
    EXPECT_EQ(pair.failure(Reuse::verified), Errc::in_doubt);
    EXPECT_EQ(pair.server.connections(), 1);
}

TEST(Client, DoesNotRepeatALookUpWhoseAnswerBegan) {
    const auto half = [](Socket& socket) -> Task<void> {
        co_await answer_once(socket, ok);
        co_await answer_once(socket, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
    };
    Pair pair{{half, always()}};
    EXPECT_TRUE(pair.exchange(Reuse::any));
    EXPECT_EQ(pair.failure(Reuse::any), Errc::in_doubt);
    EXPECT_EQ(pair.server.connections(), 1);
}

TEST(Client, TakesAFreshConnectionForAWriteWhenTheLastAnswerIsTooOld) {
    auto options = quick();
    options.verified_for = 0ms;
    Pair pair{{always()}, options};
    EXPECT_TRUE(pair.exchange(Reuse::verified));
    EXPECT_TRUE(pair.exchange(Reuse::verified));
    EXPECT_EQ(pair.server.connections(), 2);
    EXPECT_TRUE(pair.exchange(Reuse::any));
    EXPECT_EQ(pair.server.connections(), 2);
}

TEST(Client, WarmsConnectionsForWrites) {
    Pair pair{{always()}};
    EXPECT_EQ(run(pair.loop, pair.client.warm(3)), 3);
    EXPECT_EQ(run(pair.loop, pair.client.warm(2)), 2);
    EXPECT_TRUE(pair.exchange(Reuse::verified));
    EXPECT_EQ(pair.server.connections(), 3);
    EXPECT_EQ(run(pair.loop, pair.client.warm(100)), 8);
    EXPECT_TRUE(pair.exchange(Reuse::any));  // gives the server its turn to accept the last one
    EXPECT_EQ(pair.server.connections(), 8);
}

TEST(Client, RefusesRequestsThatWouldEndTheirLine) {
    Pair pair{{always()}};
    const auto code_of = [&](Request request) {
        const auto answer = run(pair.loop, pair.client.exchange(request, Reuse::any));
        return answer ? Errc::invalid : answer.error().code;
    };
    EXPECT_EQ(code_of(get("/a b")), Errc::unsent);
    EXPECT_EQ(code_of(get("/a\r\nX: y")), Errc::unsent);
    EXPECT_EQ(code_of(get("a")), Errc::unsent);
    auto forged = get();
    forged.headers.set("X", "a\r\nY: b");
    EXPECT_EQ(code_of(forged), Errc::unsent);
    EXPECT_EQ(pair.server.connections(), 0);
}

TEST(Client, SendsNothingWhenNoTimeIsLeft) {
    auto options = quick();
    options.deadline = 0ms;
    Pair pair{{always()}, options};
    EXPECT_EQ(pair.failure(), Errc::unsent);
}

/// How an exchange ended; empty for an answer.
using End = std::optional<Errc>;

Task<void> note(Client& client, std::vector<End>& ends) {
    auto exchange = client.exchange(get(), Reuse::any);
    const auto answer = co_await std::move(exchange);
    ends.push_back(answer ? End{} : End{answer.error().code});
}

void begin(asio::io_context& loop, Client& client, int count, std::vector<End>& ends) {
    for (int i = 0; i < count; ++i)
        asio::co_spawn(loop, note(client, ends), [](std::exception_ptr) {});
}

void wait_for(asio::io_context& loop, std::vector<End>& ends, std::size_t count) {
    loop.restart();
    const auto until = std::chrono::steady_clock::now() + 10s;
    while (ends.size() < count && loop.run_one_until(until) > 0) {
    }
}

std::vector<End> at_one_time(Pair& pair, int count) {
    std::vector<End> ends;
    begin(pair.loop, pair.client, count, ends);
    wait_for(pair.loop, ends, static_cast<std::size_t>(count));
    return ends;
}

TEST(Client, BoundsTheExchangesAtOneTime) {
    auto options = quick();
    options.connections_max = 3;
    Pair pair{{always()}, options};
    const auto ends = at_one_time(pair, 30);
    EXPECT_EQ(ends, std::vector<End>(30));
    EXPECT_EQ(pair.server.connections(), 3);
}

TEST(Client, RefusesMoreWaitingExchangesThanTheBound) {
    auto options = quick();
    options.connections_max = 1;
    options.waiting_max = 2;
    Pair pair{{always()}, options};
    const auto ends = at_one_time(pair, 5);
    EXPECT_EQ(std::count(ends.begin(), ends.end(), End{Errc::unsent}), 2);
    const auto answered = [](const End& end) { return !end; };
    EXPECT_EQ(std::count_if(ends.begin(), ends.end(), answered), 3);
}

TEST(Client, SpreadsRequestsOverTheSecond) {
    auto options = quick();
    options.requests_per_second_max = 50;
    Pair pair{{always()}, options};
    const auto before = std::chrono::steady_clock::now();
    const auto ends = at_one_time(pair, 11);
    EXPECT_EQ(ends, std::vector<End>(11));
    EXPECT_GE(std::chrono::steady_clock::now() - before, 195ms);
}

TEST(Client, EndsExchangesUnderWayWhenItGoes) {
    asio::io_context loop;
    ScriptedServer server{loop, {[](Socket& socket) { return hold(socket); }}};
    auto options = quick();
    options.connections_max = 1;
    std::optional<Client> client{std::in_place, loop.get_executor(), local(server.port()), options};
    std::vector<End> ends;
    begin(loop, *client, 2, ends);
    while (server.connections() == 0)
        loop.run_one();
    loop.poll();
    client.reset();
    wait_for(loop, ends, 2);
    ASSERT_EQ(ends.size(), 2U);
    EXPECT_EQ(std::count(ends.begin(), ends.end(), End{Errc::in_doubt}), 1);
    EXPECT_EQ(std::count(ends.begin(), ends.end(), End{Errc::unsent}), 1);
}

}  // namespace
}  // namespace maedal::net
