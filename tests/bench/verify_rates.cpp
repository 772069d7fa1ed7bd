// How long the invariants take over a large book: 360,000 charges of 30,000 subscriptions, a year
// old, all but the last of each paid.
#include "benches.hpp"
#include "billing/planner.hpp"
#include "conformance/sample_book.hpp"
#include "sqlite/ledger.hpp"
#include "sqlite/reads.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include <stdexcept>

namespace maedal::bench {
namespace {

namespace fs = std::filesystem;

constexpr int periods = 12;
constexpr Instant now{Seconds{1'783'000'000}};
constexpr Seconds day{86'400};

Secret key_hex() {
    return Secret{std::string(64, 'a')};
}

/// One plan, one key, and one subscription that the others are copied from. A period has 28 days.
void plant(const std::string& path) {
    const auto ledger = sqlite::SqliteLedger::open({path, key_hex(), "m1", {}});
    sample::in_transaction(*ledger, [&] {
        auto key = sample::key();
        ledger->add(key, sample::key_secret(), sample::cause());
        auto plan = sample::plan();
        plan.trial_days = 0;
        plan.periods = 0;
        plan.reserve_ahead = 1;
        plan.interval = {billing::Unit::week, 4};
        ledger->add(plan, sample::cause());
        static const billing::Zone seoul = billing::korea();
        auto first = sample::subscription("first", plan.version);
        first.anchor_at = first.starts_at = now - 28 * day * (periods - 2) - Seconds{3'600};
        first.anchor.local = seoul.to_local(first.anchor_at);
        first.periods_made = periods;
        first.next_step_at = billing::next_step_at(first, plan, seoul, now);
        ledger->add(first, sample::cause());
    });
}

/// Rows as a year of billing leaves them, past the guards and the journal: it is their number that
/// counts here.
void grow(const std::string& path, int subscriptions) {
    SQLite::Database raw{path, SQLite::OPEN_READWRITE};
    SQLite::Statement triggers{raw, "SELECT name FROM sqlite_schema WHERE type = 'trigger'"};
    std::vector<std::string> names;
    while (triggers.executeStep())
        names.push_back(triggers.getColumn(0).getString());
    triggers.reset();
    for (const auto& name : names)
        raw.exec("DROP TRIGGER " + name);
    raw.exec(fmt::format(
        R"sql(
    PRAGMA synchronous = OFF;
    PRAGMA foreign_keys = OFF;
    BEGIN;
    CREATE TEMP TABLE n AS WITH RECURSIVE n(i) AS (
        SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {0}) SELECT i FROM n;
    INSERT INTO billing_key SELECT 'bk_n' || i, customer, shown, method, state, added_at, sealed,
        randomblob(32), 1, 0 FROM billing_key, n WHERE id = 'bk_1';
    INSERT INTO subscription SELECT 'sub_' || i, customer, plan, 'bk_n' || i, anchor_local,
        anchor_zone, starts_at, anchor_at, created_at, periods_made, NULL, '', NULL, NULL, status,
        next_step_at, 1 FROM subscription, n WHERE id = 'first';
    DELETE FROM subscription WHERE id = 'first';
    CREATE TEMP TABLE p AS SELECT value AS p FROM json_each('[0,1,2,3,4,5,6,7,8,9,10,11]');
    INSERT INTO charge SELECT (i - 1) * {1} + p + 1, 'sub_' || i, p,
        anchor_at + p * 2419200, anchor_at + (p + 1) * 2419200, 9900, 900,
        iif(p = {1} - 1, 'owed', 'paid'), 0, 0, 'none',
        iif(p = {1} - 1, NULL, 'receipt_' || i || '_' || p),
        iif(p = {1} - 1, NULL, anchor_at + p * 2419200), 1
        FROM n CROSS JOIN p JOIN subscription AS s ON s.id = 'sub_' || i;
    INSERT INTO attempt SELECT 'm1-' || subscription || '-p' || period || '-a1', number, 1,
        iif(receipt IS NULL, 'reserved', 'paid'), s.billing_key, amount, tax_free, period_start,
        'reserve_' || number, receipt, 'look', iif(receipt IS NULL, period_start + 10, NULL), 0, 0,
        period_start - 86400, iif(receipt IS NULL, NULL, period_start), '', 4, 'reservation'
        FROM charge AS c JOIN subscription AS s ON s.id = c.subscription;
    INSERT INTO receipt SELECT receipt, order_id, 'settles', amount, 0, execute_at, NULL, 1
        FROM attempt WHERE receipt IS NOT NULL;
    INSERT INTO gateway_call SELECT charge, 'reserve', order_id, sent_at, sent_at, 'done', ''
        FROM attempt;
    COMMIT;)sql",
        subscriptions,
        periods
    ));
}

}  // namespace

void measure_verify(Figures& figures, const Load& load, const fs::path& folder) {
    const int subscriptions = load.verify_subscriptions;
    fs::remove_all(folder);
    fs::create_directories(folder);
    const std::string path = (folder / "ledger.db").string();
    plant(path);
    grow(path, subscriptions);
    static const billing::Zone seoul = billing::korea();
    const ports::Yardstick yardstick{
        .now = now,
        .awake_since = now - day,
        .order_id_rule = billing::OrderIdRule::unproven,
        .timing = {},
        .zone = [](const std::string&) { return &seoul; }};
    const auto reads = sqlite::SqliteReads::open(path);
    std::chrono::microseconds whole{0};
    const double cpu_before = cpu_seconds(CLOCK_PROCESS_CPUTIME_ID);
    for (const auto& name : reads->parts_to_verify()) {
        if (name.starts_with("file.") || name.starts_with("history.")) continue;
        const auto part = reads->verify_part(name, yardstick, 10);
        if (!part.violations.empty())
            throw std::runtime_error{name + ": " + part.violations.front().what};
        whole += part.took;
        figures.add("verify: " + name, "ms", static_cast<double>(part.took.count()) / 1'000);
    }
    figures.add(
        fmt::format("verify: all invariants over {} charges", subscriptions * periods),
        "ms",
        static_cast<double>(whole.count()) / 1'000
    );
    figures.add(
        "verify: all invariants, CPU",
        "ms",
        (cpu_seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu_before) * 1'000
    );
    fs::remove_all(folder);
}

}  // namespace maedal::bench
