#include "sandbox/front/payment_body.hpp"

#include "net/client.hpp"

#include <utility>

namespace maedal::sandbox {

std::string webhook_url_fault(const std::string& url, bool loopback_allowed) {
    const auto origin = net::origin_from_url(url.substr(0, url.find('?')));
    if (!origin) return "is no https address: " + origin.error().detail;
    if (origin->loopback() && !loopback_allowed) return "must not be a loopback address";
    return {};
}

Customer customer_from(const nlohmann::json& body, Fields& fields) {
    if (fields.structure("user", false).empty()) return {};
    Fields user{body.at("user")};
    Customer customer{user.id("id"), user.text("username")};
    if (user.fault()) fields.wrong("user." + user.fault()->detail);
    return customer;
}

bool known_content_type(const std::string& type) {
    return type == "application/json" || type == "application/x-www-form-urlencoded";
}

PaymentRequest payment_from(Fields& fields, const Switches& switches) {
    Details details{
        .user = fields.structure("user", false),
        .items = fields.structure("items", true),
        .metadata = fields.json_of("metadata"),
        .extra = fields.structure("extra", false),
        .card_quota = fields.text("card_quota"),
        .feedback_url = fields.text("feedback_url"),
        .content_type = fields.text("content_type")};
    if (!details.feedback_url.empty()) {
        const auto fault = webhook_url_fault(details.feedback_url, switches.loopback_webhooks);
        if (!fault.empty()) fields.wrong("feedback_url " + fault);
    }
    if (!details.content_type.empty() && !known_content_type(details.content_type))
        fields.wrong("content_type must be application/json or application/x-www-form-urlencoded");
    if (!fields.has("price")) fields.wrong("price is missing");
    return PaymentRequest{
        .billing_key = fields.text("billing_key"),
        .order_id = fields.id("order_id"),
        .order_name = fields.text("order_name"),
        .price = fields.whole("price").value_or(0),
        .tax_free = fields.whole("tax_free").value_or(0),
        .details = std::make_shared<const Details>(std::move(details))};
}

}  // namespace maedal::sandbox
