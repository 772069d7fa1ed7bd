#include "sqlite/breaker_rows.hpp"

#define COLUMNS \
    "name, kind, subscription, state, why, tripped_at, released_at, released_by, version "

namespace maedal::sqlite {
namespace {

constexpr const char* insert_one = "INSERT INTO breaker (" COLUMNS
                                   ")"
                                   R"sql(
    VALUES (:name, :kind, :subscription, :state, :why, :tripped_at, :released_at, :released_by, 1)
)sql";

constexpr const char* update_if_unchanged = R"sql(
    UPDATE breaker
       SET kind = :kind, subscription = :subscription, state = :state, why = :why,
           tripped_at = :tripped_at, released_at = :released_at, released_by = :released_by,
           version = version + 1
     WHERE name = :name AND version = :version
)sql";

constexpr const char* select_one = "SELECT " COLUMNS "FROM breaker WHERE name = :name";

constexpr const char* select_all = "SELECT " COLUMNS "FROM breaker ORDER BY name LIMIT 10000";

constexpr const char* select_tripped =
    "SELECT " COLUMNS "FROM breaker WHERE state = 'tripped' ORDER BY name";  // each of them stops

struct Table {
    static constexpr const char* kind = "breaker";
    static constexpr bool versioned = true;
    static constexpr const char* insert = insert_one;
    static constexpr const char* update = update_if_unchanged;

    static std::string id(const billing::Breaker& row) {
        return billing::breaker_name(row.kind, row.concerns);
    }

    template <class Put>
    static void columns(const billing::Breaker& row, Put put) {
        const std::string name = id(row);
        put(":name", name);
        put(":kind", billing::breaker_kind_names.of(row.kind));
        put(":subscription", row.concerns);
        put(":state", row.tripped ? "tripped" : "released");
        put(":why", row.why);
        put(":tripped_at", row.tripped_at);
        put(":released_at", row.released_at);
        put(":released_by", row.released_by);
    }
};

billing::Breaker read(Row& row) {
    static_cast<void>(row.text());  // the name is made of what follows
    return {
        .kind = row.word(billing::breaker_kind_names),
        .concerns = row.maybe_id<billing::SubscriptionId>(),
        .tripped = row.text() == "tripped",
        .why = row.text(),
        .tripped_at = row.instant(),
        .released_at = row.maybe_instant(),
        .released_by = row.text(),
        .version = row.integer(),
    };
}

}  // namespace

void put_breaker(Writer& writer, billing::Breaker& row, const ports::Cause& cause) {
    put_row<Table>(writer, row, cause);
}

std::optional<billing::Breaker> find_breaker(Connection& connection, const std::string& name) {
    return Query{connection, select_one}.bind(":name", name).first(read);
}

std::vector<billing::Breaker> all_breakers(Connection& connection, bool tripped_only) {
    return Query{connection, tripped_only ? select_tripped : select_all}.all(read);
}

}  // namespace maedal::sqlite
