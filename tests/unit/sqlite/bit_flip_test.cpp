// A bit that falls over anywhere in the file changes nothing in silence: the ledger refuses to
// open, or a verification names it, or every row reads as before.
//   MAEDAL_BIT_FLIPS=10000 maedal_unit_sqlite_tests --gtest_filter='BitFlip*'     the long form
#include "sqlite/reads.hpp"
#include "unit/sqlite/whole_book.hpp"

#include <cstdlib>
#include <random>

namespace maedal::sqlite {
namespace {

class BitFlip : public DiskLedger {
protected:
    BitFlip() {
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
    /// Every value of every row as SQLite reads them.
    [[nodiscard]] std::string all_rows() const {
        SQLite::Database raw{path(), SQLite::OPEN_READONLY};
        std::string text;
        std::vector<std::string> tables;
        SQLite::Statement names{
            raw,
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
            "ORDER BY name"};
        while (names.executeStep())
            tables.push_back(names.getColumn(0).getString());
        for (const auto& table : tables) {
            text += table;
            SQLite::Statement rows{raw, "SELECT * FROM " + table + " ORDER BY 1, 2"};
            while (rows.executeStep())
                for (int column = 0; column < rows.getColumnCount(); ++column)
                    text += '|' + std::to_string(rows.getColumn(column).getType()) + ':' +
                            rows.getColumn(column).getString();
        }
        return text;
    }
    /// Whether someone says that something is wrong.
    [[nodiscard]] bool noticed() const {
        try {
            const auto ledger = open();
            const auto reads = ledger->open_reads();
            for (const auto& name : reads->parts_to_verify())
                if (!reads->verify_part(name, WholeBook::yardstick(), 1).violations.empty())
                    return true;
            return false;
        } catch (const ports::LedgerFailure&) {
            return true;
        }
    }
    void lay(const std::string& bytes) const {
        for (const auto* beside : {"-wal", "-shm", ".mark"})
            std::filesystem::remove(path() + beside);
        std::ofstream{path(), std::ios::binary | std::ios::trunc} << bytes;
    }
};

TEST_F(BitFlip, ChangesNothingInSilence) {
    const char* const wanted = std::getenv("MAEDAL_BIT_FLIPS");
    const int flips = wanted != nullptr ? std::atoi(wanted) : 150;
    change("PRAGMA wal_checkpoint(TRUNCATE)");
    const std::string whole = bytes_of(path());
    const std::string rows = all_rows();
    ASSERT_FALSE(noticed());
    std::mt19937_64 dice{20'261'122};
    int seen = 0;
    for (int flip = 0; flip < flips; ++flip) {
        const std::size_t bit = dice() % (whole.size() * 8);
        std::string bytes = whole;
        bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
        lay(bytes);
        if (noticed()) {
            seen += 1;
            continue;
        }
        EXPECT_EQ(all_rows(), rows) << "bit " << bit % 8 << " of byte " << bit / 8;
    }
    EXPECT_GT(seen, 0);
    RecordProperty("noticed", seen);
    std::printf("%d of %d flips were noticed, the others changed no row\n", seen, flips);
}

}  // namespace
}  // namespace maedal::sqlite
