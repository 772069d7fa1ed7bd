// The shop: orders, payment links and hosted subscriptions say what is proven, and none is left
// lying. But for the link of a charge, which is held to its attempt, about the book as a whole.
#include "sqlite/invariants/invariant.hpp"

namespace maedal::sqlite {
namespace {

using namespace touched_rows;

constexpr Invariant list[]{
    {"shop.link_of_attempt", "What is collected by a link is as far as its link.", attempt, R"sql(
    SELECT 'attempt:' || a.order_id, (SELECT subscription FROM charge WHERE number = a.charge),
           'it is ' || a.state || ', and its link is '
               || coalesce((SELECT state FROM payment_link WHERE order_id = a.order_id), 'missing')
      FROM $attempts
     WHERE a.billing_key IS NULL AND a.sent_at IS NOT NULL AND NOT EXISTS (
           SELECT 1 FROM payment_link AS link
            WHERE link.order_id = a.order_id AND link.state = a.state))sql"},

    {"shop.settled_once",
     "Money that settles an order or a link is named by it, and settles nothing else.",
     0,
     R"sql(
    SELECT 'receipt:' || r.id, '', 'it settles ' || r.order_id || ', which does not name it'
      FROM receipt AS r
     WHERE r.role = 'settles'
       AND NOT EXISTS (SELECT 1 FROM attempt WHERE order_id = r.order_id)
       AND NOT EXISTS (SELECT 1 FROM shop_order AS o
                        WHERE o.id = r.order_id AND o.receipt = r.id AND o.state = 'settled')
       AND NOT EXISTS (SELECT 1 FROM payment_link AS link
                        WHERE link.order_id = r.order_id AND link.receipt = r.id
                          AND link.state = 'paid'))sql"},

    {"shop.order_paid", "A receipt that settled an order took the amount of it.", 0, R"sql(
    SELECT 'shop_order:' || o.id, '',
           'it is of ' || o.amount || ' won, and receipt ' || o.receipt || ' took '
               || coalesce((SELECT paid FROM receipt WHERE id = o.receipt), 'nothing')
      FROM shop_order AS o
     WHERE o.state = 'settled' AND o.receipt IS NOT NULL AND NOT EXISTS (
           SELECT 1 FROM receipt WHERE id = o.receipt AND role = 'settles' AND paid = o.amount))sql"},

    {"shop.link_paid", "A payment link is paid by its amount.", 0, R"sql(
    SELECT 'payment_link:' || link.order_id, '',
           'it is of ' || link.amount || ' won, and receipt ' || link.receipt || ' took '
               || coalesce((SELECT paid FROM receipt WHERE id = link.receipt), 'nothing')
      FROM payment_link AS link
     WHERE link.state = 'paid' AND NOT EXISTS (
           SELECT 1 FROM receipt WHERE id = link.receipt AND paid = link.amount))sql"},

    {"shop.timer", "A link or a hosted subscription that is not over has a timer.", 0, R"sql(
    SELECT 'payment_link:' || order_id, '', 'it is ' || state || ' and nothing is planned for it'
      FROM payment_link
     WHERE state IN ('planned', 'doubt', 'open') AND next_look_at IS NULL
     UNION ALL
    SELECT 'hosted_subscription:' || id, '', 'its wish is in doubt and nothing is planned for it'
      FROM hosted_subscription
     WHERE wish_state = 'doubt' AND next_look_at IS NULL)sql"},

    {"shop.under_way", "What is being sent to the shop has a call that is open.", 0, R"sql(
    SELECT kind || ':' || id, '', 'it is being sent, and no call of it is open'
      FROM (SELECT 'payment_link' AS kind, order_id AS id FROM payment_link
             WHERE state = 'sending'
             UNION ALL SELECT 'shop_order', id FROM shop_order WHERE state = 'confirming'
             UNION ALL SELECT 'hosted_subscription', id FROM hosted_subscription
             WHERE wish_state = 'sending')
     WHERE NOT EXISTS (
           SELECT 1 FROM gateway_call WHERE subject = id AND closed_at IS NULL))sql"},
};

}  // namespace

std::span<const Invariant> invariants_of_shop() {
    return list;
}

}  // namespace maedal::sqlite
