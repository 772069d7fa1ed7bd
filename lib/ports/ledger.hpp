#pragma once
#include "base/error.hpp"
#include "base/secret.hpp"
#include "billing/attempt.hpp"
#include "billing/billing_key.hpp"
#include "billing/breaker.hpp"
#include "billing/charge.hpp"
#include "billing/gateway_code.hpp"
#include "billing/plan.hpp"
#include "billing/receipt.hpp"
#include "billing/subscription.hpp"
#include "ports/checks.hpp"
#include "ports/errand_ledger.hpp"
#include "ports/shop_ledger.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace maedal::ports {

/// The ground gave way: the disk is full or broken, the file is damaged, or someone else wrote to
/// it. Nothing of the transaction is kept. The process stops and starts again from the file.
class LedgerFailure : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The ledger is not ours to open: it was sealed with another key, belongs to another installation
/// or is another program's file. The configuration is wrong, and starting again will not help.
class LedgerOfOthers : public LedgerFailure {
public:
    using LedgerFailure::LedgerFailure;
};

/// The schema refuses a change (a constraint or a trigger): a fault of ours, or a poison event. The
/// transaction has to be rolled back; the ground itself holds.
class LedgerRefusal : public LedgerFailure {
public:
    using LedgerFailure::LedgerFailure;
};

/// The disk is full. What was kept back for this has been let go: the transaction, rolled back, may
/// be tried once more, without intents, so that outcomes are not lost.
class LedgerFull : public LedgerFailure {
public:
    using LedgerFailure::LedgerFailure;
};

/// Why a row changes; every change writes a journal entry with it and the row's after-image.
struct Cause {
    Instant at;
    std::string actor;  ///< "uid:0", "clock", "gateway", "config", ...
    std::string event;  ///< "subscription.created", "attempt.reserved", ...
};

/// A write at the gateway, written down before it is sent and closed by its outcome.
struct GatewayCall {
    std::int64_t number;  ///< given by the ledger
    std::string kind;     ///< "reserve", "revoke" or "refund"
    std::string subject;  ///< the order id or the cancel id
    Instant intent_at;
    std::optional<Instant> closed_at;
    std::string outcome;  ///< done, refused, declined, unsent, in_doubt, ...; empty while open
    std::string code;
};

/// What came in by webhook: a hint to look, never a fact.
struct Notice {
    std::int64_t number;     ///< given by the ledger
    std::string digest;      ///< of what makes two notices the same
    std::string receipt_id;  ///< as it was said; empty when it was not
    std::string order_id;    ///< as it was said; empty when it was not
    std::string type;        ///< the gateway's word; may be empty
    Instant received_at;
    std::optional<Instant> next_look_at;  ///< for a receipt that no attempt of ours is known by
    int looks = 0;
};

struct JournalEntry {
    std::int64_t number;
    Instant at;
    std::string actor;
    std::string event;
    std::string subject;  ///< "charge:12", "attempt:m1-sub_000001-p3-a1", ...
    std::string image;    ///< the row after the change, JSON
    std::string hash;     ///< hex, over this entry and the hash before it
};

/// An answer once given to a write of the admin API, kept for its repeats.
struct KeptAnswer {
    std::string key;      ///< the caller's Idempotency-Key
    std::string request;  ///< digest of what was asked
    int status;
    std::string body;
    Instant at;
};

/// A page of a list: rows behind `after`, in the list's own order, at most `limit` of them.
struct Page {
    static constexpr int limit_max = 500;
    std::string after;  ///< empty: from the beginning
    int limit = 100;
};

struct SubscriptionFilter {
    std::string customer, status, plan;  ///< empty: any
};
struct ChargeFilter {
    std::string subscription, customer, state;
    std::optional<Instant> due_from, due_to;  ///< due_from <= due < due_to
    bool late_only = false;
};
struct AttemptFilter {
    std::string subscription, billing_key, state;  ///< `state` may be "open": all that hold a slot
};

