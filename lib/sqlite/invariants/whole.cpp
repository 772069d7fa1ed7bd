// Whole: nothing is missing, and everything that is not settled is on its way or with a person.
#include "sqlite/invariants/invariant.hpp"

namespace maedal::sqlite {
namespace {

using namespace touched_rows;

constexpr Invariant list[]{
    {"whole.numbers", "Charges are numbered without a gap.", 0, R"sql(
    SELECT 'book', '', count(*) || ' charges, and the last is number ' || max(number)
      FROM charge
    HAVING count(*) <> coalesce(max(number), 0))sql"},

    {"whole.periods", "A period begins where the one before it ends.", charge, R"sql(
    SELECT 'charge:' || c.number, c.subscription,
           'period ' || c.period || ' does not begin where period ' || (c.period - 1) || ' ends'
      FROM $charges
      LEFT JOIN charge AS before
        ON before.subscription = c.subscription AND before.period = c.period - 1
     WHERE c.period > 0 AND before.period_end IS NOT c.period_start)sql"},

    {"whole.periods_made", "A subscription knows how many of its periods have a charge.", 0, R"sql(
    SELECT 'subscription:' || s.id, s.id,
           'it counts ' || s.periods_made || ' periods, and has '
               || (SELECT coalesce(max(period) + 1, 0) FROM charge WHERE subscription = s.id)
               || ' charges'
      FROM $subscriptions
     WHERE s.periods_made <>
           (SELECT coalesce(max(period) + 1, 0) FROM charge WHERE subscription = s.id))sql"},

    // A person: whoever brings a new key, resumes what is paused, or decides on the quarantined.
    {"whole.timer",
     "A charge that is not settled has a timer, or a person who knows of it.",
     charge | attempt,
     R"sql(
    SELECT 'charge:' || c.number, c.subscription,
           'it is ' || c.state || ', nothing is planned for it and nobody was asked'
      FROM $charges
      JOIN subscription AS s ON s.id = c.subscription
     WHERE c.state IN ('owed', 'past_due')
       AND c.needs_key = 0 AND s.paused_at IS NULL
       AND NOT (c.state = 'past_due' AND s.next_step_at IS NOT NULL
                AND (s.past_due_until IS NOT NULL OR s.cancel_at IS NOT NULL))
       AND NOT EXISTS (
           SELECT 1 FROM attempt AS a
            WHERE a.charge = c.number AND a.)sql" MAEDAL_LIVE R"sql(
              AND (a.next_look_at IS NOT NULL OR a.state IN ('sending', 'quarantined')
                   OR EXISTS (SELECT 1 FROM payment_link AS link
                               WHERE link.order_id = a.order_id
                                 AND link.next_look_at IS NOT NULL))))sql"},

    // But a payment link: nobody can take it back, its own end does.
    {"whole.at_rest", "Nothing is asked for a charge that is settled.", attempt | charge, R"sql(
    SELECT 'attempt:' || a.order_id, c.subscription,
           'it is ' || a.state || ', and charge ' || c.number || ' is ' || c.state
      FROM $attempts
      JOIN charge AS c ON c.number = a.charge
     WHERE a.state IN ('planned', 'reserved') AND c.state NOT IN ('owed', 'past_due'))sql"},

    {"whole.end",
     "Time does not end a subscription while one of its charges is in doubt.",
     0,
     R"sql(
    SELECT 'subscription:' || s.id, s.id,
           'it is ' || s.status || ', and charge ' || c.number || ' is in doubt'
      FROM $subscriptions
      JOIN charge AS c ON c.subscription = s.id
      JOIN attempt AS a ON a.charge = c.number AND a.state IN ('doubt', 'quarantined')
     WHERE c.state IN ('owed', 'past_due')
       AND (s.status = 'ended' OR s.status = 'canceled' AND s.cancel_reason = 'dunning'))sql"},

    {"whole.one_refund", "One refund of a receipt is under way at a time.", refund, R"sql(
    SELECT 'receipt:' || r.id, c.subscription, count(*) || ' refunds are under way'
      FROM $refunds
      JOIN attempt AS asked ON asked.order_id = r.order_id
      JOIN charge AS c ON c.number = asked.charge
     WHERE back.state IN ('planned', 'sending', 'doubt')
     GROUP BY r.id HAVING count(*) > 1)sql"},

    {"whole.refund_timer",
     "A refund that is not over has a timer, or a person is asked.",
     receipt | refund,
     R"sql(
    SELECT 'refund:' || back.id, c.subscription, 'it is ' || back.state || ' and nothing is planned'
      FROM $refunds
      JOIN attempt AS asked ON asked.order_id = r.order_id
      JOIN charge AS c ON c.number = asked.charge
     WHERE back.state IN ('planned', 'doubt') AND back.next_look_at IS NULL
       -- A person is asked when another sum was given back, or after Refund::looks_max looks in vain.
       AND (back.state = 'planned' OR r.refunded = back.refunded_before AND back.looks < 12))sql"},

    {"whole.surplus", "Money that nobody owed is on its way back.", receipt | refund, R"sql(
    SELECT 'receipt:' || r.id, c.subscription,
           (r.paid - r.refunded) || ' won are surplus, and no refund of them was ever planned'
      FROM $receipts
      JOIN attempt AS asked ON asked.order_id = r.order_id
      JOIN charge AS c ON c.number = asked.charge
     WHERE r.role = 'surplus' AND r.refunded < r.paid
       AND NOT EXISTS (SELECT 1 FROM refund WHERE receipt = r.id))sql"},

    // Bootpay leaves the reservations of a deleted key standing, and nobody knows what becomes of
    // them. While the deletion has no known end the key may be gone: no slot at all. Afterwards
    // only what was sent before its end; what is sent later finds a dead key, and that is another
    // fault. A key that others deleted has no errand of ours.
    {"whole.deleted_key", "No billing key is deleted while it holds a slot.", 0, R"sql(
    SELECT 'billing_key:' || k.id, c.subscription,
           'errand ' || gone.id || ' to delete it is ' || gone.state || ', and attempt '
               || holder.order_id || ' is ' || holder.state
      FROM $keys
     CROSS JOIN errand AS gone INDEXED BY errand_deletes_key
        ON gone.subject = k.id
       AND gone.kind = 'delete_key' AND gone.state IN ('sending', 'doubt', 'done')
     CROSS JOIN attempt AS holder INDEXED BY attempt_slot
        ON holder.billing_key = k.id AND holder.)sql" MAEDAL_HOLDS_SLOT R"sql(
       AND holder.method = 'reservation'
      JOIN charge AS c ON c.number = holder.charge
     WHERE gone.state <> 'done' OR holder.sent_at <= gone.closed_at)sql"},
};

}  // namespace

std::span<const Invariant> invariants_of_whole() {
    return list;
}

}  // namespace maedal::sqlite
