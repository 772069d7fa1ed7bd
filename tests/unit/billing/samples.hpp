#pragma once
#include "billing/planner.hpp"
#include "billing/transition.hpp"

/// Rows that tests begin with: a monthly plan in Korea and a subscription to it.
namespace maedal::billing::samples {

inline const Instant anchor_at = *instant_from_rfc3339("2026-01-31T09:00:00+09:00");

inline Plan plan() {
    return {
        .version = {1},
        .id = PlanId{"monthly"},
        .name = "월간 이용권",
        .price = *Won::from_count(29'900),
        .tax_free = *Won::from_count(0),
        .interval = {Unit::month, 1},
        .trial_days = 0,
        .periods = 0,
        .dunning_name = "default",
        .dunning =
            {{Seconds{86'400}, Seconds{3 * 86'400}},
             DunningEnd::leave_past_due,
             Seconds{7 * 86'400}},
        .reserve_lead = Seconds{86'400},
        .reserve_ahead = 1,
        .catch_up = CatchUp::bill_each,
        .on_sale = true};
}

inline Subscription subscription() {
    return {
        .id = SubscriptionId{"sub_1"},
        .customer = CustomerId{"customer-1"},
        .plan = {1},
        .billing_key = BillingKeyId{"bk_1"},
        .anchor = {*local_from_text("2026-01-31T09:00:00"), "Asia/Seoul"},
        .starts_at = anchor_at,
        .anchor_at = anchor_at,
        .created_at = anchor_at - Seconds{86'400},
        .periods_made = 0,
        .cancel_at = std::nullopt,
        .cancel_reason = {},
        .paused_at = std::nullopt,
        .past_due_until = std::nullopt,
        .status = SubscriptionStatus::scheduled,
        .next_step_at = std::nullopt,
        .version = 1};
}

inline Charge charge() {
    return {
        .number = {12},
        .subscription = SubscriptionId{"sub_1"},
        .period = 0,
        .period_start = anchor_at,
        .period_end = anchor_at + Seconds{28 * 86'400},
        .amount = *Won::from_count(29'900),
        .tax_free = *Won::from_count(0),
        .state = ChargeState::owed,
        .declines = 0,
        .needs_key = false,
        .late = Lateness::none,
        .receipt = std::nullopt,
        .settled_at = std::nullopt,
        .version = 1};
}

inline Attempt attempt(AttemptState state = AttemptState::planned) {
    Attempt made = planned_attempt(
        charge(), "m1", 1, BillingKeyId{"bk_1"}, anchor_at, anchor_at - Seconds{86'400}, false
    );
    made.state = state;
    if (state != AttemptState::planned) made.sent_at = anchor_at - Seconds{86'400};
    if (state == AttemptState::reserved || state == AttemptState::revoking)
        made.reserve_id = ReserveId{"r1"};
    return made;
}

inline GatewayReceipt receipt(ReceiptStatus status = ReceiptStatus::paid) {
    return {
        .id = ReceiptId{"rc1"},
        .order_id = OrderId{"m1-sub_1-p0-a1"},
        .price = *Won::from_count(29'900),
        .refunded = *Won::from_count(0),
        .status = status,
        .currency = "KRW",
        .paid_at = anchor_at,
        .code = {}};
}

inline Reservation reservation(ReservationStatus status) {
    return {
        .reserve_id = ReserveId{"r1"},
        .order_id = OrderId{"m1-sub_1-p0-a1"},
        .price = *Won::from_count(29'900),
        .status = status,
        .execute_at = anchor_at,
        .receipt = std::nullopt};
}

}  // namespace maedal::billing::samples
