// Every invariant can fire, fires alone, names the row, and is silent over a healthy book.
#include "sqlite/invariants/check.hpp"
#include "sqlite/ledger_file.hpp"
#include "sqlite/reads.hpp"
#include "unit/sqlite/whole_book.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace maedal::sqlite {
namespace {

/// A fault that the schema refuses, brought into the file by other hands.
struct Planted {
    const char* invariant;
    const char* subject;
    const char* subscription;
    const char* sql;
};

std::string listed(const std::vector<ports::Violation>& violations) {
    std::string text;
    for (const auto& one : violations)
        text += one.invariant + ' ' + one.subject + ' ' + one.subscription + ": " + one.what + '\n';
    return text;
}

class Invariants : public DiskLedger {
protected:
    Invariants() {
        const auto ledger = open();
        const WholeBook book{*ledger};
    }
    /// Takes every guard away first.
    void plant(const std::string& sql) const {
        SQLite::Database raw{path(), SQLite::OPEN_READWRITE};
        std::vector<std::string> triggers;
        SQLite::Statement query{raw, "SELECT name FROM sqlite_schema WHERE type = 'trigger'"};
        while (query.executeStep())
            triggers.push_back(query.getColumn(0).getString());
        query.reset();
        for (const auto& trigger : triggers)
            raw.exec("DROP TRIGGER " + trigger);
        raw.exec("PRAGMA ignore_check_constraints = ON");
        raw.exec(sql);
    }
    [[nodiscard]] std::vector<ports::Violation> violations(
        const ports::Yardstick& yardstick = WholeBook::yardstick()
    ) const {
        return SqliteReads::open(path())->violations(yardstick, 100);
    }
    /// As before a commit that has written these rows.
    [[nodiscard]] std::vector<ports::Violation> violations_of(const Touched& touched) const {
        const auto connection = open_for_reading(path(), {});
        learn_to_check(*connection);
        return check_touched(*connection, touched, WholeBook::yardstick());
    }
    [[nodiscard]] static Touched everything() {
        Touched touched;
        for (int number = 1; number <= 30; ++number)
            touched.charges[number] = touched_rows::all;
        touched.keys = {"bk_1", "bk_2", "bk_3"};
        touched.subscriptions = {"sub_1", "sub_2", "sub_3", "sub_4"};
        return touched;
    }
    static LedgerOptions named(LedgerOptions options) {
        options.installation = "m1";
        return options;
    }
    [[nodiscard]] std::unique_ptr<SqliteLedger> open() const {
        return SqliteLedger::open(named(options()));
    }
};

class PlantedFault : public Invariants, public testing::WithParamInterface<Planted> {};

TEST_F(Invariants, HoldInAHealthyBook) {
    EXPECT_EQ(listed(violations()), "");
    EXPECT_EQ(listed(violations_of(everything())), "");
    const auto reads = SqliteReads::open(path());
    for (const auto& name : reads->parts_to_verify()) {
        const auto part = reads->verify_part(name, WholeBook::yardstick(), 10);
        EXPECT_EQ(part.name, name);
        EXPECT_FALSE(part.promise.empty());
        EXPECT_EQ(listed(part.violations), "") << name;
    }
}

TEST_P(PlantedFault, FiresItsInvariantAlone) {
    const auto& planted = GetParam();
    plant(planted.sql);
    const auto found = violations();
    ASSERT_EQ(found.size(), 1U) << planted.invariant << '\n' << listed(found);
    EXPECT_EQ(found.front().invariant, planted.invariant);
    EXPECT_EQ(found.front().subject, planted.subject);
    EXPECT_EQ(found.front().subscription, planted.subscription);
    EXPECT_FALSE(found.front().what.empty());
}

/// The others are about the book as a whole.
bool hangs_on_rows(const std::string& invariant) {
    return !invariant.starts_with("in_time.") && invariant != "whole.numbers" &&
           (!invariant.starts_with("shop.") || invariant == "shop.link_of_attempt");
}

TEST_P(PlantedFault, FiresBeforeACommitThatTouchedItsRows) {
    const auto& planted = GetParam();
    plant(planted.sql);
    const auto found = violations_of(everything());
    const std::string name = planted.invariant;
    const bool of_rows = hangs_on_rows(name);
    ASSERT_EQ(found.size(), of_rows ? 1U : 0U) << listed(found);
    if (of_rows) {
        EXPECT_EQ(found.front().invariant, name);
    }
    Touched elsewhere;
    elsewhere.charges = {{7, touched_rows::all}};
    elsewhere.subscriptions = {"sub_4"};
    EXPECT_EQ(listed(violations_of(elsewhere)), "") << "rows that nobody touched were read";
}

/// Which rows of a charge a statement writes.
TouchedRows written_by(const std::string& sql) {
    constexpr std::pair<const char*, TouchedRows> tables[]{
        {"charge", touched_rows::charge},
        {"attempt", touched_rows::attempt},
        {"receipt", touched_rows::receipt},
        {"refund", touched_rows::refund},
        {"gateway_call", touched_rows::call},
        {"journal", touched_rows::attempt}};  // written with it
    TouchedRows rows = 0;
    for (const auto& [table, bit] : tables)
        for (const char* verb : {"UPDATE ", "INSERT INTO ", "DELETE FROM "})
            if (sql.find(std::string{verb} + table + ' ') != std::string::npos) rows |= bit;
    return rows;
}

TEST_P(PlantedFault, FiresWhenOnlyTheRowsThatWereWrittenAreAskedAbout) {
    const auto& planted = GetParam();
    plant(planted.sql);
    Touched touched = everything();
    const TouchedRows rows = written_by(planted.sql);
    for (auto& [charge, kinds] : touched.charges)
        kinds = rows;
    const std::string name = planted.invariant;
    const bool of_rows = hangs_on_rows(name);
    EXPECT_EQ(violations_of(touched).size(), of_rows ? 1U : 0U);
}

const Planted faults[]{
    {"one.live_attempt",
     "charge:3",
     "sub_1",
     "DROP INDEX attempt_live; INSERT INTO attempt SELECT 'm1-sub_1-p2-a2', charge, 2, 'planned', "
     "billing_key, amount, tax_free, execute_at, NULL, NULL, 'send', 1, 0, 0, NULL, NULL, '', 1, "
     "method FROM attempt WHERE order_id = 'm1-sub_1-p2-a1'"},
    {"one.settled_once",
     "receipt:receipt_9",
     "sub_1",
     "INSERT INTO receipt VALUES ('receipt_9', 'm1-sub_1-p0-a1', 'settles', 9900, 0, 1, NULL, 1)"},
    {"one.payment",
     "attempt:m1-sub_1-p0-a1",
     "sub_1",
     "UPDATE attempt SET receipt = 'receipt_2' WHERE order_id = 'm1-sub_1-p0-a1'"},
    {"one.order_id",
     "attempt:m1-sub_1-p2-a7",
     "sub_1",
     "UPDATE attempt SET order_id = 'm1-sub_1-p2-a7' WHERE order_id = 'm1-sub_1-p2-a1';"
     "UPDATE gateway_call SET subject = 'm1-sub_1-p2-a7' WHERE subject = 'm1-sub_1-p2-a1'"},
    {"one.sent_once",
     "attempt:m1-sub_1-p2-a1",
     "sub_1",
     "INSERT INTO gateway_call SELECT 100, kind, subject, intent_at + 5, closed_at, outcome, code "
     "FROM gateway_call WHERE subject = 'm1-sub_1-p2-a1'"},
    {"one.slots",
     "billing_key:bk_1",
     "",
     "UPDATE attempt SET billing_key = 'bk_1' WHERE billing_key = 'bk_2'"},
    {"true.paid_attempt",
     "attempt:m1-sub_1-p1-a1",
     "sub_1",
     "UPDATE attempt SET receipt = NULL WHERE order_id = 'm1-sub_1-p1-a1'"},
    {"true.paid_charge",
     "charge:2",
     "sub_1",
     "UPDATE charge SET state = 'voided' WHERE number = 2"},
    {"true.reserved",
     "attempt:m1-sub_1-p2-a1",
     "sub_1",
     "UPDATE attempt SET reserve_id = NULL WHERE order_id = 'm1-sub_1-p2-a1'"},
    {"true.amount_taken",
     "receipt:receipt_1",
     "sub_1",
     "UPDATE receipt SET paid = 9800 WHERE id = 'receipt_1'"},
    {"true.amount_owed", "charge:2", "sub_1", "UPDATE charge SET amount = 9800 WHERE number = 2"},
    {"true.amount_asked",
     "attempt:m1-sub_1-p2-a1",
     "sub_1",
     "UPDATE attempt SET amount = 9800 WHERE order_id = 'm1-sub_1-p2-a1'"},
    {"true.refunds",
     "receipt:receipt_2",
     "sub_1",
     "INSERT INTO refund SELECT 'more', receipt, 9000, reason, 'planned', 3000, 1, 'send', 0, 1, "
     "NULL, '', 1, NULL FROM refund WHERE receipt = 'receipt_2'"},
    {"true.refunded",
     "receipt:receipt_2",
     "sub_1",
     "UPDATE receipt SET refunded = 0 WHERE id = 'receipt_2'"},
    {"true.intent",
     "attempt:m1-sub_1-p1-a1",
     "sub_1",
     "DELETE FROM gateway_call WHERE subject = 'm1-sub_1-p1-a1'"},
    {"true.sent_in_time",
     "attempt:m1-sub_1-p1-a1",
     "sub_1",
     "UPDATE attempt SET execute_at = sent_at WHERE order_id = 'm1-sub_1-p1-a1'"},
    {"true.method",
     "attempt:m1-sub_1-p1-a1",
     "sub_1",
     "UPDATE attempt SET method = 'immediate' WHERE order_id = 'm1-sub_1-p1-a1'"},
    {"true.under_way",
     "attempt:m1-sub_1-p2-a1",
     "sub_1",
     "UPDATE attempt SET state = 'sending' WHERE order_id = 'm1-sub_1-p2-a1'"},
    {"true.refund_under_way",
     "refund:refund-of-receipt_3",
     "sub_3",
     "UPDATE refund SET state = 'sending' WHERE receipt = 'receipt_3'"},
    {"true.next_attempt",
     "attempt:m1-sub_1-p0-a2",
     "sub_1",
     "UPDATE attempt SET state = 'revoking' WHERE order_id = 'm1-sub_1-p0-a1'"},
    {"true.looked_before",
     "attempt:m1-sub_1-p0-a2",
     "sub_1",
     "UPDATE journal SET image = replace(image, '\"next_act\":\"look\"', '\"next_act\":\"send\"') "
     "WHERE subject = 'attempt:m1-sub_1-p0-a2'"},
    {"whole.numbers", "book", "", "UPDATE charge SET number = 70 WHERE number = 7"},
    {"whole.periods",
     "charge:2",
     "sub_1",
     "UPDATE charge SET period_start = period_start + 1 WHERE number = 2"},
    {"whole.periods_made",
     "subscription:sub_1",
     "sub_1",
     "UPDATE subscription SET periods_made = 4 WHERE id = 'sub_1'"},
    {"whole.timer",
     "charge:3",
     "sub_1",
     "UPDATE attempt SET next_look_at = NULL WHERE order_id = 'm1-sub_1-p2-a1'"},
    {"whole.at_rest",
     "attempt:m1-sub_1-p2-a1",
     "sub_1",
     "UPDATE charge SET state = 'waived' WHERE number = 3"},
    {"whole.end",
     "subscription:sub_2",
     "sub_2",
     "UPDATE subscription SET status = 'ended', next_step_at = NULL WHERE id = 'sub_2'"},
    {"whole.one_refund",
     "receipt:receipt_1",
     "sub_1",
     "DROP INDEX refund_under_way; INSERT INTO refund SELECT 'a' || value, 'receipt_1', 100, '', "
     "'planned', 0, 1, 'send', 0, 1, NULL, '', 1, NULL FROM json_each('[1,2]')"},
    {"whole.refund_timer",
     "refund:refund-of-receipt_3",
     "sub_3",
     "UPDATE refund SET next_look_at = NULL WHERE receipt = 'receipt_3'"},
    {"whole.surplus",
     "receipt:receipt_3",
     "sub_3",
     "DELETE FROM refund WHERE receipt = 'receipt_3'"},
    {"whole.deleted_key",
     "billing_key:bk_3",
     "sub_1",
     "UPDATE attempt SET billing_key = 'bk_3' WHERE order_id = 'm1-sub_1-p2-a1';"
     "UPDATE errand SET closed_at = 1790000000 WHERE id = 'er_bk_3'"},
    {"whole.horizon",
     "subscription:sub_1",
     "sub_1",
     "UPDATE subscription SET next_step_at = next_step_at + 1 WHERE id = 'sub_1'"},
    {"whole.status",
     "subscription:sub_1",
     "sub_1",
     "UPDATE subscription SET status = 'past_due' WHERE id = 'sub_1'"},
    {"shop.link_of_attempt",
     "attempt:m1-sub_2-p0-a1",
     "sub_2",
     "UPDATE attempt SET billing_key = NULL WHERE order_id = 'm1-sub_2-p0-a1'"},
    {"shop.settled_once",
     "receipt:receipt_o9",
     "",
     "INSERT INTO receipt VALUES ('receipt_o9', 'o_1', 'settles', 50000, 0, 1, NULL, 1)"},
    {"shop.order_paid",
     "shop_order:o_1",
     "",
     "UPDATE receipt SET paid = 49000 WHERE id = 'receipt_o1'"},
    {"shop.link_paid",
     "payment_link:l_1",
     "",
     "UPDATE receipt SET paid = 29000 WHERE id = 'receipt_l1'"},
    {"shop.timer",
     "payment_link:l_2",
     "",
     "UPDATE payment_link SET next_look_at = NULL WHERE order_id = 'l_2'"},
    {"shop.under_way",
     "shop_order:o_2",
     "",
     "UPDATE shop_order SET state = 'confirming' WHERE id = 'o_2'"},
    {"in_time.calls",
     "attempt:m1-sub_2-p0-a1",
     "sub_2",
     "UPDATE gateway_call SET closed_at = NULL, outcome = '' WHERE subject = 'm1-sub_2-p0-a1'"},
    {"in_time.doubts",
     "attempt:m1-sub_2-p0-a1",
     "sub_2",
     "UPDATE attempt SET execute_at = execute_at - 345600, sent_at = sent_at - 345600 "
     "WHERE order_id = 'm1-sub_2-p0-a1';"
     "UPDATE gateway_call SET intent_at = intent_at - 345600 WHERE subject = 'm1-sub_2-p0-a1'"},
    {"in_time.notices",
     "notice:1",
     "",
     "INSERT INTO notice VALUES (1, 'd', 'r', '', '', 1782990000, 1782990000, 0, 0);"
     "INSERT INTO gateway_call VALUES (100, 'revoke', 'm1-sub_1-p2-a1', 1782999900, 1782999900, "
     "'done', '')"},
    {"in_time.steps",
     "subscription:sub_1",
     "sub_1",
     "UPDATE subscription SET next_step_at = 1782990000 WHERE id = 'sub_1'"},
};

std::string test_name(const testing::TestParamInfo<Planted>& planted) {
    std::string name = planted.param.invariant;
    std::ranges::replace(name, '.', '_');
    return name;
}
INSTANTIATE_TEST_SUITE_P(OfEach, PlantedFault, testing::ValuesIn(faults), test_name);

TEST_F(Invariants, LetAnOrderIdBeSentAgainWhereBootpayRefusesASecondReservation) {
    plant(
        "INSERT INTO gateway_call SELECT 100, kind, subject, intent_at + 5, closed_at, outcome, "
        "code "
        "FROM gateway_call WHERE subject = 'm1-sub_2-p0-a1'"
    );
    auto yardstick = WholeBook::yardstick();
    EXPECT_EQ(violations(yardstick).size(), 1U);
    yardstick.order_id_rule = billing::OrderIdRule::reserve;
    EXPECT_EQ(listed(violations(yardstick)), "");
}

// The host's clock was put back by two minutes between a reservation and its repeat: the book said
// that it was sent before its intent, and its subscription stood.
TEST_F(Invariants, GoByTheOrderOfCallsWhateverTheClockSaid) {
    plant(
        "INSERT INTO gateway_call SELECT 100, kind, subject, intent_at - 120, closed_at, outcome, "
        "code FROM gateway_call WHERE subject = 'm1-sub_2-p0-a1'"
    );
    auto yardstick = WholeBook::yardstick();
    yardstick.order_id_rule = billing::OrderIdRule::reserve;
    EXPECT_EQ(listed(violations(yardstick)), "");
    plant("UPDATE attempt SET sent_at = sent_at - 120 WHERE order_id = 'm1-sub_2-p0-a1'");
    const auto found = violations(yardstick);
    ASSERT_EQ(found.size(), 1U) << listed(found);
    EXPECT_EQ(found.front().invariant, "true.sent_in_time") << "its first call had no intent";
}

// Told after years of `reserve` that its rule is not known any more, the daemon found each repeat
// of them and stopped what it belongs to, for ever.
TEST_F(Invariants, JudgeARepeatByTheRuleThatItWasSentUnder) {
    plant(
        "INSERT INTO gateway_call SELECT 100, kind, subject, intent_at - 120, closed_at, "
        "'in_doubt', code FROM gateway_call WHERE subject = 'm1-sub_1-p2-a1';"
        "UPDATE gateway_call SET number = 101 WHERE subject = 'm1-sub_1-p2-a1' AND number < 100;"
        "UPDATE gateway_call SET intent_at = 1782900000 WHERE subject = 'm1-sub_1-p2-a1'"
    );
    auto yardstick = WholeBook::yardstick();
    const auto repeats = [&] {
        return std::ranges::count(
            violations(yardstick), "one.sent_once", &ports::Violation::invariant
        );
    };
    EXPECT_EQ(repeats(), 1);
    yardstick.awake_since = yardstick.now;
    EXPECT_EQ(repeats(), 0);
}

TEST_F(Invariants, CallNothingLateThatNobodyLookedAfter) {
    plant("UPDATE subscription SET next_step_at = 1782990000 WHERE id = 'sub_1'");
    auto yardstick = WholeBook::yardstick();
    yardstick.awake_since = yardstick.now - Seconds{60};
    EXPECT_EQ(listed(violations(yardstick)), "");
}

TEST_F(Invariants, LetNothingStandOnAKeyThatMayBeGone) {
    // The only slot on the key, sent a second after the deletion ended.
    plant(
        "UPDATE attempt SET billing_key = 'bk_3', sent_at = 1782999401 "
        "WHERE order_id = 'm1-sub_1-p2-a1'"
    );
    const auto when = [this](const std::string& errand, const std::string& attempt) {
        plant(
            "UPDATE errand SET " + errand + "; UPDATE attempt SET " + attempt +
            " WHERE billing_key = 'bk_3'"
        );
        const auto found = violations_of(everything());
        return std::ranges::count(found, "whole.deleted_key", &ports::Violation::invariant);
    };
    const std::string ended = "closed_at = 1782999400, state = ";
    const std::string open = "closed_at = NULL, state = ";
    EXPECT_EQ(when(ended + "'done'", "state = 'reserved'"), 0) << "that was sent on a dead key";
    for (const char* state : {"'sending'", "'doubt'"}) {
        for (const char* holds : {"sending", "doubt", "quarantined", "reserved", "revoking"})
            EXPECT_EQ(when(open + state, fmt::format("state = '{}'", holds)), 1) << holds;
        for (const char* over : {"planned", "paid", "declined", "revoked", "dropped", "absent"})
            EXPECT_EQ(when(open + state, fmt::format("state = '{}'", over)), 0) << over;
    }
    for (const char* state : {"'refused'", "'dropped'", "'absent'"})
        EXPECT_EQ(when(ended + state, "state = 'reserved'"), 0) << state << ": the key lives";
    EXPECT_EQ(when(open + "'doubt', kind = 'ship'", "state = 'reserved'"), 0);
    EXPECT_EQ(when(open + "'doubt', kind = 'delete_key'", "method = 'immediate'"), 0)
        << "an immediate payment holds no slot";
}

TEST_F(Invariants, AreAskedOfTheKeyThatAnErrandDeletes) {
    const auto ledger = open();
    ledger->begin();
    auto errand = WholeBook::deleting("bk_2");
    ledger->add(errand, sample::cause("errand.sending", errand.created_at));
    const auto found = ledger->violations_of_changes(WholeBook::yardstick());
    ledger->roll_back();
    EXPECT_EQ(found.size(), 9U) << listed(found);
    for (const auto& one : found)
        EXPECT_EQ(one.invariant + ' ' + one.subject, "whole.deleted_key billing_key:bk_2");
}

TEST_F(Invariants, AreEachProvenAbleToFire) {
    std::set<std::string> proven;
    for (const auto& fault : faults)
        proven.insert(fault.invariant);
    for (const auto& name : invariant_names())
        EXPECT_TRUE(proven.contains(name)) << name;
    EXPECT_EQ(proven.size(), invariant_names().size());
}

TEST_F(Invariants, FindNoMoreThanTheyAreAskedFor) {
    plant("UPDATE subscription SET periods_made = periods_made + 1");
    EXPECT_EQ(violations().size(), 13U);
    EXPECT_EQ(SqliteReads::open(path())->violations(WholeBook::yardstick(), 3).size(), 3U);
}

}  // namespace
}  // namespace maedal::sqlite
