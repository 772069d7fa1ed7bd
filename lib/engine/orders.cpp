// What settles an order: one settlement each, by one receipt; money that settles nothing is kept in
// sight.
#include "base/contract.hpp"
#include "engine/shop.hpp"

namespace maedal::engine {
namespace {

using namespace billing;

void settle(Papers& papers, ShopOrder& order, const GatewayReceipt& told) {
    if (order.state == ShopOrderState::settled) return;
    order.state = ShopOrderState::settled;
    order.receipt = told.id;
    order.settled_at = told.paid_at.value_or(papers.now);
    order.next_look_at.reset();
    order.code.clear();
    book_shop_receipt(papers, order.id, told, ReceiptRole::settles);
    papers.ledger.put_shop_order(order, papers.cause("order.settled"));
}

/// Money under the order's id that settles nothing is not lost: a person has to look.
void keep_unclaimed(Papers& papers, const ShopOrder& order, const GatewayReceipt& told) {
    if (!took_money(told) || told.order_id != order.id || papers.ledger.receipt(told.id)) return;
    book_shop_receipt(papers, order.id, told, ReceiptRole::surplus);
    papers.alarm(fmt::format(
        "receipt {} took {} won for order {} and settles nothing: give it back, or settle it",
        told.id.text(),
        told.price.count(),
        order.id.text()
    ));
}

/// The order's subscriptions run from now on, billed by the gateway.
void activate(Papers& papers, ShopOrder& order, const GatewayOrder& told) {
    for (const auto& hosted : told.subscriptions) {
        order.hosted += (order.hosted.empty() ? "" : ",") + hosted.id.text();
        if (papers.ledger.hosted(hosted.id)) continue;
        HostedSubscription row{
            .id = hosted.id,
            .name = hosted.name.empty() ? order.name : hosted.name,
            .price = hosted.price,
            .status = hosted.status,
            .order_id = order.id,
            .wish = HostedWish::none,
            .wish_state = WishState::none,
            .reason = {},
            .next_look_at = std::nullopt,
            .looks = 0,
            .told_at = papers.now,
            .code = {},
            .version = 0};
        // Its row refers to the order's, which is there already.
        papers.ledger.put_hosted(row, papers.cause("hosted_subscription.activated"));
    }
}

bool under_way(const ShopOrder& order) {
    return order.state == ShopOrderState::confirming || order.state == ShopOrderState::doubt;
}

/// No money is held for it: it may be paid once more.
void open_again(Papers& papers, ShopOrder order, std::string code) {
    order.state = ShopOrderState::open;
    order.receipt.reset();
    order.next_look_at.reset();
    order.code = std::move(code);
    papers.ledger.put_shop_order(order, papers.cause("order.open_again"));
}

/// The receipt of a confirm that had no clear answer, or of a payment that a notice told of.
void settle_by_receipt(Papers& papers, ShopOrder order, const GatewayReceipt& told) {
    const bool its_own = under_way(order) && order.receipt == told.id;
    if (took_money(told)) {
        const auto may = may_settle(order, told, receipt_used(papers, order, told.id), papers.now);
        if (may) {
            settle(papers, order, told);
        } else {
            keep_unclaimed(papers, order, told);
        }
        if (may || !its_own || order.state != ShopOrderState::doubt) return;
        if (told.refunded == told.price) {  // it was carried out, and all of it went back
            open_again(papers, std::move(order), may.error().reason);
            return;
        }
        // It was carried out and does not agree: nothing that time brings will change that.
        order.code = may.error().reason;
        order.next_look_at.reset();
        papers.ledger.put_shop_order(order, papers.cause("order.contradicted"));
        return;
    }
    if (!its_own || order.state != ShopOrderState::doubt) return;
    constexpr int looks_before_free = 7;  // some minutes after it was sent
    const bool never_carried_out = told.status == ReceiptStatus::declined ||
                                   (told.waits_for_confirm && order.looks >= looks_before_free);
    if (!never_carried_out) return;
    open_again(
        papers,
        std::move(order),
        told.status == ReceiptStatus::declined ? told.code : "not_carried_out"
    );
}

}  // namespace

bool receipt_used(Papers& papers, const ShopOrder& order, const ReceiptId& id) {
    const auto booked = papers.ledger.receipt(id);
    if (booked && booked->order_id != order.id) return true;
    const auto other = papers.ledger.shop_order_of_receipt(id);
    return other && other->id != order.id;
}

Result<Outcome> verify_by_number(Papers& papers, ShopOrder order, const VerifyOrder& command) {
    MAEDAL_EXPECTS(command.told_order);
    if (!*command.told_order) return command.told_order->error();
    const GatewayOrder& told = **command.told_order;
    const auto other = papers.ledger.shop_order_of_number(told.order_number);
    const bool used = (other && other->id != order.id) ||
                      (told.receipt && receipt_used(papers, order, *told.receipt));
    const auto may = may_settle(order, told, used, papers.now);
    const bool took = told.state == GatewayOrderState::completed && told.receipt;
    std::optional<GatewayReceipt> receipt;
    if (took)
        receipt = GatewayReceipt{
            *told.receipt,
            order.id,
            told.price,
            *Won::from_count(0),
            ReceiptStatus::paid,
            "KRW",
            told.paid_at,
            {}};
    if (!may) {
        const bool ours = may.error().reason == "wrong_amount" ||
                          may.error().reason == "order_expired" ||
                          may.error().reason == "order_settled";
        if (receipt && ours && !used) keep_unclaimed(papers, order, *receipt);
        return may.error();
    }
    if (order.state == ShopOrderState::settled) {
        if (!order.order_number.empty()) return Outcome{order};
        order.order_number = told.order_number;
        activate(papers, order, told);
        papers.ledger.put_shop_order(order, papers.cause("order.numbered"));
        return Outcome{order};
    }
    order.order_number = told.order_number;
    activate(papers, order, told);
    if (receipt) {
        settle(papers, order, *receipt);
    } else {
        order.state = ShopOrderState::settled;
        order.settled_at = told.paid_at.value_or(papers.now);
        papers.ledger.put_shop_order(order, papers.cause("order.settled"));
    }
    return Outcome{order};
}

Result<Outcome> verify_by_receipt(Papers& papers, ShopOrder order, const GatewayReceipt& told) {
    const auto may = may_settle(order, told, receipt_used(papers, order, told.id), papers.now);
    if (!may) {
        keep_unclaimed(papers, order, told);
        return may.error();
    }
    settle(papers, order, told);
    return Outcome{order};
}

void book_shop_receipt(
    Papers& papers, const OrderId& order_id, const GatewayReceipt& told, ReceiptRole role
) {
    if (auto booked = papers.ledger.receipt(told.id)) {
        if (booked->role == role || role == ReceiptRole::surplus) return;
        booked->role = role;
        papers.ledger.store(*booked, papers.cause("receipt.adopted"));
        return;
    }
    Receipt receipt{
        .id = told.id,
        .order_id = order_id,
        .role = role,
        .paid = told.price,
        .refunded = told.refunded,
        .paid_at = told.paid_at.value_or(papers.now),
        .next_look_at = std::nullopt,
        .version = 0};
    papers.ledger.add(
        receipt, papers.cause(role == ReceiptRole::settles ? "receipt.paid" : "receipt.surplus")
    );
}

void settle_shop_by(
    Papers& papers, const OrderId& id, const std::vector<GatewayReceipt>& receipts
) {
    if (const auto link = papers.ledger.payment_link(id))
        settle_link_by(papers, *link, LinkEvidence{std::nullopt, false, receipts});
    else
        settle_order_by(papers, id, receipts);
}

void settle_order_by(
    Papers& papers, const OrderId& id, const std::vector<GatewayReceipt>& receipts
) {
    for (const auto& told : receipts)
        if (const auto order = papers.ledger.shop_order(id))
            if (told.order_id == id) settle_by_receipt(papers, *order, told);
}

}  // namespace maedal::engine
