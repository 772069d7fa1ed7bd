#pragma once
#include "base/error.hpp"
#include "billing/evidence.hpp"
#include "sandbox/model/bootpay.hpp"

namespace maedal::simulation {

// The model's answers in billing's words, as an adapter would give them.

[[nodiscard]] billing::GatewayReceipt told(const sandbox::Receipt& receipt);
[[nodiscard]] billing::Reservation told(const sandbox::Reservation& reservation);

/// A refusal of a reservation or a revoke.
[[nodiscard]] Error told(const sandbox::Refusal& refusal);

}  // namespace maedal::simulation
