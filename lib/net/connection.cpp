#include "net/connection.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <sys/socket.h>

#include <cerrno>

namespace maedal::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

class Trust {
public:
    asio::ssl::context context{asio::ssl::context::tls_client};
};

std::shared_ptr<Trust> make_trust(const std::string& ca_file, std::string& failure) {
    auto trust = std::make_shared<Trust>();
    auto& context = trust->context;
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    context.set_verify_mode(asio::ssl::verify_peer);
    error_code ec;
    if (ca_file.empty()) {
        context.set_default_verify_paths(ec);
    } else {
        context.load_verify_file(ca_file, ec);
    }
    if (!ec) return trust;
    failure = ca_file.empty() ? "the system's authorities cannot be read"
                              : "no authorities in PEM can be read from " + ca_file;
    return trust;
}

namespace {

constexpr std::uint32_t header_bytes_max = 32 * 1024;
constexpr int informational_max = 8;  ///< 1xx answers before the real one

using Plain = beast::tcp_stream;
using Tls = beast::ssl_stream<beast::tcp_stream>;
using Message = http::request<http::string_body>;

std::string host_field(const Origin& origin) {
    const bool v6 = origin.host.find(':') != std::string::npos;
    std::string field = v6 ? "[" + origin.host + "]" : origin.host;
    const int usual = origin.scheme == "https" ? 443 : 80;
    if (origin.port != usual) field += ":" + std::to_string(origin.port);
    return field;
}

bool set_by_us(const std::string& name) {
    for (const auto* ours :
         {"Host", "User-Agent", "Connection", "Content-Length", "Transfer-Encoding", "Expect"})
        if (beast::iequals(name, ours)) return true;
    return false;
}

Message message_of(Request request, const Origin& origin) {
    Message message;
    message.version(11);
    message.method_string(request.method);
    message.target(origin.base_path + request.target);
    message.set(http::field::host, host_field(origin));
    message.set(http::field::user_agent, "maedal");
    message.set(http::field::connection, "keep-alive");
    for (const auto& [name, value] : request.headers.all())
        if (!set_by_us(name)) message.insert(name, value);
    message.body() = std::move(request.body);
    message.prepare_payload();
    return message;
}

Response response_of(http::response<http::string_body> message) {
    const auto text = [](beast::string_view view) { return std::string{view.data(), view.size()}; };
    Response response;
    response.status = static_cast<int>(message.result_int());
    for (const auto& field : message)
        response.headers.add(text(field.name_string()), text(field.value()));
    response.body = std::move(message.body());
    return response;
}

template <class Stream>
class HttpConnection final : public Connection {
public:
    template <class... Args>
    HttpConnection(const Origin& origin, std::uint64_t body_bytes_max, Args&&... stream)
        : stream_{std::forward<Args>(stream)...},
          origin_{origin},
          body_bytes_max_{body_bytes_max},
          buffer_{header_bytes_max + 64 * 1024} {}

    Task<std::string> open(asio::ip::tcp::endpoint to, SteadyTime until) override {
        error_code ec;
        auto into_ec = asio::redirect_error(asio::use_awaitable, ec);
        lowest().expires_at(until);
        co_await lowest().async_connect(to, into_ec);
        if (ec) co_return "connect: " + ec.message();
        lowest().socket().set_option(asio::ip::tcp::no_delay{true}, ec);
        lowest().socket().non_blocking(true, ec);  // quiet() looks without waiting
        if (ec) co_return "connect: " + ec.message();
        if constexpr (std::is_same_v<Stream, Tls>) {
            const auto failure = ask_for_the_name();
            if (!failure.empty()) co_return failure;
            co_await stream_.async_handshake(asio::ssl::stream_base::client, into_ec);
            if (ec) co_return "handshake: " + ec.message();
        }
        good_at_ = std::chrono::steady_clock::now();
        reusable_ = true;
        co_return std::string{};
    }

