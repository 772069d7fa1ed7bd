// A backup may be cut off, or find its disk broken or full, at every call: what bears its name is
// whole, and the ledger that was copied goes on.
//   tests/long.sh      every call; the short form takes some of them
#include "day.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
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
    std::vector<long> points_of_a_backup() {
        start({});
        ground_.forget();
        EXPECT_EQ(back_up().status, 201);
        const auto calls = ground_.calls();
        EXPECT_GT(calls.size(), 10U);
        const auto naming = [](const std::string& call) { return call.starts_with("renameat2 "); };
        EXPECT_EQ(std::count_if(calls.begin(), calls.end(), naming), 1);
        expect_whole();
        EXPECT_EQ(pair_.stop_daemon(), (Ending{0, 0}));
        std::filesystem::remove(backup());
        return points_among(calls, {"renameat2"});
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

    /// It fails so many times in a row (0: for ever).
    void fail_at_each(long times) {
        int refused = 0, struck = 0;
        for (const long at : points_of_a_backup()) {
            for (const std::string fault : {"EIO", "ENOSPC"}) {
                SCOPED_TRACE(fault + " at call " + std::to_string(at));
                struck += 1;
                start({fault, at, times});
                const auto reply = back_up();
                // An answer that could not be sent says nothing: then what bears the name is whole.
                const bool answered = reply.status != 0;
                if (reply.status != 201) refused += 1;
                if (std::filesystem::exists(backup())) {
                    EXPECT_TRUE(!answered || reply.status == 201) << reply.text;
                    expect_whole();
                } else {
                    EXPECT_NE(reply.status, 201);
                }
                std::filesystem::remove(backup());
                if (pair_.daemon().running()) {
                    EXPECT_EQ(pair_.admin("GET", "/v1/status").status, 200);
                    const auto again = back_up();
                    EXPECT_EQ(again.status == 201, std::filesystem::exists(backup()));
                    if (times > 0) {
                        EXPECT_EQ(again.status, 201) << again.text;
                    }
                }
                pair_.daemon().kill();
                std::filesystem::remove(backup());
                if (HasFailure()) return;
            }
        }
        EXPECT_GE(refused, times == 0 ? struck / 2 : 1);
        start({});
        EXPECT_EQ(pair_.admin("GET", "/v1/receipts?limit=100").body.at("items").size(), 18U);
    }

    Pair pair_;
    BadGround ground_{pair_.folder()};
};

TEST_F(EveryCallOfABackup, MayBeTheLastOfTheProcess) {
    int died = 0, points = 0;
    for (const long at : points_of_a_backup()) {
        points += 1;
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
        if (HasFailure()) return;
    }
    EXPECT_GE(died, points / 2);
    start({});
}

TEST_F(EveryCallOfABackup, MayFindTheDiskBrokenOrFullOnce) {
    fail_at_each(1);
}

TEST_F(EveryCallOfABackup, MayFindTheDiskBrokenOrFullForEver) {
    fail_at_each(0);
}

}  // namespace
}  // namespace maedal::integration
