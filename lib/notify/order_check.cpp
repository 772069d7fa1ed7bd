#include "notify/order_check.hpp"

#include "net/json_text.hpp"

#include <memory>
#include <utility>

namespace maedal::notify {
namespace {

using nlohmann::json;

constexpr std::size_t message_bytes_max = 300;

Error unreachable(std::string detail) {
    return {Errc::unavailable, "merchant_unreachable", std::move(detail), ""};
}

json question(const billing::ShopOrder& order, const billing::ReceiptId& receipt) {
    json body{
        {"order_id", order.id.text()},
        {"receipt_id", receipt.text()},
        {"amount", order.amount.count()},
        {"tax_free", order.tax_free.count()},
        {"name", order.name}};
    if (order.customer) body["customer_id"] = order.customer->text();
    return body;
}

}  // namespace

Result<std::unique_ptr<HttpOrderCheck>> HttpOrderCheck::make(
    const boost::asio::any_io_executor& executor,
    const std::string& url,
    std::chrono::milliseconds deadline,
    const std::string& ca_file
) {
    auto origin = net::origin_from_url(url);
    if (!origin) return origin.error();
    std::string target = origin->base_path.empty() ? "/" : origin->base_path;
    origin->base_path.clear();
    net::ClientOptions options;
    options.deadline = deadline;
    options.ca_file = ca_file;
    options.body_bytes_max = 64ULL * 1024;
    return std::unique_ptr<HttpOrderCheck>{
        new HttpOrderCheck{executor, *std::move(origin), std::move(target), options}};
}

HttpOrderCheck::HttpOrderCheck(
    const boost::asio::any_io_executor& executor,
    net::Origin origin,
    std::string target,
    const net::ClientOptions& options
)
    : target_{std::move(target)}, client_{executor, std::move(origin), options} {}

Task<Result<Done>> HttpOrderCheck::ask(billing::ShopOrder order, billing::ReceiptId receipt) {
    net::Request request;
    request.method = "POST";
    request.target = target_;
    request.headers.set("Content-Type", "application/json");
    request.headers.set("Accept", "application/json");
    request.body = net::json_text(question(order, receipt));
    auto exchanging = client_.exchange(std::move(request), net::Reuse::any);
    const auto answer = co_await std::move(exchanging);
    if (!answer) co_return unreachable("the order check does not answer: " + answer.error().detail);
    if (answer->status != 200) {
        co_return unreachable("the order check answered HTTP " + std::to_string(answer->status));
    }
    const auto body = net::parse_json(answer->body);
    if (!body || !body->is_object() || !body->contains("can_confirm") ||
        !(*body)["can_confirm"].is_boolean())
        co_return unreachable("the order check answered without can_confirm");
    if ((*body)["can_confirm"].get<bool>()) co_return Done{};
    std::string message = "the merchant refuses this order";
    const auto said = body->find("message");
    if (said != body->end() && said->is_string() &&
        said->get_ref<const std::string&>().size() <= message_bytes_max)
        message = said->get<std::string>();
    co_return Error{Errc::conflict, "merchant_refuses", std::move(message), "order_id"};
}

}  // namespace maedal::notify
