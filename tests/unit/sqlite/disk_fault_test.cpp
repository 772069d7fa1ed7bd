// A disk that is full, or broken: nothing of the transaction is kept, what was committed stays, and
// a full disk has room left for the outcomes of what was sent.
#include "unit/sqlite/failing_disk.hpp"
#include "unit/sqlite/whole_book.hpp"

#include <sys/stat.h>

namespace maedal::sqlite {
namespace {

class DiskFault : public DiskLedger {
protected:
    DiskFault() {
        auto asked = failing_options();
        asked.vfs.clear();
        const auto ledger = SqliteLedger::open(asked);
        const WholeBook book{*ledger};
        keys_ = ledger->totals().journal_entries;
    }
    [[nodiscard]] LedgerOptions failing_options() const {
        auto asked = options();
        asked.installation = "m1";
        asked.vfs = FailingDisk::name;
        asked.ballast_bytes = 64 * 1'024;
        return asked;
    }
    static void write(SqliteLedger& ledger, const std::string& id) {
        sample::in_transaction(ledger, [&] {
            auto row = sample::key(id);
            ledger.add(row, sample::key_secret(id), sample::cause());
        });
    }
    [[nodiscard]] bool ballast() const {
        struct stat found {};
        return ::stat((path() + ".ballast").c_str(), &found) == 0 && found.st_blocks > 0;
    }
    /// All of it holds, and exactly the entries of `keys` were added.
    void expect_whole(int keys) const {
        auto asked = failing_options();
        asked.vfs.clear();
        const auto ledger = SqliteLedger::open(asked);
        EXPECT_EQ(ledger->totals().journal_entries, keys_ + keys);
        for (const auto& name : ledger->parts_to_verify())
            EXPECT_TRUE(ledger->verify_part(name, WholeBook::yardstick(), 5).violations.empty())
                << name;
    }

    std::int64_t keys_ = 0;
    FailingDisk disk;
};

TEST_F(DiskFault, AFullDiskLetsTheBallastGoAndTheTransactionIsDoneAgain) {
    {
        const auto ledger = SqliteLedger::open(failing_options());
        ledger->watch_over();
        ASSERT_TRUE(ballast());
        disk.fail(FailingDisk::Call::write, 1, SQLITE_FULL, true);
        EXPECT_THROW(write(*ledger, "bk_7"), ports::LedgerFull);
        EXPECT_FALSE(ballast()) << "its room is free now";
        disk.heal();
        write(*ledger, "bk_7");
        ledger->watch_over();
        EXPECT_TRUE(ballast()) << "kept anew once there is room";
    }
    expect_whole(1);
}

TEST_F(DiskFault, AtEachWriteKeepsAllOrNothing) {
    for (const bool for_ever : {false, true}) {
        for (int nth = 1; nth <= 12; ++nth) {
            const auto id = "bk_" + std::to_string(nth) + (for_ever ? "_x" : "_y");
            bool kept = true;
            {
                const auto ledger = SqliteLedger::open(failing_options());
                disk.fail(FailingDisk::Call::write, nth, SQLITE_FULL, for_ever);
                try {
                    write(*ledger, id);
                } catch (const ports::LedgerFailure&) {
                    kept = false;
                }
                disk.heal();
            }
            const auto ledger = SqliteLedger::open(failing_options());
            EXPECT_EQ(ledger->billing_key(billing::BillingKeyId{id}).has_value(), kept) << nth;
            keys_ += kept ? 1 : 0;
        }
    }
    expect_whole(0);
}

TEST_F(DiskFault, ASyncThatFailsOnceFailsTheCommitForGood) {
    {
        const auto ledger = SqliteLedger::open(failing_options());
        disk.fail(FailingDisk::Call::sync, 1, SQLITE_IOERR_FSYNC, false);
        try {
            write(*ledger, "bk_7");
            ADD_FAILURE() << "a commit that was not synced is none";
        } catch (const ports::LedgerFull&) {
            ADD_FAILURE() << "it is not full";
        } catch (const ports::LedgerFailure& failure) {
            EXPECT_TRUE(contains(failure.what(), "dmesg")) << failure.what();
        }
    }
    const auto ledger = SqliteLedger::open(failing_options());
    EXPECT_FALSE(ledger->billing_key(billing::BillingKeyId{"bk_7"}));
}

TEST_F(DiskFault, WithoutRoomForABallastTheLedgerWorksAllTheSame) {
    auto asked = failing_options();
    asked.ballast_bytes = std::int64_t{1} << 60U;
    const auto ledger = SqliteLedger::open(asked);
    ledger->watch_over();
    EXPECT_FALSE(ballast());
    write(*ledger, "bk_7");
}

TEST_F(DiskFault, TheLogDoesNotGrowWithoutBound) {
    const auto ledger = SqliteLedger::open(failing_options());
    for (int turn = 0; turn < 600; ++turn)
        write(*ledger, "bk_n" + std::to_string(turn));
    struct stat log {};
    ASSERT_EQ(::stat((path() + "-wal").c_str(), &log), 0);
    // It is folded in every 1,000 pages of 4 KiB; the last transaction may go beyond.
    EXPECT_LT(log.st_size, 6 * 1'024 * 1'024);
}

}  // namespace
}  // namespace maedal::sqlite
