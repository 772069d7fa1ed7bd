#include "sqlite/harmless_copy.hpp"

#include "sqlite/reads.hpp"
#include "unit/sqlite/whole_book.hpp"

namespace maedal::sqlite {
namespace {

/// A backup of a whole book, made harmless.
class HarmlessCopy : public DiskLedger {
protected:
    HarmlessCopy() {
        auto asked = options();
        asked.installation = "m1";
        {
            const auto ledger = SqliteLedger::open(asked);
            const WholeBook book{*ledger};
            ledger->watch_over();
            EXPECT_TRUE(ledger->open_reads()->back_up(path, WholeBook::yardstick()));
        }
        before = bytes_of(path);
        make_harmless(path, {}, key);
    }
    [[nodiscard]] std::unique_ptr<SqliteLedger> open(const Secret& with) const {
        return SqliteLedger::open({path, with, "m1", {}});
    }
    const std::string path = directory.file("copy.db");
    const Secret key{std::string(64, 'b')};
    std::string before;
};

TEST_F(HarmlessCopy, HoldsNoKeyThatAGatewayWouldTake) {
    const auto copy = open(key);
    const auto keys = copy->billing_keys({}, {});
    ASSERT_FALSE(keys.empty());
    for (const auto& row : keys)
        EXPECT_EQ(copy->secret_of(row.id).reveal(), stand_in_of(row.id).reveal());
}

TEST_F(HarmlessCopy, NamesNobodyThatALinkWasSentTo) {
    const auto copy = open(key);
    EXPECT_EQ(copy->contact("sub_1"), "");
    EXPECT_EQ(copy->link_details(billing::OrderId{"l_1"}), "");
}

TEST_F(HarmlessCopy, DoesNotOpenWithTheKeyOfTheLedger) {
    EXPECT_THROW(static_cast<void>(open(options().key_hex)), ports::LedgerFailure);
}

TEST_F(HarmlessCopy, OpensAsTheLedgerThatWasCopied) {
    const auto copy = open(key);
    EXPECT_EQ(copy->origin().kind, ports::Origin::same) << "nothing has to be armed";
    EXPECT_TRUE(copy->violations(WholeBook::yardstick(), 10).empty());
    EXPECT_EQ(copy->installation(), "m1");
}

TEST_F(HarmlessCopy, KeepsTheGuardsOfTheSchema) {
    Connection connection{path, Access::read_write, {}};
    for (const char* sql :
         {"DELETE FROM meta",
          "UPDATE meta SET value = 'm2' WHERE name = 'installation'",
          "UPDATE billing_key SET shown = 'another'"})
        EXPECT_THROW(connection.run(sql), ports::LedgerRefusal) << sql;
}

TEST_F(HarmlessCopy, IsMadeOfNothingElse) {
    const auto other = directory.file("other.db");
    std::ofstream{other} << "no ledger at all, but long enough to be looked at as one";
    EXPECT_THROW(make_harmless(other, {}, key), ports::LedgerFailure);
    EXPECT_NE(bytes_of(path), before) << "or this tests nothing";
}

}  // namespace
}  // namespace maedal::sqlite
