#include "calls.hpp"

#include "net/client.hpp"
#include "net/json_text.hpp"
#include "net/unix_call.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <optional>

namespace maedal::integration {
namespace {

constexpr std::chrono::minutes deadline{4};

Reply reply_of(Result<net::Response> answer) {
    if (!answer) return {0, nullptr, answer.error().reason + ": " + answer.error().detail};
    Reply reply{answer->status, nullptr, std::move(answer->body)};
    if (auto parsed = net::parse_json(reply.text)) reply.body = *std::move(parsed);
    return reply;
}

}  // namespace

Reply call_unix(const std::string& socket, net::Request request) {
    return reply_of(net::unix_call(socket, std::move(request), deadline));
}

Reply call_loopback(std::uint16_t port, net::Request request) {
    boost::asio::io_context loop{1};
    net::ClientOptions options;
    options.deadline = deadline;
    options.requests_per_second_max = 0;
    options.body_bytes_max = 64ULL * 1024 * 1024;
    net::Client client{loop.get_executor(), {"http", "127.0.0.1", port, ""}, options};
    std::optional<Result<net::Response>> answer;
    const auto asking = [&]() -> Task<void> {
        answer.emplace(co_await client.exchange(std::move(request), net::Reuse::verified));
    };
    std::exception_ptr failure;
    const auto keep = [&](std::exception_ptr thrown) {
        failure = thrown;
        loop.stop();  // the kept connection is for nobody
    };
    boost::asio::co_spawn(loop, asking, keep);
    loop.run();
    if (failure) std::rethrow_exception(failure);
    return reply_of(*std::move(answer));
}

net::Request json_request(
    const std::string& method, const std::string& target, const nlohmann::json& body
) {
    net::Request request;
    request.method = method;
    request.target = target;
    if (!body.is_null()) {
        request.headers.set("Content-Type", "application/json");
        request.body = net::json_text(body);
    }
    return request;
}

}  // namespace maedal::integration
