#include "sqlite/notice_rows.hpp"

#include <fmt/format.h>

#define COLUMNS "number, digest, receipt_id, order_id, type, received_at, next_look_at, looks "

namespace maedal::sqlite {
namespace {

constexpr const char* insert_if_new = R"sql(
    INSERT INTO notice (digest, receipt_id, order_id, type, received_at, next_look_at, looks, seal)
    VALUES (:digest, :receipt_id, :order_id, :type, :received_at, :next_look_at, :looks,
            seal_of('notice', :digest, :receipt_id, :order_id, :type, :received_at, :next_look_at,
                    :looks))
        ON CONFLICT (digest) DO NOTHING
)sql";

constexpr const char* update_one = R"sql(
    UPDATE notice
       SET digest = :digest, receipt_id = :receipt_id, order_id = :order_id, type = :type,
           received_at = :received_at, next_look_at = :next_look_at, looks = :looks,
           seal = seal_of('notice', :digest, :receipt_id, :order_id, :type, :received_at,
                          :next_look_at, :looks)
     WHERE number = :number
)sql";

constexpr const char* select_one = "SELECT " COLUMNS "FROM notice WHERE number = :number";

constexpr const char* select_due = "SELECT " COLUMNS R"sql(
      FROM notice WHERE next_look_at <= :now ORDER BY next_look_at, number LIMIT :limit
)sql";

constexpr const char* delete_old = R"sql(
    DELETE FROM notice WHERE number IN (
        SELECT number FROM notice WHERE next_look_at IS NULL AND received_at < :before
         ORDER BY received_at LIMIT :limit)
)sql";

void bind_columns(Query& query, const ports::Notice& row) {
    query.bind(":digest", row.digest)
        .bind(":receipt_id", row.receipt_id)
        .bind(":order_id", row.order_id)
        .bind(":type", row.type)
        .bind(":received_at", row.received_at)
        .bind(":next_look_at", row.next_look_at)
        .bind(":looks", row.looks);
}

ports::Notice read(Row& row) {
    return {
        .number = row.integer(),
        .digest = row.text(),
        .receipt_id = row.text(),
        .order_id = row.text(),
        .type = row.text(),
        .received_at = row.instant(),
        .next_look_at = row.maybe_instant(),
        .looks = row.small(),
    };
}

}  // namespace

bool add_notice(Connection& connection, ports::Notice& row) {
    Query insert{connection, insert_if_new};
    bind_columns(insert, row);
    if (insert.exec() == 0) return false;
    row.number = connection.last_row_number();
    return true;
}

void store_notice(Connection& connection, const ports::Notice& row) {
    Query update{connection, update_one};
    bind_columns(update, row);
    update.bind(":number", row.number).exec_changes(1, fmt::format("notice {}", row.number));
}

std::optional<ports::Notice> find_notice(Connection& connection, std::int64_t number) {
    return Query{connection, select_one}.bind(":number", number).first(read);
}

std::vector<ports::Notice> notices_due(Connection& connection, Instant now, int limit) {
    return Query{connection, select_due}.bind(":now", now).bind(":limit", limit).all(read);
}

int forget_notices(Connection& connection, Instant before, int limit) {
    return Query{connection, delete_old}.bind(":before", before).bind(":limit", limit).exec();
}

}  // namespace maedal::sqlite
