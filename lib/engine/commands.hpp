#pragma once
#include "base/error.hpp"
#include "base/secret.hpp"
#include "billing/billing_key.hpp"
#include "billing/breaker.hpp"
#include "billing/evidence.hpp"
#include "billing/gateway_code.hpp"
#include "billing/plan.hpp"
#include "billing/receipt.hpp"
#include "billing/subscription.hpp"
#include "engine/errand_commands.hpp"
#include "engine/shop_commands.hpp"

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace maedal::engine {

// What the operators' door may ask for. Every text field is checked where the command is carried
// out; the Error of a refusal names the field.

/// Exactly one of `billing_key` and `receipt_id` is given.
struct AddBillingKey {
    std::string customer_id;
    Secret billing_key;
    std::string receipt_id;  ///< of the browser registration that issued the key
    std::string method;      ///< filled in by the look-up at the gateway
};

struct CreateSubscription {
    std::string subscription_id;  ///< empty: one is given
    std::string customer_id;
    std::string plan_id;
    std::string billing_key_id;
    std::string anchor;     ///< local time "2026-01-31T09:00:00"; empty: now
    std::string time_zone;  ///< IANA name; empty: the configuration's
    Secret terms{};         ///< what is sent with each payment, as payment_terms.hpp says; or empty
    /// With an empty billing_key_id: collected by payment links, sent to this JSON's user.
    std::string contact{};
};

struct CancelSubscription {
    std::string subscription_id;
    bool at_period_end;
};

/// Open reservations move to the new key; what is past due is tried on it at once.
struct ReplaceBillingKey {
    std::string subscription_id;
    std::string billing_key_id;
};

struct RequestRefund {
    std::string receipt_id;
    std::optional<std::int64_t> amount;  ///< won; empty: all that is left
    std::string reason;
    std::string cancel_id;                   ///< empty: one is given
    std::optional<std::int64_t> tax_free{};  ///< won of the amount without VAT; empty: see below
    /// Where the money of a deposit goes back to; all three or none.
    Secret bank_account{}, bank_holder{};
    std::string bank_code{};
};

/// What the configuration sells now; plans that are not among them go off sale.
struct LoadPlans {
    std::vector<billing::Plan> plans;  ///< version and on_sale do not count
};

/// What a person says about an attempt, a payment link or the confirm of an order in doubt. The
/// desk brings the evidence before the turn.
struct ResolveDoubt {
    enum class As {
        paid,    ///< by `receipt_id`, which is fetched and compared
        absent,  ///< a person looked at the gateway's console, and there is nothing
        waived,  ///< the charge is forgiven, the doubt over with its window; late money goes back
    };
    std::string order_id;
    As as;
    std::string receipt_id;  ///< with paid
    std::string typed;       ///< with absent: the order id once more
    std::string reason;
    billing::Evidence evidence{};  ///< what the gateway says of it now
    std::string control{};       ///< with absent: a later payment's order id, empty: none is known
    bool control_found = false;  ///< and whether the gateway finds it by that order id
    billing::LinkEvidence link{};  ///< with absent, of a link: what the gateway's shop says of it
    std::string untold{};          ///< with absent: what the gateway said instead of an answer
};

/// A refund that needs a person: whether the gateway carried it out. The desk brings the receipt as
/// the gateway tells it now.
struct ResolveRefund {
    std::string cancel_id;
    bool carried_out;
    std::string reason;
    std::optional<billing::GatewayReceipt> told{};  ///< empty: the gateway did not answer, or
    bool unknown = false;                           ///< says that it knows no such receipt
};

/// What a code of the gateway means from now on; the doubts that it made are resolved with it.
struct DecideCode {
    std::string call;
    std::string code;
    billing::CodeMeaning meaning;
    std::string reason;
};

struct ReleaseBreaker {
    std::string name;
    std::string reason;
};

/// The ledger was restored or copied, and a person says that no other daemon lives on it. What
/// could have been sent since the backup becomes a doubt; then sending goes on.
struct Arm {
    std::string reason;
};

/// Makes a look-up due for every receipt paid in that time, and for every attempt whose outcome
/// the gateway should know by now. Of very many receipts only the oldest, so that neither the turn
/// nor what else is looked up waits for a year of them: the outcome says where to go on.
struct Reconcile {
    Instant from, to;
    int receipts_max = 1'000;  ///< all of one second, though they are more
};

/// What a probe found out.
struct KeepFindings {
    std::vector<billing::Finding> findings;
};

using Command = std::variant<
    AddBillingKey,
    CreateSubscription,
    CancelSubscription,
    ReplaceBillingKey,
    RequestRefund,
    LoadPlans,
    ResolveDoubt,
    ResolveRefund,
    DecideCode,
    ReleaseBreaker,
    Arm,
    Reconcile,
    KeepFindings,
    BeginErrand,
    EndErrand,
    SettleErrand,
    OpenKey,
    PrepareOrder,
    VerifyOrder,
    ConfirmOrder,
    CreateLink,
    SendLink,
    ChangeHosted>;

struct PlansLoaded {
    int added, unchanged, taken_off_sale;
};

struct CodeDecided {
    billing::GatewayCode code;
    int doubts_resolved;
};
struct Armed {
    int presumed_sent;  ///< attempts that the lost ledger may have sent: doubts now
    int look_ups;       ///< made due to find out
};
struct Reconciling {
    int receipts, attempts;  ///< that are looked up
    /// Of very many payments the first are taken, and this command is asked for again from here on.
    std::optional<Instant> left_from{};
};
struct FindingsKept {
    int count;
};

/// What a command made or changed.
using Outcome = std::variant<
    billing::BillingKey,
    billing::Subscription,
    billing::Refund,
    PlansLoaded,
    billing::Attempt,
    CodeDecided,
    billing::Breaker,
    Armed,
    Reconciling,
    FindingsKept,
    ErrandWritten,
    OpenedKey,
    billing::ShopOrder,
    billing::PaymentLink,
    billing::HostedSubscription,
    ConfirmCheck>;

/// What the door will say, made inside the turn so that it is stored with the change.
struct Answer {
    int status;
    std::string body;
    /// Not while the gateway's word is awaited: a repeat of the request is told more then.
    bool is_final = true;
};
using Render = std::function<Answer(const Result<Outcome>&)>;

/// A caller's name for one request: a repeat of it is given the first answer and changes nothing.
/// The same key with another request is refused (conflict, "idempotency_key_reused"). Only final
/// successes are kept: a refusal changed nothing and may be asked again.
struct Idempotency {
    std::string key;
    std::string request_digest;
};

/// One command with everything that comes with it.
struct Order {
    Command command;
    std::string actor;  ///< for the journal: "uid:1000"
    std::optional<Idempotency> idempotency;
    Render render;
};

}  // namespace maedal::engine
