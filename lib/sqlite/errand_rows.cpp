#include "sqlite/errand_rows.hpp"

#include "sqlite/page.hpp"

#define COLUMNS                                                                             \
    "id, kind, subject, customer, state, told, code, created_at, closed_at, next_look_at, " \
    "looks, version "

namespace maedal::sqlite {
namespace {

constexpr const char* insert_one = "INSERT INTO errand (" COLUMNS
                                   ")"
                                   R"sql(
    VALUES (:id, :kind, :subject, :customer, :state, :told, :code, :created_at, :closed_at,
            :next_look_at, :looks, 1)
)sql";

constexpr const char* update_if_unchanged = R"sql(
    UPDATE errand
       SET kind = :kind, subject = :subject, customer = :customer, state = :state, told = :told,
           code = :code, created_at = :created_at, closed_at = :closed_at,
           next_look_at = :next_look_at, looks = :looks, version = version + 1
     WHERE id = :id AND version = :version
)sql";

constexpr const char* select_one = "SELECT " COLUMNS "FROM errand WHERE id = :id";

// The very words of the partial index errand_under_way, or SQLite does not use it.
constexpr const char* select_open = "SELECT " COLUMNS R"sql(
      FROM errand INDEXED BY errand_under_way
     WHERE kind = :kind AND subject = :subject AND state IN ('sending', 'doubt')
)sql";

constexpr const char* select_page = "SELECT " COLUMNS R"sql(
      FROM errand WHERE id > :after AND (:state = '' OR state = :state) ORDER BY id LIMIT :limit
)sql";

constexpr const char* select_due = "SELECT " COLUMNS R"sql(
      FROM errand WHERE next_look_at <= :now ORDER BY next_look_at, id LIMIT :limit
)sql";

struct Table {
    static constexpr const char* kind = "errand";
    static constexpr bool versioned = true;
    static constexpr const char* insert = insert_one;
    static constexpr const char* update = update_if_unchanged;

    static const std::string& id(const billing::Errand& row) { return row.id; }

    template <class Put>
    static void columns(const billing::Errand& row, Put put) {
        put(":id", row.id);
        put(":kind", billing::errand_kind_names.of(row.kind));
        put(":subject", row.subject);
        put(":customer", row.customer);
        put(":state", billing::errand_state_names.of(row.state));
        put(":told", row.told);
        put(":code", row.code);
        put(":created_at", row.created_at);
        put(":closed_at", row.closed_at);
        put(":next_look_at", row.next_look_at);
        put(":looks", row.looks);
    }
};

billing::Errand read(Row& row) {
    return {
        .id = row.text(),
        .kind = row.word(billing::errand_kind_names),
        .subject = row.text(),
        .customer = row.text(),
        .state = row.word(billing::errand_state_names),
        .told = row.text(),
        .code = row.text(),
        .created_at = row.instant(),
        .closed_at = row.maybe_instant(),
        .next_look_at = row.maybe_instant(),
        .looks = row.small(),
        .version = row.integer(),
    };
}

}  // namespace

void add_errand(Writer& writer, billing::Errand& row, const ports::Cause& cause) {
    add_row<Table>(writer, row, cause);
}

void store_errand(Writer& writer, billing::Errand& row, const ports::Cause& cause) {
    store_row<Table>(writer, row, cause);
}

std::optional<billing::Errand> find_errand(Connection& connection, const std::string& id) {
    return Query{connection, select_one}.bind(":id", id).first(read);
}

std::optional<billing::Errand> find_open_errand(
    Connection& connection, billing::ErrandKind kind, const std::string& subject
) {
    return Query{connection, select_open}
        .bind(":kind", billing::errand_kind_names.of(kind))
        .bind(":subject", subject)
        .first(read);
}

std::vector<billing::Errand> errand_page(
    Connection& connection, const std::string& state, const ports::Page& page
) {
    Query query{connection, select_page};
    return page_of(query.bind(":state", state), page, read);
}

std::vector<billing::Errand> errands_due(Connection& connection, Instant now, int limit) {
    return Query{connection, select_due}.bind(":now", now).bind(":limit", limit).all(read);
}

}  // namespace maedal::sqlite
