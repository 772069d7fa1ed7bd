#pragma once
#include "base/instant.hpp"

#include <string>

namespace maedal::sandbox {

/// When an order_id that was used before is refused.
enum class OrderIdRule {
    reserve,  ///< already when a reservation is asked for, and at every payment
    charge,   ///< reservations are taken; the second payment is refused, or fails when it is due
    none,     ///< never
};

/// What Bootpay does not document, as choices that may change at any time.
struct Switches {
    OrderIdRule order_id_rule = OrderIdRule::reserve;
    int reservations_waiting_max = 10;   ///< of one billing key, counting status 0 alone
    bool failed_receipts_listed = true;  ///< declined payments stand in /lookup/order
    Seconds execution_delay{0};          ///< reservations are executed that much late
    bool webhooks = true;                ///< false: none are made and none are sent
    std::string webhook_url;  ///< where a payment without feedback_url tells; may be empty
    std::string webhook_content_type = "application/json";  ///< without content_type
    int partial_cancel_webhook_status = 20;  ///< 20 or 1: the vendor's papers disagree
    bool loopback_webhooks = true;           ///< Bootpay takes https to public hosts alone
    bool order_status_numbers = false;       ///< Commerce orders say 2, not "order_completed"
    bool order_subscriptions_null = false;   ///< null, not [], where an order has none
    bool empty_metadata_fails = true;        ///< an empty {} in a new invoice is a server error [X]
    bool request_id_is_own = false;  ///< Bootpay issues request_id [S0], not the merchant [X]
};

}  // namespace maedal::sandbox