/// What the operators' doors read; also on a connection of its own beside the writer.
class LedgerReads : public ErrandReads, public ShopReads {
public:
    /// A text that was kept sealed under this name. Empty when there is none.
    virtual std::optional<Secret> sealed_text(const std::string& name) = 0;
    virtual std::optional<billing::BillingKey> billing_key(const billing::BillingKeyId& id) = 0;
    virtual std::optional<billing::Plan> plan(billing::PlanVersionNumber version) = 0;
    virtual std::optional<billing::Plan> plan_on_sale(const billing::PlanId& id) = 0;
    virtual std::optional<billing::Subscription> subscription(const billing::SubscriptionId& id
    ) = 0;
    virtual std::optional<billing::Charge> charge(billing::ChargeNumber number) = 0;
    virtual std::vector<billing::Charge> charges_of(const billing::SubscriptionId& id
    ) = 0;  ///< by period
    /// Those that are still to be collected (owed, past_due), by period.
    virtual std::vector<billing::Charge> unsettled_charges_of(const billing::SubscriptionId& id
    ) = 0;
    virtual std::optional<billing::Attempt> attempt(const billing::OrderId& id) = 0;
    virtual std::vector<billing::Attempt> attempts_of(billing::ChargeNumber number
    ) = 0;  ///< by number
    virtual std::optional<billing::Receipt> receipt(const billing::ReceiptId& id) = 0;
    virtual std::vector<billing::Receipt> receipts_of(const billing::OrderId& id) = 0;
    virtual std::optional<billing::Refund> refund(const billing::CancelId& id) = 0;
    virtual std::vector<billing::Refund> refunds_of(const billing::ReceiptId& id) = 0;
    virtual std::vector<GatewayCall> calls_of(const std::string& subject) = 0;

    virtual std::vector<billing::BillingKey> billing_keys(
        const std::string& customer, Page page
    ) = 0;
    virtual std::vector<billing::Plan> plans(bool on_sale_only) = 0;
    virtual std::vector<billing::Subscription> subscriptions(
        const SubscriptionFilter& filter, Page page
    ) = 0;
    virtual std::vector<billing::Charge> charges(
        const ChargeFilter& filter, Page page
    ) = 0;  ///< by number
    virtual std::vector<billing::Attempt> attempts(
        const AttemptFilter& filter, Page page
    ) = 0;  ///< by order id
    virtual std::vector<billing::Receipt> receipts(Page page) = 0;
    virtual std::vector<billing::Refund> refunds(Page page) = 0;
    virtual std::vector<JournalEntry> journal(
        const std::string& subject, Page page
    ) = 0;  ///< newest first; `after` is a number, rows below it

    struct Totals {
        std::map<std::string, std::int64_t> subscriptions, charges, attempts,
            refunds;                ///< by state
        std::int64_t paid_won = 0;  ///< the sum of all receipts, surplus ones too
        std::int64_t refunded_won = 0;
        std::int64_t receipts = 0, surplus = 0, late = 0, needs_key = 0;
        std::int64_t notices = 0, notices_waiting = 0, journal_entries = 0;
    };
    virtual Totals totals() = 0;
    /// The open slots of a billing key, at most ten.
    virtual int slots_held(const billing::BillingKeyId& key) = 0;

    /// The newest payment that settled a charge after `at`.
    virtual std::optional<billing::Receipt> last_payment_after(Instant at) = 0;
    /// Receipts paid from `from` on and before `to`, by id.
    virtual std::vector<billing::Receipt> receipts_paid(Instant from, Instant to, Page page) = 0;
    /// The most gateway calls that were begun within one hour of the clock, from `from` on and
    /// before `to`.
    virtual std::int64_t busiest_hour(Instant from, Instant to) = 0;

    /// By name: those that are tripped, or all that ever were.
    virtual std::vector<billing::Breaker> breakers(bool tripped_only) = 0;
    virtual std::optional<billing::Breaker> breaker(const std::string& name) = 0;
    virtual std::vector<billing::GatewayCode> gateway_codes() = 0;  ///< by call and code
    virtual std::optional<billing::GatewayCode> gateway_code(
        const std::string& call, const std::string& code
    ) = 0;
    virtual std::vector<billing::Finding> findings() = 0;  ///< by question
    virtual std::optional<billing::Finding> finding(const std::string& question) = 0;

