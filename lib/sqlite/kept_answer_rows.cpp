#include "sqlite/kept_answer_rows.hpp"

namespace maedal::sqlite {
namespace {

constexpr const char* insert_one = R"sql(
    INSERT INTO kept_answer (key, request, status, body, at, seal)
    VALUES (:key, :request, :status, :body, :at,
            seal_of('kept_answer', :key, :request, :status, :body, :at))
)sql";

constexpr const char* select_one = R"sql(
    SELECT key, request, status, body, at FROM kept_answer WHERE key = :key
)sql";

// Those of a book are kept: it may be loaded again at any time, and would make all of it anew.
constexpr const char* delete_old = R"sql(
    DELETE FROM kept_answer WHERE key IN (
        SELECT key FROM kept_answer WHERE at < :before AND key NOT GLOB 'book-*'
         ORDER BY at LIMIT :limit)
)sql";

}  // namespace

void add_kept_answer(Connection& connection, const ports::KeptAnswer& row) {
    Query{connection, insert_one}
        .bind(":key", row.key)
        .bind(":request", row.request)
        .bind(":status", row.status)
        .bind(":body", row.body)
        .bind(":at", row.at)
        .exec_changes(1, "kept_answer");
}

std::optional<ports::KeptAnswer> find_kept_answer(Connection& connection, const std::string& key) {
    return Query{connection, select_one}.bind(":key", key).first([](Row& row) {
        return ports::KeptAnswer{
            .key = row.text(),
            .request = row.text(),
            .status = row.small(),
            .body = row.text(),
            .at = row.instant(),
        };
    });
}

int forget_kept_answers(Connection& connection, Instant before, int limit) {
    return Query{connection, delete_old}.bind(":before", before).bind(":limit", limit).exec();
}

}  // namespace maedal::sqlite
