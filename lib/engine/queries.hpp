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

/// An attempt whose outcome is not known, and what would settle it.
struct Doubt {
    billing::Attempt attempt;
    std::string known;             ///< what was sent, when, and what came back
    std::string settled_by;        ///< the evidence that would settle it
    std::optional<Instant> until;  ///< when it is quarantined; empty once it is
};

/// Everything that is in doubt or quarantined, at most a page of it.
[[nodiscard]] std::vector<Doubt> doubts(Reads& reads, Page page);

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
