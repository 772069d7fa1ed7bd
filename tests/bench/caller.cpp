#include "caller.hpp"

#include "base/rethrow.hpp"

#include <boost/asio/co_spawn.hpp>

#include <optional>
#include <stdexcept>
#include <utility>

namespace maedal::bench {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

net::ClientOptions options_for(int connections) {
    net::ClientOptions options;
    options.connections_max = connections;
    options.requests_per_second_max = 0;
    return options;
}

net::Origin origin_of(const std::string& url) {
    auto origin = net::origin_from_url(url);
    if (!origin) throw std::runtime_error{url + ": " + origin.error().detail};
    return *std::move(origin);
}

struct Volley {
    int count;
    Clock::time_point until;
    const std::function<net::Request(int)>& next;
    int begun = 0;
    int good = 0;
};

Task<void> one_connection(net::Client& client, Volley& volley) {
    while (volley.begun < volley.count && Clock::now() < volley.until) {
        auto request = volley.next(volley.begun++);
        auto answer = co_await client.exchange(std::move(request), net::Reuse::any);
        if (answer && answer->status == 200) volley.good += 1;
    }
}

Task<void> keep(
    net::Client& client, net::Request request, std::optional<Result<net::Response>>& answer
) {
    answer.emplace(co_await client.exchange(std::move(request), net::Reuse::any));
}

}  // namespace

Caller::Caller(const std::string& url, int connections)
    : connections_{connections},
      client_{loop_.get_executor(), origin_of(url), options_for(connections)} {}

net::Response Caller::call(net::Request request) {
    std::optional<Result<net::Response>> answer;
    const std::string target = request.target;
    asio::co_spawn(loop_, keep(client_, std::move(request), answer), rethrow);
    loop_.restart();
    while (!answer && loop_.run_one() > 0) {
    }
    if (!answer || !*answer)
        throw std::runtime_error{target + ": " + (answer ? answer->error().detail : "no answer")};
    return **std::move(answer);
}

int Caller::call_many(
    int count, std::chrono::seconds at_most, const std::function<net::Request(int)>& next
) {
    Volley volley{count, Clock::now() + at_most, next};
    int at_work = connections_;
    const auto ended = [&at_work](const std::exception_ptr& failure) {
        at_work -= 1;
        rethrow(failure);
    };
    for (int i = 0; i < connections_; ++i)
        asio::co_spawn(loop_, one_connection(client_, volley), ended);
    loop_.restart();
    while (at_work > 0 && loop_.run_one() > 0) {
    }
    return volley.good;
}

net::Request json_request(std::string method, std::string target, std::string body) {
    net::Request request;
    request.method = std::move(method);
    request.target = std::move(target);
    request.body = std::move(body);
    if (!request.body.empty()) request.headers.set("Content-Type", "application/json");
    return request;
}

}  // namespace maedal::bench
