#include "sqlite/subscription_rows.hpp"

#include "sqlite/page.hpp"

#define COLUMNS                                                                               \
    "id, customer, plan, billing_key, anchor_local, anchor_zone, starts_at, anchor_at, "      \
    "created_at, periods_made, cancel_at, cancel_reason, paused_at, past_due_until, status, " \
    "next_step_at, version "

namespace maedal::sqlite {
namespace {

constexpr const char* insert_one = "INSERT INTO subscription (" COLUMNS
                                   ")"
                                   R"sql(
    VALUES (:id, :customer, :plan, :billing_key, :anchor_local, :anchor_zone, :starts_at,
            :anchor_at, :created_at, :periods_made, :cancel_at, :cancel_reason, :paused_at,
            :past_due_until, :status, :next_step_at, 1)
)sql";

constexpr const char* update_if_unchanged = R"sql(
    UPDATE subscription
       SET customer = :customer, plan = :plan, billing_key = :billing_key,
           anchor_local = :anchor_local, anchor_zone = :anchor_zone, starts_at = :starts_at,
           anchor_at = :anchor_at, created_at = :created_at, periods_made = :periods_made,
           cancel_at = :cancel_at, cancel_reason = :cancel_reason, paused_at = :paused_at,
           past_due_until = :past_due_until, status = :status, next_step_at = :next_step_at,
           version = version + 1
     WHERE id = :id AND version = :version
)sql";

constexpr const char* update_timer = R"sql(
    UPDATE subscription
       SET periods_made = :periods_made, past_due_until = :past_due_until,
           next_step_at = :next_step_at, version = version + 1
     WHERE id = :id AND version = :version AND customer = :customer AND plan = :plan
       AND billing_key IS :billing_key AND anchor_local = :anchor_local
       AND anchor_zone = :anchor_zone AND starts_at = :starts_at AND anchor_at = :anchor_at
       AND created_at = :created_at AND cancel_at IS :cancel_at AND cancel_reason = :cancel_reason
       AND paused_at IS :paused_at AND status = :status
)sql";

constexpr const char* select_one = "SELECT " COLUMNS "FROM subscription WHERE id = :id";

constexpr const char* select_due = "SELECT " COLUMNS R"sql(
      FROM subscription WHERE next_step_at <= :now ORDER BY next_step_at, id LIMIT :limit
)sql";

constexpr const char* select_on_key = "SELECT " COLUMNS R"sql(
      FROM subscription
     WHERE billing_key = :billing_key AND status NOT IN ('canceled', 'ended') ORDER BY id
)sql";

// One statement for each index that can lead a page; what the filter says besides is tested row by
// row. An empty text means any.
#define REST                                                                   \
    "id > :after AND (:customer = '' OR customer = :customer) "                \
    "AND (:status = '' OR status = :status) "                                  \
    "AND (:plan = '' OR plan IN (SELECT version FROM plan WHERE id = :plan)) " \
    "ORDER BY id LIMIT :limit"

constexpr const char* select_page = "SELECT " COLUMNS "FROM subscription WHERE " REST;
constexpr const char* select_page_of_customer =
    "SELECT " COLUMNS "FROM subscription WHERE customer = :customer AND " REST;
constexpr const char* select_page_of_status =
    "SELECT " COLUMNS "FROM subscription WHERE status = :status AND " REST;

struct Table {
    static constexpr const char* kind = "subscription";
    static constexpr bool versioned = true;
    static constexpr const char* insert = insert_one;
    static constexpr const char* update = update_if_unchanged;
    static constexpr const char* updates_of_less[]{update_timer};

    static const std::string& id(const billing::Subscription& row) { return row.id.text(); }

    template <class Put>
    static void columns(const billing::Subscription& row, Put put) {
        put(":id", row.id);
        put(":customer", row.customer);
        put(":plan", row.plan);
        put(":billing_key", row.billing_key);
        put(":anchor_local", billing::local_text(row.anchor.local));
        put(":anchor_zone", row.anchor.zone);
        put(":starts_at", row.starts_at);
        put(":anchor_at", row.anchor_at);
        put(":created_at", row.created_at);
        put(":periods_made", row.periods_made);
        put(":cancel_at", row.cancel_at);
        put(":cancel_reason", row.cancel_reason);
        put(":paused_at", row.paused_at);
        put(":past_due_until", row.past_due_until);
        put(":status", billing::subscription_status_names.of(row.status));
        put(":next_step_at", row.next_step_at);
    }
};

billing::LocalTime local(Row& row) {
    const auto local = billing::local_from_text(row.text());
    if (!local) row.damaged();
    return *local;
}

billing::Subscription read(Row& row) {
    return {
        .id = row.id<billing::SubscriptionId>(),
        .customer = row.id<billing::CustomerId>(),
        .plan = row.number<billing::PlanVersionNumber>(),
        .billing_key = row.maybe_id<billing::BillingKeyId>(),
        .anchor = {.local = local(row), .zone = row.text()},
        .starts_at = row.instant(),
        .anchor_at = row.instant(),
        .created_at = row.instant(),
        .periods_made = row.integer(),
        .cancel_at = row.maybe_instant(),
        .cancel_reason = row.text(),
        .paused_at = row.maybe_instant(),
        .past_due_until = row.maybe_instant(),
        .status = row.word(billing::subscription_status_names),
        .next_step_at = row.maybe_instant(),
        .version = row.integer(),
    };
}

}  // namespace

void add_subscription(Writer& writer, billing::Subscription& row, const ports::Cause& cause) {
    add_row<Table>(writer, row, cause);
}

void store_subscription(Writer& writer, billing::Subscription& row, const ports::Cause& cause) {
    store_row<Table>(writer, row, cause);
}

std::optional<billing::Subscription> find_subscription(
    Connection& connection, const billing::SubscriptionId& id
) {
    return Query{connection, select_one}.bind(":id", id).first(read);
}

std::vector<billing::Subscription> subscription_page(
    Connection& connection, const ports::SubscriptionFilter& filter, const ports::Page& page
) {
    const char* sql = select_page;
    if (!filter.customer.empty())
        sql = select_page_of_customer;
    else if (!filter.status.empty())
        sql = select_page_of_status;
    Query query{connection, sql};
    query.bind(":customer", filter.customer)
        .bind(":status", filter.status)
        .bind(":plan", filter.plan);
    return page_of(query, page, read);
}

std::vector<billing::Subscription> subscriptions_on_key(
    Connection& connection, const billing::BillingKeyId& key
) {
    return Query{connection, select_on_key}.bind(":billing_key", key).all(read);
}

std::vector<billing::Subscription> subscriptions_due(
    Connection& connection, Instant now, int limit
) {
    return Query{connection, select_due}.bind(":now", now).bind(":limit", limit).all(read);
}

}  // namespace maedal::sqlite
