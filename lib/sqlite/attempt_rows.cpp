#include "sqlite/attempt_rows.hpp"

#include "sqlite/page.hpp"

#include <algorithm>
#include <iterator>

#define COLUMNS                                                                                   \
    "order_id, charge, number, state, billing_key, amount, tax_free, execute_at, reserve_id, "    \
    "receipt, next_act, next_look_at, looks, waits_for_slot, sent_at, closed_at, code, version, " \
    "method "

// The very words of the partial index attempt_slot, or SQLite does not use it. It has immediate
// payments in it, which hold no slot.
#define HOLDS_SLOT "state IN ('sending', 'doubt', 'quarantined', 'reserved', 'revoking') "

namespace maedal::sqlite {
namespace {

constexpr const char* insert_one = "INSERT INTO attempt (" COLUMNS
                                   ")"
                                   R"sql(
    VALUES (:order_id, :charge, :number, :state, :billing_key, :amount, :tax_free, :execute_at,
            :reserve_id, :receipt, :next_act, :next_look_at, :looks, :waits_for_slot, :sent_at,
            :closed_at, :code, 1, :method)
)sql";

constexpr const char* update_if_unchanged = R"sql(
    UPDATE attempt
       SET charge = :charge, number = :number, state = :state, billing_key = :billing_key,
           amount = :amount, tax_free = :tax_free, execute_at = :execute_at,
           reserve_id = :reserve_id, receipt = :receipt, next_act = :next_act,
           next_look_at = :next_look_at, looks = :looks, waits_for_slot = :waits_for_slot,
           sent_at = :sent_at, closed_at = :closed_at, code = :code, method = :method,
           version = version + 1
     WHERE order_id = :order_id AND version = :version
)sql";

// What is asked for, and of whom, stays as it is in nearly every step.
#define SAME_DEMAND                                                                          \
    "order_id = :order_id AND version = :version AND charge = :charge AND number = :number " \
    "AND billing_key IS :billing_key AND amount = :amount AND tax_free = :tax_free "

constexpr const char* update_timer = R"sql(
    UPDATE attempt
       SET next_act = :next_act, next_look_at = :next_look_at, looks = :looks, code = :code,
           version = version + 1
     WHERE )sql" SAME_DEMAND R"sql(
       AND state = :state AND execute_at = :execute_at AND reserve_id IS :reserve_id
       AND receipt IS :receipt AND waits_for_slot = :waits_for_slot AND sent_at IS :sent_at
       AND closed_at IS :closed_at AND method = :method
)sql";

constexpr const char* update_state = R"sql(
    UPDATE attempt
       SET state = :state, execute_at = :execute_at, reserve_id = :reserve_id,
           receipt = :receipt, next_act = :next_act, next_look_at = :next_look_at,
           looks = :looks, waits_for_slot = :waits_for_slot, sent_at = :sent_at,
           closed_at = :closed_at, code = :code, method = :method, version = version + 1
     WHERE )sql" SAME_DEMAND;

constexpr const char* select_one = "SELECT " COLUMNS "FROM attempt WHERE order_id = :order_id";

constexpr const char* select_of_charge =
    "SELECT " COLUMNS "FROM attempt WHERE charge = :charge ORDER BY number";

/// What is in doubt or to be revoked may be looked at from its execution on, whatever was to be
/// done before that.
#define LOOKED_AT \
    "(next_act = 'look' OR state IN ('doubt', 'quarantined', 'revoking') AND execute_at <= :now) "

constexpr const char* select_due_sends = "SELECT " COLUMNS R"sql(
      FROM attempt INDEXED BY attempt_due
     WHERE next_look_at <= :now AND billing_key IS NOT NULL AND NOT )sql" LOOKED_AT R"sql(
     ORDER BY iif(state = 'planned', execute_at, next_look_at), order_id LIMIT :limit
)sql";

constexpr const char* select_due_links = "SELECT " COLUMNS R"sql(
      FROM attempt INDEXED BY attempt_due
     WHERE next_look_at <= :now AND billing_key IS NULL AND NOT )sql" LOOKED_AT R"sql(
     ORDER BY iif(state = 'planned', execute_at, next_look_at), order_id LIMIT :limit
)sql";

constexpr const char* select_by_end = "SELECT " COLUMNS R"sql(
      FROM attempt INDEXED BY attempt_end
     WHERE closed_at IS NOT NULL AND (sent_at IS NOT NULL OR code = 'presumed_sent')
       AND (closed_at, order_id) > (:from, :after) AND closed_at < :to
     ORDER BY closed_at, order_id LIMIT :limit
)sql";

