#pragma once
#include "base/instant.hpp"
#include "billing/ids.hpp"
#include "billing/names.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace maedal::billing {

/// What may stop the sending of money. A tripped breaker stops new intents and the ends that time
/// brings, for what it concerns; evidence goes on being gathered and booked.
enum class BreakerKind {
    disarmed,     ///< the ledger was restored or copied: it does not know what was sent since
    history,      ///< the journal's chain is broken, or a row is not what the journal says
    invariant,    ///< a row contradicts what always holds; concerns one subscription where it can
    surplus,      ///< two payments in a day that nobody asked for; concerns the subscription that
                  ///< both are of, for one customer must not stop what all the others are sent
    clock,        ///< our time cannot be trusted
    doubts,       ///< three calls in five minutes ended in doubt: one at a time until one ends well
    credentials,  ///< the gateway does not accept ours
    disk,         ///< too little room to write down what is sent
    velocity,     ///< far more is being sent than ever before
};
inline constexpr Names breaker_kind_names{std::to_array<std::pair<BreakerKind, std::string_view>>({
    {BreakerKind::disarmed, "disarmed"},
    {BreakerKind::history, "history"},
    {BreakerKind::invariant, "invariant"},
    {BreakerKind::surplus, "surplus"},
    {BreakerKind::clock, "clock"},
    {BreakerKind::doubts, "doubts"},
    {BreakerKind::credentials, "credentials"},
    {BreakerKind::disk, "disk"},
    {BreakerKind::velocity, "velocity"},
})};

/// Whether it closes by itself when its cause is gone; the others wait for a person.
[[nodiscard]] constexpr bool closes_by_itself(BreakerKind kind) {
    return kind == BreakerKind::clock || kind == BreakerKind::doubts ||
           kind == BreakerKind::credentials || kind == BreakerKind::disk;
}

struct Breaker {
    BreakerKind kind;
    std::optional<SubscriptionId> concerns;  ///< empty: the whole house
    bool tripped = false;
    std::string why;  ///< for people, one clause
    Instant tripped_at;
    std::optional<Instant> released_at;  ///< of the last time; set exactly while it is not tripped
    std::string released_by;             ///< "uid:0", "clock", ...; empty while it is tripped
    std::int64_t version = 0;            ///< of the row, rises by one with each change
};

/// "clock", or "invariant:sub_000001": one row each, tripped and released for ever anew.
[[nodiscard]] std::string breaker_name(
    BreakerKind kind, const std::optional<SubscriptionId>& concerns
);

/// What releases it, for people: one clause.
[[nodiscard]] std::string way_out(const Breaker& breaker);

}  // namespace maedal::billing
