#pragma once
#include "base/instant.hpp"
#include "billing/ids.hpp"
#include "billing/money.hpp"
#include "billing/names.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace maedal::billing {

/// One try to collect a charge. The edges between the states are data, see attempt_edges.
enum class AttemptState {
    planned,      ///< nothing was sent
    sending,      ///< the intent is committed, the answer is not
    doubt,        ///< sent, outcome unknown
    quarantined,  ///< a doubt past its window: a person decides
    reserved,     ///< the gateway holds it
    open,         ///< a payment link that may still be paid
    revoking,     ///< the revoke is asked for, not proven
    paid,         ///< for ever
    declined,
    refused,
    dropped,  ///< never sent
    absent,   ///< a person asserted that the gateway has it not
    revoked,
    lapsed,  ///< a payment link that ran out
};
inline constexpr Names attempt_state_names{
    std::to_array<std::pair<AttemptState, std::string_view>>({
        {AttemptState::planned, "planned"},
        {AttemptState::sending, "sending"},
        {AttemptState::doubt, "doubt"},
        {AttemptState::quarantined, "quarantined"},
        {AttemptState::reserved, "reserved"},
        {AttemptState::open, "open"},
        {AttemptState::revoking, "revoking"},
        {AttemptState::paid, "paid"},
        {AttemptState::declined, "declined"},
        {AttemptState::refused, "refused"},
        {AttemptState::dropped, "dropped"},
        {AttemptState::absent, "absent"},
        {AttemptState::revoked, "revoked"},
        {AttemptState::lapsed, "lapsed"},
    })};

/// How a billing key is asked for the money.
enum class AttemptMethod {
    reservation,  ///< the gateway charges at execute_at; holds one of the key's slots
    immediate,    ///< charged by the call itself; nothing to revoke, and never sent again
};
inline constexpr Names attempt_method_names{
    std::to_array<std::pair<AttemptMethod, std::string_view>>({
        {AttemptMethod::reservation, "reservation"},
        {AttemptMethod::immediate, "immediate"},
    })};

struct AttemptEdge {
    AttemptState from;
    AttemptState to;
};
/// Every legal change of state; the ledger holds the same table and refuses all others.
[[nodiscard]] std::span<const AttemptEdge> attempt_edges();
[[nodiscard]] bool legal(AttemptState from, AttemptState to);

/// Live: the charge can have no other attempt.
[[nodiscard]] bool live(AttemptState state);
/// Whether nobody knows what became of it: for now, or until a person says so.
[[nodiscard]] bool in_doubt(AttemptState state);
/// As a reservation it holds one of the ten slots of its billing key until it is proven closed.
[[nodiscard]] bool holds_slot(AttemptState state);

/// What is done when next_look_at comes.
enum class NextAct {
    send,  ///< a write: reserve, or revoke
    look,  ///< a look-up
};
inline constexpr Names next_act_names{std::to_array<std::pair<NextAct, std::string_view>>({
    {NextAct::send, "send"},
    {NextAct::look, "look"},
})};

struct Attempt {
    OrderId order_id;
    ChargeNumber charge;
    int number;  ///< of this charge, from 1
    AttemptState state = AttemptState::planned;
    std::optional<BillingKeyId> billing_key;  ///< empty: collected by a payment link
    Won amount;
    Won tax_free;
    Instant execute_at;  ///< when the gateway is asked to charge; fixed by the intent
    std::optional<ReserveId> reserve_id;
    std::optional<ReceiptId> receipt;
    NextAct next_act = NextAct::send;
    std::optional<Instant> next_look_at;  ///< empty: nothing is to be done, or a person decides
    int looks = 0;                        ///< since the last change of state; the gaps grow with it
    bool waits_for_slot = false;
    std::optional<Instant> sent_at;    ///< of the intent
    std::optional<Instant> closed_at;  ///< when it stopped being live
    std::string code;                  ///< the gateway's last word on it; empty when it had none
    std::int64_t version = 0;          ///< of the row, rises by one with each change
    AttemptMethod method = AttemptMethod::reservation;  ///< fixed by the intent
};

[[nodiscard]] inline bool holds_slot(const Attempt& attempt) {
    return attempt.method == AttemptMethod::reservation && holds_slot(attempt.state);
}

/// The order id of an attempt, "m1-sub_000001-p3-a1": a pure function of what it is for, so that it
/// is never given twice, and a ledger that was restored gives the same attempt the same id, in
/// whatever order it comes by its charges. A subscription id that is long or holds other characters
/// than letters, digits and '_' stands in it as "x" and 16 digits of its SHA-256.
[[nodiscard]] OrderId order_id(
    std::string_view installation,
    const SubscriptionId& subscription,
    std::int64_t period,
    int attempt
);

}  // namespace maedal::billing
