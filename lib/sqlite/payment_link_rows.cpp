#include "sqlite/payment_link_rows.hpp"

#include "sqlite/page.hpp"
#include "sqlite/row_writer.hpp"

#define COLUMNS                                                                        \
    "order_id, charge, customer, name, amount, tax_free, send_by, lives, expires_at, " \
    "state, link_id, url, request_id, order_number, receipt, times_sent, remind_at, "  \
    "next_act, next_look_at, looks, created_at, sent_at, closed_at, code, version "

namespace maedal::sqlite {
namespace {

constexpr const char* insert_one = "INSERT INTO payment_link (" COLUMNS
                                   ")"
                                   R"sql(
    VALUES (:order_id, :charge, :customer, :name, :amount, :tax_free, :send_by, :lives,
            :expires_at, :state, :link_id, :url, :request_id, :order_number, :receipt,
            :times_sent, :remind_at, :next_act, :next_look_at, :looks, :created_at,
            :sent_at, :closed_at, :code, 1)
)sql";

constexpr const char* update_if_unchanged = R"sql(
    UPDATE payment_link
       SET charge = :charge, customer = :customer, name = :name, amount = :amount, tax_free
           = :tax_free, send_by = :send_by, lives = :lives, expires_at = :expires_at, state
           = :state, link_id = :link_id, url = :url, request_id = :request_id, order_number
           = :order_number, receipt = :receipt, times_sent = :times_sent, remind_at =
           :remind_at, next_act = :next_act, next_look_at = :next_look_at, looks = :looks,
           created_at = :created_at, sent_at = :sent_at, closed_at = :closed_at, code =
           :code, version = version + 1
     WHERE order_id = :order_id AND version = :version
)sql";

constexpr const char* select_one = "SELECT " COLUMNS "FROM payment_link WHERE order_id = :order_id";

constexpr const char* select_page = "SELECT " COLUMNS R"sql(
      FROM payment_link WHERE order_id > :after AND (:state = '' OR state = :state)
     ORDER BY order_id LIMIT :limit
)sql";

constexpr const char* select_due = "SELECT " COLUMNS R"sql(
      FROM payment_link WHERE next_look_at <= :now ORDER BY next_look_at, order_id LIMIT :limit
)sql";

struct Table {
    static constexpr const char* kind = "payment_link";
    static constexpr bool versioned = true;
    static constexpr const char* insert = insert_one;
    static constexpr const char* update = update_if_unchanged;

    static const std::string& id(const billing::PaymentLink& row) { return row.order_id.text(); }

    template <class Put>
    static void columns(const billing::PaymentLink& row, Put put) {
        put(":order_id", row.order_id);
        put(":charge", row.charge);
        put(":customer", row.customer);
        put(":name", row.name);
        put(":amount", row.amount);
        put(":tax_free", row.tax_free);
        put(":send_by", row.send_by);
        put(":lives", row.lives);
        put(":expires_at", row.expires_at);
        put(":state", billing::link_state_names.of(row.state));
        put(":link_id", row.link_id);
        put(":url", row.url);
        put(":request_id", row.request_id);
        put(":order_number", row.order_number);
        put(":receipt", row.receipt);
        put(":times_sent", row.times_sent);
        put(":remind_at", row.remind_at);
        put(":next_act", billing::next_act_names.of(row.next_act));
        put(":next_look_at", row.next_look_at);
        put(":looks", row.looks);
        put(":created_at", row.created_at);
        put(":sent_at", row.sent_at);
        put(":closed_at", row.closed_at);
        put(":code", row.code);
    }
};

billing::PaymentLink read(Row& row) {
    return {
        .order_id = row.id<billing::OrderId>(),
        .charge = row.maybe_number<billing::ChargeNumber>(),
        .customer = row.maybe_id<billing::CustomerId>(),
        .name = row.text(),
        .amount = row.won(),
        .tax_free = row.won(),
        .send_by = row.text(),
        .lives = row.maybe_seconds(),
        .expires_at = row.instant(),
        .state = row.word(billing::link_state_names),
        .link_id = row.maybe_id<billing::LinkId>(),
        .url = row.text(),
        .request_id = row.text(),
        .order_number = row.text(),
        .receipt = row.maybe_id<billing::ReceiptId>(),
        .times_sent = row.small(),
        .remind_at = row.maybe_instant(),
        .next_act = row.word(billing::next_act_names),
        .next_look_at = row.maybe_instant(),
        .looks = row.small(),
        .created_at = row.instant(),
        .sent_at = row.maybe_instant(),
        .closed_at = row.maybe_instant(),
        .code = row.text(),
        .version = row.integer(),
    };
}

}  // namespace

void put_payment_link(Writer& writer, billing::PaymentLink& row, const ports::Cause& cause) {
    put_row<Table>(writer, row, cause);
}

std::optional<billing::PaymentLink> find_payment_link(
    Connection& connection, const billing::OrderId& id
) {
    return Query{connection, select_one}.bind(":order_id", id).first(read);
}

std::vector<billing::PaymentLink> payment_link_page(
    Connection& connection, const std::string& state, const ports::Page& page
) {
    Query query{connection, select_page};
    return page_of(query.bind(":state", state), page, read);
}

std::vector<billing::PaymentLink> payment_links_due(
    Connection& connection, Instant now, int limit
) {
    return Query{connection, select_due}.bind(":now", now).bind(":limit", limit).all(read);
}

}  // namespace maedal::sqlite
