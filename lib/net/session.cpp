#include "net/session.hpp"

#include "base/log.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http.hpp>

#include <algorithm>
#include <sstream>

namespace maedal::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using namespace std::chrono_literals;
using boost::system::error_code;

using Parser = http::request_parser<http::string_body>;

/// How long and how much is read of a peer that was already answered, so that the kernel does not
/// take the answer back together with unread input.
constexpr auto linger_max = 1'000ms;
constexpr std::size_t linger_bytes_max = 256UL * 1024;

/// The status that tells the peer what was wrong; 0 when there is nobody to tell.
int status_of(error_code ec) {
    if (ec == http::error::body_limit) return 413;
    if (ec == http::error::header_limit || ec == http::error::buffer_overflow) return 431;
    if (ec == http::error::end_of_stream || ec == http::error::partial_message) return 0;
    const error_code any_of_http = http::error::bad_method;
    return ec.category() == any_of_http.category() ? 400 : 0;
}

std::string text(beast::string_view view) {
    return std::string{view.data(), view.size()};
}

Request request_of(Parser::value_type message, const Peer& peer) {
    Request request;
    request.method = text(message.method_string());
    request.target = text(message.target());
    for (const auto& field : message)
        request.headers.add(text(field.name_string()), text(field.value()));
    request.body = std::move(message.body());
    request.peer = peer.address;
    request.credentials = peer.credentials;
    return request;
}

bool set_by_us(const std::string& name) {
    return beast::iequals(name, "Content-Length") || beast::iequals(name, "Transfer-Encoding") ||
           beast::iequals(name, "Connection");
}

bool fit_for_wire(const Response& answer) {
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    const auto clean = [&](const std::string& line) {
        return std::none_of(line.begin(), line.end(), control);
    };
    const auto fits = [&](const auto& field) {
        return !field.first.empty() && clean(field.first) && clean(field.second);
    };
    const auto& fields = answer.headers.all();
    return answer.status >= 200 && answer.status <= 599 &&
           std::all_of(fields.begin(), fields.end(), fits);
}

http::response<http::string_body> message_of(Response answer, bool keep_alive) {
    http::response<http::string_body> message;
    message.version(11);
    message.result(static_cast<unsigned>(answer.status));
    for (const auto& [name, value] : answer.headers.all())
        if (!set_by_us(name)) message.insert(name, value);
    message.keep_alive(keep_alive);
    if (answer.status == 204 || answer.status == 304) return message;  // these have no body at all
    message.body() = std::move(answer.body);
    message.prepare_payload();
    return message;
}

Response bare(int status) {
    return Response{status, {}, {}};
}

class HttpSession final : public Session {
public:
    HttpSession(StreamSocket socket, Peer peer, std::shared_ptr<const SessionRules> rules)
        : stream_{std::move(socket)},
          peer_{std::move(peer)},
          rules_{std::move(rules)},
          buffer_{rules_->limits.header_bytes_max + 64 * 1024} {}

    Task<void> serve() override {
        const int requests_max = rules_->limits.requests_per_connection_max;
        bool more = true;
        for (int served = 0; more && served < requests_max; ++served) {
            const bool begins = co_await request_begins(served == 0);
            if (!begins) break;
            idle_ = false;
            more = co_await serve_one(served + 1 == requests_max);
            idle_ = true;
        }
        close();
    }

    Task<void> turn_away() override {
        stream_.expires_after(rules_->limits.write_deadline);
        auto full = bare(503);
        co_await answer(std::move(full), false);
        close();
    }

    [[nodiscard]] bool idle() const override { return idle_; }

    void close() override {
        error_code ec;
        stream_.socket().shutdown(StreamSocket::shutdown_both, ec);
        stream_.socket().close(ec);
    }

private:
    /// Waits for the first bytes of the next request.
    Task<bool> request_begins(bool first) {
        if (buffer_.size() > 0) co_return true;  // sent behind the last one
        const auto& limits = rules_->limits;
        stream_.expires_after(first ? limits.read_deadline : limits.idle_max);
        error_code ec;
        auto into_ec = asio::redirect_error(asio::use_awaitable, ec);
        const auto room = buffer_.prepare(4UL * 1024);
        const std::size_t size = co_await stream_.async_read_some(room, into_ec);
        buffer_.commit(size);
        co_return !ec;
    }

