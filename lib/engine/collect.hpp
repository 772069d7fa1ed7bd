#pragma once
#include "engine/papers.hpp"

#include <functional>
#include <optional>

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

/// When this ledger was armed in the place of another, within the last 45 days. What that one may
/// have sent is looked up before it is sent again.
[[nodiscard]] std::optional<Instant> armed_lately(Papers& papers);

[[nodiscard]] bool charge_in_doubt(Papers& papers, billing::ChargeNumber number);
/// Whether no end that time brings may come to the subscription now: one of its charges is in
/// doubt, or a breaker stands.
[[nodiscard]] bool ends_stand_still(Papers& papers, const billing::SubscriptionId& id);

/// An attempt has ended: settles the charge, tries again, or follows the policy to its end.
void attempt_ended(Papers& papers, ChargeFile& file, const billing::Attempt& ended);

/// A receipt took money for this attempt: books it, and gives it back where nothing is owed.
void book_payment(
    Papers& papers,
    ChargeFile& file,
    const billing::OrderId& order_id,
    const billing::GatewayReceipt& receipt
);

/// Closes the charges that are still to be collected and for which `becomes` names an end, and
/// takes their attempts back. A payment that comes all the same is booked when it shows itself.
void close_charges(
    Papers& papers,
    const billing::SubscriptionId& id,
    const std::function<std::optional<billing::ChargeState>(const billing::Charge&)>& becomes
);

/// Ends the subscription as of `at` with the reason "requested" or "dunning".
void cancel_subscription(
    Papers& papers, billing::Subscription& subscription, Instant at, const std::string& reason
);

/// Brings status and timer of the subscription in line with the facts, and stores it. When that
/// finds it over, what is past due is given up.
void refresh(Papers& papers, billing::Subscription& subscription, std::string event);
void refresh(Papers& papers, const billing::SubscriptionId& id, std::string event);

/// Makes the charges that are due to exist.
void make_charges(Papers& papers, billing::Subscription& subscription);

/// What the caller of plan_refund may say beside the amount.
struct RefundTerms {
    std::string reason;
    std::string cancel_id{};                 ///< empty: one of ours
    std::optional<billing::Won> tax_free{};  ///< empty: all of it when everything goes back
};

/// Plans the return of `amount` against a receipt. The caller has checked that it may.
billing::Refund plan_refund(
    Papers& papers, const billing::Receipt& receipt, billing::Won amount, RefundTerms terms
);

}  // namespace maedal::engine
