#pragma once
#include "sandbox/front/fields.hpp"
#include "sandbox/model/bootpay.hpp"

namespace maedal::sandbox {

/// The payment that a body asks for (charge now and reserve share their fields). What does not fit
/// is the fault of `fields`.
[[nodiscard]] PaymentRequest payment_from(Fields& fields, const Switches& switches);

/// Who a body says that the customer is, in its `user`.
struct Customer {
    std::string user_id;
    std::string username;
};
[[nodiscard]] Customer customer_from(const nlohmann::json& body, Fields& fields);

/// What is wrong with a webhook address, for people; empty when it may be used: https to any host,
/// or http and https to a loopback host where that is allowed.
[[nodiscard]] std::string webhook_url_fault(const std::string& url, bool loopback_allowed);

[[nodiscard]] bool known_content_type(const std::string& type);

}  // namespace maedal::sandbox
