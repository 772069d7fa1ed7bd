#pragma once
#include "base/instant.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// What stands in Bootpay's books. Nothing here is ever removed.
namespace maedal::sandbox {

using Won = std::int64_t;
inline constexpr Won price_max = 10'000'000'000;  ///< above is a mistake of the caller

/// The fields of a request that Bootpay only carries: JSON texts, empty when absent.
struct Details {
    std::string user;
    std::string items;
    std::string metadata;
    std::string extra;
    std::string card_quota;    ///< empty means "00"
    std::string feedback_url;  ///< where the webhook goes; empty for the default
    std::string content_type;  ///< of the webhook; empty for the default
};

/// A payment as the merchant asked for it, now or at a time.
struct PaymentRequest {
    std::string billing_key;
    std::string order_id;
    std::string order_name;
    Won price;  ///< tax_free included
    Won tax_free;
    std::shared_ptr<const Details> details;  ///< null when nothing was sent
};

enum class ReservationStatus { failed = -1, waiting = 0, done = 1, revoked = 3 };
enum class ReceiptStatus {
    failed = -2,
    paid = 1,
    waiting_confirm = 2,  ///< the customer agreed, the money is not yet taken
    waiting_deposit = 5,  ///< a virtual account is issued
    cancelled = 20,
};

struct Receipt;
struct Reservation;

enum class MeansKind {
    card_key,     ///< a billing key of a card
    account_key,  ///< a billing key of a bank account
    card,         ///< the others are paid in the browser
    bank_transfer,
    virtual_account,
};

/// What is paid with: a card, or a bank account.
struct Means {
    MeansKind kind = MeansKind::card_key;
    std::string pg;
    std::string card_no;  ///< masked
    std::string card_company;
    std::string card_company_code;
    std::string bank_name;
    std::string bank_code;
    std::string bank_account;
    std::string holder;  ///< of the account, masked
};

struct BillingKey {
    std::string billing_key;
    std::string receipt_id;  ///< of the issuing
    std::string subscription_id;
    std::string username;
    std::string user_id;   ///< the merchant's word for the customer; may be empty
    std::string metadata;  ///< JSON text; empty when absent
    std::shared_ptr<const Means> means;
    Instant requested_at;
    Instant published_at;
    std::optional<Instant> deleted_at;
    const Receipt* first_receipt = nullptr;        ///< of a price that was charged with the issuing
    int waiting = 0;                               ///< reservations of status 0
    std::vector<const Reservation*> reservations;  ///< in order of creation
    std::vector<const Receipt*> receipts;          ///< in order of creation
};

enum class CashReceiptKind { income_deduction = 1, expense_proof = 2 };

/// The tax office's receipt for money that was not paid by card.
struct CashReceipt {
    CashReceiptKind kind;
    std::string number;
    std::optional<Instant> cancelled_at;
};

/// The goods of an escrow payment on their way.
struct Shipping {
    std::string tracking_number;
    std::string delivery_corp;
    Instant started_at;
};

struct Receipt {
    std::string receipt_id;
    std::uint64_t number;  ///< 1 for the first receipt of the sandbox
    std::shared_ptr<const PaymentRequest> asked;
    std::shared_ptr<const Means> means;
    const BillingKey* key;  ///< null when it was paid in the browser
    ReceiptStatus status;
    Instant requested_at;
    std::optional<Instant> purchased_at;     ///< empty when declined
    std::optional<Instant> cancelled_at;     ///< of the last cancellation
    Won cancelled_price = 0;                 ///< running total
    Won cancelled_tax_free = 0;              ///< running total
    std::string pg_error_code;               ///< of a declined one
    std::string confirm_declined{};          ///< what the PG will say to the confirm; empty: yes
    std::optional<Instant> deposit_until{};  ///< of a virtual account
    bool escrow = false;
    std::optional<Shipping> shipping{};
    std::optional<CashReceipt> cash_receipt{};
};

struct Reservation {
    std::string reserve_id;
    std::shared_ptr<const PaymentRequest> asked;
    BillingKey* key;
    ReservationStatus status = ReservationStatus::waiting;
    Instant requested_at;
    Instant execute_at;
    Seconds held_back{0};  ///< executed so much later
    std::optional<Instant> started_at;
    std::optional<Instant> finished_at;
    std::optional<Instant> revoked_at;
    const Receipt* receipt = nullptr;  ///< only of a paid one: a failed look-up names no cause
};

}  // namespace maedal::sandbox
