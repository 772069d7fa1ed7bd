#pragma once
#include "sandbox/model/declines.hpp"
#include "sandbox/model/entities.hpp"
#include "sandbox/model/ids.hpp"
#include "sandbox/model/money_ledger.hpp"
#include "sandbox/model/outbox.hpp"
#include "sandbox/model/refusal.hpp"
#include "sandbox/model/switches.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <queue>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace maedal::sandbox {

/// A customer's card as it is registered. Empty fields are made up.
struct NewCard {
    std::string billing_key;  ///< wanted ids, to play a recording back
    std::string receipt_id;
    std::string subscription_id;
    std::string pg;
    std::string username;
    std::string card_no;  ///< digits, masked before they are kept, or a masked one
    std::string card_company;
};

/// What a customer does in the payment window of the browser. Carries no billing key.
struct WindowPayment {
    PaymentRequest asked;          ///< its billing_key is empty
    bool separately_confirmed;     ///< stops before the money is taken [S2]
    bool virtual_account;          ///< the money comes by a later transfer
    std::string confirm_declined;  ///< the PG's word when the confirm shall fail
};

struct CancelRequest {
    std::string receipt_id;
    std::optional<Won> price;     ///< empty: all that is left
    std::optional<Won> tax_free;  ///< empty: all that is left, or as little as the price allows
    std::string cancel_id;        ///< empty: none
};

/// Bootpay without its network: billing keys, reservations, receipts and the money that moved.
///
/// Pure: time goes on only in advance(), chance follows from the seed. Every call gives the same
/// answers for the same history. Pointers that it hands out stay good as long as it lives.
class Bootpay {
public:
    Bootpay(std::uint64_t seed, Instant start);

    [[nodiscard]] Instant now() const noexcept { return now_; }
    /// Moves the clock to `to`, not before now(), and executes every reservation whose time comes,
    /// in order of that time, then of creation.
    void advance(Instant to);
    /// When the next reservation is due; empty when none waits.
    [[nodiscard]] std::optional<Instant> next_execution();

    /// Errors: id_taken.
    Answer<const BillingKey*> register_card(NewCard card);
    [[nodiscard]] Answer<const BillingKey*> key(std::string_view billing_key) const;
    [[nodiscard]] Answer<const BillingKey*> key_by_receipt(std::string_view receipt_id) const;
    /// The key dies; its waiting reservations stay and fail when they are due.
    Answer<const BillingKey*> delete_key(std::string_view billing_key);

    /// One try to charge, now. A declined one leaves a receipt of status -2 behind.
    Answer<const Receipt*> pay(PaymentRequest asked);
    Answer<const Reservation*> reserve(PaymentRequest asked, Instant execute_at);

    /// A payment in the browser: paid at once, or waiting for its confirm or its deposit.
    Answer<const Receipt*> pay_in_window(WindowPayment payment);
    /// Takes the money of a receipt that waits for it (status 2). A second time is refused.
    Answer<const Receipt*> confirm(std::string_view receipt_id);
    /// The customer's transfer to a virtual account (status 5) came in.
    Answer<const Receipt*> deposit(std::string_view receipt_id);
    [[nodiscard]] Answer<const Reservation*> reservation(std::string_view reserve_id) const;
    Answer<const Reservation*> revoke(std::string_view reserve_id);

    [[nodiscard]] Answer<const Receipt*> receipt(std::string_view receipt_id) const;
    /// All receipts of an order id, oldest first; declined ones if switched on.
    [[nodiscard]] std::vector<const Receipt*> receipts_of_order(std::string_view order_id) const;
    /// Gives money back. A cancel_id is used up when it moved money.
    Answer<const Receipt*> cancel(const CancelRequest& asked);

    [[nodiscard]] Switches& switches() noexcept { return switches_; }
    [[nodiscard]] Declines& declines() noexcept { return declines_; }
    [[nodiscard]] Outbox& outbox() noexcept { return outbox_; }
    [[nodiscard]] const MoneyLedger& money() const noexcept { return money_; }
    [[nodiscard]] const std::deque<BillingKey>& keys() const noexcept { return keys_; }
    [[nodiscard]] const std::deque<Reservation>& reservations() const noexcept {
        return reservations_;
    }
    [[nodiscard]] const std::deque<Receipt>& receipts() const noexcept { return receipts_; }

private:
    using Asked = std::shared_ptr<const PaymentRequest>;
    struct Order {
        bool reserved = false;
        bool tried = false;  ///< the card was asked
        std::vector<const Receipt*> receipts;
    };
    struct Due {
        Instant at;
        std::uint64_t number;  ///< place in reservations_
        friend bool operator>(const Due& a, const Due& b) {
            return a.at != b.at ? a.at > b.at : a.number > b.number;
        }
    };
    template <class T>
    using ById = std::unordered_map<std::string_view, T*>;

    void execute(Reservation& due);
    Receipt& charge(const Asked& asked, BillingKey& key, Instant requested_at);
    void take_money(Receipt& receipt);
    void tell(NoticeKind kind, const Receipt& receipt);
    Answer<BillingKey*> usable_key(const std::string& billing_key);
    Order& order_of(const Asked& asked);

    Instant now_;
    IdMaker ids_;
    Switches switches_;
    Declines declines_;
    Outbox outbox_;
    MoneyLedger money_;
    BillingKey window_card_;  ///< stands behind payments without a billing key
    // Deques: what the indexes and others point at never moves, and the names they are found by
    // are the texts inside.
    std::deque<BillingKey> keys_;
    std::deque<Reservation> reservations_;
    std::deque<Receipt> receipts_;
    ById<BillingKey> keys_by_id_;
    ById<BillingKey> keys_by_receipt_;
    ById<Reservation> reservations_by_id_;
    ById<Receipt> receipts_by_id_;
    std::unordered_map<std::string_view, Order> orders_;
    std::unordered_map<std::string, const Receipt*> cancel_ids_;
    std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
};

/// What is wrong with the fields of a payment, if anything.
[[nodiscard]] std::optional<Refusal> fault_of(const PaymentRequest& asked);

}  // namespace maedal::sandbox
