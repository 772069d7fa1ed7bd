#include "sqlite/hosted_rows.hpp"

#include "sqlite/row_writer.hpp"

#define COLUMNS                                                                          \
    "id, name, price, status, order_id, wish, wish_state, reason, next_look_at, looks, " \
    "told_at, code, version "

namespace maedal::sqlite {
namespace {

constexpr const char* insert_one = "INSERT INTO hosted_subscription (" COLUMNS
                                   ")"
                                   R"sql(
    VALUES (:id, :name, :price, :status, :order_id, :wish, :wish_state, :reason,
            :next_look_at, :looks, :told_at, :code, 1)
)sql";

constexpr const char* update_if_unchanged = R"sql(
    UPDATE hosted_subscription
       SET name = :name, price = :price, status = :status, order_id = :order_id, wish =
           :wish, wish_state = :wish_state, reason = :reason, next_look_at = :next_look_at,
           looks = :looks, told_at = :told_at, code = :code, version = version + 1
     WHERE id = :id AND version = :version
)sql";

constexpr const char* select_one = "SELECT " COLUMNS "FROM hosted_subscription WHERE id = :id";

constexpr const char* select_due = "SELECT " COLUMNS R"sql(
      FROM hosted_subscription WHERE next_look_at <= :now ORDER BY next_look_at, id LIMIT :limit
)sql";

constexpr const char* select_doubts = "SELECT " COLUMNS R"sql(
      FROM hosted_subscription WHERE wish_state = 'doubt' ORDER BY id LIMIT :limit
)sql";

struct Table {
    static constexpr const char* kind = "hosted_subscription";
    static constexpr bool versioned = true;
    static constexpr const char* insert = insert_one;
    static constexpr const char* update = update_if_unchanged;

    static const std::string& id(const billing::HostedSubscription& row) { return row.id.text(); }

    template <class Put>
    static void columns(const billing::HostedSubscription& row, Put put) {
        put(":id", row.id);
        put(":name", row.name);
        put(":price", row.price);
        put(":status", billing::hosted_status_names.of(row.status));
        put(":order_id", row.order_id);
        put(":wish", billing::hosted_wish_names.of(row.wish));
        put(":wish_state", billing::wish_state_names.of(row.wish_state));
        put(":reason", row.reason);
        put(":next_look_at", row.next_look_at);
        put(":looks", row.looks);
        put(":told_at", row.told_at);
        put(":code", row.code);
    }
};

billing::HostedSubscription read(Row& row) {
    return {
        .id = row.id<billing::HostedId>(),
        .name = row.text(),
        .price = row.won(),
        .status = row.word(billing::hosted_status_names),
        .order_id = row.maybe_id<billing::OrderId>(),
        .wish = row.word(billing::hosted_wish_names),
        .wish_state = row.word(billing::wish_state_names),
        .reason = row.text(),
        .next_look_at = row.maybe_instant(),
        .looks = row.small(),
        .told_at = row.instant(),
        .code = row.text(),
        .version = row.integer(),
    };
}

}  // namespace

void put_hosted(Writer& writer, billing::HostedSubscription& row, const ports::Cause& cause) {
    put_row<Table>(writer, row, cause);
}

std::optional<billing::HostedSubscription> find_hosted(
    Connection& connection, const billing::HostedId& id
) {
    return Query{connection, select_one}.bind(":id", id).first(read);
}

std::vector<billing::HostedSubscription> hosted_doubts(Connection& connection, int limit) {
    return Query{connection, select_doubts}.bind(":limit", limit).all(read);
}

std::vector<billing::HostedSubscription> hosted_due(
    Connection& connection, Instant now, int limit
) {
    return Query{connection, select_due}.bind(":now", now).bind(":limit", limit).all(read);
}

}  // namespace maedal::sqlite
