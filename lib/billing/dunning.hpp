#pragma once
#include "billing/attempt.hpp"
#include "billing/charge.hpp"
#include "billing/plan.hpp"

#include <optional>
#include <variant>

namespace maedal::billing {

struct NothingFollows {};
struct TryAgain {
    Instant execute_at;
};
/// The key is dead: no try is used up, a person has to bring another key.
struct AskForKey {};
/// The last try of the policy was declined.
struct GiveUp {
    DunningEnd end;
    std::optional<Instant> cancel_at;  ///< with leave_past_due
};
using Following = std::variant<NothingFollows, TryAgain, AskForKey, GiveUp>;

/// What becomes of a charge whose attempt has ended without money. `counted`: this end uses up one
/// of the policy's tries, and `charge.declines` has it already; that of a key which was dead does
/// not. `key_usable`: of the key that the subscription has now, which may be another.
[[nodiscard]] Following after_ended(
    const Charge& charge,
    const Attempt& ended,
    const DunningPolicy& policy,
    bool counted,
    bool key_usable
);

/// Whether the end of this attempt says that the money was refused.
[[nodiscard]] bool counts_as_decline(const Attempt& ended);

}  // namespace maedal::billing
