#pragma once
#include "sandbox/model/cash_receipts.hpp"
#include "sandbox/model/declines.hpp"
#include "sandbox/model/entities.hpp"
#include "sandbox/model/identity.hpp"
#include "sandbox/model/ids.hpp"
#include "sandbox/model/money_ledger.hpp"
#include "sandbox/model/outbox.hpp"
#include "sandbox/model/refusal.hpp"
#include "sandbox/model/registration.hpp"
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
    std::string user_id;
    std::string metadata;
};

/// What a customer does in the payment window of the browser. Carries no billing key.
struct WindowPayment {
    PaymentRequest asked;          ///< its billing_key is empty
    bool separately_confirmed;     ///< stops before the money is taken [S2]
    bool virtual_account;          ///< the money comes by a later transfer
    std::string confirm_declined;  ///< the PG's word when the confirm shall fail
    bool bank_transfer = false;    ///< paid from a bank account, at once
    bool escrow = false;           ///< the money waits until the goods have come
};

struct CancelRequest {
    std::string receipt_id;
    std::optional<Won> price;     ///< empty: all that is left
    std::optional<Won> tax_free;  ///< empty: all that is left, or as little as the price allows
    std::string cancel_id;        ///< empty: none
    bool refund_account = false;  ///< a bank account came with it; money of a deposit goes there
};

/// A payment that was made before this sandbox began.
struct PastPayment {
    PaymentRequest asked;
    std::string receipt_id;
    Instant paid_at;
    Won cancelled;  ///< of it, so far
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
    /// This one reservation is executed `by` later than its time, 0 or more, beside the delay of
    /// all; it replaces what was said before. Errors: reserve_not_found, reserve_not_waiting.
    Answer<const Reservation*> hold_back(std::string_view reserve_id, Seconds by);

    /// Errors: id_taken.
    Answer<const BillingKey*> register_card(NewCard card);
    [[nodiscard]] Answer<const BillingKey*> key(std::string_view billing_key) const;
    [[nodiscard]] Answer<const BillingKey*> key_by_receipt(std::string_view receipt_id) const;
    /// The key dies; what becomes of its waiting reservations is a switch.
    Answer<const BillingKey*> delete_key(std::string_view billing_key);
    /// A card that the merchant's server sends; a price above 0 is charged at once.
    Answer<const BillingKey*> issue_card_key(CardRegistration asked);
    /// A bank account: asked for here, agreed to by its holder on the phone, then published.
    Answer<const AccountRegistration*> ask_for_account(AccountRegistration asked);
    Answer<const AccountRegistration*> agree(std::string_view receipt_id);
    Answer<const BillingKey*> publish_account(std::string_view receipt_id);
    [[nodiscard]] const AccountRegistration* account_by_receipt(std::string_view receipt_id) const;
    /// The usable keys of a customer, oldest first.
    [[nodiscard]] std::vector<const BillingKey*> keys_of_user(std::string_view user_id) const;

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
    /// Escrow payments only; a repeat replaces what was said.
    Answer<const Receipt*> ship(std::string_view receipt_id, Shipping shipping);
    /// For money that came without a card, once; cancelled, it may be published again.
    Answer<const Receipt*> publish_cash_receipt(std::string_view receipt_id, CashReceiptKind kind);
    Answer<const Receipt*> cancel_cash_receipt(std::string_view receipt_id);

    // What happened before, told by somebody else's book, so that a story goes on here. The billing
    // key is known. Errors: key_not_found, id_taken.
    /// A reservation that waits, with the id it has; empty: one of ours. It is executed when its
    /// time comes; a time that has passed comes at once.
    Answer<const Reservation*> recall(
        PaymentRequest asked, const std::string& reserve_id, Instant execute_at
    );
    /// The money of it moved before: it is in no book of this sandbox, and can be given back.
    Answer<const Receipt*> recall(PastPayment payment);

    [[nodiscard]] IdentityChecks& identity() noexcept { return identity_; }
    [[nodiscard]] CashReceipts& cash_receipts() noexcept { return cash_receipts_; }
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
        int waiting = 0;  ///< reservations of status 0
        bool revoked = false;
        bool failed = false;  ///< the card said no, or the key was dead
        bool paid = false;
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
    [[nodiscard]] bool stale(const Due& due) const;
    Reservation& wait_for(PaymentRequest asked, BillingKey& key, std::string id, Instant at);
    Receipt& charge(const Asked& asked, BillingKey& key, Instant requested_at);
    Receipt& new_receipt(
        const Asked& asked, std::shared_ptr<const Means> means, std::string id = {}
    );
    void take_money(Receipt& receipt);
    BillingKey& new_key(NewCard card, Means means);
    /// Whether a rule refuses this order id now, for a payment or a reservation.
    [[nodiscard]] bool used_up(const std::string& order_id, OrderIdRule rule) const;
    [[nodiscard]] OrderIdRule pay_rule() const {
        return switches_.pay_order_id_rule.value_or(switches_.order_id_rule);
    }
    Receipt* receipt_itself(std::string_view receipt_id);
    void tell(NoticeKind kind, const Receipt& receipt);
    Answer<BillingKey*> usable_key(const std::string& billing_key);
    Order& order_of(const Asked& asked);

    Instant now_;
    IdMaker ids_;
    Switches switches_;
    Declines declines_;
    Outbox outbox_;
    MoneyLedger money_;
    IdentityChecks identity_;
    CashReceipts cash_receipts_;
    // Deques: what the indexes and others point at never moves, and the names they are found by
    // are the texts inside.
    std::deque<BillingKey> keys_;
    std::deque<Reservation> reservations_;
    std::deque<Receipt> receipts_;
    std::deque<AccountRegistration> accounts_;
    ById<BillingKey> keys_by_id_;
    ById<BillingKey> keys_by_receipt_;
    ById<Reservation> reservations_by_id_;
    ById<Receipt> receipts_by_id_;
    ById<AccountRegistration> accounts_by_receipt_;
    std::unordered_map<std::string_view, Order> orders_;
    std::unordered_map<std::string, const Receipt*> cancel_ids_;
    std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
};

/// What is wrong with the fields of a payment, if anything.
[[nodiscard]] std::optional<Refusal> fault_of(const PaymentRequest& asked);

}  // namespace maedal::sandbox
