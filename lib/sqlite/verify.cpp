#include "sqlite/verify.hpp"

#include "base/contract.hpp"
#include "ports/ledger.hpp"
#include "sqlite/billing_key_rows.hpp"
#include "sqlite/invariants/check.hpp"
#include "sqlite/journal_rows.hpp"
#include "sqlite/query.hpp"
#include "sqlite/replay.hpp"
#include "sqlite/schema_check.hpp"
#include "sqlite/seals.hpp"

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

Violations broken_pages(Connection& connection, const Vault*, int limit) {
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

Violations orphans(Connection& connection, const Vault*, int limit) {
    return Query{connection, select_orphans}.bind(":limit", limit).all([](Row& row) {
        const std::string table = row.text(), parent = row.text();
        return ports::Violation{
            "file.references",
            table,
            "",
            fmt::format("{} of its rows name a {} that is not there", row.integer(), parent)};
    });
}

Violations broken_chain(Connection& connection, const Vault*, int) {
    const auto number = first_broken_entry(connection);
    if (!number) return {};
    return {
        {"history.chain",
         fmt::format("journal:{}", *number),
         "",
         "this entry is missing, or does not agree with its hash: it was changed by other hands"}};
}

Violations replayed(Connection& connection, const Vault*, int limit) {
    return replay_faults(connection, limit);
}

Violations unsealed(Connection& connection, const Vault*, int limit) {
    return broken_seals(connection, limit);
}

Violations foreign_schema(Connection& connection, const Vault*, int limit) {
    return schema_faults(connection, limit);
}

Violations closed_keys(Connection& connection, const Vault* vault, int limit) {
    Violations found;
    MAEDAL_EXPECTS(vault != nullptr);
    for (const auto& id : keys_that_do_not_open(connection, *vault, limit))
        found.push_back(
            {"history.keys",
             "billing_key:" + id,
             "",
             "its sealed bytes do not open to the key that its fingerprint tells"}
        );
    return found;
}

struct Part {
    const char* name;
    const char* promise;
    Violations (*check)(Connection& connection, const Vault* vault, int limit);
    bool needs_vault = false;
};
constexpr Part parts[]{
    {"file.integrity",
     "Every page of the file is whole, and every index agrees with its table.",
     broken_pages},
    {"file.schema", "Tables, guards and legal edges are the ones of this version.", foreign_schema},
    {"file.references", "Every row that another one names is there.", orphans},
    {"file.seals", "No value that stands outside the journal was changed.", unsealed},
    {"history.chain", "No entry of the journal was changed or taken out.", broken_chain},
    {"history.replay", "The journal leads, step by legal step, to what is stored.", replayed},
    {"history.keys", "Every billing key opens, and is the one that was added.", closed_keys, true},
};

Violations checked(Connection& connection, const Vault* vault, const Part& part, int limit) try {
    return part.check(connection, vault, limit);
} catch (const ports::LedgerFailure& failure) {
    // What cannot be read is found, and the other parts go on.
    return {{part.name, "file", "", failure.what()}};
}

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

std::vector<std::string> names_of_parts(const Vault* vault) {
    std::vector<std::string> names;
    for (const auto& part : parts)
        if (vault != nullptr || !part.needs_vault) names.emplace_back(part.name);
    for (auto& name : invariant_names())
        names.push_back(std::move(name));
    return names;
}

ports::VerifiedPart verified_part(
    Connection& connection,
    const Vault* vault,
    const std::string& name,
    const ports::Yardstick& yardstick,
    int limit
) {
    using std::chrono::steady_clock;
    const auto began = steady_clock::now();
    ports::VerifiedPart verified;
    bool known = false;
    for (const auto& part : parts) {
        if (name != part.name) continue;
        verified = {name, part.promise, checked(connection, vault, part, limit), {}};
        known = true;
    }
    if (!known) {
        try {
            verified = check_invariant(connection, name, yardstick, limit);
        } catch (const ports::LedgerFailure& failure) {
            verified = {name, {}, {{name, "file", "", failure.what()}}, {}};
        }
    }
    verified.took =
        std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - began);
    return verified;
}

}  // namespace maedal::sqlite