    Task<Outcome> exchange(Request request, SteadyTime until) override {
        reusable_ = false;  // until a whole answer says otherwise
        auto message = message_of(std::move(request), origin_);
        lowest().expires_at(until);  // once, for the write and all reads
        error_code ec;
        auto into_ec = asio::redirect_error(asio::use_awaitable, ec);
        co_await http::async_write(stream_, message, into_ec);
        // Whatever it was, billing keys and cards among it, is of no use to us any more.
        OPENSSL_cleanse(message.body().data(), message.body().size());
        if (ec) co_return failed("write", ec, true);

        for (int seen = 0; seen <= informational_max; ++seen) {
            http::response_parser<http::string_body> parser;
            parser.header_limit(header_bytes_max);
            parser.body_limit(body_bytes_max_);
            // The header by itself first: reading all at once, Beast 1.74 forgets body_limit when
            // some of a body with a Content-Length comes together with its header.
            co_await http::async_read_header(stream_, buffer_, parser, into_ec);
            if (!ec && !parser.is_done())
                co_await http::async_read(stream_, buffer_, parser, into_ec);
            const bool nothing_came = seen == 0 && !parser.got_some() && buffer_.size() == 0;
            if (ec) co_return failed("read", ec, nothing_came);
            const auto status = parser.get().result_int();
            if (status == 101) break;  // never asked for: what follows is not HTTP
            if (status < 200) continue;
            // Bytes behind the answer belong to nothing that was asked: never read on.
            reusable_ = parser.keep_alive() && buffer_.size() == 0;
            good_at_ = std::chrono::steady_clock::now();
            co_return Outcome{response_of(parser.release()), {}, false};
        }
        co_return Outcome{std::nullopt, "read: informational answers only", false};
    }

    bool quiet() override {
        if constexpr (std::is_same_v<Stream, Tls>) {
            // Session tickets come unasked after a handshake; only the TLS layer can tell them from
            // an end of stream.
            char byte = 0;
            error_code ec;
            const auto room = asio::buffer(&byte, 1);
            const std::size_t size = stream_.read_some(room, ec);
            return size == 0 && (ec == asio::error::would_block || ec == asio::error::try_again);
        } else {
            char byte = 0;
            const int socket = lowest().socket().native_handle();
            const auto size = ::recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
            return size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
        }
    }

    void close() override {
        error_code ec;
        lowest().socket().close(ec);
    }

    [[nodiscard]] bool reusable() const override { return reusable_; }
    [[nodiscard]] SteadyTime good_at() const override { return good_at_; }

private:
    auto& lowest() { return beast::get_lowest_layer(stream_); }

    /// The name goes to the server (SNI) and must stand in its certificate.
    std::string ask_for_the_name() {
        error_code not_numeric;
        asio::ip::make_address(origin_.host, not_numeric);
        auto* ssl = stream_.native_handle();
        auto* name = const_cast<char*>(origin_.host.c_str());  // it is only read
        // SSL_set_tlsext_host_name without the cast in its macro; numeric hosts have no SNI
        const bool sent =
            !not_numeric ||
            SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name) == 1;
        if (!sent) return "handshake: the server's name cannot be sent";
        error_code ec;
        stream_.set_verify_callback(asio::ssl::host_name_verification{origin_.host}, ec);
        return ec ? "handshake: " + ec.message() : std::string{};
    }

    Outcome failed(const char* step, error_code ec, bool nothing_came) {
        const bool broke =
            nothing_came && ec != beast::error::timeout && ec != asio::error::operation_aborted;
        return Outcome{std::nullopt, std::string{step} + ": " + ec.message(), broke};
    }

    Stream stream_;
    const Origin& origin_;
    std::uint64_t body_bytes_max_;
    beast::flat_buffer buffer_;
    SteadyTime good_at_{};
    bool reusable_ = false;
};

}  // namespace

std::shared_ptr<Connection> make_connection(
    asio::any_io_executor executor, const Origin& origin, Trust* trust, std::uint64_t body_bytes_max
) {
    if (origin.scheme == "https") {
        return std::make_shared<HttpConnection<Tls>>(
            origin, body_bytes_max, std::move(executor), trust->context
        );
    }
    return std::make_shared<HttpConnection<Plain>>(origin, body_bytes_max, std::move(executor));
}

}  // namespace maedal::net
