#include "sqlite/journal_rows.hpp"
#include "sqlite/reads.hpp"
#include "unit/sqlite/disk_ledger.hpp"

namespace maedal::sqlite {
namespace {

/// A ledger with six entries or more, written and closed.
class JournalChain : public DiskLedger {
protected:
    JournalChain() {
        const auto ledger = open();
        sample::Book book{*ledger};
        auto tried = book.planned();
        book.reserved(tried);
    }
    /// Changes the journal as someone would who has taken its guards away.
    void forge(const std::string& sql) const {
        change("DROP TRIGGER journal_keeps_entries; DROP TRIGGER journal_keeps_rows; " + sql);
    }
    [[nodiscard]] std::optional<std::int64_t> first_broken() const {
        return SqliteReads::open(path())->verify_chain();
    }
};

TEST_F(JournalChain, IsWholeAsItWasWritten) {
    EXPECT_FALSE(first_broken());
    EXPECT_FALSE(open()->verify_chain());
}

TEST_F(JournalChain, StaysWholeOverARollbackAndAReopening) {
    const auto ledger = open();
    ledger->begin();
    auto row = sample::key("bk_2");
    ledger->add(row, sample::key_secret("bk_2"), sample::cause());
    ledger->roll_back();
    sample::in_transaction(*ledger, [&] {
        auto again = sample::key("bk_2");
        ledger->add(again, sample::key_secret("bk_2"), sample::cause());
    });
    EXPECT_FALSE(first_broken());
}

TEST_F(JournalChain, BreaksWhereAValueWasChanged) {
    for (const auto* forgery :
         {"image = replace(image, '9900', '9901')",
          "at = at + 1",
          "actor = 'uid:0'",
          "event = 'test.other'",
          "subject = subject || 'x'",
          "hash = zeroblob(32)"}) {
        const auto before = bytes_of(path());
        forge(std::string{"UPDATE journal SET "} + forgery + " WHERE number = 5");
        EXPECT_EQ(first_broken(), 5) << forgery;
        std::ofstream{path(), std::ios::binary} << before;
        ASSERT_FALSE(first_broken());
    }
}

TEST_F(JournalChain, BreaksWhereOneByteOfTheFileWasChanged) {
    change("PRAGMA wal_checkpoint(TRUNCATE)");
    auto bytes = bytes_of(path());
    const auto entry = bytes.find("test.stored");
    ASSERT_NE(entry, std::string::npos);
    bytes[entry + 5] = 'S';
    std::ofstream{path(), std::ios::binary} << bytes;
    EXPECT_TRUE(first_broken());
}

TEST_F(JournalChain, BreaksWhereAnEntryIsMissing) {
    forge("DELETE FROM journal WHERE number = 3");
    EXPECT_EQ(first_broken(), 3);
}

TEST_F(JournalChain, BreaksWhereTextMovedFromOneFieldToTheNext) {
    forge(
        "UPDATE journal SET actor = actor || substr(event, 1, 1), event = substr(event, 2) "
        "WHERE number = 2"
    );
    EXPECT_EQ(first_broken(), 2);
}

}  // namespace
}  // namespace maedal::sqlite
