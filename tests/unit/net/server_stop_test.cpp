#include "net/server.hpp"
#include "unit/net/loop.hpp"
#include "unit/net/raw_peer.hpp"

#include <boost/asio/steady_timer.hpp>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <optional>
#include <vector>

namespace maedal::net {
namespace {

using namespace std::chrono_literals;
using namespace testing;

const std::string plain_request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

/// A server whose handler answers when the test says so.
class SlowServer {
public:
    SlowServer() : gate{loop, SteadyTimePoint::max()} {
        const auto handler = [this](Request) { return answer_late(*this); };
        server.emplace(loop.get_executor(), handler, ServerLimits{});
        if (!server->listen_tcp("127.0.0.1", 0)) throw std::runtime_error{"cannot listen"};
    }
    using SteadyTimePoint = std::chrono::steady_clock::time_point;

    /// Sends one request and waits for all that comes back.
    void begin(std::string bytes) {
        asio::co_spawn(loop, note(*this, std::move(bytes)), [](std::exception_ptr) {});
    }
    void turn_until_handling(int count) {
        while (handling < count)
            loop.run_one_for(5s);
    }

    asio::io_context loop;
    asio::steady_timer gate;
    int handling = 0;
    std::vector<std::string> answers;
    std::optional<Server> server;

private:
    static Task<Response> answer_late(SlowServer& self) {
        ++self.handling;
        boost::system::error_code ec;
        auto into_ec = asio::redirect_error(asio::use_awaitable, ec);
        co_await self.gate.async_wait(into_ec);
        co_return Response{200, {}, "late"};
    }
    static Task<void> note(SlowServer& self, std::string bytes) {
        auto talking = talk(tcp_at(self.server->port()), std::move(bytes));
        self.answers.push_back(co_await std::move(talking));
    }
};

Task<int> stop(Server& server, std::chrono::milliseconds grace) {
    co_await server.stop(grace);
    co_return 0;
}

TEST(ServerStop, LetsARequestUnderWayFinish) {
    SlowServer slow;
    slow.begin(plain_request + plain_request);
    slow.turn_until_handling(1);
    auto open_the_gate = [](SlowServer& server) -> Task<void> {
        server.gate.cancel();
        co_return;
    };
    auto stopping = stop(*slow.server, 5s);
    asio::co_spawn(slow.loop, open_the_gate(slow), [](std::exception_ptr) {});
    const auto before = std::chrono::steady_clock::now();
    run(slow.loop, std::move(stopping));
    EXPECT_LT(std::chrono::steady_clock::now() - before, 4s);
    while (slow.answers.empty() && slow.loop.run_one_for(5s) > 0) {
    }
    ASSERT_EQ(slow.answers.size(), 1U);
    EXPECT_EQ(count_of(slow.answers[0], "HTTP/1.1 200"), 1);
    EXPECT_EQ(count_of(slow.answers[0], "Connection: close"), 1);
    EXPECT_EQ(slow.handling, 1);
}

TEST(ServerStop, ClosesWhatIsNotFinishedWithinTheGrace) {
    SlowServer slow;
    slow.begin(plain_request);
    slow.turn_until_handling(1);
    run(slow.loop, stop(*slow.server, 50ms));
    slow.loop.restart();
    while (slow.answers.empty() && slow.loop.run_one_for(5s) > 0) {
    }
    EXPECT_EQ(slow.answers, std::vector<std::string>{""});
}

TEST(ServerStop, ClosesIdleConnectionsAtOnceAndTakesNoOthers) {
    SlowServer slow;
    auto socket = run(slow.loop, connected(tcp_at(slow.server->port())));
    const auto port = slow.server->port();
    slow.loop.poll();
    run(slow.loop, stop(*slow.server, 10s));
    EXPECT_EQ(run(slow.loop, read_until(socket, {})), "");
    EXPECT_THROW(run(slow.loop, talk(tcp_at(port), plain_request)), boost::system::system_error);
}

TEST(ServerStop, CallsNoHandlerOnceTheServerIsGone) {
    SlowServer slow;
    auto socket = run(slow.loop, connected(tcp_at(slow.server->port())));
    slow.loop.poll();
    run(slow.loop, [](Socket& to) -> Task<int> {
        co_await send(to, plain_request);
        co_return 0;
    }(socket));
    slow.server.reset();
    slow.loop.restart();
    slow.loop.run_for(50ms);
    EXPECT_EQ(slow.handling, 0);
}

/// Takes every descriptor there is below a low bound.
class NoDescriptorsLeft {
public:
    NoDescriptorsLeft() {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        rlimit low = before_;
        low.rlim_cur = 128;
        ::setrlimit(RLIMIT_NOFILE, &low);
        for (int fd = ::open("/dev/null", O_RDONLY); fd >= 0; fd = ::open("/dev/null", O_RDONLY))
            taken_.push_back(fd);
    }
    ~NoDescriptorsLeft() {
        for (const int fd : taken_)
            ::close(fd);
        ::setrlimit(RLIMIT_NOFILE, &before_);
    }
    NoDescriptorsLeft(const NoDescriptorsLeft&) = delete;
    NoDescriptorsLeft& operator=(const NoDescriptorsLeft&) = delete;

private:
    rlimit before_{};
    std::vector<int> taken_;
};

TEST(ServerOutOfDescriptors, PausesAndThenServesOn) {
    asio::io_context loop;
    const auto handler = [](Request) -> Task<Response> { co_return Response{200, {}, "hi"}; };
    Server server{loop.get_executor(), handler, {}};
    ASSERT_TRUE(server.listen_tcp("127.0.0.1", 0));
    asio::ip::tcp::socket client{loop, asio::ip::tcp::v4()};
    loop.poll();
    {
        const NoDescriptorsLeft none;
        client.connect({asio::ip::address_v4::loopback(), server.port()});
        // A spinning loop would run its handlers a hundred thousand times in this while.
        loop.restart();
        std::size_t turns = 0;
        const auto until = std::chrono::steady_clock::now() + 250ms;
        while (loop.run_one_until(until) > 0)
            ++turns;
        EXPECT_LT(turns, 100U);
    }
    Socket socket{std::move(client)};
    const auto ask = [](Socket& to) -> Task<std::string> {
        co_await send(to, plain_request);
        co_return co_await read_until(to, "hi");
    };
    EXPECT_TRUE(run(loop, ask(socket)).starts_with("HTTP/1.1 200"));
}

}  // namespace
}  // namespace maedal::net
