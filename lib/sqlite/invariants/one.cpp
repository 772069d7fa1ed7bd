// One: money is never asked for, or taken, twice.
#include "sqlite/invariants/invariant.hpp"

namespace maedal::sqlite {
namespace {

using namespace touched_rows;

constexpr Invariant list[]{
    {"one.live_attempt", "A charge has at most one live attempt.", attempt, R"sql(
    SELECT 'charge:' || c.number, c.subscription,
           'attempts ' || a.order_id || ' and ' || other.order_id || ' are both live'
      FROM $attempts
      JOIN attempt AS other ON other.charge = a.charge AND other.number > a.number
      JOIN charge AS c ON c.number = a.charge
     WHERE a.)sql" MAEDAL_LIVE " AND other." MAEDAL_LIVE},

    {"one.settled_once",
     "A receipt that settles is named by a charge, and a charge names one.",
     receipt | charge,
     R"sql(
    SELECT 'receipt:' || r.id, c.subscription,
           'it settles charge ' || c.number || ', which is '
               || iif(c.receipt IS NULL, 'not settled', 'settled by receipt ' || c.receipt)
      FROM $receipts
      JOIN attempt AS asked ON asked.order_id = r.order_id
      JOIN charge AS c ON c.number = asked.charge
     WHERE r.role = 'settles' AND NOT EXISTS (SELECT 1 FROM charge WHERE receipt = r.id))sql"},

    {"one.payment",
     "A receipt belongs to one attempt: the one that asked for it.",
     attempt | receipt,
     R"sql(
    SELECT 'attempt:' || a.order_id, (SELECT subscription FROM charge WHERE number = a.charge),
           'its receipt ' || a.receipt || ' is the one of ' || paid.order_id
      FROM $attempts
      JOIN receipt AS paid ON paid.id = a.receipt
     WHERE paid.order_id <> a.order_id)sql"},

    {"one.order_id",
     "An order id follows from installation, subscription, period and attempt alone; in the first "
     "release it followed from the numbers of the charge and the attempt.",
     attempt,
     R"sql(
    SELECT 'attempt:' || a.order_id, c.subscription,
           'attempt ' || a.number || ' of charge ' || c.number || ' is '
               || order_id_of(c.subscription, c.period, a.number)
      FROM $attempts
      JOIN charge AS c ON c.number = a.charge
     WHERE a.order_id <> order_id_of(c.subscription, c.period, a.number)
       AND a.order_id NOT GLOB '*-' || printf('c%08d-a%d', c.number, a.number))sql"},

    // What was sent again before the daemon last awoke may have been sent under another rule.
    {"one.sent_once",
     "An order id is sent once; again only as a reservation in doubt, and only where Bootpay "
     "refuses a second reservation of it.",
     attempt | call,
     R"sql(
    SELECT 'attempt:' || a.order_id,
           (SELECT c.subscription FROM attempt JOIN charge AS c ON c.number = attempt.charge
             WHERE attempt.order_id = a.order_id),
           'it was sent by call ' || first.number || ', which ended as "' || first.outcome
               || '", and again by call ' || again.number
      FROM $called_twice
      JOIN gateway_call AS first
        ON first.subject = a.order_id AND first.kind IN ('reserve', 'pay')
      JOIN gateway_call AS again
        ON again.subject = a.order_id AND again.kind IN ('reserve', 'pay')
       AND again.number > first.number
     WHERE (NOT :repeats_allowed AND again.intent_at >= :awake_since)
        OR 'pay' IN (first.kind, again.kind)
        OR first.outcome IN ('', 'done', 'refused', 'declined'))sql"},

    {"one.slots", "A billing key holds at most ten slots.", 0, R"sql(
    SELECT 'billing_key:' || k.id, '', count(*) || ' reservations stand on it'
      FROM $keys
      JOIN attempt AS holder INDEXED BY attempt_slot
        ON holder.billing_key = k.id AND holder.)sql" MAEDAL_HOLDS_SLOT R"sql(
       AND holder.method = 'reservation'
     GROUP BY k.id HAVING count(*) > 10)sql"},
};

}  // namespace

std::span<const Invariant> invariants_of_one() {
    return list;
}

}  // namespace maedal::sqlite
