#include "sqlite/charge_rows.hpp"

#include "sqlite/page.hpp"

#include <limits>

#define COLUMNS                                                                                   \
    "number, subscription, period, period_start, period_end, amount, tax_free, state, declines, " \
    "needs_key, late, receipt, settled_at, version "

namespace maedal::sqlite {
namespace {

constexpr const char* insert_one = "INSERT INTO charge (" COLUMNS
                                   ")"
                                   R"sql(
    VALUES (:number, :subscription, :period, :period_start, :period_end, :amount, :tax_free,
            :state, :declines, :needs_key, :late, :receipt, :settled_at, 1)
)sql";

constexpr const char* update_if_unchanged = R"sql(
    UPDATE charge
       SET subscription = :subscription, period = :period, period_start = :period_start,
           period_end = :period_end, amount = :amount, tax_free = :tax_free, state = :state,
           declines = :declines, needs_key = :needs_key, late = :late, receipt = :receipt,
           settled_at = :settled_at, version = version + 1
     WHERE number = :number AND version = :version
)sql";

constexpr const char* update_state = R"sql(
    UPDATE charge
       SET state = :state, declines = :declines, needs_key = :needs_key, late = :late,
           receipt = :receipt, settled_at = :settled_at, version = version + 1
     WHERE number = :number AND version = :version AND subscription = :subscription
       AND period = :period AND period_start = :period_start AND period_end = :period_end
       AND amount = :amount AND tax_free = :tax_free
)sql";

constexpr const char* select_last_number = "SELECT coalesce(max(number), 0) FROM charge";

constexpr const char* select_one = "SELECT " COLUMNS "FROM charge WHERE number = :number";

constexpr const char* select_of_subscription =
    "SELECT " COLUMNS "FROM charge WHERE subscription = :subscription ORDER BY period";

constexpr const char* select_unsettled = "SELECT " COLUMNS R"sql(
      FROM charge INDEXED BY charge_unsettled
     WHERE subscription = :subscription AND state IN ('owed', 'past_due') ORDER BY period
)sql";

// One statement for each index that can lead a page; what the filter says besides is tested row by
// row. An empty text means any.
#define REST                                                                      \
    "number > :after AND (:subscription = '' OR subscription = :subscription) "   \
    "AND (:state = '' OR state = :state) AND (:customer = '' OR subscription IN " \
    "(SELECT id FROM subscription WHERE customer = :customer)) "                  \
    "AND period_start >= :due_from AND period_start < :due_to "                   \
    "AND (:late_only = 0 OR late <> 'none') ORDER BY number LIMIT :limit"

constexpr const char* select_page = "SELECT " COLUMNS "FROM charge NOT INDEXED WHERE " REST;
constexpr const char* select_page_of_subscription =
    "SELECT " COLUMNS
    "FROM charge INDEXED BY charge_period WHERE subscription = :subscription AND " REST;
constexpr const char* select_page_of_customer =
    "SELECT " COLUMNS
    "FROM charge INDEXED BY charge_period WHERE subscription IN "
    "(SELECT id FROM subscription WHERE customer = :customer) AND " REST;
constexpr const char* select_page_of_late =
    "SELECT " COLUMNS "FROM charge INDEXED BY charge_late WHERE late <> 'none' AND " REST;
constexpr const char* select_page_of_state =
    "SELECT " COLUMNS "FROM charge INDEXED BY charge_state WHERE state = :state AND " REST;
constexpr const char* select_page_of_due =
    "SELECT " COLUMNS "FROM charge INDEXED BY charge_due WHERE " REST;

struct Table {
    static constexpr const char* kind = "charge";
    static constexpr bool versioned = true;
    static constexpr const char* insert = insert_one;
    static constexpr const char* update = update_if_unchanged;
    static constexpr const char* updates_of_less[]{update_state};

    static std::string id(const billing::Charge& row) { return std::to_string(row.number.value); }

    template <class Put>
    static void columns(const billing::Charge& row, Put put) {
        put(":number", row.number);
        put(":subscription", row.subscription);
        put(":period", row.period);
        put(":period_start", row.period_start);
        put(":period_end", row.period_end);
        put(":amount", row.amount);
        put(":tax_free", row.tax_free);
        put(":state", billing::charge_state_names.of(row.state));
        put(":declines", row.declines);
        put(":needs_key", row.needs_key);
        put(":late", billing::lateness_names.of(row.late));
        put(":receipt", row.receipt);
        put(":settled_at", row.settled_at);
    }
};

billing::Charge read(Row& row) {
    return {
        .number = row.number<billing::ChargeNumber>(),
        .subscription = row.id<billing::SubscriptionId>(),
        .period = row.integer(),
        .period_start = row.instant(),
        .period_end = row.instant(),
        .amount = row.won(),
        .tax_free = row.won(),
        .state = row.word(billing::charge_state_names),
        .declines = row.small(),
        .needs_key = row.flag(),
        .late = row.word(billing::lateness_names),
        .receipt = row.maybe_id<billing::ReceiptId>(),
        .settled_at = row.maybe_instant(),
        .version = row.integer(),
    };
}

const char* page_statement(const ports::ChargeFilter& filter) {
    if (!filter.subscription.empty()) return select_page_of_subscription;
    if (!filter.customer.empty()) return select_page_of_customer;
    if (filter.late_only) return select_page_of_late;
    if (filter.due_from && filter.due_to) return select_page_of_due;
    if (!filter.state.empty()) return select_page_of_state;
    return select_page;
}

}  // namespace

billing::ChargeNumber free_charge_number(Connection& connection) {
    const auto last =
        Query{connection, select_last_number}.first([](Row& row) { return row.integer(); });
    return {last.value_or(0) + 1};
}

void add_charge(Writer& writer, billing::Charge& row, const ports::Cause& cause) {
    add_row<Table>(writer, row, cause);
}

void store_charge(Writer& writer, billing::Charge& row, const ports::Cause& cause) {
    store_row<Table>(writer, row, cause);
}

std::optional<billing::Charge> find_charge(Connection& connection, billing::ChargeNumber number) {
    return Query{connection, select_one}.bind(":number", number).first(read);
}

std::vector<billing::Charge> charges_of_subscription(
    Connection& connection, const billing::SubscriptionId& id
) {
    return Query{connection, select_of_subscription}.bind(":subscription", id).all(read);
}

std::vector<billing::Charge> unsettled_charges_of_subscription(
    Connection& connection, const billing::SubscriptionId& id
) {
    return Query{connection, select_unsettled}.bind(":subscription", id).all(read);
}

std::vector<billing::Charge> charge_page(
    Connection& connection, const ports::ChargeFilter& filter, const ports::Page& page
) {
    const auto after = page.after.empty() ? 0 : number_from(page.after);
    if (!after) return {};
    constexpr auto earliest = std::numeric_limits<std::int64_t>::min();
    constexpr auto latest = std::numeric_limits<std::int64_t>::max();
    return Query{connection, page_statement(filter)}
        .bind(":after", *after)
        .bind(":subscription", filter.subscription)
        .bind(":customer", filter.customer)
        .bind(":state", filter.state)
        .bind(":due_from", filter.due_from ? Cell{*filter.due_from} : Cell{earliest})
        .bind(":due_to", filter.due_to ? Cell{*filter.due_to} : Cell{latest})
        .bind(":late_only", filter.late_only)
        .bind(":limit", rows_of(page))
        .all(read);
}

}  // namespace maedal::sqlite
