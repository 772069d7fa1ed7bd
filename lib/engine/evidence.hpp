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

}  // namespace maedal::engine
