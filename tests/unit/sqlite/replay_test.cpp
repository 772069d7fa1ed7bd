// What stands in the rows is what the journal tells, and what stands outside it is sealed.
#include "sqlite/reads.hpp"
#include "unit/sqlite/whole_book.hpp"

namespace maedal::sqlite {
namespace {

class Verification : public DiskLedger {
protected:
    Verification() {
        const auto ledger = open();
        const WholeBook book{*ledger};
        sample::in_transaction(*ledger, [&] {
            auto notice = sample::notice("d1");
            notice.next_look_at.reset();
            ledger->add(notice);
            ledger->keep(
                {.key = "k1", .request = "r", .status = 200, .body = "{}", .at = sample::noon}
            );
        });
    }
    [[nodiscard]] std::unique_ptr<SqliteLedger> open() const {
        auto asked = options();
        asked.installation = "m1";
        return SqliteLedger::open(asked);
    }
    /// Without the guards, whose absence is not what is looked for.
    void forge(const std::string& trigger, const std::string& sql) const {
        change("DROP TRIGGER " + trigger + "; " + sql);
    }
    /// "part subject" of all that a verification finds but the missing triggers.
    [[nodiscard]] std::string found() const {
        const auto vault = std::make_shared<const Vault>(options().key_hex);
        const auto reads = SqliteReads::open(path(), vault);
        std::string list;
        for (const auto& name : reads->parts_to_verify()) {
            if (name == "file.schema") continue;
            const auto part = reads->verify_part(name, WholeBook::yardstick(), 100);
            for (const auto& one : part.violations)
                list += one.invariant + ' ' + one.subject + ": " + one.what + '\n';
        }
        return list;
    }
    [[nodiscard]] std::vector<ports::Violation> part(const std::string& name) const {
        return SqliteReads::open(path())->verify_part(name, WholeBook::yardstick(), 100).violations;
    }
};

TEST_F(Verification, FindsNothingInAHealthyBook) {
    EXPECT_EQ(found(), "");
    EXPECT_TRUE(part("file.schema").empty());
}

TEST_F(Verification, NamesTheValueThatIsNotTheJournals) {
    forge("charge_counts_versions", "UPDATE charge SET declines = 7 WHERE number = 8");
    EXPECT_TRUE(contains(found(), "history.replay charge:8: its declines is 7, and the journal"))
        << found();
}

TEST_F(Verification, NamesARowThatTheJournalDoesNotKnow) {
    change("INSERT INTO finding VALUES ('q', 'a', '', 1, 1)");
    EXPECT_EQ(found(), "history.replay finding:q: the journal does not know this row\n");
}

TEST_F(Verification, NamesARowThatIsMissing) {
    forge("plan_keeps_rows", "PRAGMA foreign_keys = OFF; DELETE FROM plan");
    EXPECT_TRUE(contains(found(), "history.replay plan:1: its row is missing")) << found();
    EXPECT_TRUE(contains(found(), "file.references subscription")) << found();
}

TEST_F(Verification, NamesAStepThatIsNotLegal) {
    forge(
        "journal_keeps_entries",
        "UPDATE journal SET image = replace(image, '\"sending\"', '\"revoked\"') "
        "WHERE subject = 'attempt:m1-sub_1-p2-a1'"
    );
    EXPECT_TRUE(contains(found(), "from \"planned\" to \"revoked\" is not legal")) << found();
    EXPECT_TRUE(contains(found(), "history.chain journal:")) << found();
}

TEST_F(Verification, NamesAnIntentThatChanged) {
    forge(
        "journal_keeps_entries",
        "UPDATE journal SET image = replace(image, '\"execute_at\":', '\"execute_at\":1') "
        "WHERE subject = 'attempt:m1-sub_1-p2-a1' AND event = 'attempt.sending'"
    );
    EXPECT_TRUE(contains(found(), "execute_at changed after the intent")) << found();
}

TEST_F(Verification, NamesAnEntryThatWasTakenOutAtTheEnd) {
    // The chain alone cannot know that it was longer.
    forge(
        "journal_keeps_rows", "DELETE FROM journal WHERE number = (SELECT max(number) FROM journal)"
    );
    EXPECT_TRUE(contains(found(), "history.replay")) << found();
    EXPECT_FALSE(contains(found(), "history.chain")) << found();
}

TEST_F(Verification, NamesAKeyThatDoesNotOpen) {
    change("UPDATE billing_key SET sealed = zeroblob(80), version = version + 1 WHERE id = 'bk_1'");
    EXPECT_TRUE(contains(found(), "history.keys billing_key:bk_1")) << found();
}

TEST_F(Verification, NamesAKeyThatStandsInThePlaceOfAnother) {
    forge(
        "billing_key_counts_versions",
        "UPDATE billing_key SET sealed = (SELECT sealed FROM billing_key WHERE id = 'bk_2') "
        "WHERE id = 'bk_1'"
    );
    EXPECT_EQ(
        found(),
        "history.keys billing_key:bk_1: its sealed bytes do not open to the key that its "
        "fingerprint tells\n"
    );
}

TEST_F(Verification, NamesWhatStandsOutsideTheJournalAndWasChanged) {
    for (const auto& [trigger, sql, named] :
         {std::tuple{
              "billing_key_counts_versions",
              "UPDATE billing_key SET method = 'x' WHERE id = 'bk_1'",
              "file.seals billing_key:bk_1"},
          {"notice_keeps_words", "UPDATE notice SET type = 'x'", "file.seals notice:1"},
          {"kept_answer_stays", "UPDATE kept_answer SET status = 500", "file.seals kept_answer:k1"},
          {"counter_rises", "UPDATE counter SET value = 1", "file.seals counter:id"},
          {"meta_keeps_identity",
           "UPDATE meta SET value = 'm2' WHERE name = 'installation'",
           "file.seals meta:installation"}}) {
        forge(trigger, sql);
        EXPECT_TRUE(contains(found(), named)) << found();
    }
}

TEST_F(Verification, NamesAGuardThatIsMissingOrAnEdgeThatIsNot) {
    change("DROP TRIGGER attempt_takes_legal_edges; DROP INDEX attempt_live");
    const auto missing = part("file.schema");
    ASSERT_EQ(missing.size(), 2U);
    EXPECT_EQ(missing.front().subject, "index attempt_live");
    EXPECT_EQ(missing.back().subject, "trigger attempt_takes_legal_edges");
    change("DROP TRIGGER attempt_edge_is_full; INSERT INTO attempt_edge VALUES ('paid', 'planned')"
    );
    EXPECT_EQ(part("file.schema").size(), 4U);
}

TEST_F(Verification, NamesAnEdgeOfEachKindThatIsNotOurs) {
    // Those of errands were compared with nothing: a bit that fell there was not seen.
    for (const std::string kind : {"attempt", "charge", "errand", "payment_link", "refund"}) {
        const auto before = part("file.schema").size();
        change(
            "DROP TRIGGER " + kind + "_edge_is_full; INSERT INTO " + kind +
            "_edge VALUES ('nowhere', 'elsewhere')"
        );
        EXPECT_EQ(part("file.schema").size(), before + 2) << kind << ": the guard and the edge";
    }
}

TEST_F(Verification, StaysQuietAfterStatisticsAndAVacuum) {
    change("ANALYZE; VACUUM");
    EXPECT_EQ(found(), "");
    EXPECT_TRUE(part("file.schema").empty());
}

}  // namespace
}  // namespace maedal::sqlite
