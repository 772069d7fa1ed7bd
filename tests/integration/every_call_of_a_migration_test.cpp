// A ledger of an older release is brought up to date, and cut off at every call while that happens:
// it is the old one or the new one, and what stands in it is the same.
//   tests/long.sh      every call; the short form takes some of them
#include "starts.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
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
        return all;
    }

    void blow_at_each(const std::string& does) {
        constexpr int points_of_short_form = 5;
        put_old_ledger();
        const long calls = calls_of_a_start();
        const auto expected = contents();
        EXPECT_NE(expected.find("quarantined"), std::string::npos);
        EXPECT_GT(calls, 5);
        const long stride = long_form() ? 1 : std::max(1L, calls / points_of_short_form);
        int died = 0, points = 0;
        for (long at = 1; at <= calls && !HasFailure(); at += stride, ++points) {
            pair_.daemon().kill();
            put_old_ledger();
            died += dies_at(at, does) ? 1 : 0;
            ASSERT_TRUE(pair_.start_daemon()) << "after a blow at call " << at;
            EXPECT_EQ(contents(), expected) << "after a blow at call " << at;
        }
        EXPECT_GE(died, points * 9 / 10);
        EXPECT_EQ(pair_.stop_daemon(), (Ending{0, 0}));
    }

    std::string old_ = script("schema_4.sql");
};

TEST_F(OldLedger, MayBeCutOffAtEveryCallThatBringsItUpToDate) {
    blow_at_each("kill");
}

TEST_F(OldLedger, MayBeTornAtEveryCallThatBringsItUpToDate) {
    blow_at_each("tear");
}

}  // namespace
}  // namespace maedal::integration
