#pragma once
#include "admin/visit.hpp"

/// What stands behind the endpoints, one file a noun. Each reads, checks, asks the desk, renders.
namespace maedal::admin {

Task<net::Response> list_billing_keys(Visit visit);
Task<net::Response> add_billing_key(Visit visit);
Task<net::Response> show_billing_key(Visit visit);

Task<net::Response> list_plans(Visit visit);
Task<net::Response> show_plan(Visit visit);

Task<net::Response> list_subscriptions(Visit visit);
Task<net::Response> create_subscription(Visit visit);
Task<net::Response> show_subscription(Visit visit);
Task<net::Response> cancel_subscription(Visit visit);
Task<net::Response> replace_billing_key(Visit visit);

Task<net::Response> show_payment_terms(Visit visit);
Task<net::Response> show_reservation_told(Visit visit);

Task<net::Response> list_charges(Visit visit);
Task<net::Response> show_charge(Visit visit);

Task<net::Response> list_reservations(Visit visit);
Task<net::Response> show_reservation(Visit visit);

Task<net::Response> list_receipts(Visit visit);
Task<net::Response> show_receipt(Visit visit);

Task<net::Response> list_refunds(Visit visit);
Task<net::Response> request_refund(Visit visit);
Task<net::Response> show_refund(Visit visit);

Task<net::Response> resolve_refund(Visit visit);
Task<net::Response> list_refund_doubts(Visit visit);
Task<net::Response> register_card(Visit visit);
Task<net::Response> register_account(Visit visit);
Task<net::Response> publish_account(Visit visit);
Task<net::Response> delete_billing_key(Visit visit);

Task<net::Response> ship_goods(Visit visit);
Task<net::Response> publish_cash_receipt(Visit visit);
Task<net::Response> cancel_cash_receipt(Visit visit);
Task<net::Response> publish_lone_cash_receipt(Visit visit);
Task<net::Response> cancel_lone_cash_receipt(Visit visit);

Task<net::Response> list_errands(Visit visit);
Task<net::Response> show_errand(Visit visit);
Task<net::Response> look_at_errand(Visit visit);
Task<net::Response> resolve_errand(Visit visit);

Task<net::Response> look_at_gateway_receipt(Visit visit);
Task<net::Response> look_at_gateway_order(Visit visit);
Task<net::Response> look_at_issued_key(Visit visit);
Task<net::Response> look_at_gateway_key(Visit visit);
Task<net::Response> look_at_identity(Visit visit);
Task<net::Response> issue_user_token(Visit visit);
Task<net::Response> list_shop_doubts(Visit visit);

Task<net::Response> list_doubts(Visit visit);
Task<net::Response> show_doubt(Visit visit);
Task<net::Response> resolve_doubt(Visit visit);

Task<net::Response> list_codes(Visit visit);
Task<net::Response> decide_code(Visit visit);
Task<net::Response> list_findings(Visit visit);

Task<net::Response> list_breakers(Visit visit);
Task<net::Response> release_breaker(Visit visit);
Task<net::Response> arm(Visit visit);

Task<net::Response> show_probe(Visit visit);
Task<net::Response> start_probe(Visit visit);

Task<net::Response> show_reconcile(Visit visit);
Task<net::Response> start_reconcile(Visit visit);
Task<net::Response> list_loose_ends(Visit visit);

Task<net::Response> list_verify_parts(Visit visit);
Task<net::Response> verify_part(Visit visit);
Task<net::Response> back_up(Visit visit);

Task<net::Response> list_journal(Visit visit);
Task<net::Response> show_status(Visit visit);
Task<net::Response> show_metrics(Visit visit);
Task<net::Response> take_alarms(Visit visit);
Task<net::Response> reload(Visit visit);

Task<net::Response> list_orders(Visit visit);
Task<net::Response> prepare_order(Visit visit);
Task<net::Response> show_order(Visit visit);
Task<net::Response> verify_order(Visit visit);
Task<net::Response> confirm_order(Visit visit);
Task<net::Response> check_confirm(Visit visit);
Task<net::Response> complete_order(Visit visit);

Task<net::Response> list_payment_links(Visit visit);
Task<net::Response> create_payment_link(Visit visit);
Task<net::Response> show_payment_link(Visit visit);
Task<net::Response> send_payment_link(Visit visit);

Task<net::Response> list_products(Visit visit);
Task<net::Response> show_product(Visit visit);
Task<net::Response> list_hosted(Visit visit);
Task<net::Response> show_hosted(Visit visit);
Task<net::Response> list_hosted_bills(Visit visit);
Task<net::Response> pause_hosted(Visit visit);
Task<net::Response> resume_hosted(Visit visit);
Task<net::Response> terminate_hosted(Visit visit);

Task<net::Response> show_test_clock(Visit visit);
Task<net::Response> move_test_clock(Visit visit);

}  // namespace maedal::admin
