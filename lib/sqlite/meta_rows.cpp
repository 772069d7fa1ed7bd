#include "sqlite/meta_rows.hpp"

#include <fmt/format.h>

namespace maedal::sqlite {
namespace {

// Without its seal: at the birth of a ledger there is none yet, a later migration gives it.
constexpr const char* insert_one = "INSERT INTO meta (name, value) VALUES (:name, :value)";

constexpr const char* put_one = R"sql(
    INSERT INTO meta (name, value, seal) VALUES (:name, :value, seal_of('meta', :name, :value))
        ON CONFLICT (name) DO UPDATE SET value = excluded.value, seal = excluded.seal
)sql";

constexpr const char* drop_one = "DELETE FROM meta WHERE name = :name";

constexpr const char* select_one = "SELECT value FROM meta WHERE name = :name";

constexpr const char* raise_counter = R"sql(
    UPDATE counter SET value = value + 1, seal = seal_of('counter', name, value + 1)
     WHERE name = 'id'
)sql";

constexpr const char* raise_counter_by = R"sql(
    UPDATE counter SET value = value + :count, seal = seal_of('counter', name, value + :count)
     WHERE name = 'id'
)sql";

constexpr const char* select_counter = "SELECT value FROM counter WHERE name = 'id'";

}  // namespace

void add_meta(Connection& connection, const std::string& name, const std::string& value) {
    Query{connection, insert_one}.bind(":name", name).bind(":value", value).exec_changes(1, name);
}

std::optional<std::string> find_meta(Connection& connection, const std::string& name) {
    return Query{connection, select_one}.bind(":name", name).first([](Row& row) {
        return row.text();
    });
}

void skip_counter(Connection& connection, std::int64_t count) {
    Query{connection, raise_counter_by}.bind(":count", count).exec_changes(1, "counter id");
}

void put_meta(Connection& connection, const std::string& name, const std::string& value) {
    Query{connection, put_one}.bind(":name", name).bind(":value", value).exec_changes(1, name);
}

void drop_meta(Connection& connection, const std::string& name) {
    Query{connection, drop_one}.bind(":name", name).exec();
}

std::string next_id(Connection& connection, std::string_view prefix) {
    Query{connection, raise_counter}.exec_changes(1, "counter id");
    const auto number =
        Query{connection, select_counter}.first([](Row& row) { return row.integer(); });
    return fmt::format("{}_{:06}", prefix, number.value_or(0));
}

}  // namespace maedal::sqlite
