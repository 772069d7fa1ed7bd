#include "sqlite/invariants/check.hpp"

#include "base/contract.hpp"
#include "sqlite/invariants/invariant.hpp"
#include "sqlite/invariants/planned.hpp"
#include "sqlite/meta_rows.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <memory>
#include <string_view>

namespace maedal::sqlite {
namespace {

/// What a word of invariant.hpp stands for.
struct Scope {
    std::string_view word;
    std::string_view whole;
    std::string_view touched;
    bool by_charge = false, by_key = false, by_subscription = false;
};
// CROSS JOIN keeps SQLite from beginning anywhere but at the touched row.
#define TOUCHED "(SELECT :touched AS value) AS t CROSS JOIN "
constexpr Scope scopes[]{
    {"$charges", "charge AS c", TOUCHED "charge AS c ON c.number = t.value", true},
    {"$attempts", "attempt AS a", TOUCHED "attempt AS a ON a.charge = t.value", true},
    {"$receipts",
     "receipt AS r",
     TOUCHED "attempt AS o ON o.charge = t.value "
             "CROSS JOIN receipt AS r ON r.order_id = o.order_id",
     true},
    {"$refunds",
     "refund AS back CROSS JOIN receipt AS r ON r.id = back.receipt",
     TOUCHED "attempt AS o ON o.charge = t.value "
             "CROSS JOIN receipt AS r ON r.order_id = o.order_id "
             "CROSS JOIN refund AS back ON back.receipt = r.id",
     true},
    {"$called_twice",
     "(SELECT subject AS order_id FROM gateway_call GROUP BY subject HAVING count(*) > 1) AS a",
     TOUCHED "attempt AS a ON a.charge = t.value",
     true},
    {"$keys", "billing_key AS k", TOUCHED "billing_key AS k ON k.id = t.value", false, true},
    {"$subscriptions",
     "subscription AS s",
     TOUCHED "subscription AS s ON s.id = t.value",
     false,
     false,
     true},
};

/// An invariant as it is asked: its two statements live as long as the process.
struct Question {
    const Invariant* invariant;
    const Scope* scope = nullptr;  ///< null: about the book as a whole
    std::string whole;
    std::string touched;
    bool asks_now = false, asks_awake_since = false, asks_window = false, asks_repeats = false;
};

std::string replaced(std::string text, std::string_view word, std::string_view by) {
    return text.replace(text.find(word), word.size(), by);
}

Question question_of(const Invariant& invariant) {
    Question question{&invariant, nullptr, invariant.query, {}};
    for (const auto& scope : scopes) {
        if (question.whole.find(scope.word) == std::string::npos) continue;
        question.scope = &scope;
        question.touched = replaced(question.whole, scope.word, scope.touched);
        question.whole = replaced(question.whole, scope.word, scope.whole);
        break;
    }
    const auto asks_for = [&](const char* parameter) {
        return question.whole.find(parameter) != std::string::npos;
    };
    question.asks_now = asks_for(":now");
    question.asks_awake_since = asks_for(":awake_since");
    question.asks_window = asks_for(":window");
    question.asks_repeats = asks_for(":repeats_allowed");
    question.whole += "\n     LIMIT :limit";
    question.touched += "\n     LIMIT :limit";
    return question;
}

const std::vector<Question>& questions() {
    static const std::vector<Question> list = [] {
        std::vector<Question> made;
        for (const auto& group : all_invariants())
            std::ranges::transform(group, std::back_inserter(made), question_of);
        return made;
    }();
    return list;
}

/// Adds what breaks it to `found`; `touched` is the row to ask about, or null for the whole book.
void ask(
    Connection& connection,
    const Question& question,
    const ports::Yardstick& yardstick,
    const Cell* touched,
    int limit,
    std::vector<ports::Violation>& found
) {
    Query query{connection, touched ? question.touched.c_str() : question.whole.c_str()};
    query.bind(":limit", limit);
    if (touched) query.bind(":touched", *touched);
    if (question.asks_now) query.bind(":now", yardstick.now);
    if (question.asks_awake_since) query.bind(":awake_since", yardstick.awake_since);
    if (question.asks_window) query.bind(":window", yardstick.timing.doubt_window);
    if (question.asks_repeats)
        query.bind(":repeats_allowed", yardstick.order_id_rule == billing::OrderIdRule::reserve);
    while (query.step()) {
        Row row = query.row();
        found.push_back({question.invariant->name, row.text(), row.text(), row.text()});
    }
}

constexpr const char* select_charge_of_order = "SELECT charge FROM attempt WHERE order_id = :id";
constexpr const char* select_charge_of_receipt = R"sql(
    SELECT charge FROM receipt AS r JOIN attempt AS a ON a.order_id = r.order_id WHERE r.id = :id
)sql";

std::map<std::int64_t, TouchedRows> charges_of(Connection& connection, const Touched& touched) {
    auto charges = touched.charges;
    const auto follow = [&](const char* sql, const std::map<std::string, TouchedRows>& ids) {
        for (const auto& [id, rows] : ids) {
            const auto charge = Query{connection, sql}.bind(":id", id).first([](Row& row) {
                return row.integer();
            });
            if (charge) charges[*charge] |= rows;
        }
    };
    follow(select_charge_of_order, touched.orders);
    follow(select_charge_of_receipt, touched.receipts);
    return charges;
}

/// order_id_of(subscription, period, attempt number); '' where there can be none.
void order_id_of(sqlite3_context* context, int, sqlite3_value** values) {
    const auto* installation = static_cast<const std::string*>(sqlite3_user_data(context));
    // The bytes of an unsigned char array may be read as signed ones.
    const auto* subscription = reinterpret_cast<const char*>(sqlite3_value_text(values[0]));
    const std::int64_t period = sqlite3_value_int64(values[1]);
    const int attempt = sqlite3_value_int(values[2]);
    if (subscription == nullptr || *subscription == '\0' || period < 0 || attempt <= 0 ||
        installation->empty()) {
        sqlite3_result_text(context, "", 0, SQLITE_STATIC);
        return;
    }
    const auto id =
        billing::order_id(*installation, billing::SubscriptionId{subscription}, period, attempt);
    sqlite3_result_text(
        context, id.text().data(), static_cast<int>(id.text().size()), SQLITE_TRANSIENT
    );
}

const PlannedInvariant* planned_of(std::string_view name) {
    for (const auto* planned : {&horizon_reached, &status_derived})
        if (planned->name == name) return planned;
    return nullptr;
}

}  // namespace

