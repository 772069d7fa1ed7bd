#include "net/client.hpp"
#include "unit/net/certificates.hpp"
#include "unit/net/loop.hpp"
#include "unit/net/scripted_server.hpp"
#include "unit/net/temp_folder.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <gtest/gtest.h>

namespace maedal::net {
namespace {

using namespace std::chrono_literals;
using namespace testing;

using TlsStream = asio::ssl::stream<Socket&>;

struct TlsServerOptions {
    int version_max = TLS1_3_VERSION;
    std::string answer = ok;
    bool close_after_answer = false;
};

/// An https server with one certificate, on a loop together with its client.
class TlsServer {
public:
    TlsServer(asio::io_context& loop, const Identity& identity, TlsServerOptions options = {})
        : options_{std::move(options)},
          context_{asio::ssl::context::tls_server},
          server_{loop, {[this](Socket& socket) { return serve(*this, socket); }}} {
        const auto certificate = certificate_pem(identity), key = key_pem(identity);
        context_.use_certificate(asio::buffer(certificate), asio::ssl::context::pem);
        context_.use_private_key(asio::buffer(key), asio::ssl::context::pem);
        SSL_CTX_set_max_proto_version(context_.native_handle(), options_.version_max);
        // Old versions must be offered, so that it is the client who refuses them.
        SSL_CTX_set_security_level(context_.native_handle(), 0);
    }
    [[nodiscard]] std::uint16_t port() const { return server_.port(); }
    [[nodiscard]] int connections() const { return server_.connections(); }
    [[nodiscard]] int requests() const { return requests_; }
    [[nodiscard]] const std::string& name_asked_for() const { return name_asked_for_; }

private:
    static Task<void> serve(TlsServer& self, Socket& socket) {
        TlsStream stream{socket, self.context_};
        co_await stream.async_handshake(asio::ssl::stream_base::server, asio::use_awaitable);
        const char* name = SSL_get_servername(stream.native_handle(), TLSEXT_NAMETYPE_host_name);
        self.name_asked_for_ = name != nullptr ? name : "";
        for (;;) {
            std::string seen;
            while (!seen.ends_with("\r\n\r\n")) {
                char byte = 0;
                const auto room = asio::buffer(&byte, 1);
                co_await stream.async_read_some(room, asio::use_awaitable);
                seen += byte;
            }
            ++self.requests_;
            const auto answer = asio::buffer(self.options_.answer);
            co_await asio::async_write(stream, answer, asio::use_awaitable);
            if (self.options_.close_after_answer) break;
        }
    }

    TlsServerOptions options_;
    asio::ssl::context context_;
    ScriptedServer server_;
    int requests_ = 0;
    std::string name_asked_for_;
};

/// An authority, and a client that believes it alone.
class ClientTls : public ::testing::Test {
protected:
    [[nodiscard]] Client client_of(const TlsServer& server, std::string host = "api.test") {
        ClientOptions options;
        options.requests_per_second_max = 0;
        options.deadline = 5s;
        options.ca_file = ca_file;
        options.lookup = [](const std::string&) {
            return std::vector<asio::ip::address>{asio::ip::address_v4::loopback()};
        };
        return Client{
            loop.get_executor(), Origin{"https", std::move(host), server.port(), ""}, options};
    }
    Result<Response> exchange(Client& client, Reuse reuse = Reuse::verified) {
        Request request;
        request.method = "GET";
        request.target = "/";
        return run(loop, client.exchange(std::move(request), reuse));
    }
    void expect_unsent(TlsServer& server, std::string host = "api.test") {
        auto client = client_of(server, std::move(host));
        const auto answer = exchange(client, Reuse::any);
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().code, Errc::unsent) << answer.error().detail;
        EXPECT_EQ(server.requests(), 0);
        EXPECT_EQ(run(loop, client.warm(1)), 0);
    }

