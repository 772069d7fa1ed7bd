#include "sqlite/verify.hpp"

#include "base/contract.hpp"
#include "sqlite/invariants/check.hpp"
#include "sqlite/journal_rows.hpp"
#include "sqlite/query.hpp"

#include <fmt/format.h>

#include <iterator>

namespace maedal::sqlite {
namespace {

using Violations = std::vector<ports::Violation>;

constexpr const char* select_integrity =
    "SELECT integrity_check FROM pragma_integrity_check(:limit)";
constexpr const char* select_orphans = R"sql(
    SELECT "table", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2 LIMIT :limit
)sql";

Violations broken_pages(Connection& connection, int limit) {
    Violations found;
    Query query{connection, select_integrity};
    query.bind(":limit", limit);
    while (query.step()) {
        Row row = query.row();
        std::string verdict = row.text();
        if (verdict != "ok") found.push_back({"file.integrity", "file", "", std::move(verdict)});
    }
    return found;
}

Violations orphans(Connection& connection, int limit) {
    return Query{connection, select_orphans}.bind(":limit", limit).all([](Row& row) {
        const std::string table = row.text(), parent = row.text();
        return ports::Violation{
            "file.references",
            table,
            "",
            fmt::format("{} of its rows name a {} that is not there", row.integer(), parent)};
    });
}

Violations broken_chain(Connection& connection, int) {
    const auto number = first_broken_entry(connection);
    if (!number) return {};
    return {
        {"history.chain",
         fmt::format("journal:{}", *number),
         "",
         "this entry is missing, or does not agree with its hash: it was changed by other hands"}};
}

struct Part {
    const char* name;
    const char* promise;
    Violations (*check)(Connection& connection, int limit);
};
constexpr Part parts[]{
    {"file.integrity",
     "Every page of the file is whole, and every index agrees with its table.",
     broken_pages},
    {"file.references", "Every row that another one names is there.", orphans},
    {"history.chain", "No entry of the journal was changed or taken out.", broken_chain},
};

}  // namespace

std::vector<ports::Violation> all_violations(
    Connection& connection, const ports::Yardstick& yardstick, int limit
) {
    Violations found;
    for (const auto& name : invariant_names()) {
        const int left = limit - static_cast<int>(found.size());
        if (left <= 0) break;
        auto some = check_invariant(connection, name, yardstick, left).violations;
        std::move(some.begin(), some.end(), std::back_inserter(found));
    }
    return found;
}

std::vector<std::string> names_of_parts() {
    std::vector<std::string> names;
    for (const auto& part : parts)
        names.emplace_back(part.name);
    for (auto& name : invariant_names())
        names.push_back(std::move(name));
    return names;
}

ports::VerifiedPart verified_part(
    Connection& connection, const std::string& name, const ports::Yardstick& yardstick, int limit
) {
    using std::chrono::steady_clock;
    const auto began = steady_clock::now();
    ports::VerifiedPart verified;
    bool known = false;
    for (const auto& part : parts) {
        if (name != part.name) continue;
        verified = {name, part.promise, part.check(connection, limit), {}};
        known = true;
    }
    if (!known) verified = check_invariant(connection, name, yardstick, limit);
    verified.took =
        std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - began);
    return verified;
}

}  // namespace maedal::sqlite
