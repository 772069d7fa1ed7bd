#pragma once
#include "base/instant.hpp"

#include <optional>
#include <string>

namespace maedal::sandbox {

/// When an order_id that was used before is refused.
enum class OrderIdRule {
    reserve,  ///< already when a reservation is asked for, and at every payment
    charge,   ///< reservations are taken; the second payment is refused, or fails when it is due
    none,     ///< never
};

/// What becomes of the reservations that wait for a billing key when it is deleted.
enum class KeyDeleteRule {
    fail,     ///< they stay, and fail when they are due
    refused,  ///< such a key cannot be deleted
    revokes,  ///< they are cancelled with it
};

/// What a used cancel_id is answered.
enum class CancelIdRule {
    refuse,        ///< an error
    first_answer,  ///< the receipt, and nothing is carried out
};

/// A reservation for a time that has passed.
enum class PastTimeRule {
    refuse,
    at_once,  ///< taken, and carried out with the next move of the clock
};

/// What Bootpay does not document, as choices that may change at any time.
struct Switches {
    OrderIdRule order_id_rule = OrderIdRule::reserve;
    /// For payments at once, when they go by a rule of their own. Under `reserve` a waiting
    /// reservation stands in their way too.
    std::optional<OrderIdRule> pay_order_id_rule;
    bool failed_order_id_reusable = false;   ///< after a declined payment
    bool revoked_order_id_reusable = false;  ///< after a cancelled reservation
    PastTimeRule past_time_rule = PastTimeRule::refuse;
    CancelIdRule cancel_id_rule = CancelIdRule::refuse;
    KeyDeleteRule key_delete_rule = KeyDeleteRule::fail;
    bool consents_at_once = true;              ///< holders of bank accounts agree by themselves
    bool finished_reservations_count = false;  ///< against reservations_waiting_max
    bool empty_order_is_error = false;         ///< /lookup/order without a receipt: 404
    int refused_status = 400;                  ///< of a refusal for business reasons
    int unknown_id_status = 404;
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