    /// Every invariant of the book that does not hold, at most `limit` rows; empty when all is
    /// well. Reads the whole book: seconds on a large one. File and history are verify_part's.
    virtual std::vector<Violation> violations(const Yardstick& yardstick, int limit) = 0;
    /// The parts of a verification by name, in the order in which they are worth doing: the file,
    /// the history, every invariant.
    virtual std::vector<std::string> parts_to_verify() = 0;
    /// One of parts_to_verify, in bounded memory; whoever calls may stop between two. Finds at most
    /// `limit` violations. History takes minutes on an old ledger.
    virtual VerifiedPart verify_part(
        const std::string& name, const Yardstick& yardstick, int limit
    ) = 0;
    /// Copies the book as it is now to a new file of mode 0600, verifies the copy and makes it
    /// durable; it gets its name last. Opened as a ledger, it is `copied` or `restored`. Errors:
    /// conflict (backup_exists), unavailable (backup_failed; backup_not_whole: file or history of
    /// the copy do not hold). A repeat needs another name.
    virtual Result<BackupDone> back_up(const std::string& path, const Yardstick& yardstick) = 0;
};

/// The book itself. One turn is one transaction; every add and store writes the journal too.
/// A store is a compare-and-set on `version` as it was read, and raises it in the row and in the
/// argument. All methods throw LedgerFailure when the ground gives way; so does a store whose row
/// someone else has changed, and an illegal change (the schema refuses it).
class Ledger : public LedgerReads, public ErrandWrites, public ShopWrites {
public:
    using ErrandWrites::add;
    using ErrandWrites::store;
    virtual void begin() = 0;   ///< waits at most a few seconds for another writer
    virtual void commit() = 0;  ///< durable when it returns
    virtual void roll_back() noexcept = 0;
    /// The invariants that hold for single rows and their neighbours, for the rows that the open
    /// transaction has written; empty when it may be committed.
    virtual std::vector<Violation> violations_of_changes(const Yardstick& yardstick) = 0;

    /// Whether this is the ledger that was closed; found out when it was opened.
    virtual LedgerOrigin origin() = 0;
    /// For the start and once a minute after it; outside a transaction. Throws LedgerFailure when
    /// the file under us was taken away or replaced. Leaves a mark beside the ledger, so that the
    /// next opening knows it again: whoever has to act on origin() writes that down before.
    virtual void watch_over() = 0;
    /// What is left on the disk of the ledger for us.
    virtual std::int64_t disk_free_bytes() = 0;

    /// A new id of ours, "sub_000001": rises over the whole ledger, never given twice once
    /// committed.
    virtual std::string new_id(std::string_view prefix) = 0;
    /// The next new_id is `count` further on: another ledger may have given those between.
    virtual void skip_ids(std::int64_t count) = 0;

    virtual void add(billing::BillingKey& key, const Secret& secret, const Cause& cause) = 0;
    virtual void store(billing::BillingKey& key, const Cause& cause) = 0;
    /// The key itself, opened. Only to be sent.
    virtual Secret secret_of(const billing::BillingKeyId& id) = 0;
    virtual std::optional<billing::BillingKey> key_with_secret(const Secret& secret) = 0;

    virtual void add(billing::Plan& plan, const Cause& cause) = 0;  ///< gives it its version
    virtual void set_on_sale(
        billing::PlanVersionNumber version, bool on_sale, const Cause& cause
    ) = 0;

    virtual void add(billing::Subscription& subscription, const Cause& cause) = 0;
    virtual void store(billing::Subscription& subscription, const Cause& cause) = 0;

    virtual billing::ChargeNumber next_charge_number() = 0;
    virtual void add(billing::Charge& charge, const Cause& cause) = 0;
    virtual void store(billing::Charge& charge, const Cause& cause) = 0;

    virtual void add(billing::Attempt& attempt, const Cause& cause) = 0;
    virtual void store(billing::Attempt& attempt, const Cause& cause) = 0;

    virtual void add(billing::Receipt& receipt, const Cause& cause) = 0;
    virtual void store(billing::Receipt& receipt, const Cause& cause) = 0;

    /// Personal data and the like: sealed, outside of the journal, in the place of what was kept
    /// under this name before.
    virtual void keep_sealed(const std::string& name, const Secret& text) = 0;

