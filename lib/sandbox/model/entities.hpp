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
    waiting_confirm = 2,  ///< the customer is known, no money was taken [S2]
    waiting_deposit = 5,  ///< a virtual account waits for the customer's transfer [M]
    cancelled = 20,
};

struct Receipt;
struct Reservation;

struct BillingKey {
    std::string billing_key;
    std::string receipt_id;  ///< of the issuing
    std::string subscription_id;
    std::string pg;
    std::string username;
    std::string card_no;  ///< masked
    std::string card_company;
    std::string card_company_code;
    Instant requested_at;
    Instant published_at;
    std::optional<Instant> deleted_at;
    int waiting = 0;                               ///< reservations of status 0
    std::vector<const Reservation*> reservations;  ///< in order of creation
    std::vector<const Receipt*> receipts;          ///< in order of creation
};

struct Receipt {
    std::string receipt_id;
    std::uint64_t number;  ///< 1 for the first receipt of the sandbox
    std::shared_ptr<const PaymentRequest> asked;
    const BillingKey* key;
    ReceiptStatus status;
    Instant requested_at;
    std::optional<Instant> purchased_at;  ///< empty when declined
    std::optional<Instant> cancelled_at;  ///< of the last cancellation
    Won cancelled_price = 0;              ///< running total
    Won cancelled_tax_free = 0;           ///< running total
    std::string pg_error_code;            ///< of a declined one
    std::string confirm_declined;         ///< what the PG will say to the confirm; empty: yes
};

struct Reservation {
    std::string reserve_id;
    std::shared_ptr<const PaymentRequest> asked;
    BillingKey* key;
    ReservationStatus status = ReservationStatus::waiting;
    Instant requested_at;
    Instant execute_at;
    std::optional<Instant> started_at;
    std::optional<Instant> finished_at;
    std::optional<Instant> revoked_at;
    const Receipt* receipt = nullptr;  ///< only of a paid one: a failed look-up names no cause
};

}  // namespace maedal::sandbox
