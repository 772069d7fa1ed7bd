#pragma once
#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace maedal::ctl {

/// A customer of a merchant's book, with what to ask of the API. The bodies miss only what the
/// daemon gives: `billing_key_id`.
struct BookCustomer {
    std::string customer_id;
    nlohmann::json key;                         ///< body for /v1/billing-keys
    std::vector<nlohmann::json> subscriptions;  ///< bodies for /v1/subscriptions
};

/// Reads {"customers": [...]}, or one customer a line. A customer is {"customer_id", one of
/// "billing_key" and "receipt_id", "subscriptions": [{"plan_id", ...}]}.
/// Throws Failure{usage} naming the customer and the field; nothing has been sent by then.
[[nodiscard]] std::vector<BookCustomer> book_from(std::string_view text);

/// Names a request by its content, so that loading a book again repeats instead of adding.
[[nodiscard]] std::string book_key(std::string_view kind, const nlohmann::json& body);

}  // namespace maedal::ctl
