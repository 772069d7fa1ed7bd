#include "sqlite/finding_rows.hpp"

#define COLUMNS "question, answer, evidence, found_at, version "

namespace maedal::sqlite {
namespace {

constexpr const char* insert_one = "INSERT INTO finding (" COLUMNS
                                   ")"
                                   R"sql(
    VALUES (:question, :answer, :evidence, :found_at, 1)
)sql";

constexpr const char* update_if_unchanged = R"sql(
    UPDATE finding
       SET answer = :answer, evidence = :evidence, found_at = :found_at, version = version + 1
     WHERE question = :question AND version = :version
)sql";

constexpr const char* select_one = "SELECT " COLUMNS "FROM finding WHERE question = :question";

constexpr const char* select_all = "SELECT " COLUMNS "FROM finding ORDER BY question LIMIT 10000";

struct Table {
    static constexpr const char* kind = "finding";
    static constexpr bool versioned = true;
    static constexpr const char* insert = insert_one;
    static constexpr const char* update = update_if_unchanged;

    static const std::string& id(const billing::Finding& row) { return row.question; }

    template <class Put>
    static void columns(const billing::Finding& row, Put put) {
        put(":question", row.question);
        put(":answer", row.answer);
        put(":evidence", row.evidence);
        put(":found_at", row.found_at);
    }
};

billing::Finding read(Row& row) {
    return {
        .question = row.text(),
        .answer = row.text(),
        .evidence = row.text(),
        .found_at = row.instant(),
        .version = row.integer(),
    };
}

}  // namespace

void put_finding(Writer& writer, billing::Finding& row, const ports::Cause& cause) {
    put_row<Table>(writer, row, cause);
}

std::optional<billing::Finding> find_finding(Connection& connection, const std::string& question) {
    return Query{connection, select_one}.bind(":question", question).first(read);
}

std::vector<billing::Finding> all_findings(Connection& connection) {
    return Query{connection, select_all}.all(read);
}

}  // namespace maedal::sqlite
