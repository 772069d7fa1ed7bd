// The schema's own guards, tried on the file round the ledger, and its lists against billing's.
#include "unit/sqlite/disk_ledger.hpp"

#include <SQLiteCpp/Statement.h>

#include <set>
#include <vector>

namespace maedal::sqlite {
namespace {

class Schema : public DiskLedger {
protected:
    Schema() {
        const auto ledger = open();
        sample::Book book{*ledger};
        auto tried = book.planned();
        auto money = book.paid(tried);
        auto back = sample::refund("cancel-1", money.id);
        book.add(back);
        book.planned();
        auto hint = sample::notice("waiting");
        auto done = sample::notice("done");
        done.next_look_at.reset();
        ports::GatewayCall call{
            .number = 0,
            .kind = "reserve",
            .subject = tried.order_id.text(),
            .intent_at = sample::noon,
            .closed_at = std::nullopt,
            .outcome = "",
            .code = ""};
        auto open_call = call;
        sample::in_transaction(*ledger, [&] {
            (void)ledger->add(hint);
            (void)ledger->add(done);
            ledger->add(call, sample::cause());
            ledger->close_call(call.number, "done", "", sample::cause());
            ledger->add(open_call, sample::cause());
            ledger->keep({"idem-1", "digest", 200, "{}", sample::noon});
            (void)ledger->new_id("sub");
        });
    }

