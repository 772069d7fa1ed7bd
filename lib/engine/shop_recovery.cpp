// What was being sent to the shop when the daemon stopped.
#include "base/contract.hpp"
#include "engine/shop.hpp"

namespace maedal::engine {

using namespace billing;

bool recover_shop_call(ports::Ledger& ledger, const ports::GatewayCall& call, Instant now) {
    const auto cause = [&](const char* event) { return ports::Cause{now, "start", event}; };
    if (call.kind == call_kind::link_again) return true;  // no money; never repeated by itself
    if (call.kind == call_kind::confirm) {
        auto order = ledger.shop_order(OrderId{call.subject});
        MAEDAL_EXPECTS(order);
        if (order->state != ShopOrderState::confirming) return true;
        order->state = ShopOrderState::doubt;
        order->next_look_at = now;
        ledger.put_shop_order(*order, cause("order.doubt"));
        return true;
    }
    if (call.kind == call_kind::hosted) {
        auto hosted = ledger.hosted(HostedId{call.subject});
        MAEDAL_EXPECTS(hosted);
        if (hosted->wish_state != WishState::sending) return true;
        hosted->wish_state = WishState::doubt;
        hosted->next_look_at = now;
        ledger.put_hosted(*hosted, cause("hosted_subscription.doubt"));
        return true;
    }
    if (call.kind != call_kind::link) return false;
    const auto link = ledger.payment_link(OrderId{call.subject});
    MAEDAL_EXPECTS(link);
    if (link->state != LinkState::sending) return true;
    PaymentLink doubt = link_found_in_sending(*link, now);
    ledger.put_link(doubt, cause("payment_link.doubt"));
    auto attempt = ledger.attempt(link->order_id);
    if (!attempt || attempt->state != AttemptState::sending) return true;
    attempt->state = AttemptState::doubt;
    ledger.store(*attempt, cause("attempt.doubt"));
    return true;
}

}  // namespace maedal::engine
