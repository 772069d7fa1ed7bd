#include "sqlite/raw_rows.hpp"

#include "sqlite/image.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <mutex>
#include <set>

namespace maedal::sqlite {
namespace {

constexpr const char* select_key_columns =
    "SELECT name FROM pragma_table_info(:table) WHERE pk > 0 ORDER BY pk";
constexpr const char* select_tables =
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE "
    "'\\' "
    "ORDER BY name";

bool plain_name(std::string_view name) {
    return name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos;
}

std::string_view bytes_of(sqlite3_stmt* statement, int column) {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
    return size == 0 ? std::string_view{} : std::string_view{bytes, size};
}

void put_raw(Image& image, std::string_view name, sqlite3_stmt* statement, int column) {
    switch (sqlite3_column_type(statement, column)) {
        case SQLITE_NULL:
            image.put(name, std::optional<std::int64_t>{});
            return;
        case SQLITE_INTEGER:
            image.put(name, std::int64_t{sqlite3_column_int64(statement, column)});
            return;
        case SQLITE_BLOB:
            image.put(name, Cell::blob(bytes_of(statement, column)));
            return;
        default:
            image.put(name, bytes_of(statement, column));
    }
}

}  // namespace

const char* RawRows::kept_text(std::string sql) {
    static std::mutex door;  // the writer's thread and the reader's
    static std::set<std::string> texts;
    const std::lock_guard one{door};
    return texts.insert(std::move(sql)).first->c_str();
}

const std::string& RawRows::key_of(const std::string& table) {
    if (const auto found = keys_.find(table); found != keys_.end()) return found->second;
    std::string key;
    Query query{connection_, select_key_columns};
    query.bind(":table", table);
    while (query.step()) {
        Row row = query.row();
        if (!key.empty()) key += " || '.' || ";
        key += table + '.' + row.text();  // journal has a column "number" of its own
    }
    return keys_.emplace(table, std::move(key)).first->second;
}

bool RawRows::knows(const std::string& table) {
    return plain_name(table) && !key_of(table).empty();
}

std::optional<std::string> RawRows::image(
    const std::string& table, std::string_view id, const ImageFields& like
) {
    std::string columns;
    for (const auto& [name, value] : like) {
        if (!plain_name(name)) return std::nullopt;
        if (!columns.empty()) columns += ", ";
        columns += name;
    }
    const char* sql =
        kept_text(fmt::format("SELECT {} FROM {} WHERE {} = :id", columns, table, key_of(table)));
    Query query{connection_, sql};
    query.bind(":id", id);
    if (!query.step()) return std::nullopt;
    auto* const statement = connection_.kept(sql).handle();
    Image image;
    int column = 0;
    for (const auto& [name, value] : like)
        put_raw(image, name, statement, column++);
    return image.take();
}

std::vector<std::string> RawRows::unknown_to_journal(const std::string& table, int limit) {
    const char* sql = kept_text(fmt::format(
        "SELECT '{0}:' || {1} FROM {0} WHERE NOT EXISTS "
        "(SELECT 1 FROM journal WHERE subject = '{0}:' || {1}) LIMIT :limit",
        table,
        key_of(table)
    ));
    return Query{connection_, sql}.bind(":limit", limit).all([](Row& row) { return row.text(); });
}

std::vector<std::string> RawRows::tables() {
    return Query{connection_, select_tables}.all([](Row& row) { return row.text(); });
}

}  // namespace maedal::sqlite
