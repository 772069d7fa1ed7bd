#pragma once
#include "sqlite/attempt_rows.hpp"
#include "sqlite/backup.hpp"
#include "sqlite/billing_key_rows.hpp"
#include "sqlite/book_rows.hpp"
#include "sqlite/breaker_rows.hpp"
#include "sqlite/charge_rows.hpp"
#include "sqlite/code_rows.hpp"
#include "sqlite/errand_rows.hpp"
#include "sqlite/finding_rows.hpp"
#include "sqlite/gateway_call_rows.hpp"
#include "sqlite/hosted_rows.hpp"
#include "sqlite/journal_rows.hpp"
#include "sqlite/payment_link_rows.hpp"
#include "sqlite/plan_rows.hpp"
#include "sqlite/receipt_rows.hpp"
#include "sqlite/refund_rows.hpp"
#include "sqlite/sealed_rows.hpp"
#include "sqlite/shop_order_rows.hpp"
#include "sqlite/subscription_rows.hpp"
#include "sqlite/verify.hpp"

#include <memory>
#include <utility>

namespace maedal::sqlite {

/// The reading half of a ledger, the same on the writer's connection and on a reader's own.
/// `Port` is ports::Ledger or ports::LedgerReads.
template <class Port>
class Reading : public Port {
public:
    /// Without a vault everything but the sealed keys can be verified.
    Reading(std::unique_ptr<Connection> connection, std::shared_ptr<const Vault> vault)
        : vault_{std::move(vault)}, connection_{std::move(connection)} {}

    std::optional<Secret> sealed_text(const std::string& name) override {
        if (!vault_) return std::nullopt;
        return find_sealed_text(*connection_, *vault_, name);
    }
    std::optional<billing::BillingKey> billing_key(const billing::BillingKeyId& id) override {
        return find_billing_key(*connection_, id);
    }
    std::optional<billing::Plan> plan(billing::PlanVersionNumber version) override {
        return find_plan(*connection_, version);
    }
    std::optional<billing::Plan> plan_on_sale(const billing::PlanId& id) override {
        return find_plan_on_sale(*connection_, id);
    }
    std::optional<billing::Subscription> subscription(const billing::SubscriptionId& id) override {
        return find_subscription(*connection_, id);
    }
    std::optional<billing::Charge> charge(billing::ChargeNumber number) override {
        return find_charge(*connection_, number);
    }
    std::vector<billing::Charge> charges_of(const billing::SubscriptionId& id) override {
        return charges_of_subscription(*connection_, id);
    }
    std::vector<billing::Charge> unsettled_charges_of(const billing::SubscriptionId& id) override {
        return unsettled_charges_of_subscription(*connection_, id);
    }
    std::optional<billing::Attempt> attempt(const billing::OrderId& id) override {
        return find_attempt(*connection_, id);
    }
    std::vector<billing::Attempt> attempts_of(billing::ChargeNumber number) override {
        return attempts_of_charge(*connection_, number);
    }
    std::optional<billing::Receipt> receipt(const billing::ReceiptId& id) override {
        return find_receipt(*connection_, id);
    }
    std::vector<billing::Receipt> receipts_of(const billing::OrderId& id) override {
        return receipts_of_order(*connection_, id);
    }
    std::optional<billing::Refund> refund(const billing::CancelId& id) override {
        return find_refund(*connection_, id);
    }
    std::vector<billing::Refund> refunds_of(const billing::ReceiptId& id) override {
        return refunds_of_receipt(*connection_, id);
    }
    std::vector<ports::GatewayCall> calls_of(const std::string& subject) override {
        return gateway_calls_of(*connection_, subject);
    }
    std::vector<billing::BillingKey> billing_keys(const std::string& customer, ports::Page page)
        override {
        return billing_key_page(*connection_, customer, page);
    }
    std::vector<billing::Plan> plans(bool on_sale_only) override {
        return all_plans(*connection_, on_sale_only);
    }
    std::vector<billing::Subscription> subscriptions(
        const ports::SubscriptionFilter& filter, ports::Page page
    ) override {
        return subscription_page(*connection_, filter, page);
    }
    std::vector<billing::Charge> charges(const ports::ChargeFilter& filter, ports::Page page)
        override {
        return charge_page(*connection_, filter, page);
    }
    std::vector<billing::Attempt> attempts(const ports::AttemptFilter& filter, ports::Page page)
        override {
        return attempt_page(*connection_, filter, page);
    }
    std::vector<billing::Receipt> receipts(ports::Page page) override {
        return receipt_page(*connection_, page);
    }
    std::vector<billing::Refund> refunds(ports::Page page) override {
        return refund_page(*connection_, page);
    }
    std::vector<ports::JournalEntry> journal(const std::string& subject, ports::Page page)
        override {
        return journal_page(*connection_, subject, page);
    }
    ports::LedgerReads::Totals totals() override { return book_totals(*connection_); }
    int slots_held(const billing::BillingKeyId& key) override {
        return slots_held_on(*connection_, key);
    }
    std::optional<billing::Receipt> last_payment_after(Instant at) override {
        return newest_settling_receipt(*connection_, at);
    }
    std::vector<billing::Receipt> receipts_paid(Instant from, Instant to, ports::Page page)
        override {
        return receipts_paid_between(*connection_, from, to, page);
    }
    std::int64_t busiest_hour(Instant from, Instant to) override {
        return busiest_hour_between(*connection_, from, to);
    }
    std::vector<billing::Breaker> breakers(bool tripped_only) override {
        return all_breakers(*connection_, tripped_only);
    }
    std::optional<billing::Breaker> breaker(const std::string& name) override {
        return find_breaker(*connection_, name);
    }
    std::vector<billing::GatewayCode> gateway_codes() override {
        return all_gateway_codes(*connection_);
    }
    std::optional<billing::GatewayCode> gateway_code(
        const std::string& call, const std::string& code
    ) override {
        return find_gateway_code(*connection_, call, code);
    }
    std::vector<billing::Finding> findings() override { return all_findings(*connection_); }
    std::optional<billing::Finding> finding(const std::string& question) override {
        return find_finding(*connection_, question);
    }

