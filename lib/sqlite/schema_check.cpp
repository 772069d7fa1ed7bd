#include "sqlite/schema_check.hpp"

#include "sqlite/migrations.hpp"
#include "sqlite/query.hpp"

#include <map>
#include <string>

namespace maedal::sqlite {
namespace {

/// What SQLite keeps for itself, as statistics after an ANALYZE, is not ours.
constexpr const char* select_schema = R"sql(
    SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema
     WHERE name NOT LIKE 'sqlite\_%' ESCAPE '\'
    UNION ALL SELECT 'charge_edge ' || from_state, group_concat(to_state) FROM (
        SELECT * FROM charge_edge ORDER BY 1, 2) GROUP BY from_state
    UNION ALL SELECT 'attempt_edge ' || from_state, group_concat(to_state) FROM (
        SELECT * FROM attempt_edge ORDER BY 1, 2) GROUP BY from_state
    UNION ALL SELECT 'refund_edge ' || from_state, group_concat(to_state) FROM (
        SELECT * FROM refund_edge ORDER BY 1, 2) GROUP BY from_state
    UNION ALL SELECT 'payment_link_edge ' || from_state, group_concat(to_state) FROM (
        SELECT * FROM payment_link_edge ORDER BY 1, 2) GROUP BY from_state
    UNION ALL SELECT 'errand_edge ' || from_state, group_concat(to_state) FROM (
        SELECT * FROM errand_edge ORDER BY 1, 2) GROUP BY from_state
)sql";

using Schema = std::map<std::string, std::string>;

Schema schema_in(Connection& connection) {
    Schema schema;
    Query query{connection, select_schema};
    while (query.step()) {
        Row row = query.row();
        std::string name = row.text();
        schema.emplace(std::move(name), row.text());
    }
    return schema;
}

Schema schema_of_this_binary() {
    Connection memory{":memory:", Access::read_write, {}};
    const Connection::SchemaOpen open{memory};
    for (const auto& migration : migrations)
        memory.run(migration.sql);
    return schema_in(memory);
}

}  // namespace

std::vector<ports::Violation> schema_faults(Connection& connection, int limit) {
    const Schema expected = schema_of_this_binary(), found = schema_in(connection);
    std::vector<ports::Violation> faults;
    const auto note = [&](const std::string& name, const char* what) {
        if (std::ssize(faults) < limit) faults.push_back({"file.schema", name, "", what});
    };
    for (const auto& [name, sql] : expected) {
        const auto there = found.find(name);
        if (there == found.end())
            note(name, "it is missing");
        else if (there->second != sql)
            note(name, "it is not as this version of maedal makes it");
    }
    for (const auto& [name, sql] : found)
        if (!expected.contains(name)) note(name, "this version of maedal does not make it");
    return faults;
}

}  // namespace maedal::sqlite
