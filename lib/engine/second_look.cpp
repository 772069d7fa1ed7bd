// What the gateway says of a doubt at the moment at which a person resolves it.
#include "engine/corridor.hpp"
#include "engine/dispatcher.hpp"
#include "engine/doubts.hpp"
#include "engine/input.hpp"
#include "engine/shop_dispatcher.hpp"

namespace maedal::engine {

using namespace billing;

Task<Result<Done>> Corridor::look_for_evidence(ResolveDoubt& command) {
    if (const auto fault = id_fault(command.order_id); !fault.empty())
        co_return bad_id(fault, "order_id");
    const OrderId order_id{command.order_id};
    std::optional<Attempt> attempt;
    std::optional<PaymentLink> link;
    std::optional<ShopOrder> order;
    std::optional<Receipt> control;
    std::function<void(Reads&)> ask = [&](Reads& reads) {
        attempt = reads.attempt(order_id);
        link = reads.payment_link(order_id);
        order = reads.shop_order(order_id);
        if (attempt)
            control = control_of(reads, *attempt, rules_.timing, around_.clock.now());
        else if (link)
            control = reads.last_payment_after(link->sent_at.value_or(link->created_at));
    };
    co_await read(std::move(ask));
    const bool known = attempt || link || order;
    const bool waived = command.as == ResolveDoubt::As::waived;
    const bool told_of = waived ? attempt && attempt->state == AttemptState::quarantined : known;
    if (!told_of) co_return Done{};  // the turn will tell

    if (command.as == ResolveDoubt::As::paid) {
        if (const auto fault = id_fault(command.receipt_id); !fault.empty())
            co_return bad_id(fault, "receipt_id");
        const ReceiptId named{command.receipt_id};
        auto receipt = co_await around_.gateway.receipt(named);
        if (!receipt) co_return as_asked(receipt.error(), "receipt_id");
        command.evidence.receipts = std::vector<GatewayReceipt>{std::move(*receipt)};
        co_return Done{};
    }
    if (link) {
        LookAtLink look{order_id, link->request_id, link->link_id};
        auto looking = look_at_shop(around_.commerce, around_.gateway, Look{std::move(look)});
        Event found = co_await std::move(looking);
        command.link = std::get<LinkLookedUp>(std::move(found)).evidence;
        command.evidence.receipts = command.link.receipts;
    } else if (attempt) {
        Look look{LookAtAttempt{order_id, attempt->reserve_id}};
        Event found = co_await look_up(around_.gateway, std::move(look));
        auto& told = std::get<AttemptLookedUp>(found);
        command.evidence = std::move(told.evidence);
        command.untold = std::move(told.untold);
    } else {
        auto receipts = co_await around_.gateway.receipts_of(order_id);
        if (receipts) command.evidence.receipts = std::move(*receipts);
    }
    if (!control || waived) co_return Done{};
    command.control = control->order_id.text();
    auto found = co_await around_.gateway.receipts_of(control->order_id);
    command.control_found = found && !found->empty();
    co_return Done{};
}

/// Leaves the evidence empty when the gateway does not answer; the turn tells what else is wrong.
Task<void> Corridor::look_at_receipt(ResolveRefund& command) {
    if (!id_fault(command.cancel_id).empty()) co_return;
    const CancelId id{command.cancel_id};
    std::optional<Refund> refund;
    std::function<void(Reads&)> ask = [&](Reads& reads) { refund = reads.refund(id); };
    co_await read(std::move(ask));
    if (!refund || refund->state != RefundState::doubt || refund->next_look_at) co_return;
    auto receipt = co_await around_.gateway.receipt(refund->receipt);
    command.unknown = !receipt && receipt.error().code == Errc::not_found;
    if (receipt) command.told = std::move(*receipt);
}

}  // namespace maedal::engine
