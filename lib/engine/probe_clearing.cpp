// Whatever a probe asked for, it leaves nothing standing at the gateway and keeps no money.
#include "engine/probe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace maedal::engine {

using namespace billing;
using namespace probing;

Task<void> Probe::revoke_what_waits() {
    const auto traces = traces_;
    for (const auto& trace : traces) {
        if (!trace.reserve_id || trace.at <= tools_.now()) continue;
        const Asked asked{trace.order_id, trace.at, trace.reserve_id, std::nullopt};
        if (co_await revoke(asked)) continue;
        // Perhaps it was revoked before, and the process died over the answer.
        const auto standing = co_await gateway_.reservation(*trace.reserve_id);
        if (standing && standing->status == ReservationStatus::revoked) forget(*trace.reserve_id);
    }
}

/// True when no money of this order id is kept. Each receipt has one cancel id for ever, so that a
/// later probe repeats a refund and does not make a second one.
Task<bool> Probe::given_back(OrderId order_id) {
    auto receipts = co_await gateway_.receipts_of(order_id);
    if (!receipts) {
        if (receipts.error().code == Errc::not_found) co_return true;
        note(order_id.text() + ": " + in_words(receipts.error()));
        co_return false;
    }
    bool all = true;
    for (const auto& receipt : *receipts) {
        const auto rest = checked_difference(receipt.price, receipt.refunded);
        if (!took_money(receipt) || !rest || rest->count() == 0) continue;
        ports::RefundRequest request{
            CancelId{"probe-back-" + receipt.id.text()}, receipt.id, *rest, "probe"};
        const auto answer = co_await gateway_.refund(std::move(request));
        const std::optional<Error> no = answer ? std::nullopt : std::optional{answer.error()};
        note(fmt::format("give {} back: {}", receipt.id.text(), in_words(no)));
        all = all && !no;
    }
    co_return all;
}

/// Of how many order ids something may be left.
Task<int> Probe::clear() {
    co_await revoke_what_waits();
    // What had no answer may stand all the same: it cannot be revoked, only waited for.
    Instant until{};
    for (const auto& trace : traces_)
        until = std::max(until, trace.at);
    if (until + settling > tools_.now()) {
        tools_.tell("waits until " + rfc3339(until + settling) + " for what may be executed");
        static_cast<void>(co_await passed(until));
    }
    std::set<OrderId> order_ids, left;
    for (const auto& trace : traces_)
        order_ids.insert(trace.order_id);
    for (const auto& order_id : order_ids)
        if (!co_await given_back(order_id)) left.insert(order_id);
    std::erase_if(traces_, [&](const ProbeTrace& trace) {
        return !left.contains(trace.order_id) && trace.at + settling <= tools_.now();
    });
    for (const auto& trace : traces_)
        left.insert(trace.order_id);
    static_cast<void>(co_await write_record());
    co_return static_cast<int>(left.size());
}

}  // namespace maedal::engine
