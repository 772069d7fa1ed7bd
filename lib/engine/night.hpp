#pragma once
#include "engine/papers.hpp"

namespace maedal::engine {

/// The row among the findings that keeps the place of the round: the engine's own note.
inline constexpr const char* last_night = "reconcile.nightly";

/// Once a night: young receipts and those of some later ages are looked up again, because a refund
/// made at the card company's console sends no notice; so are order ids that are over; what is past
/// its time is forgotten. Gives the moment of the next night, or now while places are wanting for
/// this one. A process that dies during the round goes on where it was: not even one that dies
/// every few minutes leaves the end of the list unseen for ever.
Instant nightly(Papers& papers);

/// Whether the gateway said what it knows of an order id that is over. Without an answer it is
/// asked again every ten minutes for two hours; a restart forgets that, and the next of its nights
/// asks.
void note_answer(Papers& papers, const billing::OrderId& closed, bool answered);

}  // namespace maedal::engine
