#include "sandbox/front/courier.hpp"

#include "base/log.hpp"
#include "net/json_text.hpp"
#include "sandbox/front/views.hpp"
#include "sandbox/front/webhook_body.hpp"

#include <boost/asio/co_spawn.hpp>
#include <fmt/format.h>

#include <exception>
#include <utility>

namespace maedal::sandbox {
namespace {

constexpr std::size_t clients_max = 64;  // origins with kept connections

/// Where the origin of a URL ends and its path begins.
std::size_t path_begin(const std::string& url) {
    const auto scheme_end = url.find("://");
    return url.find('/', scheme_end == std::string::npos ? 0 : scheme_end + 3);
}

}  // namespace

Courier::Courier(boost::asio::any_io_executor executor, Bootpay& bootpay)
    : executor_{executor}, bootpay_{bootpay}, settled_{std::move(executor)} {}

bool Courier::idle() const {
    if (bootpay_.outbox().in_flight() > 0) return false;
    const auto next = bootpay_.outbox().next_due();
    return !bootpay_.switches().webhooks || !next || *next > bootpay_.now();
}

void Courier::kick() {
    Outbox& outbox = bootpay_.outbox();
    while (bootpay_.switches().webhooks && outbox.in_flight() < deliveries_at_once_max) {
        const Notice* notice = outbox.take_due(bootpay_.now());
        if (!notice) break;
        const auto ended = [](const std::exception_ptr& failure) {
            if (failure) log::error("a webhook delivery ended by an exception");
        };
        boost::asio::co_spawn(executor_, deliver_and_report(*notice), ended);
    }
    if (idle()) settled_.open();
}

Task<void> Courier::settled() {
    kick();
    while (!idle())
        co_await settled_.wait();
}

Task<void> Courier::deliver_and_report(const Notice& notice) {
    Outcome outcome{false, "not sent"};
    try {
        auto delivering = deliver(notice);
        outcome = co_await std::move(delivering);
    } catch (const std::exception& failure) {
        outcome.told = failure.what();
    }
    log::debug(fmt::format("webhook {} to {}: {}", notice.number, notice.url, outcome.told));
    bootpay_.outbox().report(notice.number, outcome.accepted, std::move(outcome.told));
    kick();
}

Task<Courier::Outcome> Courier::deliver(const Notice& notice) {
    const auto path = path_begin(notice.url);
    const auto origin = net::origin_from_url(notice.url.substr(0, path));
    if (!origin) co_return Outcome{false, origin.error().detail};

    const auto body = webhook_view(notice, bootpay_.switches().partial_cancel_webhook_status);
    const bool form = notice.content_type == "application/x-www-form-urlencoded";
    net::Request request;
    request.method = "POST";
    request.target = path == std::string::npos ? "/" : notice.url.substr(path);
    request.headers.set("Content-Type", notice.content_type);
    request.body = form ? rails_form(body) : net::json_text(body);

    const auto client = client_of(*origin);
    auto exchange = client->exchange(std::move(request), net::Reuse::any);
    const auto answer = co_await std::move(exchange);
    if (!answer) co_return Outcome{false, "no answer: " + answer.error().detail};
    const bool accepted = accepts_webhook(*answer);
    const bool misses_word = !accepted && answer->status == 200;
    co_return Outcome{
        accepted,
        fmt::format(
            "HTTP {}{}", answer->status, misses_word ? R"( without {"success":true})" : ""
        )};
}

std::shared_ptr<net::Client> Courier::client_of(const net::Origin& origin) {
    const auto name = fmt::format("{}://{}:{}", origin.scheme, origin.host, origin.port);
    const auto known = clients_.find(name);
    if (known != clients_.end()) return known->second;
    if (clients_.size() >= clients_max) clients_.clear();  // deliveries under way hold theirs
    net::ClientOptions options;
    options.connections_max = deliveries_at_once_max;
    options.requests_per_second_max = 0;
    options.deadline = delivery_deadline;
    options.body_bytes_max = std::uint64_t{64} * 1024;
    auto client = std::make_shared<net::Client>(executor_, origin, options);
    clients_.emplace(name, client);
    return client;
}

}  // namespace maedal::sandbox
