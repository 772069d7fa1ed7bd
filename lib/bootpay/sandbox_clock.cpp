#include "bootpay/sandbox_clock.hpp"

#include "base/contract.hpp"
#include "net/json_text.hpp"

#include <fmt/format.h>

#include <utility>

namespace maedal::bootpay {
namespace {

constexpr const char* place = "/_sandbox/clock";

net::Origin at_root(net::Origin origin) {
    origin.base_path.clear();
    return origin;
}

net::ClientOptions patient(std::chrono::milliseconds deadline) {
    net::ClientOptions options;
    options.connections_max = 1;
    options.requests_per_second_max = 0;
    options.deadline = deadline;
    return options;
}

net::Request read_request() {
    net::Request request;
    request.method = "GET";
    request.target = place;
    request.headers.set("Accept", "application/json");
    return request;
}

net::Request move_request(Instant to) {
    auto request = read_request();
    request.method = "POST";
    request.headers.set("Content-Type", "application/json");
    request.body = net::json_text({{"now", rfc3339(to)}});
    return request;
}

/// The time in {"now": RFC 3339}; empty for any other answer.
std::optional<Instant> time_in(const net::Response& answer) {
    if (answer.status != 200) return std::nullopt;
    const auto body = net::parse_json(answer.body);
    if (!body || !body->is_object()) return std::nullopt;
    const auto now = body->find("now");
    if (now == body->end() || !now->is_string()) return std::nullopt;
    return instant_from_rfc3339(now->get_ref<const std::string&>());
}

Error no_time(std::string detail) {
    return Error{Errc::unavailable, "sandbox_clock", std::move(detail), {}};
}

}  // namespace

SandboxClock::SandboxClock(
    boost::asio::any_io_executor executor, net::Origin origin, std::chrono::milliseconds deadline
)
    : client_{std::move(executor), at_root(std::move(origin)), patient(deadline)} {}

Instant SandboxClock::now() const {
    MAEDAL_EXPECTS(now_.has_value());
    return *now_;
}

Task<Result<Instant>> SandboxClock::read() {
    auto request = read_request();
    const auto answer = co_await client_.exchange(std::move(request), net::Reuse::any);
    if (!answer) co_return no_time(answer.error().detail);
    const auto now = time_in(*answer);
    if (!now) co_return no_time(fmt::format("HTTP {} without a time", answer->status));
    now_ = now;
    co_return *now;
}

Task<Result<Instant>> SandboxClock::move(Instant to) {
    auto request = move_request(to);
    const auto answer = co_await client_.exchange(std::move(request), net::Reuse::any);
    if (!answer) co_return no_time(answer.error().detail);
    if (answer->status >= 400 && answer->status < 500) {
        const auto detail = fmt::format("HTTP {}: the sandbox does not move there", answer->status);
        co_return Error{Errc::invalid, "sandbox_clock", detail, "to"};
    }
    const auto now = time_in(*answer);
    if (!now) co_return no_time(fmt::format("HTTP {} without a time", answer->status));
    now_ = now;
    if (*now != to) co_return no_time("the sandbox stands at " + rfc3339(*now));
    co_return to;
}

Task<Result<bool>> is_sandbox(boost::asio::any_io_executor executor, net::Origin origin) {
    if (!origin.loopback()) co_return false;
    constexpr std::chrono::seconds deadline{5};
    net::Client client{std::move(executor), at_root(std::move(origin)), patient(deadline)};
    auto request = read_request();
    const auto answer = co_await client.exchange(std::move(request), net::Reuse::any);
    if (!answer) co_return no_time(answer.error().detail);
    co_return time_in(*answer).has_value();
}

}  // namespace maedal::bootpay
