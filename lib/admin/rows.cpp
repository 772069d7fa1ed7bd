#include "admin/rows.hpp"

#include "net/json_text.hpp"

namespace maedal::admin {
namespace {

using nlohmann::json;

template <class Id>
json text_or_null(const std::optional<Id>& id) {
    return id ? json(id->text()) : json(nullptr);
}

json text_or_null(const std::string& text) {
    return text.empty() ? json(nullptr) : json(text);
}

}  // namespace

json shown(const billing::BillingKey& key, const LocalTimes& times) {
    return {
        {"billing_key_id", key.id.text()},
        {"customer_id", key.customer.text()},
        {"shown", key.shown},
        {"method", key.method},
        {"state", billing::key_state_names.of(key.state)},
        {"added_at", times.text(key.added_at)}};
}

json shown(const billing::Plan& plan) {
    auto waits = json::array();
    for (const auto wait : plan.dunning.waits)
        waits.push_back(duration_text(wait));
    json dunning{
        {"name", plan.dunning_name},
        {"waits", std::move(waits)},
        {"end", billing::dunning_end_names.of(plan.dunning.end)}};
    if (plan.dunning.end == billing::DunningEnd::leave_past_due)
        dunning["cancel_after"] = duration_text(plan.dunning.cancel_after);
    return {
        {"plan_id", plan.id.text()},
        {"plan_version", plan.version.value},
        {"name", plan.name},
        {"price", plan.price.count()},
        {"tax_free", plan.tax_free.count()},
        {"interval",
         {{"unit", billing::unit_names.of(plan.interval.unit)}, {"count", plan.interval.count}}},
        {"trial_days", plan.trial_days},
        {"periods", plan.periods == 0 ? json(nullptr) : json(plan.periods)},
        {"dunning", std::move(dunning)},
        {"reserve_lead", duration_text(plan.reserve_lead)},
        {"reserve_ahead", plan.reserve_ahead},
        {"catch_up", billing::catch_up_names.of(plan.catch_up)},
        {"collect", billing::collect_names.of(plan.collect)},
        {"without_slot", billing::without_slot_names.of(plan.without_slot)},
        {"on_sale", plan.on_sale}};
}

json shown(
    const billing::Subscription& subscription, const std::string& plan_id, const LocalTimes& times
) {
    return {
        {"subscription_id", subscription.id.text()},
        {"customer_id", subscription.customer.text()},
        {"plan_id", plan_id},
        {"plan_version", subscription.plan.value},
        {"billing_key_id", text_or_null(subscription.billing_key)},
        {"collection", subscription.billing_key ? "billing_key" : "payment_link"},
        {"anchor", billing::local_text(subscription.anchor.local)},
        {"time_zone", subscription.anchor.zone},
        {"anchor_at", times.text(subscription.anchor_at)},
        {"starts_at", times.text(subscription.starts_at)},
        {"created_at", times.text(subscription.created_at)},
        {"status", billing::subscription_status_names.of(subscription.status)},
        {"periods_made", subscription.periods_made},
        {"cancel_at", times.json(subscription.cancel_at)},
        {"cancel_reason", text_or_null(subscription.cancel_reason)},
        {"paused_at", times.json(subscription.paused_at)},
        {"past_due_until", times.json(subscription.past_due_until)},
        {"next_step_at", times.json(subscription.next_step_at)}};
}

json shown(const billing::Charge& charge, const LocalTimes& times) {
    return {
        {"charge_number", charge.number.value},
        {"subscription_id", charge.subscription.text()},
        {"period", charge.period},
        {"due_at", times.text(charge.due_at())},
        {"period_end", times.text(charge.period_end)},
        {"amount", charge.amount.count()},
        {"tax_free", charge.tax_free.count()},
        {"state", billing::charge_state_names.of(charge.state)},
        {"declines", charge.declines},
        {"needs_key", charge.needs_key},
        {"late", billing::lateness_names.of(charge.late)},
        {"receipt_id", text_or_null(charge.receipt)},
        {"settled_at", times.json(charge.settled_at)}};
}

json shown(const billing::Attempt& attempt, const LocalTimes& times) {
    return {
        {"order_id", attempt.order_id.text()},
        {"charge_number", attempt.charge.value},
        {"attempt", attempt.number},
        {"method", billing::attempt_method_names.of(attempt.method)},
        {"state", billing::attempt_state_names.of(attempt.state)},
        {"billing_key_id", text_or_null(attempt.billing_key)},
        {"amount", attempt.amount.count()},
        {"tax_free", attempt.tax_free.count()},
        {"execute_at", times.text(attempt.execute_at)},
        {"reserve_id", text_or_null(attempt.reserve_id)},
        {"receipt_id", text_or_null(attempt.receipt)},
        {"next_act", billing::next_act_names.of(attempt.next_act)},
        {"next_look_at", times.json(attempt.next_look_at)},
        {"waits_for_slot", attempt.waits_for_slot},
        {"sent_at", times.json(attempt.sent_at)},
        {"closed_at", times.json(attempt.closed_at)},
        {"gateway_code", text_or_null(attempt.code)}};
}

json shown(const billing::Receipt& receipt, const LocalTimes& times) {
    return {
        {"receipt_id", receipt.id.text()},
        {"order_id", receipt.order_id.text()},
        {"role", billing::receipt_role_names.of(receipt.role)},
        {"amount", receipt.paid.count()},
        {"refunded", receipt.refunded.count()},
        {"paid_at", times.text(receipt.paid_at)}};
}

json shown(const billing::Refund& refund, const LocalTimes& times) {
    return {
        {"cancel_id", refund.id.text()},
        {"receipt_id", refund.receipt.text()},
        {"amount", refund.amount.count()},
        {"tax_free", refund.tax_free ? json(refund.tax_free->count()) : json(nullptr)},
        {"reason", refund.reason},
        {"state", billing::refund_state_names.of(refund.state)},
        {"created_at", times.text(refund.created_at)},
        {"closed_at", times.json(refund.closed_at)},
        {"gateway_code", text_or_null(refund.code)}};
}

json shown(const billing::Errand& errand, const LocalTimes& times) {
    const auto told = net::parse_json(errand.told);
    return {
        {"errand_id", errand.id},
        {"kind", billing::errand_kind_names.of(errand.kind)},
        {"subject", errand.subject},
        {"customer_id", text_or_null(errand.customer)},
        {"state", billing::errand_state_names.of(errand.state)},
        {"told", told ? *told : json(nullptr)},
        {"gateway_code", text_or_null(errand.code)},
        {"created_at", times.text(errand.created_at)},
        {"closed_at", times.json(errand.closed_at)},
        {"next_look_at", times.json(errand.next_look_at)}};
}

json shown(const engine::GatewayCall& call, const LocalTimes& times) {
    return {
        {"call_number", call.number},
        {"kind", call.kind},
        {"subject", call.subject},
        {"intent_at", times.text(call.intent_at)},
        {"closed_at", times.json(call.closed_at)},
        {"outcome", text_or_null(call.outcome)},
        {"gateway_code", text_or_null(call.code)}};
}

json shown(const engine::JournalEntry& entry, const LocalTimes& times) {
    auto image = net::parse_json(entry.image);
    return {
        {"entry_number", entry.number},
        {"at", times.text(entry.at)},
        {"actor", entry.actor},
        {"event", entry.event},
        {"subject", entry.subject},
        {"image", image ? *std::move(image) : json(entry.image)},
        {"hash", entry.hash}};
}

json shown(const billing::Breaker& breaker, const LocalTimes& times) {
    return {
        {"name", billing::breaker_name(breaker.kind, breaker.concerns)},
        {"kind", billing::breaker_kind_names.of(breaker.kind)},
        {"subscription_id", text_or_null(breaker.concerns)},
        {"tripped", breaker.tripped},
        {"why", times.clause(breaker.why)},
        {"tripped_at", times.text(breaker.tripped_at)},
        {"closes_by_itself", billing::closes_by_itself(breaker.kind)},
        {"way_out", billing::way_out(breaker)},
        {"released_at", times.json(breaker.released_at)},
        {"released_by", text_or_null(breaker.released_by)}};
}

json shown(const billing::GatewayCode& code, const LocalTimes& times) {
    return {
        {"call", code.call},
        {"code", code.code},
        {"meaning", billing::code_meaning_names.of(code.meaning)},
        {"seen", code.seen},
        {"first_at", times.text(code.first_at)},
        {"last_at", times.text(code.last_at)},
        {"reason", text_or_null(code.reason)}};
}

json shown(const billing::Finding& finding, const LocalTimes& times) {
    auto evidence = net::parse_json(finding.evidence);
    return {
        {"question", finding.question},
        {"answer", finding.answer},
        {"evidence", evidence ? *std::move(evidence) : json(finding.evidence)},
        {"found_at", times.text(finding.found_at)}};
}

std::string plan_id_of(engine::Reads& reads, billing::PlanVersionNumber version) {
    const auto plan = reads.plan(version);
    return plan ? plan->id.text() : std::string{};
}

}  // namespace maedal::admin
