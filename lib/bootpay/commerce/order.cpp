#include "bootpay/commerce/order.hpp"

#include "bootpay/commerce/hosted.hpp"
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

using billing::GatewayOrderState;
using nlohmann::json;
using pg::Fields;

struct StateWord {
    std::string_view word;
    int number;  ///< of table 10.9 [J]; no_number for a word that has none there
    GatewayOrderState state;
};
constexpr int no_number = -1;
constexpr auto state_words = std::to_array<StateWord>({
    {"order_completed", 2, GatewayOrderState::completed},                 // [S0], paid [J]
    {"subscription_request_completed", 3, GatewayOrderState::completed},  // [S0], done [J]
    {"payment_completed", no_number, GatewayOrderState::completed},       // [X]
    {"purchase_confirmed", 8, GatewayOrderState::completed},              // [J]
    {"ready", 0, GatewayOrderState::waiting},                             // [J]
    {"waiting_deposit", 1, GatewayOrderState::waiting},                   // [J]
    {"subscription_ready", 4, GatewayOrderState::waiting},                // [J]
    {"payment_pending", 5, GatewayOrderState::waiting},                   // [J]
    {"cancelled", 10, GatewayOrderState::canceled},                       // [X, J]
    {"returned", 11, GatewayOrderState::canceled},                        // [J]
    {"refunded", no_number, GatewayOrderState::canceled},                 // [X]
});
/// What `receipt_status` says when the money, or the key of a subscription, is there [X].
constexpr std::string_view receipt_done[]{"receipt_paid", "receipt_billing_key_published"};
constexpr int receipt_done_number = 1;  ///< [J]

json at(const json& object, const char* name) {
    const auto found = object.find(name);
    return found == object.end() ? json(nullptr) : *found;
}

GatewayOrderState state_of(const json& value) {
    for (const auto& known : state_words) {
        if (value.is_string() && value.get_ref<const std::string&>() == known.word)
            return known.state;
        if (value.is_number_integer() && known.number != no_number && value == known.number)
            return known.state;
    }
    return GatewayOrderState::other;
}

bool receipt_says_done(const json& value) {
    if (value.is_number_integer()) return value == receipt_done_number;
    for (const auto word : receipt_done)
        if (value.is_string() && value.get_ref<const std::string&>() == word) return true;
    return false;
}

/// Both have to say that it is done; where `receipt_status` is absent the order's word counts.
GatewayOrderState judged(const json& object) {
    const auto state = state_of(at(object, "status"));
    const auto receipt = at(object, "receipt_status");
    if (state == GatewayOrderState::completed && !receipt.is_null() && !receipt_says_done(receipt))
        return GatewayOrderState::waiting;
    return state;
}

/// Words or numbers, for people; never anything else of the answer.
std::string said(const json& object) {
    const auto word = [&](const char* name) {
        const auto text = pg::code_text(object, name);
        return text.empty() ? std::string{"nothing"} : text;
    };
    return word("status") + " with " + word("receipt_status");
}

std::optional<billing::ReceiptId> receipt_of(Fields& fields, const json& object) {
    auto id = fields.optional_id("receipt_id");
    const json result = at(object, "result_data");
    if (!id && result.is_object()) {
        Fields inner{result};
        id = inner.optional_id("receipt_id");
        if (!inner.fault().empty()) fields.refuse("result_data", "cannot be read");
    }
    if (!id) return std::nullopt;
    return billing::ReceiptId{std::move(*id)};
}

std::string merchant_order_id(const json& object) {
    const json metadata = at(object, "metadata");
    if (!metadata.is_object()) return {};
    const json id = at(metadata, "order_id");
    return id.is_string() ? id.get<std::string>() : std::string{};
}

Result<ports::GatewayProduct> read_product(const json& object) {
    Fields fields{object};
    auto id = fields.id("product_id");
    auto name = fields.text("name");
    const auto price = fields.optional_won("display_price");
    const auto tax_free = fields.optional_won("tax_free_price");
    auto uid = fields.text("ex_uid");
    if (!fields.fault().empty()) return pg::unreadable(fields.fault());
    constexpr auto nothing = *billing::Won::from_count(0);
    return ports::GatewayProduct{
        std::move(id),
        std::move(name),
        price.value_or(nothing),
        tax_free.value_or(nothing),
        at(object, "use_subscription") == true,
        std::move(uid)};
}

}  // namespace

net::Request order_request(const std::string& order_number) {
    return read_request(pg::path_of("/orders/", order_number));
}

Result<billing::GatewayOrder> order_from(
    const net::Response& response, const std::string& order_number, const pg::Codes& codes
) {
    const auto body = shop_looked_up(response, codes);
    if (!body) return body.error();
    if (!body->is_object()) return pg::unreadable("the answer is no object");
    Fields fields{*body};
    auto number = fields.id("order_number");
    auto name = fields.text("order_name");
    const auto price = fields.won("price");
    const auto paid_at = fields.optional_instant("purchased_at");
    const auto request_id = fields.optional_id("request_id");
    auto receipt = receipt_of(fields, *body);
    if (!fields.fault().empty()) return pg::unreadable(fields.fault());
    if (number != order_number) return pg::unreadable("order_number is another");
    billing::GatewayOrder order{
        .order_number = std::move(number),
        .name = std::move(name),
        .price = price,
        .state = judged(*body),
        .said = said(*body),
        .receipt = std::move(receipt),
        .request_id = request_id.value_or(""),
        .merchant_order_id = merchant_order_id(*body),
        .paid_at = paid_at,
        .subscriptions = {}};
    for (auto object : at(*body, "order_subscriptions")) {
        // Inside an order they are shown without a price of their own [X].
        if (object.is_object() && !object.contains("price")) object["price"] = price.count();
        auto hosted = read_hosted(object);
        if (!hosted) return hosted.error();
        hosted->order_number = order.order_number;
        order.subscriptions.push_back(*std::move(hosted));
    }
    return order;
}

net::Request products_request(const std::string& keyword, int page, int limit) {
    std::string target = fmt::format("/products?page={}&limit={}", page, limit);
    if (!keyword.empty()) target += "&keyword=" + net::percent_encode(keyword);
    return read_request(std::move(target));
}

Result<nlohmann::json> rows_of(const net::Response& response, const pg::Codes& codes) {
    auto body = shop_looked_up(response, codes);
    if (!body) return body.error();
    json rows = body->is_object() ? at(*body, "list") : *body;
    if (!rows.is_array()) return pg::unreadable("the answer is no list");
    return rows;
}

Result<ports::ProductPage> products_from(const net::Response& response, const pg::Codes& codes) {
    const auto rows = rows_of(response, codes);
    if (!rows) return rows.error();
    ports::ProductPage page{{}, 0};
    for (const auto& object : *rows) {
        auto product = read_product(object);
        if (!product) return product.error();
        page.products.push_back(*std::move(product));
    }
    const auto body = shop_looked_up(response, codes);
    const auto count = body->is_object() ? at(*body, "count") : json(nullptr);
    page.count = count.is_number_unsigned() ? count.get<std::int64_t>() : std::ssize(page.products);
    return page;
}

net::Request product_request(const std::string& product_id) {
    auto request = read_request(pg::path_of("/products/", product_id));
    add_idempotency_key(request);
    return request;
}

Result<ports::GatewayProduct> product_from(const net::Response& response, const pg::Codes& codes) {
    const auto body = shop_looked_up(response, codes);
    if (!body) return body.error();
    return read_product(*body);
}

}  // namespace maedal::bootpay::commerce
