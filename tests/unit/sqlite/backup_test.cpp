#include "sqlite/reads.hpp"
#include "unit/sqlite/whole_book.hpp"

#include <sys/stat.h>

namespace maedal::sqlite {
namespace {

class Backup : public DiskLedger {
protected:
    Backup() : ledger{open()}, book{*ledger} { ledger->watch_over(); }
    [[nodiscard]] std::unique_ptr<SqliteLedger> open(const std::string& name = "ledger.db") const {
        auto asked = options();
        asked.path = directory.file(name);
        asked.installation = "m1";
        return SqliteLedger::open(asked);
    }
    Result<ports::BackupDone> back_up(const std::string& name = "backup.db") const {
        return ledger->open_reads()->back_up(directory.file(name), WholeBook::yardstick());
    }
    [[nodiscard]] int files() const {
        int count = 0;
        for (const auto& entry : std::filesystem::directory_iterator{directory.file("")})
            count += entry.path().filename().string().starts_with("backup") ? 1 : 0;
        return count;
    }
    std::unique_ptr<SqliteLedger> ledger;
    WholeBook book;
};

TEST_F(Backup, HoldsTheBookAndOpensAsACopyOfIt) {
    const auto done = back_up();
    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_TRUE(done->violations.empty());
    EXPECT_GT(done->bytes, 0);
    EXPECT_EQ(files(), 1) << "nothing stands beside it";
    struct stat found {};
    ASSERT_EQ(::stat(done->path.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777U, 0600U);
    const auto restored = open("backup.db");
    EXPECT_EQ(restored->origin().kind, ports::Origin::copied);
    EXPECT_EQ(restored->origin().newest_entry, done->journal_entries);
    EXPECT_TRUE(restored->violations(WholeBook::yardstick(), 10).empty());
    EXPECT_EQ(restored->totals().charges, ledger->totals().charges);
}

TEST_F(Backup, OverwritesNothing) {
    std::ofstream{directory.file("backup.db")} << "mine";
    const auto done = back_up();
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().reason, "backup_exists");
    EXPECT_EQ(bytes_of(directory.file("backup.db")), "mine");
}

TEST_F(Backup, LeavesNoNameOfAnUnfinishedOne) {
    const auto done = back_up("nowhere/backup.db");
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().reason, "backup_failed");
    // What a stop in the middle left is taken away by the next one.
    std::ofstream{directory.file("backup.db.unfinished")} << "half";
    EXPECT_TRUE(back_up());
    EXPECT_EQ(files(), 1);
}

TEST_F(Backup, RefusesABookWhoseHistoryDoesNotHold) {
    change("DROP TRIGGER charge_counts_versions; UPDATE charge SET declines = 9 WHERE number = 8");
    const auto done = back_up();
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().reason, "backup_not_whole");
    EXPECT_EQ(files(), 0);
}

TEST_F(Backup, TakesABookWithAFaultInItsMeaningAndSaysSo) {
    auto row = *ledger->subscription(billing::SubscriptionId{"sub_1"});
    row.periods_made += 1;
    book.in_one_turn([&] { ledger->store(row, sample::cause()); });
    const auto done = back_up();
    ASSERT_TRUE(done) << done.error().detail;
    ASSERT_EQ(done->violations.size(), 1U);
    EXPECT_EQ(done->violations.front().invariant, "whole.periods_made");
}

TEST_F(Backup, SeesOneStateWhileTheLedgerIsWritten) {
    ledger->begin();
    book.add_key("bk_9");
    EXPECT_TRUE(back_up());
    ledger->commit();
    EXPECT_FALSE(open("backup.db")->billing_key(billing::BillingKeyId{"bk_9"}));
}

}  // namespace
}  // namespace maedal::sqlite
