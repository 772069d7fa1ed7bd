#pragma once
#include "base/error.hpp"
#include "base/instant.hpp"
#include "billing/evidence.hpp"
#include "billing/ids.hpp"
#include "billing/money.hpp"
#include "billing/names.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace maedal::billing {

using HostedId = StrongId<struct HostedTag>;  ///< a subscription that the gateway bills

enum class HostedStatus { pending, trial, active, paused, on_hold, ended, terminated, unknown };
inline constexpr Names hosted_status_names{
    std::to_array<std::pair<HostedStatus, std::string_view>>({
        {HostedStatus::pending, "pending"},
        {HostedStatus::trial, "trial"},
        {HostedStatus::active, "active"},
        {HostedStatus::paused, "paused"},
        {HostedStatus::on_hold, "on_hold"},
        {HostedStatus::ended, "ended"},
        {HostedStatus::terminated, "terminated"},
        {HostedStatus::unknown, "unknown"},
    })};

/// A subscription of the gateway's as it tells it.
struct GatewayHosted {
    HostedId id;
    std::string name;
    Won price;
    HostedStatus status;
    std::string order_number;
    std::optional<Instant> next_payment_at;
};

enum class GatewayOrderState {
    completed,  ///< the money is there, or the billing key of its subscription is
    waiting,    ///< not yet: a deposit, a confirm
    canceled,   ///< it went back, or never came
    other,      ///< a word that we do not know: proves nothing
};

/// An order of the gateway's shop as it tells it.
struct GatewayOrder {
    std::string order_number;
    std::string name;
    Won price;
    GatewayOrderState state;
    std::string said;  ///< the gateway's own words for it, for people
    std::optional<ReceiptId> receipt;
    std::string request_id;         ///< of the prepared price; empty: none
    std::string merchant_order_id;  ///< out of its metadata; empty: not there
    std::optional<Instant> paid_at;
    std::vector<GatewayHosted> subscriptions;
};

enum class ShopOrderState {
    open,        ///< waits for its payment
    confirming,  ///< the intent is committed, the answer is not
    doubt,       ///< sent, outcome unknown: the receipt will tell
    settled,     ///< for ever
};
inline constexpr Names shop_order_state_names{
    std::to_array<std::pair<ShopOrderState, std::string_view>>({
        {ShopOrderState::open, "open"},
        {ShopOrderState::confirming, "confirming"},
        {ShopOrderState::doubt, "doubt"},
        {ShopOrderState::settled, "settled"},
    })};

/// An order: a one-time purchase that the merchant asks the daemon to verify or to confirm.
struct ShopOrder {
    OrderId id;  ///< the merchant's; what its receipt carries
    std::optional<CustomerId> customer;
    std::string name;
    Won amount;
    Won tax_free;
    std::optional<Instant> expires_at;  ///< from then on nothing settles it
    std::string request_id;             ///< of its price at the gateway; empty: none was prepared
    ShopOrderState state = ShopOrderState::open;
    std::optional<ReceiptId> receipt;  ///< that is being confirmed, or settled it
    std::optional<ReceiptId> checked;  ///< the last one that was told it may be confirmed
    std::string order_number;          ///< of the gateway's shop; empty: paid without it
    std::string hosted;                ///< ids of subscriptions that it started, commas between
    std::optional<Instant> next_look_at;
    int looks = 0;
    Instant created_at;
    std::optional<Instant> settled_at;
    std::string code;  ///< the gateway's last word on it
    std::int64_t version = 0;
};

// The rules, pure. Each gives Done or the reason why not; the caller tells whether the receipt is
// used by something else. `reason` is one of: order_settled, order_expired, order_in_doubt,
// foreign_receipt, wrong_amount, wrong_currency, receipt_used, receipt_not_waiting,
// receipt_not_paid, payment_pending, payment_canceled, foreign_order, wrong_state.

/// Whether the money of this receipt may be taken for the order now.
[[nodiscard]] Result<Done> may_confirm(
    const ShopOrder& order, const GatewayReceipt& receipt, bool receipt_used, Instant now
);
/// Whether this receipt settles the order now. Done also when it did so before.
[[nodiscard]] Result<Done> may_settle(
    const ShopOrder& order, const GatewayReceipt& receipt, bool receipt_used, Instant now
);
/// Whether this order of the gateway's shop settles ours.
[[nodiscard]] Result<Done> may_settle(
    const ShopOrder& order, const GatewayOrder& told, bool receipt_used, Instant now
);

/// The answer to a confirm: what the order becomes. A receipt among the answers has to agree.
[[nodiscard]] ShopOrder confirm_answered(
    ShopOrder order, const Result<GatewayReceipt>& answer, Instant now
);

/// When a receipt of an order in doubt is looked at again: 5 s doubling to an hour.
[[nodiscard]] Seconds order_look_gap(int looks);

}  // namespace maedal::billing
