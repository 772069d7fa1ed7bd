#include "sqlite/receipt_rows.hpp"

#include "sqlite/page.hpp"

#define COLUMNS "id, order_id, role, paid, refunded, paid_at, next_look_at, version "

namespace maedal::sqlite {
namespace {

constexpr const char* insert_one = "INSERT INTO receipt (" COLUMNS
                                   ")"
                                   R"sql(
    VALUES (:id, :order_id, :role, :paid, :refunded, :paid_at, :next_look_at, 1)
)sql";

constexpr const char* update_if_unchanged = R"sql(
    UPDATE receipt
       SET order_id = :order_id, role = :role, paid = :paid, refunded = :refunded,
           paid_at = :paid_at, next_look_at = :next_look_at, version = version + 1
     WHERE id = :id AND version = :version
)sql";

constexpr const char* update_look = R"sql(
    UPDATE receipt
       SET refunded = :refunded, next_look_at = :next_look_at, version = version + 1
     WHERE id = :id AND version = :version AND order_id = :order_id AND role = :role
       AND paid = :paid AND paid_at = :paid_at
)sql";

constexpr const char* select_one = "SELECT " COLUMNS "FROM receipt WHERE id = :id";

constexpr const char* select_of_order =
    "SELECT " COLUMNS "FROM receipt WHERE order_id = :order_id ORDER BY id";

constexpr const char* select_page =
    "SELECT " COLUMNS "FROM receipt WHERE id > :after ORDER BY id LIMIT :limit";

constexpr const char* select_newest_settling = "SELECT " COLUMNS R"sql(
      FROM receipt INDEXED BY receipt_paid_at WHERE paid_at > :at AND role = 'settles'
     ORDER BY paid_at DESC, id DESC LIMIT 1
)sql";

constexpr const char* select_paid = "SELECT " COLUMNS R"sql(
      FROM receipt WHERE paid_at >= :from AND paid_at < :to AND id > :after
     ORDER BY id LIMIT :limit
)sql";

constexpr const char* select_by_payment = "SELECT " COLUMNS R"sql(
      FROM receipt INDEXED BY receipt_paid_at
     WHERE (paid_at, id) > (:from, :after) AND paid_at < :to
     ORDER BY paid_at, id LIMIT :limit
)sql";

constexpr const char* select_unclaimed = "SELECT " COLUMNS R"sql(
      FROM receipt AS r
     WHERE role = 'surplus' AND refunded < paid
       AND NOT EXISTS (SELECT 1 FROM refund WHERE receipt = r.id AND state <> 'refused')
     ORDER BY id LIMIT :limit
)sql";

constexpr const char* select_due = "SELECT " COLUMNS R"sql(
      FROM receipt WHERE next_look_at <= :now ORDER BY next_look_at, id LIMIT :limit
)sql";

struct Table {
    static constexpr const char* kind = "receipt";
    static constexpr bool versioned = true;
    static constexpr const char* insert = insert_one;
    static constexpr const char* update = update_if_unchanged;
    static constexpr const char* updates_of_less[]{update_look};

    static const std::string& id(const billing::Receipt& row) { return row.id.text(); }

    template <class Put>
    static void columns(const billing::Receipt& row, Put put) {
        put(":id", row.id);
        put(":order_id", row.order_id);
        put(":role", billing::receipt_role_names.of(row.role));
        put(":paid", row.paid);
        put(":refunded", row.refunded);
        put(":paid_at", row.paid_at);
        put(":next_look_at", row.next_look_at);
    }
};

billing::Receipt read(Row& row) {
    return {
        .id = row.id<billing::ReceiptId>(),
        .order_id = row.id<billing::OrderId>(),
        .role = row.word(billing::receipt_role_names),
        .paid = row.won(),
        .refunded = row.won(),
        .paid_at = row.instant(),
        .next_look_at = row.maybe_instant(),
        .version = row.integer(),
    };
}

}  // namespace

void add_receipt(Writer& writer, billing::Receipt& row, const ports::Cause& cause) {
    add_row<Table>(writer, row, cause);
}

void store_receipt(Writer& writer, billing::Receipt& row, const ports::Cause& cause) {
    store_row<Table>(writer, row, cause);
}

std::optional<billing::Receipt> find_receipt(Connection& connection, const billing::ReceiptId& id) {
    return Query{connection, select_one}.bind(":id", id).first(read);
}

std::vector<billing::Receipt> receipts_of_order(
    Connection& connection, const billing::OrderId& id
) {
    return Query{connection, select_of_order}.bind(":order_id", id).all(read);
}

std::vector<billing::Receipt> receipt_page(Connection& connection, const ports::Page& page) {
    Query query{connection, select_page};
    return page_of(query, page, read);
}

std::vector<billing::Receipt> receipts_due(Connection& connection, Instant now, int limit) {
    return Query{connection, select_due}.bind(":now", now).bind(":limit", limit).all(read);
}

std::optional<billing::Receipt> newest_settling_receipt(Connection& connection, Instant after) {
    return Query{connection, select_newest_settling}.bind(":at", after).first(read);
}

std::vector<billing::Receipt> receipts_by_payment(
    Connection& connection, Instant from, const std::string& after, Instant to, int limit
) {
    return Query{connection, select_by_payment}
        .bind(":from", from)
        .bind(":after", after)
        .bind(":to", to)
        .bind(":limit", limit)
        .all(read);
}

std::vector<billing::Receipt> unclaimed_shop_receipts(Connection& connection, int limit) {
    return Query{connection, select_unclaimed}.bind(":limit", limit).all(read);
}

std::vector<billing::Receipt> receipts_paid_between(
    Connection& connection, Instant from, Instant to, const ports::Page& page
) {
    Query query{connection, select_paid};
    return page_of(query.bind(":from", from).bind(":to", to), page, read);
}

}  // namespace maedal::sqlite
