#include "net/unix_call.hpp"

#include "net/server.hpp"
#include "unit/net/temp_folder.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <gtest/gtest.h>

#include <thread>

namespace maedal::net {
namespace {

using namespace std::chrono_literals;

Task<Response> echo(Request request) {
    Response response;
    response.status = 201;
    response.headers.set("Location", request.target);
    response.body = request.method + " " + request.body;
    co_return response;
}

/// A server that turns on a thread of its own.
class Echo {
public:
    explicit Echo(const std::string& path) : server_{loop_.get_executor(), echo, {}} {
        if (!server_.listen_unix(path, 0600, "")) throw std::runtime_error{"listen_unix"};
        thread_ = std::thread{[this] { loop_.run(); }};
    }
    ~Echo() {
        loop_.stop();
        thread_.join();
    }
    Echo(const Echo&) = delete;
    Echo& operator=(const Echo&) = delete;

private:
    boost::asio::io_context loop_;
    Server server_;
    std::thread thread_;
};

Request asked(const std::string& body) {
    Request request;
    request.method = "POST";
    request.target = "/v1/things?a=b";
    request.body = body;
    return request;
}

TEST(UnixCall, GivesTheWholeAnswer) {
    const testing::TempFolder folder;
    const Echo server{folder.file("s")};
    const std::string long_text(60'000, 'x');
    const auto answer = unix_call(folder.file("s"), asked(long_text), 5s);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 201);
    EXPECT_EQ(answer->headers.get("location"), "/v1/things?a=b");
    EXPECT_EQ(answer->body, "POST " + long_text);
}

TEST(UnixCall, TellsAMissingSocketFromOneThatNobodyListensOn) {
    const testing::TempFolder folder;
    const auto missing = unix_call(folder.file("s"), asked(""), 5s);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, Errc::unsent);
    EXPECT_EQ(missing.error().reason, "no_such_socket");
    boost::asio::io_context loop;
    using Local = boost::asio::local::stream_protocol;
    Local::acceptor bound{loop};
    bound.open();
    bound.bind(Local::endpoint{folder.file("deaf")});
    const auto deaf = unix_call(folder.file("deaf"), asked(""), 5s);
    ASSERT_FALSE(deaf);
    EXPECT_EQ(deaf.error().reason, "nobody_listens");
    EXPECT_EQ(unix_call(std::string(200, 'x'), asked(""), 5s).error().code, Errc::unsent);
}

TEST(UnixCall, EndsAtItsDeadlineWhenNoAnswerComes) {
    const testing::TempFolder folder;
    boost::asio::io_context loop;
    using Local = boost::asio::local::stream_protocol;
    const Local::acceptor silent{loop, Local::endpoint{folder.file("s")}};
    const auto answer = unix_call(folder.file("s"), asked("x"), 50ms);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::in_doubt);
    EXPECT_EQ(answer.error().reason, "timeout");
}

}  // namespace
}  // namespace maedal::net
