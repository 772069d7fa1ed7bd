#include "sqlite/connection.hpp"

#include "sqlite/query.hpp"
#include "unit/sqlite/disk_ledger.hpp"

#include <sqlite3.h>
#include <sys/stat.h>

#include <functional>

namespace maedal::sqlite {
namespace {

constexpr const char* insert_one = "INSERT INTO item (id, text) VALUES (:id, :text)";
constexpr const char* select_one = "SELECT text FROM item WHERE id = :id";
constexpr const char* count_all = "SELECT count(*) FROM item";

class OneConnection : public testing::Test {
protected:
    OneConnection() {
        std::ofstream{path()}.close();
        connection = std::make_unique<Connection>(path(), Access::read_write, "");
        connection->keep_log_ahead();
        connection->run(
            "CREATE TABLE item (id INTEGER PRIMARY KEY, text TEXT CHECK (text <> 'x')) STRICT"
        );
    }
    [[nodiscard]] std::string path() const { return directory.file("items.db"); }
    void insert(std::int64_t id, const std::string& text) {
        Query{*connection, insert_one}.bind(":id", id).bind(":text", text).exec_changes(1, "item");
    }
    std::int64_t rows() {
        return Query{*connection, count_all}.first([](Row& row) { return row.integer(); }
        ).value_or(-1);
    }

