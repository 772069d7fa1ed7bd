// What a person says about a payment link, or the confirm of an order, in doubt.
#include "base/contract.hpp"
#include "engine/calls.hpp"
#include "engine/input.hpp"
#include "engine/shop.hpp"
#include "engine/watch.hpp"

#include <algorithm>

namespace maedal::engine {
namespace {

using namespace billing;

Error conflict(std::string reason, std::string detail) {
    return {Errc::conflict, std::move(reason), std::move(detail), "order_id"};
}

Error still_possible(Instant until) {
    return conflict("window_is_open", "evidence may come until " + rfc3339(until));
}

/// What every word "absent" needs, whoever it is about; the rest is the gateway's to say.
std::optional<Error> no_absence(Papers& papers, const ResolveDoubt& command, Instant until) {
    if (command.typed != command.order_id)
        return invalid("order_id_not_repeated", "type the order id once more", "typed");
    if (papers.now < until) return still_possible(until);
    if (auto distrusted = clock_distrusted(papers)) return *std::move(distrusted);
    if (!command.evidence.receipts)
        return Error{
            Errc::unavailable, "gateway_unavailable", "the gateway did not answer", "order_id"};
    return std::nullopt;
}

bool pending(const std::vector<GatewayReceipt>& receipts) {
    return std::ranges::any_of(receipts, [](const GatewayReceipt& receipt) {
        return receipt.status == ReceiptStatus::pending;
    });
}

Result<Outcome> link_paid(Papers& papers, const PaymentLink& link, const ResolveDoubt& command) {
    const LinkEvidence evidence{std::nullopt, false, command.evidence.receipts};
    const auto looked = link_looked_up(link, evidence, papers.rules.links.timing, papers.now);
    if (looked.link.state != LinkState::paid)
        return conflict(
            "receipt_does_not_agree",
            looked.contradiction.empty()
                ? "receipt " + command.receipt_id + " is not a payment of this link"
                : looked.contradiction
        );
    settle_link_by(papers, link, evidence);
    return Outcome{*papers.ledger.payment_link(link.order_id)};
}

/// Whether the gateway has shown by this very answer that it finds what is there.
bool gateway_sees(const ResolveDoubt& command) {
    return command.link.link || !command.evidence.receipts->empty() || command.control_found;
}

/// What the gateway knows outweighs the person.
std::optional<Error> gateway_knows(
    Papers& papers, const PaymentLink& link, const ResolveDoubt& command
) {
    const auto& receipts = *command.evidence.receipts;
    if (pending(receipts))
        return conflict("payment_pending", "a payment of it is under way: wait for its end");
    const LinkEvidence evidence{command.link.link, command.link.absent, receipts};
    const auto looked = link_looked_up(link, evidence, papers.rules.links.timing, papers.now);
    // Money that does not agree with it was booked as what it is; the link is still a person's.
    const bool unproven = evidence.link && evidence.link->paid_at && looked.paid.empty();
    if (looked.link.state == link.state && !unproven) return std::nullopt;
    settle_link_by(papers, link, evidence);
    return conflict("gateway_knows_it", "the gateway knows this link: it is booked as told");
}

Result<Outcome> link_absent(Papers& papers, const PaymentLink& link, const ResolveDoubt& command) {
    const auto& timing = papers.rules.links.timing;
    const Instant until = link.expires_at + timing.grace;
    if (auto no = no_absence(papers, command, until)) return *no;
    // A list that can never be read whole is no reason to leave it a doubt for ever: it has ended,
    // so all that matters is whether it was paid, and that is told by its order id.
    const bool asked = command.link.link || command.link.absent || command.link.list_too_long;
    if (!asked)
        return Error{
            Errc::unavailable, "gateway_unavailable", "the shop did not answer", "order_id"};
    if (auto known = gateway_knows(papers, link, command)) return *known;
    if (!gateway_sees(command))
        return conflict(
            command.control.empty() ? "no_positive_control" : "control_not_found",
            "no later payment is found by its order id: the gateway's word proves nothing now"
        );
    resolve_link(papers, link, LinkState::absent, command);
    return Outcome{*papers.ledger.payment_link(link.order_id)};
}

Result<Outcome> order_paid(Papers& papers, ShopOrder order, const ResolveDoubt& command) {
    MAEDAL_EXPECTS(command.evidence.receipts && !command.evidence.receipts->empty());
    // Its confirm took what does not agree, and that is booked: another payment may settle it.
    if (!order.next_look_at) order.state = ShopOrderState::open;
    return verify_by_receipt(papers, std::move(order), command.evidence.receipts->front());
}

Result<Outcome> order_absent(Papers& papers, ShopOrder order, const ResolveDoubt& command) {
    Instant sent_at = order.created_at;
    for (const auto& call : papers.ledger.calls_of(order.id.text()))
        if (call.kind == call_kind::confirm) sent_at = std::max(sent_at, call.intent_at);
    const Instant until = sent_at + papers.rules.timing.doubt_window;
    if (auto no = no_absence(papers, command, until)) return *no;
    const auto& receipts = *command.evidence.receipts;
    if (std::ranges::any_of(receipts, took_money)) {
        settle_shop_by(papers, order.id, receipts);
        const auto stored = papers.ledger.shop_order(order.id);
        if (stored->state != ShopOrderState::doubt)
            return conflict("gateway_knows_it", "the gateway knows its payment: it is booked");
    }
    order = *papers.ledger.shop_order(order.id);
    order.state = ShopOrderState::open;
    order.receipt.reset();
    order.next_look_at.reset();
    order.code = "absent";
    papers.ledger.put_shop_order(order, papers.cause("order.open_again: " + command.reason));
    return Outcome{order};
}

}  // namespace

std::optional<Result<Outcome>> resolve_shop_doubt(Papers& papers, const ResolveDoubt& command) {
    const OrderId id{command.order_id};
    const auto link = papers.ledger.payment_link(id);
    const auto order = papers.ledger.shop_order(id);
    if (!link && !order) return std::nullopt;
    const bool by_charge = link && link->charge;
    if (command.as == ResolveDoubt::As::waived) {
        if (by_charge) return std::nullopt;  // its charge is forgiven, as any other
        return Result<Outcome>{
            invalid("nothing_to_waive", "no charge of ours stands behind it", "as")};
    }
    if (command.reason.empty())
        return Result<Outcome>{invalid("reason_needed", "say why", "reason")};
    const bool paid = command.as == ResolveDoubt::As::paid;
    if (link && (link->state == LinkState::doubt || link->state == LinkState::quarantined))
        return paid ? link_paid(papers, *link, command) : link_absent(papers, *link, command);
    if (order && order->state == ShopOrderState::doubt)
        return paid ? order_paid(papers, *order, command) : order_absent(papers, *order, command);
    const auto state =
        order ? shop_order_state_names.of(order->state) : link_state_names.of(link->state);
    return Result<Outcome>{conflict("not_in_doubt", "it is " + std::string{state})};
}

}  // namespace maedal::engine
