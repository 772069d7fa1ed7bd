#pragma once
#include "engine/papers.hpp"

#include <optional>
#include <string>
#include <vector>

/// The attempts of a charge: planned, changed, looked at together.
namespace maedal::engine {

/// The rows that a decision about one attempt needs.
struct ChargeFile {
    billing::Subscription subscription;
    billing::Plan plan;
    billing::Charge charge;
    std::vector<billing::Attempt> attempts;  ///< of the charge, by number
};
/// The rows around a charge that exists: whatever is missing is a broken ledger.
[[nodiscard]] ChargeFile file_of(Papers& papers, billing::ChargeNumber number);

/// Stores what became of an attempt, and wakes the next in line when it gave up its slot. `reason`
/// is a person's, for the journal.
void store_changed(
    Papers& papers,
    const billing::Attempt& before,
    billing::Attempt& after,
    const std::string& reason = {}
);

/// Plans the next attempt of an unsettled charge: placed by its lead when it is the first, else as
/// near as its wait asks for. Without a usable key the charge waits for a person instead.
void plan_attempt(Papers& papers, ChargeFile& file, Instant execute_at);

/// The charge is not collected until its subscription has another key; says so once.
void wait_for_key(Papers& papers, ChargeFile& file);

/// Whether this ledger stands in the place of another, which went on without it, and is not armed.
[[nodiscard]] bool disarmed(const Papers& papers);
/// When this ledger was armed in the place of another, within the last 45 days. What that one may
/// have sent is looked up before it is sent again.
[[nodiscard]] std::optional<Instant> armed_lately(Papers& papers);
/// Whether another ledger may have sent what executes then, and it may stand at the gateway where
/// no look-up by order id finds it: since this one was armed in its place, until the window is
/// over.
[[nodiscard]] bool may_stand_unseen(Papers& papers, Instant execute_at);

/// Whether a ledger in whose place this one stands, armed within the last 45 days or not yet, has
/// sent this planned attempt in its time, for all we know.
[[nodiscard]] bool sent_elsewhere(
    Papers& papers, const ChargeFile& file, const billing::Attempt& planned
);

[[nodiscard]] bool charge_in_doubt(Papers& papers, billing::ChargeNumber number);

}  // namespace maedal::engine
