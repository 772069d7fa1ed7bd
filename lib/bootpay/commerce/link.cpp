#include "bootpay/commerce/link.hpp"

#include "bootpay/commerce/request.hpp"
#include "bootpay/pg/answer.hpp"
#include "bootpay/pg/fields.hpp"
#include "bootpay/pg/request.hpp"
#include "net/json_text.hpp"

#include <fmt/format.h>

#include <utility>

namespace maedal::bootpay::commerce {
namespace {

using nlohmann::json;
using pg::Fields;

int send_type(billing::SendBy way) {  // [S1, N, J]
    switch (way) {
        case billing::SendBy::sms:
            return 1;
        case billing::SendBy::kakao:
            return 2;
        case billing::SendBy::email:
            return 3;
        case billing::SendBy::push:
            return 4;
    }
    return 1;
}

json send_types(const std::vector<billing::SendBy>& ways) {
    json types = json::array();
    for (const auto way : ways)
        types.push_back(send_type(way));
    return types;
}

bool says_nothing(const json& value) {
    return value.is_null() || ((value.is_object() || value.is_array()) && value.empty());
}

bool says(const json& row, const char* name, const std::string& text) {
    const auto value = row.find(name);
    return value != row.end() && value->is_string() && value->get_ref<const std::string&>() == text;
}

Result<billing::GatewayLink> read_link(const json& object) {
    Fields fields{object};
    auto id = fields.id("invoice_id");
    const auto price = fields.won("price");
    auto order_id = fields.optional_id("order_id");
    auto request_id = fields.optional_id("request_id");
    auto order_number = fields.optional_id("order_number");
    auto url = fields.text("payment_url");
    const auto expires_at = fields.optional_instant("expired_at");
    const auto paid_at = fields.optional_instant("pay_at");
    if (!fields.fault().empty()) return pg::unreadable(fields.fault());
    return billing::GatewayLink{
        .link_id = billing::LinkId{std::move(id)},
        .order_id = order_id.value_or(""),
        .request_id = request_id.value_or(""),
        .price = price,
        .url = std::move(url),
        .expires_at = expires_at,
        .paid_at = paid_at,
        .order_number = order_number.value_or("")};
}

}  // namespace

net::Request link_request(const ports::LinkRequest& asked, const std::string& feedback_url) {
    json body{
        {"name", asked.name},
        {"title", asked.name},
        {"price", asked.price.count()},
        {"tax_free_price", asked.tax_free.count()},
        {"order_id", asked.order_id.text()},
        {"request_id", asked.request_id},
        {"use_notification", !asked.send_by.empty()}};
    if (!asked.send_by.empty()) body["send_types"] = send_types(asked.send_by);
    if (asked.lives)
        body["expire_in"] = asked.lives->count();
    else
        body["expired_at"] = rfc3339(asked.expires_at);
    if (!feedback_url.empty()) body["webhook_url"] = feedback_url;
    if (asked.details.empty()) return write_request("POST", "/invoices", Role::user, body);
    const auto details = net::parse_json(asked.details);
    if (details && details->is_object())
        for (const auto& [name, value] : details->items())
            if (!says_nothing(value)) body[name] = value;
    return write_request("POST", "/invoices", Role::user, body);
}

Result<billing::MadeLink> link_made_from(
    const net::Response& response, const ports::LinkRequest& asked, const pg::Codes& codes
) {
    const auto body = shop_written(response, codes);
    if (!body) return body.error();
    Fields fields{*body};
    auto id = fields.id("invoice_id");
    auto url = fields.text("payment_url");
    const auto expires_at = fields.optional_instant("expired_at");
    auto request_id = fields.optional_id("request_id");
    if (!fields.fault().empty()) return pg::doubtful("unreadable_answer", fields.fault());
    if (!asked.lives && expires_at && *expires_at != asked.expires_at)
        return pg::doubtful(
            "contradiction", fmt::format("link {} ends {}, not as asked", id, rfc3339(*expires_at))
        );
    return billing::MadeLink{
        billing::LinkId{std::move(id)},
        std::move(url),
        expires_at,
        request_id.value_or(asked.request_id)};
}

net::Request send_again_request(
    const billing::LinkId& id, const std::vector<billing::SendBy>& send_by
) {
    json body = json::object();
    if (!send_by.empty()) body["send_types"] = send_types(send_by);
    auto request =
        write_request("POST", pg::path_of("/invoices/", id.text()) + "/notify", Role::user, body);
    add_idempotency_key(request);
    return request;
}

net::Request one_link_request(const billing::LinkId& id) {
    auto request = read_request(pg::path_of("/invoices/", id.text()));
    add_idempotency_key(request);
    return request;
}

Result<billing::GatewayLink> link_from(
    const net::Response& response, const billing::LinkId& id, const pg::Codes& codes
) {
    const auto body = shop_looked_up(response, codes);
    if (!body) return body.error();
    auto link = read_link(*body);
    if (link && link->link_id != id) return pg::unreadable("invoice_id is another");
    return link;
}

net::Request links_request(int page, int limit) {
    auto request = read_request(fmt::format("/invoices?page={}&limit={}", page, limit));
    add_idempotency_key(request);
    return request;
}

bool is_last(const LinkPage& page, std::int64_t seen, std::int64_t asked_rows) {
    return page.rows == 0 || (page.rows != asked_rows && seen >= page.count);
}

Result<LinkPage> links_from(
    const net::Response& response, const LinkNames& names, const pg::Codes& codes
) {
    const auto body = shop_looked_up(response, codes);
    if (!body) return body.error();
    if (!body->is_object() || !body->contains("list") || !(*body)["list"].is_array())
        return pg::unreadable("the answer is no list");
    const auto count = body->find("count");
    constexpr std::uint64_t count_max = 1'000'000'000;
    if (count == body->end() || !count->is_number_unsigned() ||
        count->get<std::uint64_t>() > count_max)
        return pg::unreadable("count is missing, or no count");
    const auto& rows = (*body)["list"];
    LinkPage page{{}, std::ssize(rows), count->get<std::int64_t>()};
    for (const auto& object : rows) {
        if (!object.is_object()) return pg::unreadable("a row of the list is no object");
        const bool ours = says(object, "order_id", names.order_id.text()) ||
                          says(object, "request_id", names.request_id);
        if (!ours) continue;
        auto link = read_link(object);
        if (!link) return link.error();
        page.found = *std::move(link);
        break;
    }
    return page;
}

}  // namespace maedal::bootpay::commerce
