#pragma once
#include "engine/papers.hpp"

namespace maedal::engine {

/// Makes a look-up due now for every receipt paid from `from` on and before `to`, and for every
/// attempt whose outcome the gateway should know by now, quarantined ones too.
Reconciling look_everything_up(Papers& papers, Instant from, Instant to);

/// Once a night: young receipts and those of some later ages are looked up again, because a refund
/// made at the card company's console sends no notice; what is past its time is forgotten. Gives
/// the moment of the next night, or now while places are wanting for this one.
Instant nightly(Papers& papers);

/// Whether the gateway said what it knows of an order id that is over. Without an answer it is
/// asked again every ten minutes for two hours; a restart forgets that, and the next of its nights
/// asks.
void note_answer(Papers& papers, const billing::OrderId& closed, bool answered);

}  // namespace maedal::engine
