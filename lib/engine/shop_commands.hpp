#pragma once
#include "base/error.hpp"
#include "billing/hosted.hpp"
#include "billing/payment_link.hpp"
#include "billing/shop_order.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace maedal::engine {

// What the operators' door may ask for about orders, payment links and hosted subscriptions. What
// the gateway has to say first is filled in by the desk.

/// Registers an order before the customer pays. Asked again with the same terms it is the same.
struct PrepareOrder {
    std::string order_id;
    std::string name;
    std::int64_t amount;
    std::int64_t tax_free;
    std::string customer_id;  ///< may be empty
    std::optional<Instant> expires_at;
    bool at_gateway;      ///< its price is made known to the gateway's checkout, as a request_id
    std::string details;  ///< JSON: user, products, metadata, redirect_url; may be empty
};

/// Settles an order by what the gateway says: exactly one of the two names is given.
struct VerifyOrder {
    std::string order_id;
    std::string order_number;
    std::string receipt_id;
    std::optional<Result<billing::GatewayOrder>> told_order;
    std::optional<Result<billing::GatewayReceipt>> told_receipt;
};

/// Takes the money of a receipt that waits for it, if the order and the merchant allow it.
struct ConfirmOrder {
    std::string order_id;
    std::string receipt_id;
    bool check_only;  ///< only answers whether it may, for PGs that the browser confirms
    std::optional<Result<billing::GatewayReceipt>> told;
    std::optional<Error> objection;  ///< of the merchant's own check
};

struct CreateLink {
    std::string order_id;  ///< empty: one is given
    std::string name;
    std::int64_t amount;
    std::int64_t tax_free;
    std::string customer_id;  ///< may be empty
    std::string send_by;      ///< "sms,kakao"; empty: the gateway sends nothing
    std::optional<Instant> expires_at;
    std::optional<std::int64_t> expire_in;  ///< seconds; at most one of the two
    std::string details;
};

struct SendLink {
    std::string order_id;
    std::string send_by;  ///< empty: as it was sent first
};

struct ChangeHosted {
    std::string hosted_id;
    billing::HostedWish wish;
    std::string reason;
    std::optional<Result<billing::GatewayHosted>> told;
};

/// The answer to a check that confirms nothing.
struct ConfirmCheck {
    billing::ShopOrder order;
    std::optional<Error> why_not;
};

}  // namespace maedal::engine
