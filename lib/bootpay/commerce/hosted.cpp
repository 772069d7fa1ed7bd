#include "bootpay/commerce/hosted.hpp"

#include "bootpay/commerce/order.hpp"
#include "bootpay/commerce/request.hpp"
#include "bootpay/pg/answer.hpp"
#include "bootpay/pg/fields.hpp"
#include "bootpay/pg/request.hpp"
#include "net/form_text.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <utility>

namespace maedal::bootpay::commerce {
namespace {

using billing::HostedStatus;
using nlohmann::json;
using pg::Fields;

struct StatusWord {
    std::string_view word;  ///< [X]
    int number;             ///< of the SDKs [J]; the docs contradict them [C]
    HostedStatus status;
};
constexpr auto status_words = std::to_array<StatusWord>({
    {"pending", 0, HostedStatus::pending},
    {"subscribing", 1, HostedStatus::active},
    {"trial", -1, HostedStatus::trial},
    {"paused", -2, HostedStatus::paused},
    {"on_hold", -3, HostedStatus::on_hold},
    {"expired", 15, HostedStatus::ended},
    {"cancelled", 20, HostedStatus::terminated},
});

HostedStatus status_of(const json& object) {
    const auto value = object.find("status");
    if (value == object.end()) return HostedStatus::unknown;
    for (const auto& known : status_words) {
        if (value->is_string() && value->get_ref<const std::string&>() == known.word)
            return known.status;
        if (value->is_number_integer() && *value == known.number) return known.status;
    }
    return HostedStatus::unknown;
}

std::string bill_state(const json& object) {
    constexpr auto words = std::to_array<std::pair<int, const char*>>(  // [J]
        {{2, "ready"},
         {1, "done"},
         {-1, "failed"},
         {5, "pending"},
         {10, "canceled"},
         {20, "terminated"}}
    );
    const auto value = object.find("status");
    for (const auto& [number, word] : words)
        if (value != object.end() && value->is_number_integer() && *value == number) return word;
    return "unknown";
}

Result<ports::HostedBill> read_bill(const json& object) {
    Fields fields{object};
    auto id = fields.id("order_subscription_bill_id");
    const auto cycle = fields.small_number("duration");
    const auto price = fields.won("price");
    const auto due_at = fields.optional_instant("reserve_payment_at");
    const auto paid_at = fields.optional_instant("purchased_at");
    if (!fields.fault().empty()) return pg::unreadable(fields.fault());
    return ports::HostedBill{std::move(id), cycle, price, bill_state(object), due_at, paid_at};
}

template <class Row, class Read>
Result<std::vector<Row>> all_from(
    const net::Response& response, const pg::Codes& codes, Read read
) {
    const auto rows = rows_of(response, codes);
    if (!rows) return rows.error();
    std::vector<Row> all;
    for (const auto& object : *rows) {
        auto row = read(object);
        if (!row) return row.error();
        all.push_back(*std::move(row));
    }
    return all;
}

net::Request change_request(
    std::string method, std::string target, Role role, const nlohmann::json& body
) {
    auto request = write_request(std::move(method), std::move(target), role, body);
    add_idempotency_key(request);
    return request;
}

}  // namespace

Result<billing::GatewayHosted> read_hosted(const json& object) {
    Fields fields{object};
    auto id = fields.id("order_subscription_id");
    auto name = fields.text("order_name");
    const auto price = fields.won("price");
    auto order_number = fields.optional_id("order_number");
    const auto next = fields.optional_instant("payment_next_at");
    if (!fields.fault().empty()) return pg::unreadable(fields.fault());
    return billing::GatewayHosted{
        billing::HostedId{std::move(id)},
        std::move(name),
        price,
        status_of(object),
        order_number.value_or(""),
        next};
}

net::Request hosted_list_request(int page, int limit) {
    return read_request(fmt::format("/order_subscriptions?page={}&limit={}", page, limit));
}

Result<std::vector<billing::GatewayHosted>> hosted_list_from(
    const net::Response& response, const pg::Codes& codes
) {
    return all_from<billing::GatewayHosted>(response, codes, read_hosted);
}

net::Request hosted_request(const billing::HostedId& id) {
    return read_request(pg::path_of("/order_subscriptions/", id.text()));
}

Result<billing::GatewayHosted> hosted_from(
    const net::Response& response, const billing::HostedId& id, const pg::Codes& codes
) {
    const auto body = shop_looked_up(response, codes);
    if (!body) return body.error();
    auto hosted = read_hosted(*body);
    if (hosted && hosted->id != id) return pg::unreadable("order_subscription_id is another");
    return hosted;
}

net::Request bills_request(const billing::HostedId& id) {
    constexpr int bills_max = 100;
    auto request = read_request(fmt::format(
        "/order_subscription_bills?order_subscription_id={}&page=1&limit={}",
        net::percent_encode(id.text()),
        bills_max
    ));
    add_idempotency_key(request);
    return request;
}

Result<std::vector<ports::HostedBill>> bills_from(
    const net::Response& response, const pg::Codes& codes
) {
    return all_from<ports::HostedBill>(response, codes, read_bill);
}

net::Request pause_request(const billing::HostedId& id, const std::string& reason, Instant at) {
    // Bootpay's samples write these times without a zone, in Korean time [N, C].
    std::string korean = rfc3339(at, Seconds{9LL * 3'600}).substr(0, 19);
    korean[10] = ' ';
    return change_request(
        "PUT",
        pg::path_of("/order_subscriptions/", id.text()) + "/pause",
        Role::supervisor,
        json{{"reason", reason}, {"paused_at", korean}}
    );
}

net::Request resume_request(const billing::HostedId& id, const std::string& reason) {
    return change_request(
        "PUT",
        pg::path_of("/order_subscriptions/", id.text()) + "/resume",
        Role::supervisor,
        json{{"reason", reason}}
    );
}

net::Request terminate_request(const billing::HostedId& id, const std::string& reason) {
    return change_request(
        "POST",
        "/order_subscriptions/requests/ing/termination",
        Role::user,
        json{{"order_subscription_id", id.text()}, {"reason", reason}}
    );
}

Result<Done> done_from(const net::Response& response, const pg::Codes& codes) {
    const auto body = shop_written(response, codes);
    if (!body) return body.error();
    return Done{};
}

}  // namespace maedal::bootpay::commerce
