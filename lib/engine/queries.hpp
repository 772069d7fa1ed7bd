#pragma once
#include "billing/timing.hpp"
#include "ports/ledger.hpp"

#include <optional>
#include <string>
#include <vector>

namespace maedal::engine {

// The operators' door reads in these words and never meets the ledger itself.
using ports::AttemptFilter;
using ports::ChargeFilter;
using ports::GatewayCall;
using ports::JournalEntry;
using ports::Page;
using ports::SubscriptionFilter;
using Totals = ports::LedgerReads::Totals;
using Reads = ports::LedgerReads;

/// A charge with the attempts that tried to collect it.
struct ChargeStory {
    billing::Charge charge;
    billing::Subscription subscription;
    std::vector<billing::Attempt> attempts;
    std::vector<billing::Receipt> receipts;
    std::vector<billing::Refund> refunds;
    std::vector<GatewayCall> calls;
};
[[nodiscard]] std::optional<ChargeStory> charge_story(Reads& reads, billing::ChargeNumber number);

}  // namespace maedal::engine
