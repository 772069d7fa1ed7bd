#include "sqlite/shop_order_rows.hpp"

#include "sqlite/page.hpp"
#include "sqlite/row_writer.hpp"

#define COLUMNS                                                                          \
    "id, customer, name, amount, tax_free, expires_at, request_id, state, receipt, "     \
    "checked, order_number, hosted, next_look_at, looks, created_at, settled_at, code, " \
    "version "

namespace maedal::sqlite {
namespace {

constexpr const char* insert_one = "INSERT INTO shop_order (" COLUMNS
                                   ")"
                                   R"sql(
    VALUES (:id, :customer, :name, :amount, :tax_free, :expires_at, :request_id, :state,
            :receipt, :checked, :order_number, :hosted, :next_look_at, :looks, :created_at,
            :settled_at, :code, 1)
)sql";

constexpr const char* update_if_unchanged = R"sql(
    UPDATE shop_order
       SET customer = :customer, name = :name, amount = :amount, tax_free = :tax_free,
           expires_at = :expires_at, request_id = :request_id, state = :state, receipt =
           :receipt, checked = :checked, order_number = :order_number, hosted = :hosted,
           next_look_at = :next_look_at, looks = :looks, created_at = :created_at,
           settled_at = :settled_at, code = :code, version = version + 1
     WHERE id = :id AND version = :version
)sql";

constexpr const char* select_one = "SELECT " COLUMNS "FROM shop_order WHERE id = :id";

constexpr const char* select_of_number =
    "SELECT " COLUMNS "FROM shop_order WHERE order_number = :order_number AND order_number <> ''";

constexpr const char* select_of_receipt =
    "SELECT " COLUMNS "FROM shop_order WHERE receipt = :receipt";

constexpr const char* select_page = "SELECT " COLUMNS R"sql(
      FROM shop_order WHERE id > :after AND (:state = '' OR state = :state)
     ORDER BY id LIMIT :limit
)sql";

constexpr const char* select_due = "SELECT " COLUMNS R"sql(
      FROM shop_order WHERE next_look_at <= :now ORDER BY next_look_at, id LIMIT :limit
)sql";

struct Table {
    static constexpr const char* kind = "shop_order";
    static constexpr bool versioned = true;
    static constexpr const char* insert = insert_one;
    static constexpr const char* update = update_if_unchanged;

    static const std::string& id(const billing::ShopOrder& row) { return row.id.text(); }

    template <class Put>
    static void columns(const billing::ShopOrder& row, Put put) {
        put(":id", row.id);
        put(":customer", row.customer);
        put(":name", row.name);
        put(":amount", row.amount);
        put(":tax_free", row.tax_free);
        put(":expires_at", row.expires_at);
        put(":request_id", row.request_id);
        put(":state", billing::shop_order_state_names.of(row.state));
        put(":receipt", row.receipt);
        put(":checked", row.checked);
        put(":order_number", row.order_number);
        put(":hosted", row.hosted);
        put(":next_look_at", row.next_look_at);
        put(":looks", row.looks);
        put(":created_at", row.created_at);
        put(":settled_at", row.settled_at);
        put(":code", row.code);
    }
};

billing::ShopOrder read(Row& row) {
    return {
        .id = row.id<billing::OrderId>(),
        .customer = row.maybe_id<billing::CustomerId>(),
        .name = row.text(),
        .amount = row.won(),
        .tax_free = row.won(),
        .expires_at = row.maybe_instant(),
        .request_id = row.text(),
        .state = row.word(billing::shop_order_state_names),
        .receipt = row.maybe_id<billing::ReceiptId>(),
        .checked = row.maybe_id<billing::ReceiptId>(),
        .order_number = row.text(),
        .hosted = row.text(),
        .next_look_at = row.maybe_instant(),
        .looks = row.small(),
        .created_at = row.instant(),
        .settled_at = row.maybe_instant(),
        .code = row.text(),
        .version = row.integer(),
    };
}

}  // namespace

void put_shop_order(Writer& writer, billing::ShopOrder& row, const ports::Cause& cause) {
    put_row<Table>(writer, row, cause);
}

std::optional<billing::ShopOrder> find_shop_order(
    Connection& connection, const billing::OrderId& id
) {
    return Query{connection, select_one}.bind(":id", id).first(read);
}

std::optional<billing::ShopOrder> find_shop_order_of_number(
    Connection& connection, const std::string& number
) {
    return Query{connection, select_of_number}.bind(":order_number", number).first(read);
}

std::optional<billing::ShopOrder> find_shop_order_of_receipt(
    Connection& connection, const billing::ReceiptId& id
) {
    return Query{connection, select_of_receipt}.bind(":receipt", id).first(read);
}

std::vector<billing::ShopOrder> shop_order_page(
    Connection& connection, const std::string& state, const ports::Page& page
) {
    Query query{connection, select_page};
    return page_of(query.bind(":state", state), page, read);
}

std::vector<billing::ShopOrder> shop_orders_due(Connection& connection, Instant now, int limit) {
    return Query{connection, select_due}.bind(":now", now).bind(":limit", limit).all(read);
}

}  // namespace maedal::sqlite
