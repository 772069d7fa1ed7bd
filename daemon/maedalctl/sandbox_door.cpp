#include "maedalctl/sandbox_door.hpp"

#include "base/task.hpp"
#include "maedalctl/exit_code.hpp"
#include "maedalctl/words.hpp"
#include "net/client.hpp"
#include "net/json_text.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <optional>

namespace maedal::ctl {
namespace {

using nlohmann::json;

constexpr int movements_of_a_page = 10'000;

net::ClientOptions options() {
    net::ClientOptions options;
    options.connections_max = 1;
    options.requests_per_second_max = 0;
    options.body_bytes_max = 64ULL * 1024 * 1024;
    return options;
}

Task<void> exchange(
    net::Client& client, net::Request request, std::optional<Result<net::Response>>& outcome
) {
    outcome.emplace(co_await client.exchange(std::move(request), net::Reuse::any));
}

Result<net::Response> call(net::Origin origin, net::Request request) {
    boost::asio::io_context loop{1};
    std::optional<Result<net::Response>> outcome;
    std::exception_ptr failure;
    {
        net::Client client{loop.get_executor(), std::move(origin), options()};
        const auto keep = [&](std::exception_ptr thrown) {
            failure = thrown;
            loop.stop();  // the client keeps its connection, and the loop would wait for it
        };
        auto exchanging = exchange(client, std::move(request), outcome);
        boost::asio::co_spawn(loop, std::move(exchanging), keep);
        loop.run();
    }
    if (failure) std::rethrow_exception(failure);
    return *std::move(outcome);
}

}  // namespace

json SandboxDoor::get(const std::string& target) const {
    const auto origin = net::origin_from_url(url_);
    if (!origin)
        throw Failure{
            ExitCode::usage,
            "'" + printable(url_) + "' is no URL of a sandbox, such as http://127.0.0.1:8790"};
    net::Origin root = *origin;
    root.base_path.clear();  // its controls stand beside /v2
    net::Request request;
    request.method = "GET";
    request.target = target;
    request.headers.set("Accept", "application/json");
    const auto answer = call(std::move(root), std::move(request));
    if (!answer)
        throw Failure{
            ExitCode::unreachable, "no sandbox answers at " + url_ + ": " + answer.error().detail};
    auto body = net::parse_json(answer->body);
    if (answer->status != 200 || !body || !body->is_object())
        throw Failure{ExitCode::unreachable, "what answers at " + url_ + " is no bootpay-sandbox"};
    return *std::move(body);
}

json SandboxDoor::movements() const {
    json all = json::array();
    for (;;) {
        const auto page =
            get("/_sandbox/ledger?limit=" + std::to_string(movements_of_a_page) +
                "&offset=" + std::to_string(all.size()));
        for (const auto& movement : page.at("movements"))
            all.push_back(movement);
        if (all.size() >= page.at("count").get<std::size_t>() || page.at("movements").empty())
            return all;
    }
}

}  // namespace maedal::ctl
