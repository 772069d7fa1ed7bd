#pragma once
#include "engine/attempts.hpp"

#include <optional>
#include <string>

namespace maedal::engine {

/// An attempt has ended: settles the charge, tries again, or follows the policy to its end.
void attempt_ended(Papers& papers, ChargeFile& file, const billing::Attempt& ended);

/// A receipt took money for this attempt: books it, and gives it back where nothing is owed.
void book_payment(
    Papers& papers,
    ChargeFile& file,
    const billing::OrderId& order_id,
    const billing::GatewayReceipt& receipt
);

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
