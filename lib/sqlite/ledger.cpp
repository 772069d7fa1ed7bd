#include "sqlite/ledger.hpp"

#include "base/contract.hpp"
#include "sqlite/file_mode.hpp"
#include "sqlite/invariants/check.hpp"
#include "sqlite/kept_answer_rows.hpp"
#include "sqlite/ledger_file.hpp"
#include "sqlite/meta_rows.hpp"
#include "sqlite/notice_rows.hpp"

namespace maedal::sqlite {

std::unique_ptr<SqliteLedger> SqliteLedger::open(const LedgerOptions& options) {
    auto vault = std::make_shared<const Vault>(options.key_hex);
    make_or_check_file(options.path);
    auto connection =
        open_for_writing(options.path, options.vfs, {options.installation, vault->key_check()});
    return std::unique_ptr<SqliteLedger>{
        new SqliteLedger{std::move(connection), std::move(vault), options.ballast_bytes}};
}

SqliteLedger::SqliteLedger(
    std::unique_ptr<Connection> connection,
    std::shared_ptr<const Vault> vault,
    std::int64_t ballast_bytes
)
    : Reading{std::move(connection), std::move(vault)},
      installation_{find_meta(this->connection(), "installation").value_or("")},
      watch_{this->connection()},
      ballast_{this->connection().path(), ballast_bytes},
      journal_{this->connection()},
      writer_{this->connection(), journal_} {
    learn_to_check(this->connection());
    this->connection().when_full([this] { ballast_.let_go(); });
}

std::unique_ptr<SqliteReads> SqliteLedger::open_reads() {
    return SqliteReads::open(connection().path(), vault());
}

void SqliteLedger::begin() {
    touched_.clear();
    connection().begin();
    journal_.begin();
}

void SqliteLedger::commit() {
    connection().commit();
    watch_.committed(journal_.last_number(), journal_.last_hash());
}

void SqliteLedger::roll_back() noexcept {
    connection().roll_back();
}

std::vector<ports::Violation> SqliteLedger::violations_of_changes(const ports::Yardstick& yardstick
) {
    MAEDAL_EXPECTS(connection().in_transaction());
    return check_touched(connection(), touched_, yardstick);
}

void SqliteLedger::watch_over() {
    watch_.adopt();
    watch_.look();
    watch_.sync();
    ballast_.keep();
}

std::int64_t SqliteLedger::disk_free_bytes() {
    return free_bytes_beside(connection().path());
}

std::string SqliteLedger::new_id(std::string_view prefix) {
    return next_id(connection(), prefix);
}

void SqliteLedger::skip_ids(std::int64_t count) {
    skip_counter(connection(), count);
}

void SqliteLedger::add(billing::BillingKey& key, const Secret& secret, const ports::Cause& cause) {
    add_billing_key(writer_, *vault(), key, secret, cause);
    touched_.keys.insert(key.id.text());
}

void SqliteLedger::store(billing::BillingKey& key, const ports::Cause& cause) {
    store_billing_key(writer_, key, cause);
    touched_.keys.insert(key.id.text());
}

Secret SqliteLedger::secret_of(const billing::BillingKeyId& id) {
    return opened_billing_key(connection(), *vault(), id);
}

std::optional<billing::BillingKey> SqliteLedger::key_with_secret(const Secret& secret) {
    return find_billing_key_by_secret(connection(), *vault(), secret);
}

void SqliteLedger::add(billing::Plan& plan, const ports::Cause& cause) {
    add_plan(writer_, plan, cause);
}

void SqliteLedger::set_on_sale(
    billing::PlanVersionNumber version, bool on_sale, const ports::Cause& cause
) {
    set_plan_on_sale(writer_, version, on_sale, cause);
}

void SqliteLedger::add(billing::Subscription& subscription, const ports::Cause& cause) {
    add_subscription(writer_, subscription, cause);
    touched_.subscriptions.insert(subscription.id.text());
}

void SqliteLedger::store(billing::Subscription& subscription, const ports::Cause& cause) {
    store_subscription(writer_, subscription, cause);
    touched_.subscriptions.insert(subscription.id.text());
}

billing::ChargeNumber SqliteLedger::next_charge_number() {
    return free_charge_number(connection());
}

void SqliteLedger::add(billing::Charge& charge, const ports::Cause& cause) {
    add_charge(writer_, charge, cause);
    touched_.charges[charge.number.value] |= touched_rows::charge;
    touched_.subscriptions.insert(charge.subscription.text());
}

void SqliteLedger::store(billing::Charge& charge, const ports::Cause& cause) {
    store_charge(writer_, charge, cause);
    touched_.charges[charge.number.value] |= touched_rows::charge;
    touched_.subscriptions.insert(charge.subscription.text());
}

void SqliteLedger::add(billing::Attempt& attempt, const ports::Cause& cause) {
    add_attempt(writer_, attempt, cause);
    touched_.charges[attempt.charge.value] |= touched_rows::attempt;
    if (attempt.billing_key) touched_.keys.insert(attempt.billing_key->text());
}

void SqliteLedger::store(billing::Attempt& attempt, const ports::Cause& cause) {
    store_attempt(writer_, attempt, cause);
    touched_.charges[attempt.charge.value] |= touched_rows::attempt;
    if (attempt.billing_key) touched_.keys.insert(attempt.billing_key->text());
}

void SqliteLedger::add(billing::Receipt& receipt, const ports::Cause& cause) {
    add_receipt(writer_, receipt, cause);
    touched_.orders[receipt.order_id.text()] |= touched_rows::receipt;
}

void SqliteLedger::store(billing::Receipt& receipt, const ports::Cause& cause) {
    store_receipt(writer_, receipt, cause);
    touched_.orders[receipt.order_id.text()] |= touched_rows::receipt;
}

void SqliteLedger::add(billing::Refund& refund, const ports::Cause& cause) {
    add_refund(writer_, refund, cause);
    touched_.receipts[refund.receipt.text()] |= touched_rows::refund;
}

void SqliteLedger::store(billing::Refund& refund, const ports::Cause& cause) {
    store_refund(writer_, refund, cause);
    touched_.receipts[refund.receipt.text()] |= touched_rows::refund;
}

void SqliteLedger::keep_sealed(const std::string& name, const Secret& text) {
    put_sealed_text(connection(), *vault(), name, text);
}

void SqliteLedger::keep_refund_account(const billing::CancelId& id, const Secret& account) {
    add_refund_account(connection(), *vault(), id, account);
}

std::optional<Secret> SqliteLedger::refund_account(const billing::CancelId& id) {
    return find_refund_account(connection(), *vault(), id);
}

void SqliteLedger::add(ports::GatewayCall& call, const ports::Cause& cause) {
    add_gateway_call(writer_, call, cause);
    touched_.orders[call.subject] |= touched_rows::call;
}

void SqliteLedger::close_call(
    std::int64_t number,
    const std::string& outcome,
    const std::string& code,
    const ports::Cause& cause
) {
    const auto subject = close_gateway_call(writer_, number, outcome, code, cause);
    touched_.orders[subject] |= touched_rows::call;
}

std::vector<ports::GatewayCall> SqliteLedger::open_calls() {
    return open_gateway_calls(connection());
}

void SqliteLedger::add(billing::Errand& errand, const ports::Cause& cause) {
    add_errand(writer_, errand, cause);
    touch_key_of(errand);
}

void SqliteLedger::store(billing::Errand& errand, const ports::Cause& cause) {
    store_errand(writer_, errand, cause);
    touch_key_of(errand);
}

void SqliteLedger::touch_key_of(const billing::Errand& errand) {
    if (errand.kind == billing::ErrandKind::delete_key) touched_.keys.insert(errand.subject);
}

void SqliteLedger::put(billing::Breaker& breaker, const ports::Cause& cause) {
    put_breaker(writer_, breaker, cause);
}

void SqliteLedger::put(billing::GatewayCode& code, const ports::Cause& cause) {
    put_gateway_code(writer_, code, cause);
}

void SqliteLedger::put(billing::Finding& finding, const ports::Cause& cause) {
    put_finding(writer_, finding, cause);
}

bool SqliteLedger::add(ports::Notice& notice) {
    return add_notice(connection(), notice);
}

void SqliteLedger::store(const ports::Notice& notice) {
    store_notice(connection(), notice);
}

std::optional<ports::Notice> SqliteLedger::notice(std::int64_t number) {
    return find_notice(connection(), number);
}

std::optional<ports::KeptAnswer> SqliteLedger::kept_answer(const std::string& key) {
    return find_kept_answer(connection(), key);
}

void SqliteLedger::keep(const ports::KeptAnswer& answer) {
    add_kept_answer(connection(), answer);
}

int SqliteLedger::forget(Instant before, int limit) {
    return forget_kept_answers(connection(), before, limit) +
           forget_notices(connection(), before, limit);
}

std::vector<billing::Subscription> SqliteLedger::due_subscriptions(Instant now, int limit) {
    return subscriptions_due(connection(), now, limit);
}

std::vector<billing::Attempt> SqliteLedger::due_attempts(Instant now, int limit) {
    return attempts_due(connection(), now, limit);
}

std::vector<billing::Attempt> SqliteLedger::due_look_ups(Instant now, int limit) {
    return look_ups_due(connection(), now, limit);
}

std::vector<billing::Receipt> SqliteLedger::due_receipts(Instant now, int limit) {
    return receipts_due(connection(), now, limit);
}

std::vector<billing::Receipt> SqliteLedger::receipts_in_order(
    Instant from, const std::string& after, Instant to, int limit
) {
    return receipts_by_payment(connection(), from, after, to, limit);
}

std::vector<billing::Attempt> SqliteLedger::sent_attempts_in_order(
    Instant from, const std::string& after, Instant to, int limit
) {
    return sent_attempts_by_end(connection(), from, after, to, limit);
}

std::vector<billing::Refund> SqliteLedger::due_refunds(Instant now, int limit) {
    return refunds_due(connection(), now, limit);
}

std::vector<ports::Notice> SqliteLedger::due_notices(Instant now, int limit) {
    return notices_due(connection(), now, limit);
}

std::optional<Instant> SqliteLedger::next_due(bool sends) {
    return earliest_due(connection(), sends);
}

std::vector<billing::Attempt> SqliteLedger::doubts_with_code(const std::string& code) {
    return doubts_by_code(connection(), code);
}

std::optional<billing::OrderId> SqliteLedger::carried_out_with_code(
    const std::string& call, const std::string& code
) {
    return order_carried_out_with_code(connection(), call, code);
}

std::vector<billing::Subscription> SqliteLedger::subscriptions_on(const billing::BillingKeyId& key
) {
    return subscriptions_on_key(connection(), key);
}

std::optional<billing::Attempt> SqliteLedger::farthest_reserved(
    const billing::BillingKeyId& key, Instant later_than
) {
    return farthest_reserved_on(connection(), key, later_than);
}

std::vector<billing::Attempt> SqliteLedger::waiting_for_slot(
    const billing::BillingKeyId& key, int limit
) {
    return attempts_waiting_for_slot(connection(), key, limit);
}

std::optional<Instant> SqliteLedger::earliest_execution(const billing::BillingKeyId& key) {
    return earliest_execution_on(connection(), key);
}

}  // namespace maedal::sqlite
