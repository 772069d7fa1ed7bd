#include "sqlite/code_rows.hpp"

#define COLUMNS "call, code, meaning, seen, first_at, last_at, reason, version "

namespace maedal::sqlite {
namespace {

constexpr const char* insert_one = "INSERT INTO gateway_code (" COLUMNS
                                   ")"
                                   R"sql(
    VALUES (:call, :code, :meaning, :seen, :first_at, :last_at, :reason, 1)
)sql";

constexpr const char* update_if_unchanged = R"sql(
    UPDATE gateway_code
       SET meaning = :meaning, seen = :seen, first_at = :first_at, last_at = :last_at,
           reason = :reason, version = version + 1
     WHERE call = :call AND code = :code AND version = :version
)sql";

constexpr const char* select_one =
    "SELECT " COLUMNS "FROM gateway_code WHERE call = :call AND code = :code";

constexpr const char* select_all =
    "SELECT " COLUMNS "FROM gateway_code ORDER BY call, code LIMIT 10000";

struct Table {
    static constexpr const char* kind = "gateway_code";
    static constexpr bool versioned = true;
    static constexpr const char* insert = insert_one;
    static constexpr const char* update = update_if_unchanged;

    static std::string id(const billing::GatewayCode& row) { return row.call + "." + row.code; }

    template <class Put>
    static void columns(const billing::GatewayCode& row, Put put) {
        put(":call", row.call);
        put(":code", row.code);
        put(":meaning", billing::code_meaning_names.of(row.meaning));
        put(":seen", row.seen);
        put(":first_at", row.first_at);
        put(":last_at", row.last_at);
        put(":reason", row.reason);
    }
};

billing::GatewayCode read(Row& row) {
    return {
        .call = row.text(),
        .code = row.text(),
        .meaning = row.word(billing::code_meaning_names),
        .seen = row.integer(),
        .first_at = row.instant(),
        .last_at = row.instant(),
        .reason = row.text(),
        .version = row.integer(),
    };
}

}  // namespace

void put_gateway_code(Writer& writer, billing::GatewayCode& row, const ports::Cause& cause) {
    put_row<Table>(writer, row, cause);
}

std::optional<billing::GatewayCode> find_gateway_code(
    Connection& connection, const std::string& call, const std::string& code
) {
    return Query{connection, select_one}.bind(":call", call).bind(":code", code).first(read);
}

std::vector<billing::GatewayCode> all_gateway_codes(Connection& connection) {
    return Query{connection, select_all}.all(read);
}

}  // namespace maedal::sqlite