    Directory directory;
    std::unique_ptr<Connection> connection;
};

TEST_F(OneConnection, KeepsWhatItCommits) {
    connection->begin();
    insert(1, "a");
    connection->commit();
    connection.reset();
    connection = std::make_unique<Connection>(path(), Access::read_only, "");
    EXPECT_EQ(rows(), 1);
}

TEST_F(OneConnection, PoisonsATransactionThatAFullDiskRolledBack) {
    connection->run("PRAGMA max_page_count = 8");
    connection->begin();
    insert(1, "kept by nobody");
    EXPECT_THROW(
        for (int id = 2; id < 100; ++id) insert(id, std::string(4'000, 'a')), ports::LedgerFailure
    );
    // Without the poison this row would stand alone, committed at once.
    EXPECT_THROW(insert(1'000, "after"), ports::LedgerFailure);
    EXPECT_THROW(connection->commit(), ports::LedgerFailure);
    connection->roll_back();
    EXPECT_EQ(rows(), 0);
    connection->run("PRAGMA max_page_count = 1000");
    connection->begin();
    insert(1, "again");
    connection->commit();
    EXPECT_EQ(rows(), 1);
}

TEST_F(OneConnection, TellsAFullDiskFromARefusal) {
    connection->run("PRAGMA max_page_count = 8");
    connection->begin();
    try {
        for (int id = 1; id < 100; ++id)
            insert(id, std::string(4'000, 'a'));
        ADD_FAILURE() << "the disk is not full";
    } catch (const ports::LedgerRefusal&) {
        ADD_FAILURE() << "a full disk is no refusal";
    } catch (const ports::LedgerFailure& failure) {
        EXPECT_TRUE(contains(failure.what(), "free space")) << failure.what();
        EXPECT_TRUE(contains(failure.what(), path())) << failure.what();
    }
    connection->roll_back();
    connection->begin();
    EXPECT_THROW(insert(1, "x"), ports::LedgerRefusal);
    connection->roll_back();
}

TEST_F(OneConnection, RollsBackTwiceAsOnce) {
    connection->begin();
    insert(1, "a");
    connection->roll_back();
    connection->roll_back();
    EXPECT_EQ(rows(), 0);
    EXPECT_FALSE(connection->in_transaction());
}

TEST_F(OneConnection, RefusesAChangeOfAnotherNumberOfRows) {
    constexpr const char* update = "UPDATE item SET text = 'b' WHERE id = :id";
    connection->begin();
    EXPECT_THROW(
        Query(*connection, update).bind(":id", 7).exec_changes(1, "item 7"), ports::LedgerRefusal
    );
    connection->roll_back();
}

TEST_F(OneConnection, CanRunAStatementAgainAfterItFailed) {
    connection->begin();
    EXPECT_THROW(insert(1, "x"), ports::LedgerRefusal);
    connection->roll_back();
    connection->begin();
    insert(1, "a");
    connection->commit();
    EXPECT_EQ(rows(), 1);
}

TEST_F(OneConnection, HoldsUpNoCheckpointWithAHalfReadList) {
    connection->begin();
    for (int id = 0; id < 10; ++id)
        insert(id, "a");
    connection->commit();
    {
        constexpr const char* select_all = "SELECT text FROM item ORDER BY id";
        Query half_read{*connection, select_all};
        ASSERT_TRUE(half_read.step());
    }
    EXPECT_EQ(connection->number("PRAGMA wal_checkpoint(TRUNCATE)"), 0) << "0: not busy";
}

TEST_F(OneConnection, CallsAValueOfAnotherKindDamage) {
    connection->run("INSERT INTO item VALUES (1, NULL), (2, 'text')");
    Query nothing{*connection, select_one};
    nothing.bind(":id", 1);
    ASSERT_TRUE(nothing.step());
    EXPECT_THROW((void)nothing.row().text(), ports::LedgerFailure);
    EXPECT_THROW((void)nothing.row().integer(), ports::LedgerFailure);
    EXPECT_FALSE(nothing.row().maybe_instant());
}

TEST_F(OneConnection, CallsWordsAndAmountsBeyondTheirBoundsDamage) {
    constexpr const char* select_values =
        "SELECT -1, 5000000000, 'lost', '' FROM item WHERE id = :id";
    connection->run("INSERT INTO item VALUES (1, 'a')");
    Query query{*connection, select_values};
    query.bind(":id", 1);
    ASSERT_TRUE(query.step());
    Row row = query.row();
    EXPECT_THROW((void)row.won(), ports::LedgerFailure);
    EXPECT_THROW((void)row.small(), ports::LedgerFailure);
    EXPECT_THROW((void)row.word(billing::charge_state_names), ports::LedgerFailure);
    EXPECT_THROW((void)row.id<billing::OrderId>(), ports::LedgerFailure);
}

TEST_F(OneConnection, CannotWriteThroughAReader) {
    Connection reader{path(), Access::read_only, ""};
    EXPECT_THROW(reader.run("INSERT INTO item VALUES (1, 'a')"), ports::LedgerFailure);
}

/// The system's disk, but who has to wait for a lock on it does not sleep: the other one does what
/// it was about to do in that time.
class WaitingRoom {
public:
    explicit WaitingRoom(std::function<void()> meanwhile) : meanwhile_{std::move(meanwhile)} {
        sqlite3_vfs* const real = sqlite3_vfs_find(nullptr);
        vfs_ = *real;
        vfs_.zName = name;
        vfs_.xSleep = [](sqlite3_vfs*, int microseconds) {
            the_one->waits += 1;
            the_one->meanwhile_();
            return microseconds;
        };
        sqlite3_vfs_register(&vfs_, 0);
        the_one = this;
    }
    ~WaitingRoom() { sqlite3_vfs_unregister(&vfs_); }
    WaitingRoom(const WaitingRoom&) = delete;
    WaitingRoom& operator=(const WaitingRoom&) = delete;

    static constexpr const char* name = "waiting room";
    int waits = 0;

private:
    inline static WaitingRoom* the_one = nullptr;
    std::function<void()> meanwhile_;
    sqlite3_vfs vfs_{};
};

// A deferred BEGIN takes no lock: two would begin, and the second to write would fail at once,
// whatever the busy timeout, since what it has read may be old by then.
TEST_F(OneConnection, IsTheOnlyOneInATransactionFromItsBeginOn) {
    Connection second{path(), Access::read_write, ""};
    second.run("PRAGMA busy_timeout = 0");
    connection->begin();
    EXPECT_THROW(second.begin(), ports::LedgerFailure);
    EXPECT_FALSE(second.in_transaction());
    second.roll_back();
    connection->commit();
    second.begin();
    second.commit();
}

TEST_F(OneConnection, WaitsAMomentForAnotherToEndItsTransaction) {
    WaitingRoom room{[this] {
        if (connection->in_transaction()) connection->commit();
    }};
    Connection second{path(), Access::read_write, WaitingRoom::name};
    connection->begin();
    insert(1, "first");
    second.begin();
    EXPECT_EQ(room.waits, 1);
    Query{second, insert_one}.bind(":id", 2).bind(":text", "second").exec_changes(1, "item");
    second.commit();
    EXPECT_EQ(rows(), 2);
}

TEST_F(OneConnection, DoesNotWaitForEverForAnother) {
    WaitingRoom room{[] {}};
    Connection second{path(), Access::read_write, WaitingRoom::name};
    connection->begin();
    EXPECT_THROW(second.begin(), ports::LedgerFailure);
    EXPECT_GT(room.waits, 10);
    EXPECT_LT(room.waits, 1'000);
    connection->roll_back();
}

using OneConnectionDeath = OneConnection;

TEST_F(OneConnectionDeath, StopsOverAForgottenParameterOrAWriteOutsideATransaction) {
    EXPECT_DEATH((void)Query(*connection, select_one).step(), "broken contract");
    EXPECT_DEATH(insert(1, "a"), "broken contract");
    EXPECT_DEATH(Query(*connection, select_one).bind(":other", 1), "broken contract");
    EXPECT_DEATH((void)connection->kept("SELECT 1; SELECT 2"), "broken contract");
}

}  // namespace
}  // namespace maedal::sqlite
