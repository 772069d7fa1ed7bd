#pragma once
#include "base/secret.hpp"
#include "billing/ids.hpp"
#include "billing/money.hpp"
#include "billing/payment_terms.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace maedal::bootpay::pg {

/// What a payment at once and a reservation ask for alike.
struct PaymentAsked {
    const Secret& billing_key;
    const billing::OrderId& order_id;
    const std::string& order_name;
    billing::Won price;
    billing::Won tax_free;
    const billing::CustomerId& customer;
    const std::string& item_id;
    const billing::PaymentTerms& terms;
};
/// Out of a ports::PayRequest or a ports::ReserveRequest, which outlives it.
template <class Request>
[[nodiscard]] PaymentAsked asked_by(const Request& request) {
    return {
        request.billing_key,
        request.order_id,
        request.order_name,
        request.price,
        request.tax_free,
        request.customer,
        request.item_id,
        request.terms};
}

/// The fields of both calls [N, J, S4]. Of `terms`, `user` and `metadata` are completed with the
/// customer's id and the order id. Without `feedback_url` Bootpay tells the address of its
/// console [S4].
nlohmann::json payment_body(const PaymentAsked& asked, const std::string& feedback_url);

}  // namespace maedal::bootpay::pg
