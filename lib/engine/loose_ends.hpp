#pragma once
#include "engine/queries.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace maedal::engine {

/// Something past its time whose end is not known.
struct LooseEnd {
    std::string subject;                  ///< "attempt:m1-sub_000001-p3-a1", "charge:12"
    std::string what;                     ///< a plain clause
    std::optional<Instant> next_look_at;  ///< empty: a person decides, or nobody will look
};
/// What was to be executed, or fell due, from `from` on and before `to` and before `now`, and is
/// not known: attempts in the air, charges that neither a timer nor a person waits for, and
/// receipts that the gateway is asked for and has not told of. At most `limit`.
[[nodiscard]] std::vector<LooseEnd> loose_ends(
    Reads& reads, Instant from, Instant to, Instant now, std::size_t limit
);

/// How many look-ups of a Reconcile have had neither an answer nor a failure yet: what failed is a
/// loose end.
struct LookUpsWaiting {
    std::int64_t receipts = 0;
    std::int64_t attempts = 0;
};
[[nodiscard]] LookUpsWaiting look_ups_waiting(Reads& reads, Instant from, Instant to, Instant now);

}  // namespace maedal::engine