constexpr const char* select_due_look_ups = "SELECT " COLUMNS R"sql(
      FROM attempt INDEXED BY attempt_due WHERE next_look_at <= :now AND )sql" LOOKED_AT R"sql(
     ORDER BY next_look_at, order_id LIMIT :limit
)sql";

constexpr const char* select_doubts_with_code = "SELECT " COLUMNS R"sql(
      FROM attempt INDEXED BY attempt_state
     WHERE state IN ('doubt', 'quarantined') AND code = :code ORDER BY order_id
)sql";

constexpr const char* select_waiting = "SELECT " COLUMNS R"sql(
      FROM attempt INDEXED BY attempt_waiting
     WHERE billing_key = :billing_key AND state = 'planned' AND waits_for_slot = 1
     ORDER BY execute_at, order_id LIMIT :limit
)sql";

constexpr const char* select_farthest_reserved =
    "SELECT " COLUMNS "FROM attempt INDEXED BY attempt_slot WHERE " HOLDS_SLOT R"sql(
       AND state = 'reserved' AND billing_key = :billing_key AND execute_at > :later_than
     ORDER BY execute_at DESC, order_id DESC LIMIT 1
)sql";

constexpr const char* select_slots =
    "SELECT count(*) FROM attempt INDEXED BY attempt_slot WHERE " HOLDS_SLOT
    "AND billing_key = :billing_key AND method = 'reservation'";

constexpr const char* select_earliest_execution =
    "SELECT execute_at FROM attempt WHERE " HOLDS_SLOT
    "AND billing_key = :billing_key AND method = 'reservation' ORDER BY execute_at LIMIT 1";

// One statement for each index that can lead a page; what the filter says besides is tested row by
// row. An empty text means any.
#define REST                                                                   \
    "order_id > :after AND (:billing_key = '' OR billing_key = :billing_key) " \
    "AND CASE :state WHEN '' THEN 1 WHEN 'open' THEN " HOLDS_SLOT              \
    "ELSE state = :state END "                                                 \
    "AND (:subscription = '' OR charge IN "                                    \
    "(SELECT number FROM charge WHERE subscription = :subscription)) "         \
    "ORDER BY order_id LIMIT :limit"

constexpr const char* select_page = "SELECT " COLUMNS "FROM attempt NOT INDEXED WHERE " REST;
constexpr const char* select_page_of_subscription =
    "SELECT " COLUMNS
    "FROM attempt INDEXED BY attempt_number WHERE charge IN "
    "(SELECT number FROM charge WHERE subscription = :subscription) AND " REST;
constexpr const char* select_page_of_key =
    "SELECT " COLUMNS
    "FROM attempt INDEXED BY attempt_key WHERE billing_key = :billing_key AND " REST;
constexpr const char* select_page_of_slots =
    "SELECT " COLUMNS "FROM attempt INDEXED BY attempt_slot WHERE " HOLDS_SLOT "AND " REST;
constexpr const char* select_page_of_state =
    "SELECT " COLUMNS "FROM attempt INDEXED BY attempt_state WHERE state = :state AND " REST;

struct Table {
    static constexpr const char* kind = "attempt";
    static constexpr bool versioned = true;
    static constexpr const char* insert = insert_one;
    static constexpr const char* update = update_if_unchanged;
    static constexpr const char* updates_of_less[]{update_timer, update_state};

    static const std::string& id(const billing::Attempt& row) { return row.order_id.text(); }

    template <class Put>
    static void columns(const billing::Attempt& row, Put put) {
        put(":order_id", row.order_id);
        put(":charge", row.charge);
        put(":number", row.number);
        put(":state", billing::attempt_state_names.of(row.state));
        put(":billing_key", row.billing_key);
        put(":amount", row.amount);
        put(":tax_free", row.tax_free);
        put(":execute_at", row.execute_at);
        put(":reserve_id", row.reserve_id);
        put(":receipt", row.receipt);
        put(":next_act", billing::next_act_names.of(row.next_act));
        put(":next_look_at", row.next_look_at);
        put(":looks", row.looks);
        put(":waits_for_slot", row.waits_for_slot);
        put(":sent_at", row.sent_at);
        put(":closed_at", row.closed_at);
        put(":code", row.code);
        put(":method", billing::attempt_method_names.of(row.method));
    }
};