    asio::io_context loop;
    TempFolder folder;
    Identity authority = make_identity(nullptr, "");
    std::string ca_file = folder.write("ca.pem", certificate_pem(authority));
};

TEST_F(ClientTls, BelievesACertificateOfItsAuthorityAndHost) {
    const auto identity = make_identity(&authority, "DNS:api.test");
    TlsServer server{loop, identity};
    auto client = client_of(server);
    const auto answer = exchange(client);
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_EQ(answer->body, "hi");
    EXPECT_EQ(server.name_asked_for(), "api.test");
}

TEST_F(ClientTls, BelievesAnAddressInTheCertificate) {
    const auto identity = make_identity(&authority, "IP:127.0.0.1");
    TlsServer server{loop, identity};
    auto client = client_of(server, "127.0.0.1");
    EXPECT_TRUE(exchange(client));
    EXPECT_EQ(server.name_asked_for(), "");
}

TEST_F(ClientTls, SendsNothingToAnotherHost) {
    const auto identity = make_identity(&authority, "DNS:other.test");
    TlsServer server{loop, identity};
    expect_unsent(server);
    expect_unsent(server, "127.0.0.1");
}

TEST_F(ClientTls, SendsNothingToASelfSignedServer) {
    const auto identity = make_identity(nullptr, "DNS:api.test");
    TlsServer server{loop, identity};
    expect_unsent(server);
}

TEST_F(ClientTls, SendsNothingUnderAnotherAuthority) {
    const auto stranger = make_identity(nullptr, "");
    const auto identity = make_identity(&stranger, "DNS:api.test");
    TlsServer server{loop, identity};
    expect_unsent(server);
}

TEST_F(ClientTls, SendsNothingUnderAnExpiredCertificate) {
    const auto identity = make_identity(&authority, "DNS:api.test", 60);
    TlsServer server{loop, identity};
    expect_unsent(server);
}

TEST_F(ClientTls, SendsNothingOverAnOldVersion) {
    const auto identity = make_identity(&authority, "DNS:api.test");
    TlsServer old{loop, identity, {TLS1_1_VERSION, ok, false}};
    expect_unsent(old);
    TlsServer still_good{loop, identity, {TLS1_2_VERSION, ok, false}};
    auto client = client_of(still_good);
    EXPECT_TRUE(exchange(client));
}

TEST_F(ClientTls, SendsNothingWithoutAuthorities) {
    const auto identity = make_identity(&authority, "DNS:api.test");
    TlsServer server{loop, identity};
    ca_file = folder.file("absent.pem");
    expect_unsent(server);
    EXPECT_EQ(server.connections(), 0);
}

TEST_F(ClientTls, SendsNothingToAServerThatSpeaksNoTls) {
    ScriptedServer server{loop, {once("HTTP/1.1 200 OK\r\n\r\n")}};
    ClientOptions options;
    options.deadline = 300ms;
    Client client{loop.get_executor(), Origin{"https", "127.0.0.1", server.port(), ""}, options};
    EXPECT_EQ(exchange(client).error().code, Errc::unsent);
}

TEST_F(ClientTls, KeepsItsConnectionThroughSessionTickets) {
    // A TLS 1.3 server sends tickets right after the handshake: data, but no reason to distrust.
    const auto identity = make_identity(&authority, "DNS:api.test");
    TlsServer server{loop, identity};
    auto client = client_of(server);
    EXPECT_EQ(run(loop, client.warm(2)), 2);
    while (loop.poll_one() > 0) {
    }
    EXPECT_EQ(run(loop, client.warm(2)), 2);
    for (int i = 0; i < 5; ++i)
        EXPECT_TRUE(exchange(client));
    EXPECT_EQ(server.connections(), 2);
}

TEST_F(ClientTls, OpensAFreshConnectionWhenTheKeptOneWasClosed) {
    const auto identity = make_identity(&authority, "DNS:api.test");
    TlsServer server{loop, identity, {TLS1_3_VERSION, ok, true}};
    auto client = client_of(server);
    for (const auto reuse : {Reuse::verified, Reuse::any, Reuse::verified})
        EXPECT_TRUE(exchange(client, reuse));
    EXPECT_EQ(server.connections(), 3);
}

TEST_F(ClientTls, IsInDoubtOverAnAnswerCutWithoutALength) {
    // Only an end of stream that the server signed can end such an answer.
    const auto identity = make_identity(&authority, "DNS:api.test");
    TlsServer server{loop, identity, {TLS1_3_VERSION, "HTTP/1.1 200 OK\r\n\r\nhal", true}};
    auto client = client_of(server);
    EXPECT_EQ(exchange(client).error().code, Errc::in_doubt);
}

}  // namespace
}  // namespace maedal::net
