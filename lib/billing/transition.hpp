#pragma once
#include "base/error.hpp"
#include "billing/attempt.hpp"
#include "billing/evidence.hpp"
#include "billing/timing.hpp"

#include <optional>
#include <string_view>

namespace maedal::billing {

/// The code of an attempt that another ledger may have sent, before this one was armed in its
/// place. It is never sent again, under no rule: it may have been dropped there, and a later
/// attempt of its charge may stand at the gateway.
inline constexpr std::string_view presumed_sent = "presumed_sent";

/// How the gateway treats a second use of an order id. Found out, not believed: `unproven` is
/// treated as `none`.
enum class OrderIdRule {
    unproven,
    reserve,  ///< refused when it is reserved
    charge,   ///< refused when it is executed
    none,     ///< never refused
};
inline constexpr Names order_id_rule_names{std::to_array<std::pair<OrderIdRule, std::string_view>>({
    {OrderIdRule::unproven, "unproven"},
    {OrderIdRule::reserve, "reserve"},
    {OrderIdRule::charge, "charge"},
    {OrderIdRule::none, "none"},
})};

// What an attempt becomes. Each takes the attempt as it stands and gives it as it is to be stored;
// nothing has happened yet. All are pure, and every change is one of attempt_edges.

/// A plan for a charge, to be placed at `look_at`. `check_earlier`: attempts of the charge were
/// sent before, so their order ids are looked up once more before this one goes out.
[[nodiscard]] Attempt planned_attempt(
    const Charge& charge,
    std::string_view installation,
    int number,
    const std::optional<BillingKeyId>& key,
    Instant execute_at,
    Instant look_at,
    bool check_earlier
);

/// The intent: from planned to sending.
[[nodiscard]] Attempt intended(Attempt attempt, Instant execute_at, Instant now);

/// The answer to a reserve call, of the first sending or of one repeated under the rule `reserve`.
/// So ends, too, an immediate payment that was not answered with its receipt.
[[nodiscard]] Attempt reserve_answered(
    Attempt attempt,
    const Result<ReserveId>& answer,
    OrderIdRule rule,
    const Timing& timing,
    Instant now
);

/// A write without an answer was found at the start: it becomes a doubt before anything else runs.
[[nodiscard]] Attempt found_in_sending(
    Attempt attempt, OrderIdRule rule, const Timing& timing, Instant now
);

/// The wish to take a reservation back. A planned attempt is dropped; a doubt stays one.
[[nodiscard]] Attempt revoke_wanted(Attempt attempt, Instant now);

/// What the verdict makes of it; contradictions and the end of a doubt's window lead to quarantine.
[[nodiscard]] Attempt looked_up(
    Attempt attempt, const Verdict& verdict, const Timing& timing, OrderIdRule rule, Instant now
);

/// A doubt that ends without money because a person says so: as `absent`, or `declined`.
[[nodiscard]] Attempt resolved(Attempt attempt, AttemptState end, Instant now);

/// Whether a doubtful reservation may be sent again as a look-up, and when. An immediate payment
/// never is.
[[nodiscard]] std::optional<Instant> resend_at(
    const Attempt& attempt, OrderIdRule rule, const Timing& timing, Instant now
);

}  // namespace maedal::billing
