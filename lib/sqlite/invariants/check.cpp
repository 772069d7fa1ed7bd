#include "sqlite/invariants/check.hpp"

#include "base/contract.hpp"
#include "sqlite/image.hpp"
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
// CROSS JOIN keeps SQLite from beginning anywhere but at the touched rows.
constexpr Scope scopes[]{
    {"$charges",
     "charge AS c",
     "json_each(:touched) AS t CROSS JOIN charge AS c ON c.number = t.value",
     true},
    {"$attempts",
     "attempt AS a",
     "json_each(:touched) AS t CROSS JOIN attempt AS a ON a.charge = t.value",
     true},
    {"$receipts",
     "receipt AS r",
     "json_each(:touched) AS t CROSS JOIN attempt AS o ON o.charge = t.value "
     "CROSS JOIN receipt AS r ON r.order_id = o.order_id",
     true},
    {"$refunds",
     "refund AS back CROSS JOIN receipt AS r ON r.id = back.receipt",
     "json_each(:touched) AS t CROSS JOIN attempt AS o ON o.charge = t.value "
     "CROSS JOIN receipt AS r ON r.order_id = o.order_id "
     "CROSS JOIN refund AS back ON back.receipt = r.id",
     true},
    {"$called_twice",
     "(SELECT subject AS order_id FROM gateway_call GROUP BY subject HAVING count(*) > 1) AS a",
     "json_each(:touched) AS t CROSS JOIN attempt AS a ON a.charge = t.value",
     true},
    {"$keys",
     "billing_key AS k",
     "json_each(:touched) AS t CROSS JOIN billing_key AS k ON k.id = t.value",
     false,
     true},
    {"$subscriptions",
     "subscription AS s",
     "json_each(:touched) AS t CROSS JOIN subscription AS s ON s.id = t.value",
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

std::vector<ports::Violation> ask(
    Connection& connection,
    const char* name,
    const std::string& sql,
    const ports::Yardstick& yardstick,
    const std::string& touched,
    int limit
) {
    Query query{connection, sql.c_str()};
    const auto asks_for = [&](const char* parameter) {
        return sql.find(parameter) != std::string::npos;
    };
    query.bind(":limit", limit);
    if (asks_for(":touched")) query.bind(":touched", touched);
    if (asks_for(":now")) query.bind(":now", yardstick.now);
    if (asks_for(":awake_since")) query.bind(":awake_since", yardstick.awake_since);
    if (asks_for(":window")) query.bind(":window", yardstick.timing.doubt_window);
    if (asks_for(":repeats_allowed"))
        query.bind(":repeats_allowed", yardstick.order_id_rule == billing::OrderIdRule::reserve);
    return query.all([&](Row& row) {
        return ports::Violation{name, row.text(), row.text(), row.text()};
    });
}

template <class Numbers>
std::string json_numbers(const Numbers& numbers) {
    return fmt::format("[{}]", fmt::join(numbers, ","));
}

std::string json_texts(const std::set<std::string>& texts) {
    std::string json = "[";
    for (const auto& text : texts) {
        if (json.size() > 1) json += ',';
        json += json_text(text);
    }
    return json + "]";
}

constexpr const char* select_charge_of_order = "SELECT charge FROM attempt WHERE order_id = :id";
constexpr const char* select_charge_of_receipt = R"sql(
    SELECT charge FROM receipt AS r JOIN attempt AS a ON a.order_id = r.order_id WHERE r.id = :id
)sql";

std::set<std::int64_t> charges_of(Connection& connection, const Touched& touched) {
    std::set<std::int64_t> charges = touched.charges;
    const auto follow = [&](const char* sql, const std::set<std::string>& ids) {
        for (const auto& id : ids) {
            const auto charge = Query{connection, sql}.bind(":id", id).first([](Row& row) {
                return row.integer();
            });
            if (charge) charges.insert(*charge);
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
    return {
        name,
        invariant.promise,
        ask(connection, invariant.name, question->whole, yardstick, {}, limit),
        {}};
}

std::vector<ports::Violation> check_touched(
    Connection& connection, const Touched& touched, const ports::Yardstick& yardstick
) {
    constexpr int found_max = 20;  // of one invariant: enough to say what is wrong
    const auto charge_numbers = charges_of(connection, touched);
    const std::string charges = json_numbers(charge_numbers), keys = json_texts(touched.keys),
                      subscriptions = json_texts(touched.subscriptions);
    std::vector<ports::Violation> found;
    for (const auto& question : questions()) {
        if (!question.scope) continue;
        const Scope& scope = *question.scope;
        if (scope.by_charge && charge_numbers.empty()) continue;
        if (scope.by_key && touched.keys.empty()) continue;
        if (scope.by_subscription && touched.subscriptions.empty()) continue;
        const auto& rows = scope.by_charge ? charges : scope.by_key ? keys : subscriptions;
        auto some =
            ask(connection, question.invariant->name, question.touched, yardstick, rows, found_max);
        std::move(some.begin(), some.end(), std::back_inserter(found));
    }
    auto planned = check_planned(connection, touched.subscriptions, yardstick);
    std::move(planned.begin(), planned.end(), std::back_inserter(found));
    return found;
}

}  // namespace maedal::sqlite
