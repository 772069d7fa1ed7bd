#pragma once
#include "engine/papers.hpp"

namespace maedal::engine {

/// Makes a look-up due now for every receipt paid from `from` on and before `to`, and for every
/// attempt whose outcome the gateway should know by now, quarantined ones too. Gives how many were
/// not due yet.
Reconciling look_everything_up(Papers& papers, Instant from, Instant to);

/// The same for the attempts in one state.
int look_at_attempts(Papers& papers, const char* state);

}  // namespace maedal::engine
