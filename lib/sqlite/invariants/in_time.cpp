// In time: nothing is left lying. Every limit counts from the moment since which the book is looked
// after, so that a night's outage is not called lateness.
#include "sqlite/invariants/invariant.hpp"

namespace maedal::sqlite {
namespace {

constexpr Invariant list[]{
    {"in_time.calls", "A call to Bootpay ends within ten minutes.", 0, R"sql(
    SELECT iif(call.kind IN ('reserve', 'pay', 'revoke'), 'attempt', call.kind) || ':' || call.subject,
           coalesce(c.subscription, ''),
           call.kind || ' was sent at ' || datetime(call.intent_at, 'unixepoch')
               || ' UTC and has no outcome'
      FROM gateway_call AS call
      LEFT JOIN attempt AS a ON a.order_id = call.subject
      LEFT JOIN charge AS c ON c.number = a.charge
     WHERE call.closed_at IS NULL AND max(call.intent_at, :awake_since) + 600 < :now)sql"},

    {"in_time.doubts",
     "A doubt is resolved, or with a person, an hour after its window; that of a payment link "
     "begins an hour after the end of the link.",
     0,
     R"sql(
    SELECT 'attempt:' || a.order_id, c.subscription,
           'it is in doubt, and its window ended at '
               || datetime(coalesce(link.expires_at + 604800, a.execute_at) + :window, 'unixepoch')
               || ' UTC'
      FROM attempt AS a
      JOIN charge AS c ON c.number = a.charge
      LEFT JOIN payment_link AS link ON link.order_id = a.order_id
     WHERE a.state = 'doubt'
       AND max(coalesce(link.expires_at + 604800, a.execute_at) + :window, :awake_since) + 3600 < :now
    )sql"},

    {"in_time.notices", "A notice is looked up within the hour while Bootpay answers.", 0, R"sql(
    SELECT 'notice:' || n.number, '',
           'it came at ' || datetime(n.received_at, 'unixepoch') || ' UTC and was never looked up'
      FROM notice AS n
     WHERE n.next_look_at IS NOT NULL AND n.looks = 0
       AND max(n.received_at, :awake_since) + 3600 < :now
       AND EXISTS (SELECT 1 FROM gateway_call
                    WHERE outcome = 'done' AND closed_at > n.received_at + 3600
                      AND closed_at + 3600 > :now))sql"},

    {"in_time.steps", "What a subscription has to do is done within the hour.", 0, R"sql(
    SELECT 'subscription:' || s.id, s.id,
           'it had something to do at ' || datetime(s.next_step_at, 'unixepoch') || ' UTC'
      FROM subscription AS s
     WHERE s.next_step_at < :now - 3600 AND :awake_since < :now - 3600)sql"},
};

}  // namespace

std::span<const Invariant> invariants_of_in_time() {
    return list;
}

}  // namespace maedal::sqlite