    std::vector<ports::Violation> violations(const ports::Yardstick& yardstick, int limit)
        override {
        return all_violations(*connection_, yardstick, limit);
    }
    std::vector<std::string> parts_to_verify() override { return names_of_parts(vault_.get()); }
    ports::VerifiedPart verify_part(
        const std::string& name, const ports::Yardstick& yardstick, int limit
    ) override {
        return verified_part(*connection_, vault_.get(), name, yardstick, limit);
    }

    Result<ports::BackupDone> back_up(const std::string& path, const ports::Yardstick& yardstick)
        override {
        return back_up_to(*connection_, vault_, path, yardstick);
    }

    std::optional<billing::Errand> errand(const std::string& id) override {
        return find_errand(*connection_, id);
    }
    std::optional<billing::Errand> open_errand(billing::ErrandKind kind, const std::string& subject)
        override {
        return find_open_errand(*connection_, kind, subject);
    }
    std::vector<billing::Errand> errands(const std::string& state, const ports::Page& page)
        override {
        return errand_page(*connection_, state, page);
    }
    std::vector<billing::Errand> due_errands(Instant now, int limit) override {
        return errands_due(*connection_, now, limit);
    }
    std::optional<billing::PaymentLink> payment_link(const billing::OrderId& id) override {
        return find_payment_link(*connection_, id);
    }
    std::vector<billing::PaymentLink> payment_links(const std::string& state, ports::Page page)
        override {
        return payment_link_page(*connection_, state, page);
    }
    std::optional<billing::ShopOrder> shop_order(const billing::OrderId& id) override {
        return find_shop_order(*connection_, id);
    }
    std::vector<billing::ShopOrder> shop_orders(const std::string& state, ports::Page page)
        override {
        return shop_order_page(*connection_, state, page);
    }
    std::optional<billing::ShopOrder> shop_order_of_number(const std::string& number) override {
        return find_shop_order_of_number(*connection_, number);
    }
    std::optional<billing::ShopOrder> shop_order_of_receipt(const billing::ReceiptId& id) override {
        return find_shop_order_of_receipt(*connection_, id);
    }
    std::optional<billing::HostedSubscription> hosted(const billing::HostedId& id) override {
        return find_hosted(*connection_, id);
    }
    std::vector<billing::HostedSubscription> hosted_in_doubt(int limit) override {
        return hosted_doubts(*connection_, limit);
    }
    std::vector<billing::Receipt> unclaimed_receipts(int limit) override {
        return unclaimed_shop_receipts(*connection_, limit);
    }

    /// The number of the first journal entry that is missing or was changed; empty while the chain
    /// is whole. Reads the whole journal: minutes on an old ledger.
    [[nodiscard]] std::optional<std::int64_t> verify_chain() {
        return first_broken_entry(*connection_);
    }

protected:
    [[nodiscard]] Connection& connection() noexcept { return *connection_; }
    [[nodiscard]] const std::shared_ptr<const Vault>& vault() const noexcept { return vault_; }

private:
    std::shared_ptr<const Vault> vault_;
    std::unique_ptr<Connection> connection_;
};

}  // namespace maedal::sqlite
