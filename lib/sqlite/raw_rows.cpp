#include "sqlite/raw_rows.hpp"

#include "sqlite/image.hpp"

#include <SQLiteCpp/Column.h>
#include <fmt/format.h>

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

void put_raw(Image& image, std::string_view name, const SQLite::Column& column) {
    if (column.isNull())
        image.put(name, std::optional<std::int64_t>{});
    else if (column.isInteger())
        image.put(name, column.getInt64());
    else if (column.isBlob())
        image.put(name, Cell::blob(column.getString()));
    else
        image.put(name, column.getString());
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
    auto& statement = connection_.kept(sql).statement;
    Image image;
    int column = 0;
    for (const auto& [name, value] : like)
        put_raw(image, name, statement.getColumn(column++));
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