    /// Reads one request and answers it; false when the connection is of no more use.
    Task<bool> serve_one(bool last) {
        Parser parser;
        parser.header_limit(rules_->limits.header_bytes_max);
        parser.body_limit(rules_->limits.body_bytes_max);
        stream_.expires_after(rules_->limits.read_deadline);  // once: for the whole request
        const error_code ec = co_await read(parser);
        if (rules_->closed) co_return false;
        const int wrong = ec ? status_of(ec) : parser.get().target().starts_with('/') ? 0 : 400;
        if (ec && wrong == 0) co_return false;
        if (wrong != 0) {
            auto refusal = bare(wrong);
            co_return co_await answer(std::move(refusal), false);
        }
        const bool keep = !last && parser.keep_alive() && parser.get().version() == 11;
        auto request = request_of(parser.release(), peer_);
        auto given = co_await handled(std::move(request));
        co_return co_await answer(std::move(given), keep);
    }

    Task<error_code> read(Parser& parser) {
        error_code ec;
        auto into_ec = asio::redirect_error(asio::use_awaitable, ec);
        co_await http::async_read_header(stream_, buffer_, parser, into_ec);
        if (ec || parser.is_done()) co_return ec;
        if (beast::iequals(parser.get()[http::field::expect], "100-continue")) {
            constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
            const auto bytes = asio::buffer(go_on);
            co_await asio::async_write(stream_, bytes, into_ec);
            if (ec) co_return ec;
        }
        co_await http::async_read(stream_, buffer_, parser, into_ec);
        co_return ec;
    }

    /// What the handler says, or 500 in its place. Its target stays out of the log: a path may be a
    /// capability.
    Task<Response> handled(Request request) {
        std::string failure;
        try {
            auto answering = rules_->handler(std::move(request));
            Response given = co_await std::move(answering);
            if (fit_for_wire(given)) co_return given;
            failure = "its status or a header field does not fit the wire";
        } catch (const std::exception& error) {
            failure = error.what();
        } catch (...) {
            failure = "an exception of an unknown type";
        }
        log::error("a request's handler failed: " + failure);
        failed_ = true;
        co_return bare(500);
    }

    /// The head of the whole answer and a part of its body.
    Task<void> break_off(Response given) {
        const std::size_t body_bytes = given.body.size();
        const std::size_t kept = std::min(*given.cut_after, body_bytes);
        std::ostringstream wire;
        wire << message_of(std::move(given), false);
        std::string sent = wire.str();
        if (kept == 0) sent.clear();
        sent.resize(sent.size() - std::min(sent.size(), body_bytes - kept));
        stream_.expires_after(rules_->limits.write_deadline);
        error_code ec;
        auto into_ec = asio::redirect_error(asio::use_awaitable, ec);
        const auto bytes = asio::buffer(sent);
        co_await asio::async_write(stream_, bytes, into_ec);
    }

    Task<bool> answer(Response given, bool keep_alive) {
        if (given.cut_after) {
            co_await break_off(std::move(given));
            co_return false;
        }
        keep_alive = keep_alive && !failed_ && !rules_->stopping;
        auto message = message_of(std::move(given), keep_alive);
        stream_.expires_after(rules_->limits.write_deadline);
        error_code ec;
        auto into_ec = asio::redirect_error(asio::use_awaitable, ec);
        co_await http::async_write(stream_, message, into_ec);
        if (ec) co_return false;
        if (!keep_alive) {
            co_await linger();
        }
        co_return keep_alive;
    }

    Task<void> linger() {
        error_code ec;
        stream_.socket().shutdown(StreamSocket::shutdown_send, ec);
        stream_.expires_after(linger_max);
        auto into_ec = asio::redirect_error(asio::use_awaitable, ec);
        buffer_.clear();
        for (std::size_t seen = 0; !ec && seen < linger_bytes_max;) {
            const auto room = buffer_.prepare(16UL * 1024);
            seen += co_await stream_.async_read_some(room, into_ec);
        }
    }

    beast::basic_stream<asio::generic::stream_protocol> stream_;
    Peer peer_;
    std::shared_ptr<const SessionRules> rules_;
    beast::flat_buffer buffer_;
    bool idle_ = true;
    bool failed_ = false;
};

}  // namespace

std::shared_ptr<Session> make_session(
    StreamSocket socket, Peer peer, std::shared_ptr<const SessionRules> rules
) {
    return std::make_shared<HttpSession>(std::move(socket), std::move(peer), std::move(rules));
}

}  // namespace maedal::net
