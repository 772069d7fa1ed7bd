// A refund that an operator asks for.
#include "engine/collect.hpp"
#include "engine/input.hpp"

#include <algorithm>

namespace maedal::engine {
namespace {
using namespace billing;

bool under_way(const Refund& refund) {
    return refund.state == RefundState::planned || refund.state == RefundState::sending ||
           refund.state == RefundState::doubt;
}
}  // namespace

Result<Outcome> carry_out(Papers& papers, const RequestRefund& command) {
    if (const auto fault = id_fault(command.receipt_id); !fault.empty())
        return bad_id(fault, "receipt_id");
    const auto receipt = papers.ledger.receipt(ReceiptId{command.receipt_id});
    if (!receipt) return Error{Errc::not_found, "unknown_receipt", "no such receipt", "receipt_id"};
    constexpr std::size_t reason_bytes_max = 200;
    if (command.reason.size() > reason_bytes_max)
        return invalid("invalid_reason", "reason is longer than 200 bytes", "reason");
    const auto earlier = papers.ledger.refunds_of(receipt->id);
    if (std::ranges::any_of(earlier, under_way))
        return Error{
            Errc::conflict,
            "refund_under_way",
            "another refund of this receipt is not finished",
            "receipt_id"};
    const auto left = checked_difference(receipt->paid, receipt->refunded);
    const auto amount = command.amount ? Won::from_count(*command.amount) : left;
    if (!left || !amount || amount->count() == 0 || *amount > *left)
        return invalid(
            "refund_over_paid",
            fmt::format("between 1 and {} won can be given back", left ? left->count() : 0),
            "amount"
        );
    return Outcome{plan_refund(
        papers, *receipt, *amount, command.reason.empty() ? "결제 취소" : command.reason
    )};
}

}  // namespace maedal::engine
