#include "billing/shop_order.hpp"

#include "base/contract.hpp"

#include <algorithm>

namespace maedal::billing {
namespace {

constexpr std::string_view believed_currency = "KRW";

Error no(std::string reason, std::string detail, std::string field = {}) {
    return {Errc::conflict, std::move(reason), std::move(detail), std::move(field)};
}

Error wrong_amount(const ShopOrder& order, Won told) {
    return no(
        "wrong_amount",
        "the order is of " + std::to_string(order.amount.count()) + " won, the payment of " +
            std::to_string(told.count()),
        "receipt_id"
    );
}

bool expired(const ShopOrder& order, Instant now) {
    return order.expires_at && *order.expires_at <= now;
}

/// Money that came before the end came in time, whenever we are told of it.
Instant paid_or_now(const std::optional<Instant>& paid_at, Instant now) {
    return paid_at ? std::min(*paid_at, now) : now;
}

/// What every use of a receipt for an order needs.
Result<Done> belongs(const ShopOrder& order, const GatewayReceipt& receipt, bool receipt_used) {
    if (receipt.order_id != order.id)
        return no("foreign_receipt", "the receipt is of another order", "receipt_id");
    if (receipt_used) return no("receipt_used", "the receipt was used already", "receipt_id");
    if (receipt.price != order.amount) return wrong_amount(order, receipt.price);
    if (receipt.currency != believed_currency)
        return no("wrong_currency", "the payment is in another currency", "receipt_id");
    return Done{};
}

Result<Done> open_for(const ShopOrder& order, const ReceiptId& receipt, Instant now) {
    if (order.state == ShopOrderState::settled)
        return no("order_settled", "another payment has settled the order", "order_id");
    const bool sent =
        order.state == ShopOrderState::confirming || order.state == ShopOrderState::doubt;
    if (sent && order.receipt != receipt)
        return no("order_in_doubt", "another payment of the order is being confirmed", "order_id");
    // What was sent before the end is settled after it as well.
    if (!sent && expired(order, now))
        return no("order_expired", "the order has run out", "order_id");
    return Done{};
}

}  // namespace

Result<Done> may_confirm(
    const ShopOrder& order, const GatewayReceipt& receipt, bool receipt_used, Instant now
) {
    if (const auto fits = belongs(order, receipt, receipt_used); !fits) return fits.error();
    if (const auto open = open_for(order, receipt.id, now); !open) return open.error();
    if (receipt.status == ReceiptStatus::pending && receipt.waits_for_confirm) return Done{};
    return no("receipt_not_waiting", "the receipt does not wait for a confirm", "receipt_id");
}

Result<Done> may_settle(
    const ShopOrder& order, const GatewayReceipt& receipt, bool receipt_used, Instant now
) {
    if (order.state == ShopOrderState::settled && order.receipt == receipt.id) return Done{};
    if (const auto fits = belongs(order, receipt, receipt_used); !fits) return fits.error();
    switch (receipt.status) {
        case ReceiptStatus::paid:
            return open_for(order, receipt.id, paid_or_now(receipt.paid_at, now));
        case ReceiptStatus::canceled:
            return no("payment_canceled", "the payment was given back", "receipt_id");
        case ReceiptStatus::pending:
            return no("payment_pending", "the payment is not made yet", "receipt_id");
        case ReceiptStatus::declined:
        case ReceiptStatus::other:
            break;
    }
    return no("receipt_not_paid", "the receipt is of no payment that was made", "receipt_id");
}

Result<Done> may_settle(
    const ShopOrder& order, const GatewayOrder& told, bool receipt_used, Instant now
) {
    // Settled by this number, or by its receipt: a notice may have been quicker.
    const bool same_receipt = told.receipt && order.receipt == told.receipt;
    if (order.state == ShopOrderState::settled &&
        (order.order_number == told.order_number || same_receipt))
        return Done{};
    if (!told.merchant_order_id.empty() && told.merchant_order_id != order.id.text())
        return no("foreign_order", "the order number is of another order", "order_number");
    if (!order.request_id.empty() && !told.request_id.empty() &&
        told.request_id != order.request_id)
        return no("foreign_order", "the order number is of another request", "order_number");
    if (receipt_used) return no("receipt_used", "its payment was used already", "order_number");
    if (told.price != order.amount) {
        auto error = wrong_amount(order, told.price);
        error.field = "order_number";
        return error;
    }
    switch (told.state) {
        case GatewayOrderState::completed:
            break;
        case GatewayOrderState::waiting:
            return no("payment_pending", "the gateway says " + told.said, "order_number");
        case GatewayOrderState::canceled:
            return no("payment_canceled", "the gateway says " + told.said, "order_number");
        case GatewayOrderState::other:
            return no("wrong_state", "the gateway says " + told.said, "order_number");
    }
    if (order.state == ShopOrderState::settled)
        return no("order_settled", "another payment has settled the order", "order_id");
    if (order.state != ShopOrderState::open && told.receipt != order.receipt)
        return no("order_in_doubt", "another payment of the order is being confirmed", "order_id");
    if (order.state == ShopOrderState::open && expired(order, paid_or_now(told.paid_at, now)))
        return no("order_expired", "the order has run out", "order_id");
    return Done{};
}

ShopOrder confirm_answered(ShopOrder order, const Result<GatewayReceipt>& answer, Instant now) {
    if (order.state != ShopOrderState::confirming) return order;  // a notice was quicker
    MAEDAL_EXPECTS(order.receipt);
    const bool agrees = answer && answer->id == *order.receipt && answer->order_id == order.id &&
                        answer->price == order.amount && answer->currency == believed_currency &&
                        answer->status == ReceiptStatus::paid;
    order.next_look_at.reset();
    order.looks = 0;
    if (agrees) {
        order.state = ShopOrderState::settled;
        order.settled_at = answer->paid_at.value_or(now);
        order.code.clear();
        return order;
    }
    if (!answer) order.code = answer.error().reason;
    const bool never_carried_out =
        !answer &&
        (answer.error().code == Errc::refused || answer.error().code == Errc::declined ||
         answer.error().code == Errc::unsent || answer.error().code == Errc::unauthorized);
    if (never_carried_out) {
        order.state = ShopOrderState::open;
        order.receipt.reset();
        return order;
    }
    order.state = ShopOrderState::doubt;
    order.next_look_at = now + order_look_gap(0);
    return order;
}

Seconds order_look_gap(int looks) {
    constexpr Seconds hour{3'600};
    return std::min(hour, Seconds{5} * (1 << std::clamp(looks, 0, 12)));
}

}  // namespace maedal::billing