    /// What the file says to a statement of someone else; empty when it obeys.
    std::string says(const std::string& sql) const {
        SQLite::Database raw{path(), SQLite::OPEN_READWRITE};
        raw.exec("PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON; BEGIN");
        try {
            raw.exec(sql);
            return {};
        } catch (const SQLite::Exception& refusal) {
            return refusal.what();
        }
    }
    /// An update as a program would make it, so that only the change itself can be refused.
    static std::string changed(const std::string& table, const std::string& change) {
        return "UPDATE " + table + " SET version = version + 1, " + change;
    }
    std::set<std::string> words(const std::string& sql) const {
        SQLite::Database raw{path()};
        SQLite::Statement query{raw, sql};
        std::set<std::string> found;
        while (query.executeStep())
            found.insert(query.getColumn(0).getString());
        return found;
    }
};

TEST_F(Schema, HoldsTheEdgesOfBilling) {
    std::set<std::string> edges;
    for (const auto& edge : billing::attempt_edges())
        edges.insert(
            std::string{billing::attempt_state_names.of(edge.from)} + " " +
            std::string{billing::attempt_state_names.of(edge.to)}
        );
    EXPECT_EQ(words("SELECT from_state || ' ' || to_state FROM attempt_edge"), edges);
}

TEST_F(Schema, KnowsTheWordsOfBilling) {
    const auto quoted = [&](const auto& names) {
        std::set<std::string> found;
        for (const auto& [value, name] : names.all())
            found.insert("'" + std::string{name} + "'");
        return found;
    };
    const auto table_has = [&](const std::string& table, const std::set<std::string>& expected) {
        const auto sql =
            *words("SELECT sql FROM sqlite_schema WHERE name = '" + table + "'").begin();
        for (const auto& word : expected)
            EXPECT_TRUE(contains(sql, word)) << table << " does not know " << word;
    };
    table_has("attempt", quoted(billing::attempt_state_names));
    table_has("attempt", quoted(billing::next_act_names));
    table_has("attempt", quoted(billing::attempt_method_names));
    table_has("charge", quoted(billing::charge_state_names));
    table_has("charge", quoted(billing::lateness_names));
    table_has("receipt", quoted(billing::receipt_role_names));
    table_has("refund", quoted(billing::refund_state_names));
    table_has("subscription", quoted(billing::subscription_status_names));
    table_has("billing_key", quoted(billing::key_state_names));
    table_has("plan", quoted(billing::unit_names));
    table_has("plan", quoted(billing::catch_up_names));
    table_has("plan", quoted(billing::collect_names));
    table_has("plan", quoted(billing::without_slot_names));
    table_has("errand", quoted(billing::errand_kind_names));
    table_has("errand", quoted(billing::errand_state_names));
    table_has("plan", quoted(billing::dunning_end_names));
}

TEST_F(Schema, CallsTheSameStatesLiveAndSlotHoldersAsBilling) {
    for (const auto& [state, name] : billing::attempt_state_names.all()) {
        const std::string word = "'" + std::string{name} + "'";
        const auto named_by = [&](const char* object) {
            return words(
                       "SELECT name FROM sqlite_schema WHERE name = '" + std::string{object} +
                       "' AND instr(sql, '" + "'" + word + "'" + "') > 0"
                   )
                       .size() == 1;
        };
        EXPECT_EQ(named_by("attempt_live"), billing::live(state)) << name;
        EXPECT_EQ(named_by("charge_keeps_terms"), billing::live(state)) << name;
        EXPECT_EQ(named_by("attempt_slot"), billing::holds_slot(state)) << name;
        EXPECT_EQ(named_by("attempt_finds_a_slot"), billing::holds_slot(state)) << name;
    }
}

TEST_F(Schema, TakesNothingOut) {
    for (const auto* table :
         {"meta",
          "counter",
          "journal",
          "billing_key",
          "plan",
          "subscription",
          "charge",
          "charge_edge",
          "attempt",
          "attempt_edge",
          "receipt",
          "refund",
          "refund_edge",
          "gateway_call"})
        EXPECT_TRUE(contains(says(std::string{"DELETE FROM "} + table), table)) << table;
}

TEST_F(Schema, LetsOldNoticesAndKeptAnswersGo) {
    EXPECT_EQ(says("DELETE FROM kept_answer"), "");
    EXPECT_EQ(says("DELETE FROM notice WHERE digest = 'done'"), "");
    EXPECT_TRUE(contains(says("DELETE FROM notice WHERE digest = 'waiting'"), "still waits"));
}

TEST_F(Schema, LeavesTheJournalAsItWasWritten) {
    EXPECT_TRUE(contains(says("UPDATE journal SET actor = 'x' WHERE number = 1"), "does not change")
    );
    EXPECT_TRUE(contains(
        says("INSERT INTO journal SELECT number + 100, at, actor, event, subject, image, hash "
             "FROM journal WHERE number = 1"),
        "rise by one"
    ));
    EXPECT_TRUE(
        contains(says("REPLACE INTO journal SELECT * FROM journal WHERE number = 1"), "journal")
    );
}

TEST_F(Schema, LeavesTheTermsOfAPlan) {
    for (const auto* change :
         {"price = 1",
          "tax_free = 1",
          "name = 'x'",
          "unit = 'day'",
          "unit_count = 2",
          "trial_days = 1",
          "periods = 1",
          "dunning_waits = ''",
          "cancel_after = 1",
          "reserve_lead = 1",
          "reserve_ahead = 1",
          "catch_up = 'bill_each'",
          "dunning_end = 'pause'",
          "id = 'x'"})
        EXPECT_TRUE(contains(says(std::string{"UPDATE plan SET "} + change), "another version"))
            << change;
    EXPECT_EQ(says("UPDATE plan SET on_sale = 0"), "");
}

TEST_F(Schema, LeavesEdgesIdentityAndCountersAlone) {
    for (const auto* edges : {"attempt_edge", "charge_edge", "refund_edge"}) {
        const std::string table{edges};
        EXPECT_TRUE(contains(
            says("INSERT INTO " + table + " VALUES ('paid', 'planned')"), "only a migration"
        ));
        EXPECT_TRUE(contains(says("UPDATE " + table + " SET to_state = 'x'"), "only a migration"));
    }
    EXPECT_TRUE(contains(says("UPDATE meta SET value = 'm2'"), "identity"));
    EXPECT_TRUE(contains(says("UPDATE counter SET value = value - 1"), "given once"));
    EXPECT_TRUE(contains(says("UPDATE counter SET value = value"), "given once"));
}

TEST_F(Schema, CountsVersionsByOne) {
    for (const auto* table :
         {"billing_key", "subscription", "charge", "attempt", "receipt", "refund"}) {
        const std::string update = std::string{"UPDATE "} + table + " SET version = version";
        EXPECT_TRUE(contains(says(update), "version")) << table;
        EXPECT_TRUE(contains(says(update + " + 2"), "version")) << table;
    }
    EXPECT_EQ(says("UPDATE receipt SET version = version + 1"), "");
}

TEST_F(Schema, LeavesIdentities) {
    // What is changed, in which row, and what the refusal says.
    constexpr struct {
        const char* table;
        const char* change;
        const char* answer;
    } cases[]{
        {"billing_key", "customer = 'lee'", "another key"},
        {"billing_key", "fingerprint = zeroblob(32)", "another key"},
        {"subscription", "customer = 'lee'", "another customer"},
        {"subscription", "created_at = 0", "another customer"},
        {"charge", "subscription = 'sub_2'", "do not change"},
        {"charge", "period = period + 10", "do not change"},
        {"receipt", "order_id = 'x'", "was paid for"},
        {"refund", "receipt = 'x'", "do not change"},
        {"refund", "created_at = 0", "do not change"}};
    for (const auto& [table, change, answer] : cases)
        EXPECT_TRUE(contains(says(changed(table, change)), answer))
            << table << ' ' << change << ": " << says(changed(table, change));
    EXPECT_TRUE(contains(says("UPDATE notice SET receipt_id = 'x'"), "came in"));
    EXPECT_TRUE(contains(says("UPDATE kept_answer SET body = 'x'"), "does not change"));
    EXPECT_TRUE(contains(says("UPDATE gateway_call SET outcome = 'refused'"), "closed already"));
    EXPECT_TRUE(
        contains(says("UPDATE gateway_call SET subject = 'x' WHERE closed_at IS NULL"), "was sent")
    );
}

TEST_F(Schema, ChecksWordsAmountsAndTimes) {
    constexpr struct {
        const char* table;
        const char* change;
    } cases[]{
        {"attempt", "looks = -1"},
        {"attempt", "reserve_id = '' WHERE reserve_id IS NULL"},
        {"attempt", "next_act = 'x'"},
        {"attempt", "waits_for_slot = 2"},
        {"attempt", "next_look_at = NULL WHERE state = 'planned'"},
        {"charge", "late = 'x'"},
        {"charge", "needs_key = 2"},
        {"charge", "declines = -1"},
        {"receipt", "role = 'x'"},
        {"receipt", "refunded = paid + 1"},
        {"refund", "next_act = 'x'"},
        {"refund", "looks = -1"},
        {"subscription", "status = 'x'"},
        {"subscription", "cancel_reason = 'requested'"},
        {"subscription", "periods_made = -1"},
        {"subscription", "status = 'ended', next_step_at = 1"},
        {"billing_key", "state = 'x'"}};
    for (const auto& [table, change] : cases)
        EXPECT_TRUE(contains(says(changed(table, change)), "CHECK constraint failed"))
            << table << ' ' << change << ": " << says(changed(table, change));
    EXPECT_TRUE(contains(says(changed("attempt", "looks = 'many'")), "cannot store"));
    EXPECT_TRUE(contains(says(changed("receipt", "refunded = 1.5")), "cannot store"));
}

TEST_F(Schema, ChecksNewRows) {
    // The first row of each table once more, with one value that cannot be.
    constexpr struct {
        const char* table;
        const char* column;
        const char* value;
    } cases[]{
        {"attempt", "state", "'lost'"},
        {"attempt", "amount", "0"},
        {"attempt", "tax_free", "99999"},
        {"charge", "state", "'lost'"},
        {"charge", "amount", "-1"},
        {"charge", "tax_free", "99999"},
        {"charge", "period_end", "0"},
        {"plan", "price", "1000000000001"},
        {"plan", "unit", "'hour'"},
        {"plan", "unit_count", "25"},
        {"plan", "reserve_ahead", "11"},
        {"receipt", "paid", "-1"},
        {"refund", "state", "'lost'"},
        {"refund", "amount", "0"},
        {"gateway_call", "outcome", "''"},
        {"journal", "hash", "zeroblob(31)"},
        {"journal", "actor", "''"}};
    for (const auto& [table, column, value] : cases) {
        const std::string triggers =
            "SELECT group_concat('DROP TRIGGER ' || name, '; ') FROM sqlite_schema "
            "WHERE type = 'trigger' AND tbl_name = '" +
            std::string{table} + "'";
        const std::string copy = "CREATE TEMP TABLE one AS SELECT * FROM " + std::string{table} +
                                 " LIMIT 1; UPDATE one SET " + column + " = " + value +
                                 "; INSERT INTO " + table + " SELECT * FROM one";
        const auto answer = says(*words(triggers).begin() + "; " + copy);
        EXPECT_TRUE(contains(answer, "CHECK constraint failed"))
            << table << ' ' << column << ": " << answer;
    }
}

}  // namespace
}  // namespace maedal::sqlite
