#pragma once
#include "base/instant.hpp"
#include "billing/ids.hpp"
#include "billing/money.hpp"
#include "billing/names.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace maedal::billing {

enum class ChargeState {
    owed,
    past_due,       ///< owed, and a try was declined or there is no key to try it on
    paid,           ///< by a receipt; for ever
    voided,         ///< the subscription was canceled before it was paid
    waived,         ///< forgiven, by the catch-up rule or by a person
    uncollectible,  ///< every try was declined and the policy ended the subscription
};
inline constexpr Names charge_state_names{std::to_array<std::pair<ChargeState, std::string_view>>({
    {ChargeState::owed, "owed"},
    {ChargeState::past_due, "past_due"},
    {ChargeState::paid, "paid"},
    {ChargeState::voided, "voided"},
    {ChargeState::waived, "waived"},
    {ChargeState::uncollectible, "uncollectible"},
})};

/// Whether it is still to be collected.
[[nodiscard]] constexpr bool unsettled(ChargeState state) {
    return state == ChargeState::owed || state == ChargeState::past_due;
}

/// Why a charge was not collected at its due moment.
enum class Lateness {
    none,
    want_of_slot,  ///< ten reservations stood on its billing key
    placed_late,   ///< the daemon or the gateway was away, or it was ordered too late
};
inline constexpr Names lateness_names{std::to_array<std::pair<Lateness, std::string_view>>({
    {Lateness::none, "none"},
    {Lateness::want_of_slot, "want_of_slot"},
    {Lateness::placed_late, "placed_late"},
})};

/// What is owed for one period of a subscription. Prepaid: due when the period begins.
struct Charge {
    ChargeNumber number;
    SubscriptionId subscription;
    std::int64_t period;   ///< 0 begins at the anchor
    Instant period_start;  ///< and due moment
    Instant period_end;    ///< not part of the period
    Won amount;
    Won tax_free;
    ChargeState state = ChargeState::owed;
    int declines = 0;        ///< automatic tries that were declined or refused
    bool needs_key = false;  ///< waits for a person: its billing key is dead
    Lateness late = Lateness::none;
    std::optional<ReceiptId> receipt;   ///< of the payment that settled it
    std::optional<Instant> settled_at;  ///< when the gateway took the money
    std::int64_t version = 0;           ///< of the row, rises by one with each change

    [[nodiscard]] Instant due_at() const noexcept { return period_start; }
};

}  // namespace maedal::billing