void learn_to_check(Connection& connection) {
    auto installation =
        std::make_unique<std::string>(find_meta(connection, "installation").value_or(""));
    // SQLite deletes it with the connection, and also when it refuses the function.
    const int code = sqlite3_create_function_v2(
        connection.handle(),
        "order_id_of",
        3,
        SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
        installation.release(),
        order_id_of,
        nullptr,
        nullptr,
        [](void* text) { delete static_cast<std::string*>(text); }
    );
    if (code != SQLITE_OK)
        connection.fail("it cannot be taught its functions", "start again; free memory first");
}

std::vector<std::string> invariant_names() {
    std::vector<std::string> names;
    for (const auto& question : questions())
        names.emplace_back(question.invariant->name);
    names.emplace_back(horizon_reached.name);
    names.emplace_back(status_derived.name);
    return names;
}

ports::VerifiedPart check_invariant(
    Connection& connection, const std::string& name, const ports::Yardstick& yardstick, int limit
) {
    if (const auto* planned = planned_of(name))
        return {name, planned->promise, check_planned(connection, *planned, yardstick, limit), {}};
    const auto& list = questions();
    const auto question = std::ranges::find_if(list, [&](const Question& one) {
        return name == one.invariant->name;
    });
    MAEDAL_EXPECTS(question != list.end());
    const auto& invariant = *question->invariant;
    ports::VerifiedPart part{name, invariant.promise, {}, {}};
    ask(connection, *question, yardstick, nullptr, limit, part.violations);
    return part;
}

std::vector<ports::Violation> check_touched(
    Connection& connection, const Touched& touched, const ports::Yardstick& yardstick
) {
    constexpr int found_max = 20;  // of one row: enough to say what is wrong
    const auto charges = charges_of(connection, touched);
    std::vector<ports::Violation> found;
    const auto ask_about = [&](const Question& question, const Cell& row) {
        ask(connection, question, yardstick, &row, found_max, found);
    };
    for (const auto& question : questions()) {
        if (!question.scope) continue;
        if (question.scope->by_charge)
            for (const auto& [charge, rows] : charges)
                if ((rows & question.invariant->hangs_on) != 0) ask_about(question, charge);
        if (question.scope->by_key)
            for (const auto& key : touched.keys)
                ask_about(question, key);
        if (question.scope->by_subscription)
            for (const auto& subscription : touched.subscriptions)
                ask_about(question, subscription);
    }
    auto planned = check_planned(connection, touched.subscriptions, yardstick);
    std::move(planned.begin(), planned.end(), std::back_inserter(found));
    return found;
}

}  // namespace maedal::sqlite
