#include "net/client.hpp"
#include "unit/net/loop.hpp"
#include "unit/net/scripted_server.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

namespace maedal::net {
namespace {

using namespace std::chrono_literals;
using namespace testing;
using Addresses = std::vector<asio::ip::address>;

/// A resolver whose answers the test gives, also late.
class FakeResolver {
public:
    void answer_with(Addresses addresses) {
        const std::lock_guard lock{mutex_};
        answer_ = std::move(addresses);
        answered_ = true;
        changed_.notify_all();
    }
    Addresses look(const std::string& host) {
        std::unique_lock lock{mutex_};
        asked_for_ = host;
        ++asked_;
        changed_.wait_for(lock, 10s, [this] { return answered_; });
        return answer_;
    }
    int asked() {
        const std::lock_guard lock{mutex_};
        return asked_;
    }
    std::string asked_for() {
        const std::lock_guard lock{mutex_};
        return asked_for_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    Addresses answer_;
    std::string asked_for_;
    bool answered_ = false;
    int asked_ = 0;
};

class ClientLookup : public ::testing::Test {
protected:
    Client client_of(std::string host, std::chrono::milliseconds deadline = 5s) {
        ClientOptions options;
        options.requests_per_second_max = 0;
        options.deadline = deadline;
        // The thread may outlive the test: it has its own share of the resolver.
        options.lookup = [resolver = resolver](const std::string& name) {
            return resolver->look(name);
        };
        return Client{
            loop.get_executor(), Origin{"http", std::move(host), server.port(), ""}, options};
    }
    Result<Response> exchange(Client& client) {
        Request request;
        request.method = "GET";
        request.target = "/";
        return run(loop, client.exchange(std::move(request), Reuse::any));
    }

    const asio::ip::address here = asio::ip::address_v4::loopback();
    const asio::ip::address nobody = asio::ip::make_address("127.255.255.254");
    std::shared_ptr<FakeResolver> resolver = std::make_shared<FakeResolver>();
    asio::io_context loop;
    ScriptedServer server{
        loop, {always("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")}};
};

TEST_F(ClientLookup, AsksOnceForManyExchanges) {
    resolver->answer_with({here});
    auto client = client_of("api.test");
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(exchange(client));
    EXPECT_EQ(server.connections(), 3);
    EXPECT_EQ(resolver->asked(), 1);
    EXPECT_EQ(resolver->asked_for(), "api.test");
}

TEST_F(ClientLookup, NeverAsksForHostsThatNeedNoAnswer) {
    for (const auto* host : {"127.0.0.1", "localhost"}) {
        auto client = client_of(host);
        EXPECT_TRUE(exchange(client)) << host;
    }
    EXPECT_EQ(resolver->asked(), 0);
}

TEST_F(ClientLookup, AnswersUnsentWhenThereIsNoAddress) {
    resolver->answer_with({});
    auto client = client_of("api.test");
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(exchange(client).error().code, Errc::unsent);
    EXPECT_LE(resolver->asked(), 2);  // at most one a second
}

TEST_F(ClientLookup, DoesNotWaitLongerThanTheDeadline) {
    const auto before = std::chrono::steady_clock::now();
    {
        auto client = client_of("api.test", 100ms);
        EXPECT_EQ(exchange(client).error().code, Errc::unsent);
        EXPECT_EQ(exchange(client).error().code, Errc::unsent);
    }
    EXPECT_LT(std::chrono::steady_clock::now() - before, 3s);
    EXPECT_LE(resolver->asked(), 1);  // one look-up at a time
    resolver->answer_with({here});    // late: nobody is there to take it
}

TEST_F(ClientLookup, TriesTheNextAddress) {
    resolver->answer_with({nobody, here});
    auto client = client_of("api.test");
    EXPECT_TRUE(exchange(client));
}

TEST_F(ClientLookup, TakesALookUpThatThrowsForNoAnswer) {
    ClientOptions options;
    options.deadline = 2s;
    options.lookup = [](const std::string&) -> Addresses { throw std::runtime_error{"broken"}; };
    Client client{loop.get_executor(), Origin{"http", "api.test", 80, ""}, options};
    EXPECT_EQ(exchange(client).error().code, Errc::unsent);
}

}  // namespace
}  // namespace maedal::net
