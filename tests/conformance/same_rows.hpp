#pragma once
#include "ports/ledger.hpp"

#include <optional>
#include <tuple>

/// Whether two rows agree in every column.
namespace maedal::sample {

inline auto columns(const billing::BillingKey& row) {
    return std::tie(
        row.id, row.customer, row.shown, row.method, row.state, row.added_at, row.version
    );
}
inline auto columns(const billing::Plan& row) {
    return std::tie(
        row.version,
        row.id,
        row.name,
        row.price,
        row.tax_free,
        row.interval,
        row.trial_days,
        row.periods,
        row.dunning_name,
        row.dunning,
        row.reserve_lead,
        row.reserve_ahead,
        row.catch_up,
        row.collect,
        row.without_slot,
        row.on_sale
    );
}
inline auto columns(const billing::Subscription& row) {
    return std::tie(
        row.id,
        row.customer,
        row.plan,
        row.billing_key,
        row.anchor,
        row.starts_at,
        row.anchor_at,
        row.created_at,
        row.periods_made,
        row.cancel_at,
        row.cancel_reason,
        row.paused_at,
        row.past_due_until,
        row.status,
        row.next_step_at,
        row.version
    );
}
inline auto columns(const billing::Charge& row) {
    return std::tie(
        row.number,
        row.subscription,
        row.period,
        row.period_start,
        row.period_end,
        row.amount,
        row.tax_free,
        row.state,
        row.declines,
        row.needs_key,
        row.late,
        row.receipt,
        row.settled_at,
        row.version
    );
}
inline auto columns(const billing::Attempt& row) {
    return std::tie(
        row.order_id,
        row.charge,
        row.number,
        row.state,
        row.billing_key,
        row.amount,
        row.tax_free,
        row.execute_at,
        row.reserve_id,
        row.receipt,
        row.next_act,
        row.next_look_at,
        row.looks,
        row.waits_for_slot,
        row.sent_at,
        row.closed_at,
        row.code,
        row.method,
        row.version
    );
}
inline auto columns(const billing::Receipt& row) {
    return std::tie(
        row.id,
        row.order_id,
        row.role,
        row.paid,
        row.refunded,
        row.paid_at,
        row.next_look_at,
        row.version
    );
}
inline auto columns(const billing::Refund& row) {
    return std::tie(
        row.id,
        row.receipt,
        row.amount,
        row.reason,
        row.state,
        row.refunded_before,
        row.next_look_at,
        row.next_act,
        row.looks,
        row.created_at,
        row.closed_at,
        row.code,
        row.version
    );
}
inline auto columns(const billing::PaymentLink& row) {
    return std::tie(
        row.order_id,
        row.charge,
        row.customer,
        row.name,
        row.amount,
        row.tax_free,
        row.send_by,
        row.lives,
        row.expires_at,
        row.state,
        row.link_id,
        row.url,
        row.request_id,
        row.order_number,
        row.receipt,
        row.times_sent,
        row.remind_at,
        row.next_act,
        row.next_look_at,
        row.looks,
        row.created_at,
        row.sent_at,
        row.closed_at,
        row.code,
        row.version
    );
}
inline auto columns(const billing::ShopOrder& row) {
    return std::tie(
        row.id,
        row.customer,
        row.name,
        row.amount,
        row.tax_free,
        row.expires_at,
        row.request_id,
        row.state,
        row.receipt,
        row.checked,
        row.order_number,
        row.hosted,
        row.next_look_at,
        row.looks,
        row.created_at,
        row.settled_at,
        row.code,
        row.version
    );
}
inline auto columns(const billing::HostedSubscription& row) {
    return std::tie(
        row.id,
        row.name,
        row.price,
        row.status,
        row.order_id,
        row.wish,
        row.wish_state,
        row.reason,
        row.next_look_at,
        row.looks,
        row.told_at,
        row.code,
        row.version
    );
}
inline auto columns(const ports::GatewayCall& row) {
    return std::tie(
        row.number, row.kind, row.subject, row.intent_at, row.closed_at, row.outcome, row.code
    );
}
inline auto columns(const ports::Notice& row) {
    return std::tie(
        row.number,
        row.digest,
        row.receipt_id,
        row.order_id,
        row.type,
        row.received_at,
        row.next_look_at,
        row.looks
    );
}

template <class Row>
bool same(const Row& a, const Row& b) {
    return columns(a) == columns(b);
}
template <class Row>
bool same(const std::optional<Row>& a, const Row& b) {
    return a && columns(*a) == columns(b);
}

}  // namespace maedal::sample
