#pragma once
#include "base/strong_id.hpp"

#include <compare>
#include <cstdint>

namespace maedal::billing {

using CustomerId = StrongId<struct CustomerTag>;  ///< the merchant's own
using PlanId = StrongId<struct PlanTag>;          ///< the configuration's
using SubscriptionId =
    StrongId<struct SubscriptionTag>;                 ///< given at creation, ours or the merchant's
using BillingKeyId = StrongId<struct BillingKeyTag>;  ///< ours; stands for the secret key
using OrderId = StrongId<struct OrderTag>;            ///< ours, of one attempt, for ever
using ReserveId = StrongId<struct ReserveTag>;        ///< the gateway's, names a reservation
using ReceiptId = StrongId<struct ReceiptTag>;        ///< the gateway's, names a payment
using CancelId = StrongId<struct CancelTag>;          ///< ours, of one refund, for ever

/// A whole number given by the ledger; two kinds never mix.
template <class Tag>
struct NumberId {
    std::int64_t value;
    friend auto operator<=>(const NumberId&, const NumberId&) = default;
};

using ChargeNumber = NumberId<struct ChargeTag>;            ///< rises by one over the whole ledger
using PlanVersionNumber = NumberId<struct PlanVersionTag>;  ///< one immutable definition of a plan

}  // namespace maedal::billing
