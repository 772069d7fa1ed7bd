#pragma once
#include "sqlite/ballast.hpp"
#include "sqlite/reads.hpp"
#include "sqlite/touched.hpp"
#include "sqlite/vault.hpp"
#include "sqlite/watch.hpp"

#include <memory>
#include <string>

namespace maedal::sqlite {

struct LedgerOptions {
    std::string path;          ///< its directory is there; -wal, -shm and .lock stand beside it
    Secret key_hex;            ///< 64 hex digits: what the billing keys are sealed with
    std::string installation;  ///< first part of every order id; empty: drawn for a new ledger, and
                               ///< as it is for an old one
    std::string vfs;           ///< empty: the system's; tests name one that fails
    std::int64_t ballast_bytes = 0;  ///< kept back on the disk for when it is full; 0: none
};

/// The book on disk, one SQLite file in write-ahead mode. Used by one thread at a time; whoever
/// opens it holds the LockFile. What every method does is told at ports::Ledger. All throw
/// ports::LedgerRefusal when the schema refuses a change, and when a stored row is not at the
/// version it was read at.
class SqliteLedger final : public Reading<ports::Ledger> {
public:
    /// Opens the ledger, or makes a new one of mode 0600, and brings it to this binary's schema.
    /// Throws what the operator does next: ports::LedgerOfOthers for another program's file,
    /// another installation and a wrong key, else ports::LedgerFailure: a file that others can
    /// read, a newer maedal's, a damaged one.
    [[nodiscard]] static std::unique_ptr<SqliteLedger> open(const LedgerOptions& options);

    /// What its order ids begin with; never changes.
    [[nodiscard]] const std::string& installation() const noexcept { return installation_; }

    /// Another connection to the same file, which can verify its sealed keys too.
    [[nodiscard]] std::unique_ptr<SqliteReads> open_reads();

    void begin() override;
    void commit() override;
    void roll_back() noexcept override;
    std::vector<ports::Violation> violations_of_changes(const ports::Yardstick& yardstick) override;

    ports::LedgerOrigin origin() override { return watch_.origin(); }
    void watch_over() override;
    std::int64_t disk_free_bytes() override;

    std::string new_id(std::string_view prefix) override;
    void skip_ids(std::int64_t count) override;

    void add(billing::BillingKey& key, const Secret& secret, const ports::Cause& cause) override;
    void store(billing::BillingKey& key, const ports::Cause& cause) override;
    Secret secret_of(const billing::BillingKeyId& id) override;
    void keep_sealed(const std::string& name, const Secret& text) override;
    std::optional<billing::BillingKey> key_with_secret(const Secret& secret) override;

    void add(billing::Plan& plan, const ports::Cause& cause) override;
    void set_on_sale(billing::PlanVersionNumber version, bool on_sale, const ports::Cause& cause)
        override;

    void add(billing::Subscription& subscription, const ports::Cause& cause) override;
    void store(billing::Subscription& subscription, const ports::Cause& cause) override;

    billing::ChargeNumber next_charge_number() override;
    void add(billing::Charge& charge, const ports::Cause& cause) override;
    void store(billing::Charge& charge, const ports::Cause& cause) override;

    void add(billing::Attempt& attempt, const ports::Cause& cause) override;
    void store(billing::Attempt& attempt, const ports::Cause& cause) override;

    void add(billing::Receipt& receipt, const ports::Cause& cause) override;
    void store(billing::Receipt& receipt, const ports::Cause& cause) override;

    void add(billing::Refund& refund, const ports::Cause& cause) override;
    void store(billing::Refund& refund, const ports::Cause& cause) override;

    void keep_refund_account(const billing::CancelId& id, const Secret& account) override;
    std::optional<Secret> refund_account(const billing::CancelId& id) override;

    void add(ports::GatewayCall& call, const ports::Cause& cause) override;
    void close_call(
        std::int64_t number,
        const std::string& outcome,
        const std::string& code,
        const ports::Cause& cause
    ) override;
    std::vector<ports::GatewayCall> open_calls() override;

    void add(billing::Errand& errand, const ports::Cause& cause) override;
    void store(billing::Errand& errand, const ports::Cause& cause) override;

    void put(billing::Breaker& breaker, const ports::Cause& cause) override;
    void put(billing::GatewayCode& code, const ports::Cause& cause) override;
    void put(billing::Finding& finding, const ports::Cause& cause) override;
    bool add(ports::Notice& notice) override;
    void store(const ports::Notice& notice) override;
    std::optional<ports::Notice> notice(std::int64_t number) override;

    std::optional<ports::KeptAnswer> kept_answer(const std::string& key) override;
    void keep(const ports::KeptAnswer& answer) override;
    int forget(Instant before, int limit) override;

    std::vector<billing::Subscription> due_subscriptions(Instant now, int limit) override;
    std::vector<billing::Attempt> due_attempts(Instant now, int limit) override;
    std::vector<billing::Attempt> due_look_ups(Instant now, int limit) override;
    std::vector<billing::Receipt> due_receipts(Instant now, int limit) override;
    std::vector<billing::Receipt> receipts_in_order(
        Instant from, const std::string& after, Instant to, int limit
    ) override;
    std::vector<billing::Attempt> sent_attempts_in_order(
        Instant from, const std::string& after, Instant to, int limit
    ) override;
    std::vector<billing::Refund> due_refunds(Instant now, int limit) override;
    std::vector<ports::Notice> due_notices(Instant now, int limit) override;
    std::optional<Instant> next_due(bool sends) override;

    std::vector<billing::Attempt> doubts_with_code(const std::string& code) override;
    std::optional<billing::OrderId> carried_out_with_code(
        const std::string& call, const std::string& code
    ) override;
    // ledger_shop.cpp
    void put_link(billing::PaymentLink& link, const ports::Cause& cause) override;
    void put_shop_order(billing::ShopOrder& order, const ports::Cause& cause) override;
    void put_hosted(billing::HostedSubscription& subscription, const ports::Cause& cause) override;
    void keep_link_details(const billing::OrderId& id, const std::string& details) override;
    std::string link_details(const billing::OrderId& id) override;
    void keep_contact(const std::string& subscription_id, const std::string& contact) override;
    std::string contact(const std::string& subscription_id) override;
    std::vector<billing::PaymentLink> due_links(Instant now, int limit) override;
    std::vector<billing::ShopOrder> due_shop_orders(Instant now, int limit) override;
    std::vector<billing::HostedSubscription> due_hosted(Instant now, int limit) override;

    std::vector<billing::Subscription> subscriptions_on(const billing::BillingKeyId& key) override;
    std::optional<billing::Attempt> farthest_reserved(
        const billing::BillingKeyId& key, Instant later_than
    ) override;
    std::vector<billing::Attempt> waiting_for_slot(const billing::BillingKeyId& key, int limit)
        override;
    std::optional<Instant> earliest_execution(const billing::BillingKeyId& key) override;

private:
    SqliteLedger(
        std::unique_ptr<Connection> connection,
        std::shared_ptr<const Vault> vault,
        std::int64_t ballast_bytes
    );
    void touch_key_of(const billing::Errand& errand);

    std::string installation_;
    Watch watch_;
    Ballast ballast_;
    Journal journal_;
    Writer writer_;
    Touched touched_;  ///< by the open transaction
};

}  // namespace maedal::sqlite
