#pragma once
#include "base/instant.hpp"
#include "billing/attempt.hpp"
#include "billing/ids.hpp"
#include "billing/money.hpp"
#include "billing/names.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace maedal::billing {

/// What a paid receipt is to us.
enum class ReceiptRole {
    settles,  ///< paid the charge of its attempt
    surplus,  ///< paid, and no open attempt asked for it: it has to go back, or be adopted
};
inline constexpr Names receipt_role_names{std::to_array<std::pair<ReceiptRole, std::string_view>>({
    {ReceiptRole::settles, "settles"},
    {ReceiptRole::surplus, "surplus"},
})};

/// The gateway's record of a payment that was made, as the ledger keeps it.
struct Receipt {
    ReceiptId id;
    OrderId order_id;  ///< of the attempt that asked for it
    ReceiptRole role = ReceiptRole::settles;
    Won paid;
    Won refunded;  ///< so far, by whomever; at most `paid`
    Instant paid_at;
    std::optional<Instant> next_look_at;  ///< a notice made a look-up due
    std::int64_t version = 0;
};

enum class RefundState { planned, sending, doubt, done, refused };
inline constexpr Names refund_state_names{std::to_array<std::pair<RefundState, std::string_view>>({
    {RefundState::planned, "planned"},
    {RefundState::sending, "sending"},
    {RefundState::doubt, "doubt"},
    {RefundState::done, "done"},
    {RefundState::refused, "refused"},
})};

/// Money to be given back against a receipt. Only one of a receipt is under way at a time.
struct Refund {
    /// So often its receipt may be told not to show it, over a day and a half, before a person is
    /// asked.
    static constexpr int looks_max = 12;

    CancelId id;  ///< one for ever: a repeat with it is not carried out again [S3]
    ReceiptId receipt;
    Won amount;
    std::string reason;  ///< what the customer may read
    RefundState state = RefundState::planned;
    Won refunded_before;  ///< what the receipt had given back when it was first sent
    std::optional<Instant> next_look_at;
    NextAct next_act = NextAct::send;
    int looks = 0;
    Instant created_at;
    std::optional<Instant> closed_at;
    std::string code;
    std::int64_t version = 0;
    /// The part of the amount without VAT; empty: the gateway divides it.
    std::optional<Won> tax_free{};
};

}  // namespace maedal::billing
