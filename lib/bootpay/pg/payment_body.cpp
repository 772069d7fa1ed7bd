#include "bootpay/pg/payment_body.hpp"

#include "base/contract.hpp"
#include "net/json_text.hpp"

#include <string_view>
#include <utility>

namespace maedal::bootpay::pg {
namespace {

using nlohmann::json;

json terms_of(const billing::PaymentTerms& terms) {
    if (terms.empty()) return json::object();
    auto parsed = net::parse_json(std::string{terms.reveal()});
    MAEDAL_EXPECTS(parsed && parsed->is_object());  // the door has written it
    return *std::move(parsed);
}

json object_of(const json& terms, const char* name) {
    const auto found = terms.find(name);
    return found != terms.end() && found->is_object() ? *found : json::object();
}

}  // namespace

json payment_body(const PaymentAsked& asked, const std::string& feedback_url) {
    const json terms = terms_of(asked.terms);
    json user = object_of(terms, "user");
    user["id"] = asked.customer.text();
    json metadata = object_of(terms, "metadata");
    // Comes back unchanged in receipts and webhooks: a second trace to the attempt.
    metadata.emplace("order_id", asked.order_id.text());
    json body{
        {"billing_key", std::string{asked.billing_key.reveal()}},
        {"order_name", asked.order_name},
        {"price", asked.price.count()},
        {"tax_free", asked.tax_free.count()},
        {"order_id", asked.order_id.text()},
        {"user", std::move(user)},
        // Payco wants them [S4]; their sum is the price [M].
        {"items",
         {{{"id", asked.item_id.empty() ? asked.order_id.text() : asked.item_id},
           {"name", asked.order_name},
           {"qty", 1},
           {"price", asked.price.count()}}}},
        {"metadata", std::move(metadata)},
    };
    for (const char* name : {"extra", "card_quota"})
        if (const auto found = terms.find(name); found != terms.end()) body[name] = *found;
    if (!feedback_url.empty()) {
        body["feedback_url"] = feedback_url;
        body["content_type"] = terms.value("content_type", "application/json");
    }
    return body;
}

}  // namespace maedal::bootpay::pg
