// Orders at the doors: prepared, verified, confirmed, and what the gateway answers.
#include "base/contract.hpp"
#include "engine/calls.hpp"
#include "engine/input.hpp"
#include "engine/sale.hpp"
#include "engine/shop.hpp"

namespace maedal::engine {
namespace {

using namespace billing;

constexpr Seconds order_lives_max{366LL * 86'400};

Error unknown_order() {
    return {Errc::not_found, "unknown_order", "no such order", "order_id"};
}

Result<ShopOrder> new_order(Papers& papers, const PrepareOrder& command) {
    const auto sale = checked_sale(papers, command, command.order_id);
    if (!sale) return sale.error();
    if (command.expires_at &&
        (*command.expires_at <= papers.now || *command.expires_at > papers.now + order_lives_max))
        return invalid("invalid_expiry", "expires_at is within a year from now", "expires_at");
    return ShopOrder{
        .id = sale->order_id,
        .customer = sale->customer,
        .name = sale->name,
        .amount = sale->amount,
        .tax_free = sale->tax_free,
        .expires_at = command.expires_at,
        .request_id = {},
        .state = ShopOrderState::open,
        .receipt = std::nullopt,
        .checked = std::nullopt,
        .order_number = {},
        .hosted = {},
        .next_look_at = std::nullopt,
        .looks = 0,
        .created_at = papers.now,
        .settled_at = std::nullopt,
        .code = {},
        .version = 0};
}

/// Makes the price known to the gateway's checkout: a link that nobody is sent.
void make_price_known(Papers& papers, const ShopOrder& order, const std::string& details) {
    constexpr Seconds lives{30LL * 86'400};
    Sale sale{order.id, order.customer, order.name, order.amount, order.tax_free};
    auto link =
        planned_link(papers, std::move(sale), {}, order.expires_at.value_or(papers.now + lives));
    papers.ledger.put_link(link, papers.cause("payment_link.planned"));
    send_link(papers, link, details);
}

}  // namespace

Result<Outcome> carry_out(Papers& papers, const PrepareOrder& command) {
    auto order = new_order(papers, command);
    if (!order) return order.error();
    if (const auto known = papers.ledger.shop_order(order->id)) {
        const bool same = known->amount == order->amount && known->tax_free == order->tax_free &&
                          known->name == order->name;
        if (same && command.at_gateway && known->request_id.empty())
            return Error{
                Errc::conflict,
                "order_exists",
                "an order of this id is here already, and its price is not known at the gateway",
                "order_id"};
        if (same) return Outcome{*known};
        return Error{
            Errc::conflict, "order_exists", "an order of this id has other terms", "order_id"};
    }
    if (papers.ledger.payment_link(order->id))
        return Error{Errc::conflict, "order_exists", "a link has this order id", "order_id"};
    if (command.at_gateway && !papers.take_shop_place()) return papers.no_place();
    if (command.at_gateway) order->request_id = order->id.text();
    papers.ledger.put_shop_order(*order, papers.cause("order.prepared"));
    if (command.at_gateway) {
        make_price_known(papers, *order, command.details);
        papers.wait_for(link_subject(order->id));
    }
    return Outcome{*order};
}

Result<Outcome> carry_out(Papers& papers, const VerifyOrder& command) {
    if (const auto fault = id_fault(command.order_id); !fault.empty())
        return bad_id(fault, "order_id");
    const auto order = papers.ledger.shop_order(OrderId{command.order_id});
    if (!order) return unknown_order();
    if (!command.order_number.empty()) return verify_by_number(papers, *order, command);
    MAEDAL_EXPECTS(command.told_receipt);
    if (!*command.told_receipt) return command.told_receipt->error();
    return verify_by_receipt(papers, *order, **command.told_receipt);
}

Result<Outcome> carry_out(Papers& papers, const ConfirmOrder& command) {
    if (const auto fault = id_fault(command.order_id); !fault.empty())
        return bad_id(fault, "order_id");
    auto order = papers.ledger.shop_order(OrderId{command.order_id});
    if (!order) return unknown_order();
    MAEDAL_EXPECTS(command.told);
    const bool known_receipt = order->receipt && order->receipt->text() == command.receipt_id;
    // Idempotent by receipt: settled, or still under way.
    if (known_receipt && !command.check_only) return Outcome{*order};
    if (!*command.told) return command.told->error();
    const GatewayReceipt& told = **command.told;
    // The browser or a notice was quicker: there is nothing left to confirm, only to settle.
    if (took_money(told) && !command.check_only) return verify_by_receipt(papers, *order, told);

    auto may = may_confirm(*order, told, receipt_used(papers, *order, told.id), papers.now);
    if (may && command.objection) may = *command.objection;
    if (command.check_only) {
        if (!may) return Outcome{ConfirmCheck{*order, may.error()}};
        order->checked = told.id;
        papers.ledger.put_shop_order(*order, papers.cause("order.checked"));
        return Outcome{ConfirmCheck{*order, std::nullopt}};
    }
    if (!may) return may.error();
    if (!papers.take_write_place()) return papers.no_place();
    order->state = ShopOrderState::confirming;
    order->receipt = told.id;
    order->next_look_at.reset();
    order->looks = 0;
    papers.ledger.put_shop_order(*order, papers.cause("order.confirming"));
    papers.out.writes.push_back(Confirm{
        write_down_call(papers, call_kind::confirm, order->id.text()), order->id, told.id});
    papers.wait_for(order_subject(order->id));
    return Outcome{*order};
}

void handle(Papers& papers, const ConfirmAnswered& event) {
    const auto answer = close_call(papers, event.call, call_kind::confirm, event.answer);
    auto order = papers.ledger.shop_order(event.order_id);
    MAEDAL_EXPECTS(order);
    const auto before = order->state;
    ShopOrder after = confirm_answered(*order, answer, papers.now);
    if (before == ShopOrderState::confirming) {
        if (after.state == ShopOrderState::settled)
            book_shop_receipt(papers, after.id, *answer, ReceiptRole::settles);
        else if (answer)
            papers.alarm(fmt::format(
                "the confirm of order {} was answered with another receipt than was asked for",
                after.id.text()
            ));
        papers.ledger.put_shop_order(
            after, papers.cause(fmt::format("order.{}", shop_order_state_names.of(after.state)))
        );
    }
    papers.answer_who_waits(order_subject(after.id), [&](const Command&) -> Result<Outcome> {
        if (after.state == ShopOrderState::open && !answer) return answer.error();
        return Outcome{after};
    });
}

void handle(Papers& papers, const ShopOrderDue& event) {
    auto order = papers.ledger.shop_order(event.order_id);
    MAEDAL_EXPECTS(order);
    if (!order->next_look_at || *order->next_look_at > papers.now) return;
    MAEDAL_EXPECTS(order->receipt);
    if (papers.in_flight.contains(subject_of(*order->receipt)) || !papers.take_look_place()) return;
    order->next_look_at = papers.now + order_look_gap(++order->looks);
    papers.ledger.put_shop_order(*order, papers.cause("order.looked_at"));
    papers.out.looks.push_back(LookAtReceipt{*order->receipt, std::nullopt});
}

}  // namespace maedal::engine
