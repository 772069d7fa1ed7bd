// True: what the book says was done is proven, in the order in which it may be done.
#include "sqlite/invariants/invariant.hpp"

// A shop may name a refund by the order id of what it gives back: that call is none of the attempt.
#define OF_ATTEMPT "kind <> 'refund'"
#define NEGATIVE_END "state IN ('dropped', 'refused', 'declined', 'absent', 'revoked', 'lapsed')"

namespace maedal::sqlite {
namespace {

using namespace touched_rows;

constexpr Invariant list[]{
    {"true.paid_attempt", "An attempt that is paid has its receipt.", attempt, R"sql(
    SELECT 'attempt:' || a.order_id, (SELECT subscription FROM charge WHERE number = a.charge),
           'it is paid, and has no receipt'
      FROM $attempts
     WHERE a.state = 'paid' AND a.receipt IS NULL)sql"},

    {"true.paid_charge",
     "A charge is paid exactly when a receipt of one of its attempts settles it.",
     charge | receipt,
     R"sql(
    SELECT 'charge:' || c.number, c.subscription,
           'it is ' || c.state || ', and the receipt that it names is ' || coalesce(c.receipt, 'none')
      FROM $charges
      LEFT JOIN receipt AS settles ON settles.id = c.receipt AND settles.role = 'settles'
      LEFT JOIN attempt AS asked ON asked.order_id = settles.order_id
     WHERE (c.state = 'paid') <> (asked.charge IS c.number))sql"},

    {"true.reserved", "What is reserved has the name under which Bootpay holds it.", attempt, R"sql(
    SELECT 'attempt:' || a.order_id, (SELECT subscription FROM charge WHERE number = a.charge),
           'it is ' || a.state || ' without a reserve id'
      FROM $attempts
     WHERE a.state IN ('reserved', 'revoking') AND a.reserve_id IS NULL)sql"},

    {"true.amount_taken",
     "What settled a charge is the amount that was asked for.",
     receipt | attempt,
     R"sql(
    SELECT 'receipt:' || r.id, c.subscription,
           r.paid || ' won were taken, and ' || asked.amount || ' asked for'
      FROM $receipts
      JOIN attempt AS asked ON asked.order_id = r.order_id
      JOIN charge AS c ON c.number = asked.charge
     WHERE r.role = 'settles' AND r.paid <> asked.amount)sql"},

    {"true.amount_owed", "What a charge was settled by asked for what was owed.", charge, R"sql(
    SELECT 'charge:' || c.number, c.subscription,
           asked.amount || ' won were asked for, and ' || c.amount || ' owed'
      FROM $charges
      JOIN receipt AS settles ON settles.id = c.receipt
      JOIN attempt AS asked ON asked.order_id = settles.order_id
     WHERE c.state = 'paid' AND asked.amount <> c.amount)sql"},

    {"true.amount_asked",
     "What is asked for is what is owed, while it is asked for.",
     attempt | charge,
     R"sql(
    SELECT 'attempt:' || a.order_id, c.subscription,
           a.amount || ' won are asked for, and ' || c.amount || ' owed'
      FROM $attempts
      JOIN charge AS c ON c.number = a.charge
     WHERE a.)sql" MAEDAL_LIVE R"sql(
       AND (a.amount <> c.amount OR a.tax_free <> c.tax_free))sql"},

    {"true.refunds", "No more is given back than was taken.", refund | receipt, R"sql(
    SELECT 'receipt:' || r.id, c.subscription,
           sum(back.amount) || ' won are given back of ' || r.paid
      FROM $refunds
      JOIN attempt AS asked ON asked.order_id = r.order_id
      JOIN charge AS c ON c.number = asked.charge
     WHERE back.state <> 'refused'
     GROUP BY r.id HAVING sum(back.amount) > r.paid)sql"},

    {"true.refunded", "A refund that is done shows on its receipt.", refund | receipt, R"sql(
    SELECT 'receipt:' || r.id, c.subscription,
           sum(back.amount) || ' won were given back by us, and the receipt says ' || r.refunded
      FROM $refunds
      JOIN attempt AS asked ON asked.order_id = r.order_id
      JOIN charge AS c ON c.number = asked.charge
     WHERE back.state = 'done'
     GROUP BY r.id HAVING sum(back.amount) > r.refunded)sql"},

    {"true.intent",
     "Nothing is sent without an intent, and every intent has its call.",
     attempt | call,
     R"sql(
    SELECT 'attempt:' || a.order_id, (SELECT subscription FROM charge WHERE number = a.charge),
           iif(a.sent_at IS NULL, 'a call was made for it before its intent',
               'it was meant to be sent, and no call was written down with that')
      FROM $attempts
     WHERE (a.sent_at IS NOT NULL) <> EXISTS (
           SELECT 1 FROM gateway_call AS call
            WHERE call.subject = a.order_id AND call.)sql" OF_ATTEMPT R"sql(
              AND call.intent_at = coalesce(a.sent_at, call.intent_at))
        OR a.sent_at IS NULL AND a.state NOT IN ('planned', 'dropped'))sql"},

    {"true.sent_in_time",
     "Nothing is sent before its intent or after its execution time.",
     attempt | call,
     R"sql(
    SELECT 'attempt:' || a.order_id, (SELECT subscription FROM charge WHERE number = a.charge),
           'call ' || call.number || ' is of ' || datetime(call.intent_at, 'unixepoch')
               || ' UTC, its intent of ' || coalesce(datetime(a.sent_at, 'unixepoch'), 'never')
               || ', its execution of ' || datetime(a.execute_at, 'unixepoch')
      FROM $attempts
      JOIN gateway_call AS call ON call.subject = a.order_id AND call.kind IN ('reserve', 'pay')
     WHERE call.number < (  -- by number: the host's clock may be put back between two calls
           SELECT min(number) FROM gateway_call AS first
            WHERE first.subject = a.order_id AND first.kind IN ('reserve', 'pay')
              AND first.intent_at = a.sent_at)
        OR call.intent_at >= a.execute_at + (a.method = 'immediate'))sql"},

    {"true.method",
     "What is asked for is asked for in one way: reserved, or paid at once.",
     attempt | call,
     R"sql(
    SELECT 'attempt:' || a.order_id, (SELECT subscription FROM charge WHERE number = a.charge),
           'it is ' || a.method || ', and call ' || call.number || ' is ' || call.kind
      FROM $attempts
      JOIN gateway_call AS call ON call.subject = a.order_id AND call.)sql" OF_ATTEMPT R"sql(
     WHERE (a.method = 'immediate') <> (call.kind = 'pay'))sql"},

    {"true.under_way", "What is being sent has a call that is open.", attempt | call, R"sql(
    SELECT 'attempt:' || a.order_id, (SELECT subscription FROM charge WHERE number = a.charge),
           'it is being sent, and no call of it is open'
      FROM $attempts
     WHERE a.state = 'sending' AND NOT EXISTS (
           SELECT 1 FROM gateway_call
            WHERE subject = a.order_id AND )sql" OF_ATTEMPT " AND closed_at IS NULL)"},

    {"true.refund_under_way",
     "A refund that is being sent has a call that is open.",
     refund | call,
     R"sql(
    SELECT 'refund:' || back.id, c.subscription, 'it is being sent, and no call of it is open'
      FROM $refunds
      JOIN attempt AS asked ON asked.order_id = r.order_id
      JOIN charge AS c ON c.number = asked.charge
     WHERE back.state = 'sending' AND NOT EXISTS (
           SELECT 1 FROM gateway_call WHERE subject = back.id AND closed_at IS NULL))sql"},

    {"true.next_attempt",
     "A charge is tried again only after every earlier try has ended without, but for what a lost "
     "ledger tried.",
     attempt,
     R"sql(
    SELECT 'attempt:' || a.order_id, (SELECT subscription FROM charge WHERE number = a.charge),
           'it is attempt ' || a.number || ', and ' || earlier.order_id || ' is ' || earlier.state
      FROM $attempts
      JOIN attempt AS earlier ON earlier.charge = a.charge AND earlier.number < a.number
     WHERE a.number > 1 AND NOT (a.state = 'dropped' AND a.code = 'presumed_sent')
       AND NOT earlier.)sql" NEGATIVE_END R"sql(
       AND NOT (earlier.)sql" MAEDAL_LIVE " AND a." MAEDAL_LIVE ")"},

    {"true.looked_before",
     "Before a charge is tried again, what was sent for it before is looked up.",
     attempt,
     R"sql(
    SELECT 'attempt:' || a.order_id, (SELECT subscription FROM charge WHERE number = a.charge),
           'it was sent without a look at ' || earlier.order_id || ', which was sent before'
      FROM $attempts
      JOIN attempt AS earlier
        ON earlier.charge = a.charge AND earlier.number < a.number AND earlier.sent_at IS NOT NULL
     WHERE a.number > 1 AND a.sent_at IS NOT NULL AND NOT EXISTS (
           SELECT 1 FROM journal
            WHERE subject = 'attempt:' || a.order_id
              AND json_extract(image, '$.state') = 'planned'
              AND json_extract(image, '$.next_act') = 'look'))sql"},
};

}  // namespace

std::span<const Invariant> invariants_of_truth() {
    return list;
}

}  // namespace maedal::sqlite
