// What is asked of the whole book rather than of one table.
#include "sqlite/book_rows.hpp"

namespace maedal::sqlite {
namespace {

// One statement, so that all numbers are of the same moment.
constexpr const char* select_totals = R"sql(
    SELECT 'subscription' AS kind, status AS word, count(*) AS rows FROM subscription GROUP BY status
     UNION ALL SELECT 'charge', state, count(*) FROM charge GROUP BY state
     UNION ALL SELECT 'attempt', state, count(*) FROM attempt GROUP BY state
     UNION ALL SELECT 'refund', state, count(*) FROM refund GROUP BY state
     UNION ALL SELECT 'sum', 'paid', coalesce(sum(paid), 0) FROM receipt
     UNION ALL SELECT 'sum', 'refunded', coalesce(sum(refunded), 0) FROM receipt
     UNION ALL SELECT 'sum', 'receipts', count(*) FROM receipt
     UNION ALL SELECT 'sum', 'surplus', count(*) FROM receipt WHERE role = 'surplus'
     UNION ALL SELECT 'sum', 'late', count(*) FROM charge WHERE late <> 'none'
     UNION ALL SELECT 'sum', 'needs_key', count(*) FROM charge WHERE needs_key = 1
     UNION ALL SELECT 'sum', 'notices', count(*) FROM notice
     UNION ALL SELECT 'sum', 'notices_waiting', count(*) FROM notice WHERE next_look_at IS NOT NULL
     UNION ALL SELECT 'sum', 'journal_entries', coalesce(max(number), 0) FROM journal
)sql";

constexpr const char* select_next_due = R"sql(
    SELECT min(at) FROM (
        SELECT min(next_step_at) AS at FROM subscription WHERE next_step_at IS NOT NULL
         UNION ALL SELECT min(next_look_at) FROM attempt
                    WHERE next_look_at IS NOT NULL AND (:sends OR next_act = 'look')
         UNION ALL SELECT min(max(next_look_at, execute_at)) FROM attempt INDEXED BY attempt_due
                    WHERE NOT :sends AND next_look_at IS NOT NULL AND next_act = 'send'
                      AND state IN ('doubt', 'quarantined', 'revoking')
         UNION ALL SELECT min(next_look_at) FROM receipt WHERE next_look_at IS NOT NULL
         UNION ALL SELECT min(next_look_at) FROM refund WHERE next_look_at IS NOT NULL
         UNION ALL SELECT min(next_look_at) FROM payment_link WHERE next_look_at IS NOT NULL
         UNION ALL SELECT min(next_look_at) FROM shop_order WHERE next_look_at IS NOT NULL
         UNION ALL SELECT min(next_look_at) FROM hosted_subscription WHERE next_look_at IS NOT NULL
         UNION ALL SELECT min(next_look_at) FROM notice WHERE next_look_at IS NOT NULL)
)sql";

}  // namespace

ports::LedgerReads::Totals book_totals(Connection& connection) {
    ports::LedgerReads::Totals totals;
    const std::pair<std::string_view, std::map<std::string, std::int64_t>*> by_state[]{
        {"subscription", &totals.subscriptions},
        {"charge", &totals.charges},
        {"attempt", &totals.attempts},
        {"refund", &totals.refunds}};
    std::map<std::string, std::int64_t> sums;
    Query query{connection, select_totals};
    while (query.step()) {
        Row row = query.row();
        const std::string kind = row.text();
        const std::string word = row.text();
        const std::int64_t rows = row.integer();
        if (kind == "sum") sums[word] = rows;
        for (const auto& [name, counts] : by_state)
            if (kind == name) (*counts)[word] = rows;
    }
    totals.paid_won = sums["paid"];
    totals.refunded_won = sums["refunded"];
    totals.receipts = sums["receipts"];
    totals.surplus = sums["surplus"];
    totals.late = sums["late"];
    totals.needs_key = sums["needs_key"];
    totals.notices = sums["notices"];
    totals.notices_waiting = sums["notices_waiting"];
    totals.journal_entries = sums["journal_entries"];
    return totals;
}

std::optional<Instant> earliest_due(Connection& connection, bool sends) {
    const auto at = Query{connection, select_next_due}.bind(":sends", sends).first([](Row& row) {
        return row.maybe_instant();
    });
    return at.value_or(std::nullopt);
}

}  // namespace maedal::sqlite
