#pragma once
#include "base/error.hpp"
#include "base/secret.hpp"
#include "base/task.hpp"
#include "billing/evidence.hpp"
#include "billing/ids.hpp"
#include "billing/money.hpp"
#include "billing/payment_terms.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace maedal::ports {

struct ReserveRequest {
    billing::OrderId order_id;  ///< of this attempt alone; looked up when the answer is lost
    Secret billing_key;
    std::string order_name;
    billing::Won price;
    billing::Won tax_free;
    Instant execute_at;  ///< whole seconds, UTC; in the future
    billing::CustomerId customer;
    std::string item_id{};  ///< what is sold, the merchant's word; empty: the order id stands in
    billing::PaymentTerms terms{};
};

struct Reserved {
    billing::ReserveId reserve_id;
};

struct PayRequest {
    billing::OrderId order_id;  ///< of this attempt alone; looked up when the answer is lost
    Secret billing_key;
    std::string order_name;
    billing::Won price;
    billing::Won tax_free;
    billing::CustomerId customer;
    std::string item_id;  ///< what is sold, the merchant's word
    billing::PaymentTerms terms{};
};

using billing::GatewayReceipt;
using billing::ReceiptStatus;
using billing::Reservation;
using billing::ReservationStatus;

/// A customer's bank account [N, S3].
struct RefundAccount {
    Secret bank_account;
    Secret holder;
    std::string bank_code;
};

struct RefundRequest {
    billing::CancelId cancel_id;  ///< the same for every repeat
    billing::ReceiptId receipt;
    billing::Won amount;
    std::string reason;
    std::optional<billing::Won> tax_free{};  ///< part of the amount; empty: the gateway divides it
    std::optional<RefundAccount> account{};  ///< where the money of a deposit goes back to
};

struct IssuedKey {
    Secret billing_key;
    std::string method;  ///< for people: card company and masked number
    /// The merchant's own name for the registration; empty when the answer has none.
    std::string registration_id{};
};

/// Reasons that an Error of this port may carry and billing understands; any other reason is the
/// gateway's own code.
namespace reason {
inline constexpr const char* dead_key = "dead_key";                ///< with refused
inline constexpr const char* duplicate_order = "duplicate_order";  ///< with conflict
inline constexpr const char* no_token = "no_token";  ///< with unauthorized: it was not even sent
}  // namespace reason

/// The gateway's own time, as an answer told it.
struct ToldTime {
    Instant date;
    std::chrono::steady_clock::time_point told_at;
};

/// The payment gateway as billing sees it. Bootpay's words stay in lib/bootpay.
///
/// Writes (reserve, pay, revoke, refund) are sent once, never repeated by themselves, and end as
///   value          done;
///   refused        a definite no (reason: dead_key, or the gateway's code): never carried out;
///   declined       the card was asked and said no;
///   conflict       reason duplicate_order: this order id exists there already;
///   unauthorized   our credentials are not accepted: not carried out, if what said so is the
///                  gateway (reason no_token: no byte of it was sent, for want of a token);
///   unsent         no byte left this machine;
///   in_doubt       anything else: perhaps carried out, look it up before sending anything again.
/// Look-ups end as a value, not_found (proves nothing by itself), unauthorized or unavailable.
/// Each takes at most the configured deadline.
class Gateway {
public:
    virtual ~Gateway() = default;

    /// By the last answer that told it; empty until one did.
    [[nodiscard]] virtual std::optional<ToldTime> told_time() const { return std::nullopt; }

    /// How much longer the gateway wants no write, because it said so; zero when it did not.
    [[nodiscard]] virtual Seconds asked_wait() const { return Seconds{0}; }

    /// How many of `wanted` writes can be sent at once on verified connections; opens what is
    /// missing. 0 while the gateway cannot be reached, or has asked us to wait.
    virtual Task<int> warm(int wanted) = 0;

    /// Asks the gateway to charge `price` at `execute_at`. Not safe to repeat after in_doubt unless
    /// the gateway refuses a second reservation of an order id. An answer whose time is another
    /// than the one asked for is in_doubt. Source: [N, J, S4] POST /subscribe/payment/reserve.
    virtual Task<Result<Reserved>> reserve(ReserveRequest request) = 0;

    /// Charges the key at once: one attempt, which the gateway never repeats. An answer without a
    /// paid receipt of this order and price is in_doubt. Source: [N, M] POST /subscribe/payment.
    virtual Task<Result<GatewayReceipt>> pay(PayRequest request) = 0;

    /// Asks the gateway to forget a reservation. May be repeated while the look-up says waiting.
    virtual Task<Result<Done>> revoke(billing::ReserveId id) = 0;

    /// Gives money back. A repeat with the same cancel_id is not carried out again [S3].
    virtual Task<Result<GatewayReceipt>> refund(RefundRequest request) = 0;

    /// Takes the money of a receipt that waits for it. A second time is refused, so a repeat is
    /// safe; but only the receipt tells a first one that was carried out from one that was not.
    /// Source: [W, S2] POST /confirm.
    virtual Task<Result<GatewayReceipt>> confirm(billing::ReceiptId id) = 0;

    virtual Task<Result<Reservation>> reservation(billing::ReserveId id) = 0;
    virtual Task<Result<GatewayReceipt>> receipt(billing::ReceiptId id) = 0;
    /// Every receipt of an order id, failed ones too where the gateway lists them; may be empty.
    virtual Task<Result<std::vector<GatewayReceipt>>> receipts_of(billing::OrderId id) = 0;

    /// The key that a browser registration issued, by the receipt of that registration.
    virtual Task<Result<IssuedKey>> key_of_receipt(billing::ReceiptId id) = 0;
    /// Errors: not_found, refused with dead_key, unauthorized, unavailable.
    virtual Task<Result<IssuedKey>> key_itself(Secret billing_key) = 0;
};

}  // namespace maedal::ports
