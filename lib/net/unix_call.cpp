#include "net/unix_call.hpp"

#include "base/task.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http.hpp>

#include <exception>
#include <optional>

namespace maedal::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;
using Local = asio::local::stream_protocol;

constexpr std::uint64_t body_bytes_max = 16 * 1024 * 1024;
constexpr std::size_t path_bytes_max = 107;  // of sockaddr_un, less its final NUL

Error unsent(const error_code& ec) {
    const char* reason = "unreachable";
    if (ec == boost::system::errc::no_such_file_or_directory) reason = "no_such_socket";
    if (ec == boost::system::errc::connection_refused) reason = "nobody_listens";
    if (ec == boost::system::errc::permission_denied) reason = "not_permitted";
    return Error{Errc::unsent, reason, ec.message(), {}};
}

Error in_doubt(const error_code& ec) {
    if (ec == beast::error::timeout)
        return Error{Errc::in_doubt, "timeout", "no answer came in time", {}};
    return Error{Errc::in_doubt, "no_answer", "the answer broke off: " + ec.message(), {}};
}

http::request<http::string_body> message_of(Request request) {
    http::request<http::string_body> message;
    message.version(11);
    message.method_string(request.method);
    message.target(request.target);
    message.set(http::field::host, "localhost");
    for (const auto& [name, value] : request.headers.all())
        message.insert(name, value);
    message.keep_alive(false);
    message.body() = std::move(request.body);
    message.prepare_payload();
    return message;
}

Response response_of(http::response<http::string_body> message) {
    Response response;
    response.status = static_cast<int>(message.result_int());
    for (const auto& field : message) {
        const auto name = field.name_string(), value = field.value();
        response.headers.add({name.data(), name.size()}, {value.data(), value.size()});
    }
    response.body = std::move(message.body());
    return response;
}

Task<void> exchange(
    beast::basic_stream<Local>& stream,
    Local::endpoint endpoint,
    http::request<http::string_body> message,
    std::optional<Result<Response>>& outcome
) {
    error_code ec;
    auto into_ec = asio::redirect_error(asio::use_awaitable, ec);
    co_await stream.async_connect(endpoint, into_ec);
    if (ec) {
        outcome.emplace(unsent(ec));
        co_return;
    }
    co_await http::async_write(stream, message, into_ec);
    beast::flat_buffer buffer;
    // A server that turns a caller away answers before it has read all: look in any case.
    for (;;) {
        http::response_parser<http::string_body> parser;
        parser.body_limit(body_bytes_max);
        co_await http::async_read(stream, buffer, parser, into_ec);
        if (!ec && parser.get().result_int() < 200) continue;  // 1xx is not the answer
        if (ec)
            outcome.emplace(in_doubt(ec));
        else
            outcome.emplace(response_of(parser.release()));
        co_return;
    }
}

}  // namespace

Result<Response> unix_call(
    const std::string& socket_path, Request request, std::chrono::milliseconds deadline
) {
    if (socket_path.empty() || socket_path.size() > path_bytes_max)
        return Error{Errc::unsent, "unreachable", "a socket's path has 1 to 107 bytes", {}};
    asio::io_context loop{1};
    beast::basic_stream<Local> stream{loop};
    stream.expires_after(deadline);  // once: for the whole call

    std::optional<Result<Response>> outcome;
    std::exception_ptr failure;
    const auto keep = [&failure](std::exception_ptr thrown) { failure = thrown; };
    auto exchanging =
        exchange(stream, Local::endpoint{socket_path}, message_of(std::move(request)), outcome);
    asio::co_spawn(loop, std::move(exchanging), keep);
    loop.run();
    if (failure) std::rethrow_exception(failure);
    return *std::move(outcome);
}

}  // namespace maedal::net
