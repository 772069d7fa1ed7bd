#pragma once
#include "billing/evidence.hpp"
#include "engine/commands.hpp"
#include "engine/desk.hpp"
#include "engine/shop_events.hpp"
#include "ports/checks.hpp"

#include <cstdint>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace maedal::engine {

// What comes through the doors. `ticket` leads an answer back to its caller.

struct OrderPlaced {
    Order order;
    std::size_t ticket;
};
struct NoticeTaken {
    NoticeHint hint;
    std::size_t ticket;
};

// Answers to what a turn asked for.

struct ReserveAnswered {
    std::int64_t call;
    billing::OrderId order_id;
    Result<billing::ReserveId> answer;
};
struct PayAnswered {
    std::int64_t call;
    billing::OrderId order_id;
    Result<billing::GatewayReceipt> answer;
};
struct RevokeAnswered {
    std::int64_t call;
    billing::OrderId order_id;
    Result<Done> answer;
};
struct RefundAnswered {
    std::int64_t call;
    billing::CancelId cancel_id;
    Result<billing::GatewayReceipt> answer;
};
struct AttemptLookedUp {
    billing::OrderId order_id;
    billing::Evidence evidence;
    std::string untold{};  ///< what was said instead of an answer, for people
};
/// Every order id that was sent for a charge before, looked up once more.
struct EarlierLookedUp {
    billing::OrderId order_id;  ///< of the planned attempt that waits for it
    std::optional<std::vector<billing::GatewayReceipt>> receipts;  ///< empty: not all answered
};
struct ReceiptLookedUp {
    billing::ReceiptId receipt;
    std::optional<std::int64_t> notice;  ///< whose hint it was
    Result<billing::GatewayReceipt> answer;
};

/// The book was held against its invariants, and this contradicts them.
struct LedgerChecked {
    std::vector<ports::Violation> violations;
};

// What the clock makes due. A turn finds these by itself.

struct SubscriptionDue {
    billing::SubscriptionId id;
};
struct AttemptDue {
    billing::OrderId order_id;
};
struct RefundDue {
    billing::CancelId cancel_id;
};
struct ReceiptDue {
    billing::ReceiptId id;
};
struct NoticeDue {
    std::int64_t number;
    billing::ReceiptId receipt;
};

using Event = std::variant<
    OrderPlaced,
    NoticeTaken,
    ReserveAnswered,
    PayAnswered,
    RevokeAnswered,
    RefundAnswered,
    AttemptLookedUp,
    EarlierLookedUp,
    ReceiptLookedUp,
    LedgerChecked,
    SubscriptionDue,
    AttemptDue,
    RefundDue,
    ReceiptDue,
    NoticeDue,
    ConfirmAnswered,
    LinkAnswered,
    LinkSent,
    LinkLookedUp,
    HostedAnswered,
    HostedLookedUp,
    LinkDue,
    ShopOrderDue,
    HostedDue>;

// What a turn decided. Writes are intents that are committed already; look-ups need none.

struct Reserve {
    std::int64_t call;
    billing::OrderId order_id;
    Secret billing_key;
    std::string order_name;
    billing::Won amount;
    billing::Won tax_free;
    Instant execute_at;
    billing::CustomerId customer;
    std::string item_id{};  ///< the plan's
    Secret terms{};         ///< as payment_terms.hpp says
};
struct PayNow {
    std::int64_t call;
    billing::OrderId order_id;
    Secret billing_key;
    std::string order_name;
    billing::Won amount;
    billing::Won tax_free;
    billing::CustomerId customer;
    std::string item_id;  ///< the plan's
    Secret terms{};       ///< as payment_terms.hpp says
};
struct Revoke {
    std::int64_t call;
    billing::OrderId order_id;
    billing::ReserveId reserve_id;
};
struct GiveBack {
    std::int64_t call;
    billing::CancelId cancel_id;
    billing::ReceiptId receipt;
    billing::Won amount;
    std::string reason;
    std::optional<billing::Won> tax_free{};
    std::optional<Secret> account{};  ///< as refund_account_text() wrote it
};
using Write =
    std::variant<Reserve, PayNow, Revoke, GiveBack, Confirm, MakeLink, SendLinkAgain, WishHosted>;

struct LookAtAttempt {
    billing::OrderId order_id;
    std::optional<billing::ReserveId> reserve_id;
};
struct LookAtEarlier {
    billing::OrderId order_id;
    std::vector<billing::OrderId> earlier;
};
struct LookAtReceipt {
    billing::ReceiptId receipt;
    std::optional<std::int64_t> notice;
};
using Look = std::variant<LookAtAttempt, LookAtEarlier, LookAtReceipt, LookAtLink, LookAtHosted>;

}  // namespace maedal::engine
