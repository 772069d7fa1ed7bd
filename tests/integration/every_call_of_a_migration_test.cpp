// A ledger of an older release is brought up to date, and cut off at every call while that happens,
// or its disk fails there: it is the old one or the new one, and what stands in it is the same.
//   tests/long.sh      every call; the short form takes some of them
#include "starts.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>
#include <sstream>

namespace maedal::integration {
namespace {

std::string script(const std::string& name) {
    std::ostringstream text;
    text << std::ifstream{MAEDAL_SOURCE_DIR "/tests/integration/ledgers/" + name}.rdbuf();
    return text.str();
}

class OldLedger : public EveryCallOfAStart {
protected:
    void SetUp() override {
        pair_.start_sandbox();
        // The ledger was written until this moment.
        const auto moved =
            pair_.sandbox("POST", "/_sandbox/clock", {{"now", "2028-01-10T00:00:00+09:00"}});
        ASSERT_EQ(moved.status, 200) << moved.text;
    }

    void put_old_ledger() const {
        remove_ledger();
        sqlite3* file = nullptr;
        const auto path = pair_.folder().file("ledger.db");
        ASSERT_EQ(sqlite3_open(path.c_str(), &file), SQLITE_OK);
        char* fault = nullptr;
        sqlite3_exec(file, old_.c_str(), nullptr, nullptr, &fault);
        EXPECT_EQ(fault, nullptr) << fault;
        sqlite3_free(fault);
        sqlite3_close(file);
        using std::filesystem::perms;
        std::filesystem::permissions(path, perms::owner_read | perms::owner_write);
    }

    /// All that can be read of the old days.
    [[nodiscard]] std::string contents() const {
        std::string all;
        for (const char* list :
             {"billing-keys",
              "subscriptions",
              "charges",
              "reservations",
              "receipts",
              "refunds",
              "doubts",
              "journal?limit=200"}) {
            const auto reply = pair_.admin("GET", "/v1/" + std::string{list});
            EXPECT_EQ(reply.status, 200) << reply.text;
            all += reply.text + "\n";
        }
        expect_it_sends();
        return all;
    }

    void blow_at_each(const std::string& does) {
        put_old_ledger();
        const auto calls = listed_calls_of_a_start("");
        const auto expected = contents();
        EXPECT_NE(expected.find("quarantined"), std::string::npos);
        EXPECT_GT(calls.size(), 5U);
        int died = 0, points = 0;
        for (const long at : points_among(calls, decisive_)) {
            points += 1;
            pair_.daemon().kill();
            put_old_ledger();
            died += dies_at(at, does) ? 1 : 0;
            ASSERT_TRUE(pair_.start_daemon()) << "after a blow at call " << at;
            EXPECT_EQ(contents(), expected) << "after a blow at call " << at;
            if (HasFailure()) return;
        }
        EXPECT_GE(died, points * 9 / 10);
        EXPECT_EQ(pair_.stop_daemon(), (Ending{0, 0}));
    }

    void fail_at_each_of_an_update(long times) {
        std::string expected;
        fail_at_each(
            times,
            [&] { put_old_ledger(); },
            [&] {
                if (expected.empty()) expected = contents();
                EXPECT_EQ(contents(), expected);
                EXPECT_EQ(pair_.stop_daemon(), (Ending{0, 0}));
            }
        );
        EXPECT_NE(expected.find("quarantined"), std::string::npos);
    }

    std::string old_ = script("schema_4.sql");
};

TEST_F(OldLedger, MayBeCutOffAtEveryCallThatBringsItUpToDate) {
    blow_at_each("kill");
}

TEST_F(OldLedger, MayBeTornAtEveryCallThatBringsItUpToDate) {
    blow_at_each("tear");
}

TEST_F(OldLedger, MayFindTheDiskBrokenOrFullOnceWhileItIsBroughtUpToDate) {
    fail_at_each_of_an_update(1);
}

TEST_F(OldLedger, MayFindTheDiskBrokenOrFullForEverWhileItIsBroughtUpToDate) {
    fail_at_each_of_an_update(0);
}

}  // namespace
}  // namespace maedal::integration
