#include "admin/endpoints.hpp"

#include "admin/handlers.hpp"

namespace maedal::admin {

std::span<const Endpoint> endpoints() {
    using enum Role;
    static constexpr Endpoint table[]{
        {"GET", "/v1/billing-keys", viewer, list_billing_keys},
        {"POST", "/v1/billing-keys", admin, add_billing_key},
        {"GET", "/v1/billing-keys/{id}", viewer, show_billing_key},
        {"GET", "/v1/plans", viewer, list_plans},
        {"GET", "/v1/plans/{id}", viewer, show_plan},
        {"GET", "/v1/subscriptions", viewer, list_subscriptions},
        {"POST", "/v1/subscriptions", admin, create_subscription},
        {"GET", "/v1/subscriptions/{id}", viewer, show_subscription},
        {"POST", "/v1/subscriptions/{id}/cancel", admin, cancel_subscription},
        {"POST", "/v1/subscriptions/{id}/billing-key", admin, replace_billing_key},
        {"GET", "/v1/charges", viewer, list_charges},
        {"GET", "/v1/charges/{number}", viewer, show_charge},
        {"GET", "/v1/reservations", viewer, list_reservations},
        {"GET", "/v1/reservations/{order_id}", viewer, show_reservation},
        {"GET", "/v1/receipts", viewer, list_receipts},
        {"GET", "/v1/receipts/{id}", viewer, show_receipt},
        {"GET", "/v1/refunds", viewer, list_refunds},
        {"POST", "/v1/refunds", admin, request_refund},
        {"GET", "/v1/refunds/{cancel_id}", viewer, show_refund},
        {"POST", "/v1/refunds/{cancel_id}/resolve", admin, resolve_refund},
        {"GET", "/v1/refund-doubts", viewer, list_refund_doubts},
        {"GET", "/v1/doubts", viewer, list_doubts},
        {"GET", "/v1/doubts/{order_id}", viewer, show_doubt},
        {"POST", "/v1/doubts/{order_id}/resolve", admin, resolve_doubt},
        {"GET", "/v1/codes", viewer, list_codes},
        {"POST", "/v1/codes", admin, decide_code},
        {"GET", "/v1/breakers", viewer, list_breakers},
        {"POST", "/v1/breakers/{name}/release", admin, release_breaker},
        {"POST", "/v1/arm", admin, arm},
        {"GET", "/v1/findings", viewer, list_findings},
        {"GET", "/v1/probe", viewer, show_probe},
        {"POST", "/v1/probe", admin, start_probe},
        {"GET", "/v1/reconcile", viewer, show_reconcile},
        {"POST", "/v1/reconcile", operating, start_reconcile},
        {"GET", "/v1/loose-ends", viewer, list_loose_ends},
        {"GET", "/v1/verify", viewer, list_verify_parts},
        {"POST", "/v1/verify", operating, verify_part},
        {"POST", "/v1/backup", admin, back_up},
        {"GET", "/v1/journal", viewer, list_journal},
        {"GET", "/v1/status", viewer, show_status},
        {"GET", "/metrics", viewer, show_metrics},
        {"POST", "/v1/reload", operating, reload},
        {"GET", "/v1/test-clock", viewer, show_test_clock},
        {"POST", "/v1/test-clock", operating, move_test_clock},
    };
    return table;
}

}  // namespace maedal::admin
