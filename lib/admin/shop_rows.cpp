#include "admin/shop_rows.hpp"

#include "net/json_text.hpp"

namespace maedal::admin {
namespace {

using nlohmann::json;

constexpr std::size_t products_max = 100;
constexpr std::size_t details_bytes_max = 8'192;
constexpr std::int64_t quantity_max = 1'000'000;

template <class Id>
json text_or_null(const std::optional<Id>& id) {
    return id ? json(id->text()) : json(nullptr);
}

json text_or_null(const std::string& text) {
    return text.empty() ? json(nullptr) : json(text);
}

json words_of(const std::string& list) {
    json words = json::array();
    std::size_t begin = 0;
    while (begin < list.size()) {
        const auto end = std::min(list.find(',', begin), list.size());
        words.push_back(list.substr(begin, end - begin));
        begin = end + 1;
    }
    return words;
}

bool only_texts(const json& object, std::initializer_list<const char*> names) {
    for (const auto& [name, value] : object.items()) {
        const bool known = std::find(names.begin(), names.end(), name) != names.end();
        if (!known || !value.is_string() || value.get_ref<const std::string&>().empty())
            return false;
    }
    return true;
}

bool whole_within(const json& object, const char* name, std::int64_t least, std::int64_t most) {
    const auto value = object.find(name);
    if (value == object.end()) return true;
    if (!value->is_number_integer()) return false;
    if (value->is_number_unsigned() && value->get<std::uint64_t>() > INT64_MAX) return false;
    const auto number = value->get<std::int64_t>();
    return number >= least && number <= most;
}

bool good_product(const json& line) {
    if (!line.is_object()) return false;
    for (const auto& [name, value] : line.items())
        if (name != "product_id" && name != "quantity" && name != "duration") return false;
    const auto id = line.find("product_id");
    return id != line.end() && id->is_string() && !id->get_ref<const std::string&>().empty() &&
           whole_within(line, "quantity", 1, quantity_max) &&
           whole_within(line, "duration", -1, quantity_max);
}

bool good_products(const json& lines) {
    return lines.is_array() && lines.size() <= products_max &&
           std::all_of(lines.begin(), lines.end(), good_product);
}

bool good_extra(const json& extra) {
    for (const auto& [name, value] : extra.items())
        if ((name != "separately_confirmed" && name != "create_order_immediately") ||
            !value.is_boolean())
            return false;
    return true;
}

bool good_user(const json& user) {
    return only_texts(user, {"name", "email", "phone", "user_id", "membership_type"});
}

}  // namespace

json shown(const billing::PaymentLink& link, const LocalTimes& times) {
    return {
        {"order_id", link.order_id.text()},
        {"charge_number", link.charge ? json(link.charge->value) : json(nullptr)},
        {"customer_id", text_or_null(link.customer)},
        {"name", link.name},
        {"amount", link.amount.count()},
        {"tax_free", link.tax_free.count()},
        {"send_by", words_of(link.send_by)},
        {"expires_at", times.text(link.expires_at)},
        {"state", billing::link_state_names.of(link.state)},
        {"link_id", text_or_null(link.link_id)},
        {"payment_url", text_or_null(link.url)},
        {"request_id", text_or_null(link.request_id)},
        {"order_number", text_or_null(link.order_number)},
        {"receipt_id", text_or_null(link.receipt)},
        {"times_sent", link.times_sent},
        {"remind_at", times.json(link.remind_at)},
        {"next_look_at", times.json(link.next_look_at)},
        {"created_at", times.text(link.created_at)},
        {"closed_at", times.json(link.closed_at)},
        {"gateway_code", text_or_null(link.code)}};
}

json shown(const billing::ShopOrder& order, const LocalTimes& times) {
    return {
        {"order_id", order.id.text()},
        {"customer_id", text_or_null(order.customer)},
        {"name", order.name},
        {"amount", order.amount.count()},
        {"tax_free", order.tax_free.count()},
        {"expires_at", times.json(order.expires_at)},
        {"request_id", text_or_null(order.request_id)},
        {"state", billing::shop_order_state_names.of(order.state)},
        {"receipt_id", text_or_null(order.receipt)},
        {"checked_receipt_id", text_or_null(order.checked)},
        {"order_number", text_or_null(order.order_number)},
        {"hosted_subscription_ids", words_of(order.hosted)},
        {"created_at", times.text(order.created_at)},
        {"settled_at", times.json(order.settled_at)},
        {"gateway_code", text_or_null(order.code)}};
}

json shown(const billing::HostedSubscription& subscription, const LocalTimes& times) {
    return {
        {"hosted_subscription_id", subscription.id.text()},
        {"name", subscription.name},
        {"price", subscription.price.count()},
        {"status", billing::hosted_status_names.of(subscription.status)},
        {"order_id", text_or_null(subscription.order_id)},
        {"wish", billing::hosted_wish_names.of(subscription.wish)},
        {"wish_state", billing::wish_state_names.of(subscription.wish_state)},
        {"reason", text_or_null(subscription.reason)},
        {"told_at", times.text(subscription.told_at)},
        {"gateway_code", text_or_null(subscription.code)}};
}

json shown(const billing::GatewayHosted& subscription, const LocalTimes& times) {
    return {
        {"hosted_subscription_id", subscription.id.text()},
        {"name", subscription.name},
        {"price", subscription.price.count()},
        {"status", billing::hosted_status_names.of(subscription.status)},
        {"order_number", text_or_null(subscription.order_number)},
        {"next_payment_at", times.json(subscription.next_payment_at)}};
}

json shown(const engine::GatewayProduct& product) {
    return {
        {"product_id", product.product_id},
        {"name", product.name},
        {"price", product.price.count()},
        {"tax_free", product.tax_free.count()},
        {"subscribes", product.subscribes},
        {"merchant_uid", text_or_null(product.merchant_uid)}};
}

json shown(const engine::HostedBill& bill, const LocalTimes& times) {
    return {
        {"bill_id", bill.bill_id},
        {"cycle", bill.cycle},
        {"price", bill.price.count()},
        {"state", bill.state},
        {"due_at", times.json(bill.due_at)},
        {"paid_at", times.json(bill.paid_at)}};
}

std::string link_details_from(Body& body) {
    json details = json::object();
    if (const auto user = body.object_if_given("user")) details["user"] = *user;
    if (const auto lines = body.array_if_given("products")) details["products"] = *lines;
    if (const auto metadata = body.object_if_given("metadata")) details["metadata"] = *metadata;
    if (const auto extra = body.object_if_given("extra")) details["extra"] = *extra;
    for (const char* name : {"redirect_url", "memo"})
        if (auto text = body.text_or_empty(name); !text.empty()) details[name] = std::move(text);

    if (details.contains("user") && !good_user(details["user"]))
        body.refuse("user", "user holds texts: name, email, phone, user_id, membership_type");
    if (details.contains("products") && !good_products(details["products"]))
        body.refuse("products", "products holds product_id, quantity from 1, duration from -1");
    if (details.contains("extra") && !good_extra(details["extra"]))
        body.refuse("extra", "extra holds separately_confirmed and create_order_immediately");
    std::string text = details.empty() ? std::string{} : net::json_text(details);
    if (text.size() > details_bytes_max) body.refuse("metadata", "these fields are too long");
    return text;
}

std::string contact_from(Body& body) {
    const auto user = body.object_if_given("user");
    if (!user) return {};
    if (!good_user(*user))
        body.refuse("user", "user holds texts: name, email, phone, user_id, membership_type");
    return net::json_text(json{{"user", *user}});
}

}  // namespace maedal::admin
