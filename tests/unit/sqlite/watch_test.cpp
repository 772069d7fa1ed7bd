// A ledger that was put back or copied has to be told from one that was only closed, and must never
// be mistaken for one.
#include "sqlite/watch.hpp"

#include "sqlite/mark_file.hpp"
#include "unit/sqlite/disk_ledger.hpp"
#include "unit/sqlite/whole_book.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace maedal::sqlite {
namespace {

using ports::Origin;

class LedgerWatch : public DiskLedger {
protected:
    /// Opens, writes some, and closes as the daemon does.
    void live_a_while(const std::string& key) const {
        const auto ledger = open();
        ledger->watch_over();
        write(*ledger, key);
    }
    static void write(SqliteLedger& ledger, const std::string& key) {
        sample::in_transaction(ledger, [&] {
            auto row = sample::key(key);
            ledger.add(row, sample::key_secret(key), sample::cause());
        });
    }
    [[nodiscard]] Origin origin() const { return open()->origin().kind; }
    void copy(const std::string& from, const std::string& to) const {
        std::filesystem::copy_file(
            directory.file(from),
            directory.file(to),
            std::filesystem::copy_options::overwrite_existing
        );
    }
    [[nodiscard]] std::string file(const std::string& name) const { return directory.file(name); }
};

TEST_F(LedgerWatch, FindsANewLedgerFreshAndAClosedOneTheSame) {
    EXPECT_EQ(origin(), Origin::fresh);
    live_a_while("bk_1");
    EXPECT_EQ(origin(), Origin::same);
    live_a_while("bk_2");
    const auto again = open()->origin();
    EXPECT_EQ(again.kind, Origin::same) << again.why;
    EXPECT_EQ(again.newest_entry, 2);
    EXPECT_EQ(again.newest_entry_at, sample::noon);
}

TEST_F(LedgerWatch, IsNotDisturbedByAVacuumOrAnotherName) {
    live_a_while("bk_1");
    change("VACUUM");
    EXPECT_EQ(origin(), Origin::same);
    ASSERT_EQ(::rename(path().c_str(), file("other.db").c_str()), 0);
    ASSERT_EQ(::rename(file("ledger.db.mark").c_str(), file("other.db.mark").c_str()), 0);
    LedgerOptions moved = options();
    moved.path = file("other.db");
    EXPECT_EQ(SqliteLedger::open(moved)->origin().kind, Origin::same);
}

TEST_F(LedgerWatch, IsNotDisturbedByAMarkOlderThanTheLedger) {
    live_a_while("bk_1");
    copy("ledger.db.mark", "older.mark");  // what a power cut leaves of a mark that was not synced
    live_a_while("bk_2");
    copy("older.mark", "ledger.db.mark");
    EXPECT_EQ(origin(), Origin::same);
}

TEST_F(LedgerWatch, IsNotDisturbedByAMarkThatWasCutWhileItWasWritten) {
    live_a_while("bk_1");
    live_a_while("bk_2");
    const auto whole = bytes_of(file("ledger.db.mark"));
    ASSERT_EQ(whole.size(), 1024U);
    for (const std::size_t place : {0U, 512U}) {
        auto cut = whole;
        cut.replace(place + 40, 200, std::string(200, '\0'));
        std::ofstream{file("ledger.db.mark"), std::ios::binary} << cut;
        EXPECT_EQ(origin(), Origin::same) << place;
    }
}

TEST_F(LedgerWatch, IsNotDisturbedByAStopRightAfterTheLedgerWasMade) {
    open().reset();
    EXPECT_EQ(origin(), Origin::fresh);
    {
        const auto killed = open();  // before it was watched over
        write(*killed, "bk_1");
    }
    EXPECT_EQ(origin(), Origin::same);
}

TEST_F(LedgerWatch, FindsABackupThatWasWrittenOverTheLedger) {
    live_a_while("bk_1");
    copy("ledger.db", "backup.db");
    live_a_while("bk_2");
    copy("backup.db", "ledger.db");
    const auto found = open()->origin();
    EXPECT_EQ(found.kind, Origin::restored);
    EXPECT_TRUE(contains(found.why, "ends with entry 1")) << found.why;
    EXPECT_EQ(found.newest_entry, 1);
}

// A ledger that vanished was begun anew in silence, with order ids that had been paid under.
TEST_F(LedgerWatch, RefusesToBeginAnewWhereALedgerWasInUse) {
    live_a_while("bk_1");
    ASSERT_EQ(::rename(path().c_str(), file("aside.db").c_str()), 0);
    EXPECT_TRUE(contains(refusal(), "it is empty, and a ledger with 1 entries was in use here"));
    EXPECT_TRUE(contains(refusal(), "ledger.db.mark away")) << "the second time too";
    EXPECT_THROW((void)open(), ports::LedgerOfOthers) << "nothing that a restart would mend";
    std::ofstream{path(), std::ios::trunc};
    EXPECT_TRUE(contains(refusal(), "it is empty"));
    copy("aside.db", "ledger.db");
    EXPECT_EQ(origin(), Origin::copied);
    std::filesystem::remove(path());
    std::filesystem::remove(file("ledger.db.mark"));
    EXPECT_EQ(origin(), Origin::fresh);
}

// SQLite writes what stands in the log into whatever file it finds beside it.
TEST_F(LedgerWatch, TakesNothingIntoABackupFromTheLogOfTheLostLedger) {
    live_a_while("bk_1");
    {
        const auto ledger = open();
        ledger->watch_over();
        ASSERT_TRUE(ledger->open_reads()->back_up(file("backup.db"), WholeBook::yardstick()));
        write(*ledger, "bk_2");
        copy("ledger.db-wal", "log");
    }
    copy("backup.db", "ledger.db");
    copy("log", "ledger.db-wal");
    const auto found = open()->origin();
    EXPECT_EQ(found.kind, Origin::restored);
    EXPECT_EQ(found.newest_entry, 1);
    EXPECT_EQ(bytes_of(file("ledger.db-wal.of-the-lost-ledger")), bytes_of(file("log")));
}

TEST_F(LedgerWatch, FindsABackupThatWentOnUntilItWasLonger) {
    live_a_while("bk_1");
    copy("ledger.db", "backup.db");
    live_a_while("bk_2");
    LedgerOptions elsewhere = options();
    elsewhere.path = file("backup.db");
    {
        const auto other = SqliteLedger::open(elsewhere);
        for (const auto* key : {"bk_3", "bk_4", "bk_5"})
            write(*other, key);
    }
    copy("backup.db", "ledger.db");
    const auto found = open()->origin();
    EXPECT_EQ(found.kind, Origin::restored);
    EXPECT_TRUE(contains(found.why, "another than the one that was seen")) << found.why;
}

TEST_F(LedgerWatch, FindsACopyThatRunsBesideTheLedger) {
    live_a_while("bk_1");
    LedgerOptions elsewhere = options();
    elsewhere.path = file("copy.db");
    copy("ledger.db", "copy.db");
    EXPECT_EQ(SqliteLedger::open(elsewhere)->origin().kind, Origin::copied) << "without its mark";
    copy("ledger.db", "copy.db");
    copy("ledger.db.mark", "copy.db.mark");
    EXPECT_EQ(SqliteLedger::open(elsewhere)->origin().kind, Origin::copied) << "with its mark";
    EXPECT_EQ(origin(), Origin::same) << "the one that was copied";
}

TEST_F(LedgerWatch, SaysSoUntilItIsWatchedOver) {
    live_a_while("bk_1");
    copy("ledger.db", "backup.db");
    live_a_while("bk_2");
    copy("backup.db", "ledger.db");
    EXPECT_EQ(origin(), Origin::restored);
    EXPECT_EQ(origin(), Origin::restored) << "a crash before it was written down forgets nothing";
    live_a_while("bk_3");
    EXPECT_EQ(origin(), Origin::same);
}

class RunningLedger : public LedgerWatch {
protected:
    RunningLedger() : ledger{open()} {
        ledger->watch_over();
        write(*ledger, "bk_1");
        ledger->watch_over();
    }
    [[nodiscard]] std::string fault() const {
        try {
            ledger->watch_over();
            return {};
        } catch (const ports::LedgerFailure& failure) {
            return failure.what();
        }
    }
    std::unique_ptr<SqliteLedger> ledger;
};

TEST_F(RunningLedger, SeesItsFileTakenAway) {
    ASSERT_EQ(::unlink(path().c_str()), 0);
    EXPECT_TRUE(contains(fault(), "taken away"));
}

TEST_F(RunningLedger, SeesAnotherFileInItsPlace) {
    copy("ledger.db", "other.db");
    ASSERT_EQ(::rename(file("other.db").c_str(), path().c_str()), 0);
    EXPECT_TRUE(contains(fault(), "another file"));
}

TEST_F(RunningLedger, SeesItsLogTakenAway) {
    ASSERT_EQ(::unlink((path() + "-wal").c_str()), 0);
    EXPECT_TRUE(contains(fault(), "write-ahead log"));
}

TEST_F(RunningLedger, SeesOtherContentInItsFile) {
    // Through a descriptor that is never closed: closing it would drop SQLite's locks.
    const int raw = ::open(path().c_str(), O_WRONLY);
    const std::string other(4'096, 'x');
    ASSERT_EQ(::pwrite(raw, other.data(), other.size(), 0), 4'096);
    EXPECT_TRUE(contains(fault(), "other content"));
}

// Its header has all that is ours; only a live ledger says that a log goes with it.
TEST_F(RunningLedger, SeesABackupWrittenOverItsFile) {
    ASSERT_TRUE(ledger->open_reads()->back_up(file("backup.db"), WholeBook::yardstick()));
    const auto backup = bytes_of(file("backup.db"));
    const int raw = ::open(path().c_str(), O_WRONLY);
    ASSERT_EQ(::pwrite(raw, backup.data(), backup.size(), 0), std::ssize(backup));
    EXPECT_TRUE(contains(fault(), "other content"));
}

TEST_F(RunningLedger, FindsNoFaultWhileNothingHappens) {
    for (int turn = 0; turn < 50; ++turn) {
        write(*ledger, "bk_more_" + std::to_string(turn));
        EXPECT_EQ(fault(), "");
    }
    EXPECT_GT(ledger->disk_free_bytes(), 0);
}

}  // namespace
}  // namespace maedal::sqlite
