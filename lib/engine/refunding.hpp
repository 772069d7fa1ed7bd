#pragma once
#include "engine/papers.hpp"

namespace maedal::engine {

/// Books what the gateway says was given back of a receipt so far.
void book_refunded(Papers& papers, billing::Receipt receipt, const billing::GatewayReceipt& told);

/// A planned refund that a ledger in whose place this one stands may have carried out is a doubt:
/// its receipt tells, by the sum that had gone back when it was planned.
void presume_refund_sent(Papers& papers, billing::Refund refund);

/// Whether another sending of this refund than `call` may have reached the gateway. What becomes of
/// `call` says nothing of that one then.
[[nodiscard]] bool sent_besides(
    ports::Ledger& ledger, const billing::CancelId& id, std::int64_t call
);

/// A refund is done when the receipt says so: more was given back than before it, by its amount.
/// Still at the base after a while, the same cancel id is sent again; still there after a day and a
/// half, or anywhere else, a person is asked.
void settle_refund(
    Papers& papers, billing::Refund refund, const Result<billing::GatewayReceipt>& answer
);

}  // namespace maedal::engine
