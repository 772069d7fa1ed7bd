#pragma once
#include "engine/attempts.hpp"

namespace maedal::engine {

/// Stores what became of the attempt, and what follows from it for the charge. `verdict` is the one
/// that led to `paid`; else it may be null.
void conclude(
    Papers& papers,
    ChargeFile& file,
    const billing::Attempt& before,
    billing::Attempt after,
    const billing::Verdict* verdict
);

/// Whether nothing worth storing differs.
[[nodiscard]] bool unchanged(const billing::Attempt& a, const billing::Attempt& b);

/// Judges what was found out about the attempt with this order id, and books it. Money for one that
/// is closed is late: adopted while exactly this is still owed, else it goes back.
void settle_by(Papers& papers, const billing::OrderId& id, const billing::Evidence& evidence);

/// A planned attempt that a ledger we do not know may have sent is a doubt. False, and nothing
/// changes, while its key has no free slot.
bool presume_sent(Papers& papers, const billing::Attempt& planned);
/// The same; while there is no free slot it waits for one, and is not sent.
void presume_sent_or_wait(Papers& papers, const billing::Attempt& planned);
[[nodiscard]] bool waits_to_be_presumed(const billing::Attempt& attempt);

}  // namespace maedal::engine
