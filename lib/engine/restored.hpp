#pragma once
#include "engine/attempts.hpp"

#include <optional>

/// A ledger that was put in the place of another, which had gone on without it: what that one may
/// have sent in its time is not sent again, but looked for.
namespace maedal::engine {

/// Whether this ledger stands in the place of another, which went on without it, and is not armed.
[[nodiscard]] bool disarmed(const Papers& papers);
/// When this ledger was armed in the place of another, within the last 45 days. What that one may
/// have sent is looked up before it is sent again.
[[nodiscard]] std::optional<Instant> armed_lately(Papers& papers);
/// Whether another ledger may have sent what executes then, and it may stand at the gateway where
/// no look-up by order id finds it: since this one was armed in its place, until the window is
/// over.
[[nodiscard]] bool may_stand_unseen(Papers& papers, Instant execute_at);

/// Whether a ledger in whose place this one stands, armed within the last 45 days or not yet, has
/// sent this planned attempt in its time, for all we know.
[[nodiscard]] bool sent_elsewhere(
    Papers& papers, const ChargeFile& file, const billing::Attempt& planned
);

/// A planned attempt that a ledger we do not know may have sent is a doubt. False, and nothing
/// changes, while its key has no free slot.
bool presume_sent(Papers& papers, const billing::Attempt& planned);
/// The same; while there is no free slot it waits for one, and is not sent.
void presume_sent_or_wait(Papers& papers, const billing::Attempt& planned);
[[nodiscard]] bool waits_to_be_presumed(const billing::Attempt& attempt);
/// What the other ledger may have sent is presumed to be, now or from the arming on. `planned` is
/// as it is stored then.
void leave_to_evidence(Papers& papers, const ChargeFile& file, billing::Attempt& planned);

}  // namespace maedal::engine