    virtual void add(billing::Refund& refund, const Cause& cause) = 0;
    /// The bank account that a refund goes to; sealed, once for ever.
    virtual void keep_refund_account(const billing::CancelId& id, const Secret& account) = 0;
    /// Only to be sent. Empty when the refund has none.
    virtual std::optional<Secret> refund_account(const billing::CancelId& id) = 0;
    virtual void store(billing::Refund& refund, const Cause& cause) = 0;

    /// Gives it its number. A call is closed once.
    virtual void add(GatewayCall& call, const Cause& cause) = 0;
    virtual void close_call(
        std::int64_t number, const std::string& outcome, const std::string& code, const Cause& cause
    ) = 0;
    virtual std::vector<GatewayCall> open_calls() = 0;

    // Each adds the row when its version is 0, else stores it over the version that was read.
    virtual void put(billing::Breaker& breaker, const Cause& cause) = 0;
    virtual void put(billing::GatewayCode& code, const Cause& cause) = 0;
    virtual void put(billing::Finding& finding, const Cause& cause) = 0;

    /// False, and nothing is written, when a notice with this digest is there already.
    virtual bool add(Notice& notice) = 0;
    virtual void store(const Notice& notice) = 0;
    virtual std::optional<Notice> notice(std::int64_t number) = 0;

    virtual std::optional<KeptAnswer> kept_answer(const std::string& key) = 0;
    virtual void keep(const KeptAnswer& answer) = 0;
    /// Takes out kept answers given, and notices received and done with, before `before`: at most
    /// `limit` of each. Gives how many; a repeat takes the next ones.
    virtual int forget(Instant before, int limit) = 0;

    // What is due at `now`, earliest first, at most `limit`.
    virtual std::vector<billing::Subscription> due_subscriptions(Instant now, int limit) = 0;
    /// Planned ones by execute_at. At most so many look-ups, as many sends with keys and as many
    /// links: those that cannot go out must not hide the others.
    virtual std::vector<billing::Attempt> due_attempts(Instant now, int limit) = 0;
    /// Of those, the ones that ask the gateway something: what goes on while nothing is sent.
    virtual std::vector<billing::Attempt> due_look_ups(Instant now, int limit) = 0;
    virtual std::vector<billing::Receipt> due_receipts(Instant now, int limit) = 0;
    /// Receipts paid before `to`, oldest payment first, then by id, behind (`from`, `after`).
    virtual std::vector<billing::Receipt> receipts_in_order(
        Instant from, const std::string& after, Instant to, int limit
    ) = 0;
    /// Attempts that were sent, or are presumed to be, and are over, closed before `to`, oldest end
    /// first, then by order id, behind (`from`, `after`).
    virtual std::vector<billing::Attempt> sent_attempts_in_order(
        Instant from, const std::string& after, Instant to, int limit
    ) = 0;
    virtual std::vector<billing::Refund> due_refunds(Instant now, int limit) = 0;
    virtual std::vector<Notice> due_notices(Instant now, int limit) = 0;
    /// The earliest moment at which any of them becomes due; empty when nothing ever will. Without
    /// `sends`, what waits to be sent counts only where due_look_ups() gives it in its place.
    virtual std::optional<Instant> next_due(bool sends) = 0;

    /// Attempts in doubt or quarantined whose last word from the gateway was this code.
    virtual std::vector<billing::Attempt> doubts_with_code(const std::string& code) = 0;
    /// An attempt that the gateway has carried out although its one call was answered with this
    /// code. What was sent more than once may stand by another call of it.
    virtual std::optional<billing::OrderId> carried_out_with_code(
        const std::string& call, const std::string& code
    ) = 0;

    /// The subscriptions that are not over and live on this key.
    virtual std::vector<billing::Subscription> subscriptions_on(const billing::BillingKeyId& key
    ) = 0;
    /// The reservation of this key that executes last, if it executes after `later_than`.
    virtual std::optional<billing::Attempt> farthest_reserved(
        const billing::BillingKeyId& key, Instant later_than
    ) = 0;
    /// Planned attempts that wait for a slot of this key, earliest due first.
    virtual std::vector<billing::Attempt> waiting_for_slot(
        const billing::BillingKeyId& key, int limit
    ) = 0;
    /// The earliest execution among the slot holders of this key.
    virtual std::optional<Instant> earliest_execution(const billing::BillingKeyId& key) = 0;
};

}  // namespace maedal::ports
