#include "sqlite/refund_rows.hpp"

#include "sqlite/page.hpp"

#define COLUMNS                                                                            \
    "id, receipt, amount, reason, state, refunded_before, next_look_at, next_act, looks, " \
    "created_at, closed_at, code, version, tax_free "

namespace maedal::sqlite {
namespace {

constexpr const char* insert_one = "INSERT INTO refund (" COLUMNS
                                   ")"
                                   R"sql(
    VALUES (:id, :receipt, :amount, :reason, :state, :refunded_before, :next_look_at, :next_act,
            :looks, :created_at, :closed_at, :code, 1, :tax_free)
)sql";

constexpr const char* update_if_unchanged = R"sql(
    UPDATE refund
       SET receipt = :receipt, amount = :amount, reason = :reason, state = :state,
           refunded_before = :refunded_before, next_look_at = :next_look_at, next_act = :next_act,
           looks = :looks, created_at = :created_at, closed_at = :closed_at, code = :code,
           tax_free = :tax_free, version = version + 1
     WHERE id = :id AND version = :version
)sql";

constexpr const char* select_one = "SELECT " COLUMNS "FROM refund WHERE id = :id";

constexpr const char* select_of_receipt =
    "SELECT " COLUMNS "FROM refund WHERE receipt = :receipt ORDER BY created_at, id";

constexpr const char* select_page =
    "SELECT " COLUMNS "FROM refund WHERE id > :after ORDER BY id LIMIT :limit";

constexpr const char* select_due = "SELECT " COLUMNS R"sql(
      FROM refund WHERE next_look_at <= :now ORDER BY next_look_at, id LIMIT :limit
)sql";

struct Table {
    static constexpr const char* kind = "refund";
    static constexpr bool versioned = true;
    static constexpr const char* insert = insert_one;
    static constexpr const char* update = update_if_unchanged;

    static const std::string& id(const billing::Refund& row) { return row.id.text(); }

    template <class Put>
    static void columns(const billing::Refund& row, Put put) {
        put(":id", row.id);
        put(":receipt", row.receipt);
        put(":amount", row.amount);
        put(":reason", row.reason);
        put(":state", billing::refund_state_names.of(row.state));
        put(":refunded_before", row.refunded_before);
        put(":next_look_at", row.next_look_at);
        put(":next_act", billing::next_act_names.of(row.next_act));
        put(":looks", row.looks);
        put(":created_at", row.created_at);
        put(":closed_at", row.closed_at);
        put(":code", row.code);
        put(":tax_free", row.tax_free);
    }
};

billing::Refund read(Row& row) {
    return {
        .id = row.id<billing::CancelId>(),
        .receipt = row.id<billing::ReceiptId>(),
        .amount = row.won(),
        .reason = row.text(),
        .state = row.word(billing::refund_state_names),
        .refunded_before = row.won(),
        .next_look_at = row.maybe_instant(),
        .next_act = row.word(billing::next_act_names),
        .looks = row.small(),
        .created_at = row.instant(),
        .closed_at = row.maybe_instant(),
        .code = row.text(),
        .version = row.integer(),
        .tax_free = row.maybe_won(),
    };
}

}  // namespace

void add_refund(Writer& writer, billing::Refund& row, const ports::Cause& cause) {
    add_row<Table>(writer, row, cause);
}

void store_refund(Writer& writer, billing::Refund& row, const ports::Cause& cause) {
    store_row<Table>(writer, row, cause);
}

std::optional<billing::Refund> find_refund(Connection& connection, const billing::CancelId& id) {
    return Query{connection, select_one}.bind(":id", id).first(read);
}

std::vector<billing::Refund> refunds_of_receipt(
    Connection& connection, const billing::ReceiptId& id
) {
    return Query{connection, select_of_receipt}.bind(":receipt", id).all(read);
}

std::vector<billing::Refund> refund_page(Connection& connection, const ports::Page& page) {
    Query query{connection, select_page};
    return page_of(query, page, read);
}

std::vector<billing::Refund> refunds_due(Connection& connection, Instant now, int limit) {
    return Query{connection, select_due}.bind(":now", now).bind(":limit", limit).all(read);
}

}  // namespace maedal::sqlite
