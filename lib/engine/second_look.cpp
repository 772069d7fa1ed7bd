// What the gateway says of a doubt at the moment at which a person resolves it.
#include "engine/corridor.hpp"
#include "engine/dispatcher.hpp"
#include "engine/input.hpp"

namespace maedal::engine {

using namespace billing;

Task<Result<Done>> Corridor::look_for_evidence(ResolveDoubt& command) {
    if (const auto fault = id_fault(command.order_id); !fault.empty())
        co_return bad_id(fault, "order_id");
    const OrderId order_id{command.order_id};
    std::optional<Attempt> attempt;
    std::optional<Receipt> later;
    std::function<void(Reads&)> ask = [&](Reads& reads) {
        attempt = reads.attempt(order_id);
        if (attempt) later = reads.last_payment_after(attempt->execute_at);
    };
    co_await read(std::move(ask));
    if (!attempt || command.as == ResolveDoubt::As::waived) co_return Done{};  // the turn will tell

    if (command.as == ResolveDoubt::As::paid) {
        if (const auto fault = id_fault(command.receipt_id); !fault.empty())
            co_return bad_id(fault, "receipt_id");
        auto receipt = co_await around_.gateway.receipt(ReceiptId{command.receipt_id});
        if (!receipt) {
            Error error = receipt.error();
            error.field = "receipt_id";
            co_return error;
        }
        command.evidence.receipts = std::vector<GatewayReceipt>{std::move(*receipt)};
        co_return Done{};
    }
    Event found = co_await look_up(around_.gateway, LookAtAttempt{order_id, attempt->reserve_id});
    command.evidence = std::get<AttemptLookedUp>(std::move(found)).evidence;
    if (!later) co_return Done{};
    command.control = later->order_id.text();
    auto control = co_await around_.gateway.receipts_of(later->order_id);
    command.control_found = control && !control->empty();
    co_return Done{};
}

}  // namespace maedal::engine
