#include "sqlite/gateway_call_rows.hpp"

#define COLUMNS "number, kind, subject, intent_at, closed_at, outcome, code "

namespace maedal::sqlite {
namespace {

constexpr const char* insert_one = "INSERT INTO gateway_call (" COLUMNS
                                   ")"
                                   R"sql(
    VALUES (:number, :kind, :subject, :intent_at, :closed_at, :outcome, :code)
)sql";

constexpr const char* update_if_open = R"sql(
    UPDATE gateway_call SET closed_at = :closed_at, outcome = :outcome, code = :code
     WHERE number = :number AND closed_at IS NULL
)sql";

constexpr const char* select_last_number = "SELECT coalesce(max(number), 0) FROM gateway_call";

constexpr const char* select_one = "SELECT " COLUMNS "FROM gateway_call WHERE number = :number";

constexpr const char* select_of_subject =
    "SELECT " COLUMNS "FROM gateway_call WHERE subject = :subject ORDER BY number";

constexpr const char* select_open =
    "SELECT " COLUMNS "FROM gateway_call WHERE closed_at IS NULL ORDER BY number";

// Only what was sent once: of what was sent again another call may have been the one carried out.
// Money under an attempt that a person has ended counts too, and a decline of what was executed:
// a code that has declined it has been decided before, and stands in the attempt.
constexpr const char* select_carried_out = R"sql(
    SELECT call.subject FROM gateway_call AS call JOIN attempt AS a ON a.order_id = call.subject
     WHERE call.kind = :kind AND call.code = :code
       AND (a.state IN ('reserved', 'paid', 'revoking', 'revoked')
            OR EXISTS (SELECT 1 FROM receipt AS money WHERE money.order_id = call.subject)
            OR (a.state = 'declined' AND a.method = 'reservation' AND call.outcome = 'in_doubt'
                AND a.code <> call.code))
       AND (SELECT count(*) FROM gateway_call AS sent
             WHERE sent.subject = call.subject AND sent.kind IN ('reserve', 'pay')) = 1
     ORDER BY call.number LIMIT 1
)sql";

constexpr const char* select_busiest_hour = R"sql(
    SELECT coalesce(max(calls), 0) FROM (
        SELECT count(*) AS calls FROM gateway_call
         WHERE intent_at >= :from AND intent_at < :to GROUP BY intent_at / 3600)
)sql";

struct Table {
    static constexpr const char* kind = "gateway_call";
    static constexpr const char* insert = insert_one;

    static std::string id(const ports::GatewayCall& row) { return std::to_string(row.number); }

    template <class Put>
    static void columns(const ports::GatewayCall& row, Put put) {
        put(":number", row.number);
        put(":kind", row.kind);
        put(":subject", row.subject);
        put(":intent_at", row.intent_at);
        put(":closed_at", row.closed_at);
        put(":outcome", row.outcome);
        put(":code", row.code);
    }
};

ports::GatewayCall read(Row& row) {
    return {
        .number = row.integer(),
        .kind = row.text(),
        .subject = row.text(),
        .intent_at = row.instant(),
        .closed_at = row.maybe_instant(),
        .outcome = row.text(),
        .code = row.text(),
    };
}

}  // namespace

void add_gateway_call(Writer& writer, ports::GatewayCall& row, const ports::Cause& cause) {
    const auto last = Query{writer.connection, select_last_number}.first([](Row& found) {
        return found.integer();
    });
    row.number = last.value_or(0) + 1;
    run_on_row<Table>(writer, Table::insert, row, false);
    journal_row<Table>(writer, row, cause);
}

std::string close_gateway_call(
    Writer& writer,
    std::int64_t number,
    const std::string& outcome,
    const std::string& code,
    const ports::Cause& cause
) {
    Query{writer.connection, update_if_open}
        .bind(":closed_at", cause.at)
        .bind(":outcome", outcome)
        .bind(":code", code)
        .bind(":number", number)
        .exec_changes(1, fmt::format("gateway_call {}", number));
    const auto row = Query{writer.connection, select_one}.bind(":number", number).first(read);
    journal_row<Table>(writer, *row, cause);
    return row->subject;
}

std::vector<ports::GatewayCall> gateway_calls_of(
    Connection& connection, const std::string& subject
) {
    return Query{connection, select_of_subject}.bind(":subject", subject).all(read);
}

std::optional<billing::OrderId> order_carried_out_with_code(
    Connection& connection, const std::string& kind, const std::string& code
) {
    return Query{connection, select_carried_out}
        .bind(":kind", kind)
        .bind(":code", code)
        .first([](Row& row) { return billing::OrderId{row.text()}; });
}

std::int64_t busiest_hour_between(Connection& connection, Instant from, Instant to) {
    const auto most = Query{connection, select_busiest_hour}
                          .bind(":from", from)
                          .bind(":to", to)
                          .first([](Row& row) { return row.integer(); });
    return most.value_or(0);
}

std::vector<ports::GatewayCall> open_gateway_calls(Connection& connection) {
    return Query{connection, select_open}.all(read);
}

}  // namespace maedal::sqlite
