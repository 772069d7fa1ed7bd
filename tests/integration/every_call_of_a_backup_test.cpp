// A backup may be cut off, or find its disk broken or full, at every call: what bears its name is
// whole, and the ledger that was copied goes on.
//   tests/long.sh      every call; the short form takes some of them
#include "day.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <csignal>
#include <filesystem>

namespace maedal::integration {
namespace {

class EveryCallOfABackup : public testing::Test {
protected:
    void SetUp() override {
        pair_.start_sandbox();
        ASSERT_TRUE(pair_.start_daemon());
        const auto key = pair_.add_key("hana", "6580c1a2e4b03f0a11d70001");
        pair_.subscribe("daily", "daily", key, "hana", "2028-01-02T09:00:00");
        ASSERT_EQ(pair_.walk("2028-01-20T00:00:00+09:00").status, 200);
        ASSERT_EQ(pair_.stop_daemon(), (Ending{0, 0}));
    }
    void TearDown() override { EXPECT_EQ(pair_.stop_daemon(), (Ending{0, 0})); }

    void start(const Blow& blow) { ASSERT_TRUE(pair_.start_daemon(ground_.under(blow))); }
    [[nodiscard]] std::string backup() const { return pair_.folder().file("backup.db"); }
    Reply back_up() const {
        ground_.arm();
        auto reply = pair_.admin("POST", "/v1/backup", {{"path", backup()}});
        ground_.disarm();
        return reply;
    }
    long calls_of_a_backup() {
        start({});
        ground_.forget();
        EXPECT_EQ(back_up().status, 201);
        const auto calls = static_cast<long>(ground_.calls().size());
        expect_whole();
        EXPECT_EQ(pair_.stop_daemon(), (Ending{0, 0}));
        std::filesystem::remove(backup());
        return calls;
    }
    [[nodiscard]] long stride(long calls) const {
        constexpr int points_of_short_form = 5;
        return long_form() ? 1 : std::max(1L, calls / points_of_short_form);
    }
    /// By SQLite itself, and by how far its journal goes.
    void expect_whole() const {
        sqlite3* file = nullptr;
        ASSERT_EQ(
            sqlite3_open_v2(backup().c_str(), &file, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK
        );
        std::string verdict;
        const auto read = [](void* into, int, char** values, char**) {
            *static_cast<std::string*>(into) += std::string{values[0]} + ";";
            return 0;
        };
        sqlite3_exec(
            file,
            "PRAGMA integrity_check; SELECT count(*) FROM charge WHERE state = 'paid';",
            read,
            &verdict,
            nullptr
        );
        EXPECT_EQ(verdict, "ok;18;");
        sqlite3_close(file);
    }

    Pair pair_;
    BadGround ground_{pair_.folder()};
};

TEST_F(EveryCallOfABackup, MayBeTheLastOfTheProcess) {
    const long calls = calls_of_a_backup();
    EXPECT_GT(calls, 10);
    int died = 0, points = 0;
    for (long at = 1; at <= calls && !HasFailure(); at += stride(calls), ++points) {
        start({"kill", at});
        if (back_up().status == 0) {
            EXPECT_EQ(pair_.daemon().ending(), (Ending{-1, SIGKILL}));
            died += 1;
        }
        pair_.daemon().kill();
        if (std::filesystem::exists(backup())) expect_whole();
        std::filesystem::remove(backup());
        start({});
        EXPECT_EQ(back_up().status, 201) << "what the dead one left is in nobody's way";
        expect_whole();
        std::filesystem::remove(backup());
        EXPECT_EQ(pair_.stop_daemon(), (Ending{0, 0}));
    }
    EXPECT_GE(died, points / 2);
    start({});
}

TEST_F(EveryCallOfABackup, MayFindTheDiskBrokenOrFull) {
    const long calls = calls_of_a_backup();
    int refused = 0, points = 0;
    for (long at = 1; at <= calls && !HasFailure(); at += stride(calls)) {
        for (const char* fault : {"EIO", "ENOSPC"}) {
            points += 1;
            start({fault, at, 0});
            const auto reply = back_up();
            // An answer that could not be sent says nothing: then what bears the name is whole.
            const bool answered = reply.status != 0;
            if (reply.status != 201) refused += 1;
            if (std::filesystem::exists(backup())) {
                EXPECT_TRUE(!answered || reply.status == 201)
                    << fault << " at call " << at << " of " << calls << ": " << reply.text;
                expect_whole();
            } else {
                EXPECT_NE(reply.status, 201) << fault << " at call " << at;
            }
            std::filesystem::remove(backup());
            if (pair_.daemon().running()) {
                EXPECT_EQ(pair_.admin("GET", "/v1/status").status, 200);
                EXPECT_EQ(back_up().status == 201, std::filesystem::exists(backup()));
            }
            pair_.daemon().kill();
            std::filesystem::remove(backup());
        }
    }
    EXPECT_GE(refused, points / 2);
    start({});
    EXPECT_EQ(pair_.admin("GET", "/v1/receipts?limit=100").body.at("items").size(), 18U);
}

}  // namespace
}  // namespace maedal::integration