billing::Attempt read(Row& row) {
    return {
        .order_id = row.id<billing::OrderId>(),
        .charge = row.number<billing::ChargeNumber>(),
        .number = row.small(),
        .state = row.word(billing::attempt_state_names),
        .billing_key = row.maybe_id<billing::BillingKeyId>(),
        .amount = row.won(),
        .tax_free = row.won(),
        .execute_at = row.instant(),
        .reserve_id = row.maybe_id<billing::ReserveId>(),
        .receipt = row.maybe_id<billing::ReceiptId>(),
        .next_act = row.word(billing::next_act_names),
        .next_look_at = row.maybe_instant(),
        .looks = row.small(),
        .waits_for_slot = row.flag(),
        .sent_at = row.maybe_instant(),
        .closed_at = row.maybe_instant(),
        .code = row.text(),
        .version = row.integer(),
        .method = row.word(billing::attempt_method_names),
    };
}

const char* page_statement(const ports::AttemptFilter& filter) {
    if (!filter.subscription.empty()) return select_page_of_subscription;
    if (!filter.billing_key.empty()) return select_page_of_key;
    if (filter.state == "open") return select_page_of_slots;
    if (!filter.state.empty()) return select_page_of_state;
    return select_page;
}

}  // namespace

void add_attempt(Writer& writer, billing::Attempt& row, const ports::Cause& cause) {
    add_row<Table>(writer, row, cause);
}

void store_attempt(Writer& writer, billing::Attempt& row, const ports::Cause& cause) {
    store_row<Table>(writer, row, cause);
}

std::optional<billing::Attempt> find_attempt(Connection& connection, const billing::OrderId& id) {
    return Query{connection, select_one}.bind(":order_id", id).first(read);
}

std::vector<billing::Attempt> attempts_of_charge(
    Connection& connection, billing::ChargeNumber number
) {
    return Query{connection, select_of_charge}.bind(":charge", number).all(read);
}

std::vector<billing::Attempt> attempt_page(
    Connection& connection, const ports::AttemptFilter& filter, const ports::Page& page
) {
    Query query{connection, page_statement(filter)};
    query.bind(":subscription", filter.subscription)
        .bind(":billing_key", filter.billing_key)
        .bind(":state", filter.state);
    return page_of(query, page, read);
}

std::vector<billing::Attempt> look_ups_due(Connection& connection, Instant now, int limit) {
    return Query{connection, select_due_look_ups}.bind(":now", now).bind(":limit", limit).all(read);
}

std::vector<billing::Attempt> attempts_due(Connection& connection, Instant now, int limit) {
    auto due = look_ups_due(connection, now, limit);
    for (const char* sends : {select_due_sends, select_due_links}) {
        auto some = Query{connection, sends}.bind(":now", now).bind(":limit", limit).all(read);
        std::ranges::move(some, std::back_inserter(due));
    }
    const auto urgency = [](const billing::Attempt& row) {
        const bool planned = row.state == billing::AttemptState::planned;
        return std::pair{planned ? row.execute_at : *row.next_look_at, row.order_id};
    };
    std::ranges::sort(due, std::ranges::less{}, urgency);
    return due;
}

std::vector<billing::Attempt> sent_attempts_by_end(
    Connection& connection, Instant from, const std::string& after, Instant to, int limit
) {
    return Query{connection, select_by_end}
        .bind(":from", from)
        .bind(":after", after)
        .bind(":to", to)
        .bind(":limit", limit)
        .all(read);
}

std::vector<billing::Attempt> doubts_by_code(Connection& connection, const std::string& code) {
    return Query{connection, select_doubts_with_code}.bind(":code", code).all(read);
}

int slots_held_on(Connection& connection, const billing::BillingKeyId& key) {
    const auto held = Query{connection, select_slots}.bind(":billing_key", key).first([](Row& row) {
        return row.small();
    });
    return held.value_or(0);
}

std::optional<billing::Attempt> farthest_reserved_on(
    Connection& connection, const billing::BillingKeyId& key, Instant later_than
) {
    return Query{connection, select_farthest_reserved}
        .bind(":billing_key", key)
        .bind(":later_than", later_than)
        .first(read);
}

std::vector<billing::Attempt> attempts_waiting_for_slot(
    Connection& connection, const billing::BillingKeyId& key, int limit
) {
    return Query{connection, select_waiting}
        .bind(":billing_key", key)
        .bind(":limit", limit)
        .all(read);
}

std::optional<Instant> earliest_execution_on(
    Connection& connection, const billing::BillingKeyId& key
) {
    return Query{connection, select_earliest_execution}
        .bind(":billing_key", key)
        .first([](Row& row) { return row.instant(); });
}

}  // namespace maedal::sqlite
