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

/// Who of those that wait for a slot of this key gets the next one: due first, and not stopped by a
/// breaker of its own.
[[nodiscard]] std::optional<billing::Attempt> next_in_line(
    Papers& papers, const billing::BillingKeyId& key
);

/// Plans the next attempt of an unsettled charge: placed by its lead when it is the first, else as
/// near as its wait asks for. Without a usable key the charge waits for a person instead.
void plan_attempt(Papers& papers, ChargeFile& file, Instant execute_at);

/// Until when nothing else is sent for this charge, because a try of it was turned away: an answer
/// that does not accept our credentials says that nothing was carried out, but whoever stands
/// between may say so of what was. That is given the time to show itself by its order id. Empty:
/// there is no such try, or its time is over.
[[nodiscard]] std::optional<Instant> turned_away_until(Papers& papers, const ChargeFile& file);

/// The charge is not collected until its subscription has another key; says so once.
void wait_for_key(Papers& papers, ChargeFile& file);

/// How long before its execution the try with this number is placed: the shorter a second one
/// stands, the shorter a doubt can be.
[[nodiscard]] Seconds lead_of(const billing::Plan& plan, int number);

[[nodiscard]] bool charge_in_doubt(Papers& papers, billing::ChargeNumber number);

}  // namespace maedal::engine
