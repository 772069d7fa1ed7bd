#pragma once
#include "billing/attempt.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace maedal::billing {

enum class ReservationStatus { failed, waiting, done, revoked };  ///< -1, 0, 1, 3 [S4]

/// A reservation as the gateway tells it.
struct Reservation {
    ReserveId reserve_id;
    OrderId order_id;
    Won price;
    ReservationStatus status;
    Instant execute_at;
    std::optional<ReceiptId> receipt;  ///< once executed; some answers leave it out
    std::string document{};            ///< the whole answer, for people; may be empty
};

enum class ReceiptStatus {
    paid,      ///< 1, also while partly canceled
    canceled,  ///< 20: was paid, all of it went back
    declined,  ///< -2, -4
    pending,   ///< 0, 2, 3, 4, 5: wait
    other,     ///< not a payment that could be ours
};

/// A receipt as the gateway tells it.
struct GatewayReceipt {
    ReceiptId id;
    OrderId order_id;
    Won price;
    Won refunded;  ///< so far
    ReceiptStatus status;
    std::string currency;            ///< "KRW"
    std::optional<Instant> paid_at;  ///< absent until it happens
    std::string code;                ///< why it was declined, when it says so
    bool waits_for_confirm = false;  ///< pending, and only for our word: 2
};

/// Whether it tells of money that was taken, given back since or not.
[[nodiscard]] bool took_money(const GatewayReceipt& receipt);

/// Whether its sums are of the currency that charges are in.
[[nodiscard]] bool in_won(const GatewayReceipt& receipt);

/// What was found out about an attempt in one round of look-ups.
struct Evidence {
    std::optional<Reservation> reservation;               ///< absent: not asked, or not answered
    std::optional<std::vector<GatewayReceipt>> receipts;  ///< absent: not asked, or not answered
};

/// What the evidence proves.
struct ProvenPaid {
    GatewayReceipt receipt;
    std::vector<GatewayReceipt> surplus;  ///< further paid receipts of the same order id
};
struct ProvenDeclined {
    std::string code;  ///< empty: the gateway names no cause
};
struct ProvenRevoked {};
struct StillWaiting {};   ///< the gateway holds it and has not executed it
struct NothingProven {};  ///< not found proves nothing; nor does half an answer
struct Contradiction {    ///< it speaks of another amount, order or currency: a person has to look
    std::string what;
};
using Verdict = std::
    variant<ProvenPaid, ProvenDeclined, ProvenRevoked, StillWaiting, NothingProven, Contradiction>;

/// Those that still stand before those that have gone back whole, each in their order: a charge is
/// settled by the first, and by what has gone back only when there is nothing else.
[[nodiscard]] std::vector<GatewayReceipt> standing_first(std::vector<GatewayReceipt> receipts);

/// Pure and total. Paid is believed only from a receipt that agrees on order id, amount and
/// currency; revoked only without any such receipt; and what took no money says something of a
/// reservation only once the gateway can have executed it.
[[nodiscard]] Verdict judge(const Attempt& attempt, const Evidence& evidence, Instant now);

}  // namespace maedal::billing
