// The ledger's file is taken from under a daemon that runs, or another is put in its place: it ends
// and says so before it sends anything more, and the true file goes on where it was.
#include "book.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace maedal::integration {
namespace {

/// One subscription whose first period is paid; the second is due a month later.
class MovedLedger : public testing::Test {
protected:
    void SetUp() override {
        pair_.start_sandbox();
        ASSERT_TRUE(pair_.start_daemon());
        const auto key = pair_.add_key("hana", "6580c1a2e4b03f0a11d70001");
        pair_.subscribe("hana-basic", "basic", key, "hana", "2028-01-02T09:00:00");
        ASSERT_EQ(pair_.walk("2028-01-03T00:00:00+09:00").status, 200);
        ASSERT_EQ(payments(), 1);
        // The daemon has closed the ledger once: all of it is in its file.
        ASSERT_EQ(pair_.stop_daemon(), (Ending{0, 0}));
        ASSERT_TRUE(pair_.start_daemon());
    }

    [[nodiscard]] int payments() const {
        return pair_.sandbox("GET", "/_sandbox/ledger").body.at("count");
    }
    [[nodiscard]] int reservations() const {
        return pair_.sandbox("GET", "/_sandbox/reservations").body.at("count");
    }
    /// A walk beyond the second due moment: the first thing that the daemon would send then is a
    /// reservation of it.
    void expect_the_end(const std::string& why) {
        const int before = reservations();
        EXPECT_NE(pair_.walk("2028-02-03T00:00:00+09:00").status, 200);
        EXPECT_EQ(pair_.daemon().ending(), (Ending{1, 0})) << pair_.log();
        EXPECT_NE(pair_.log().find(why), std::string::npos) << pair_.log();
        EXPECT_EQ(reservations(), before);
    }
    void expect_the_true_one_goes_on() {
        ASSERT_TRUE(pair_.start_daemon());
        const auto walked = pair_.walk("2028-02-03T00:00:00+09:00");
        ASSERT_EQ(walked.status, 200) << walked.text;
        EXPECT_EQ(payments(), 2);
        expect_one_truth(pair_);
        EXPECT_EQ(pair_.stop_daemon(), (Ending{0, 0}));
    }

    Pair pair_;
    const std::string ledger_ = pair_.folder().file("ledger.db");
    const std::string aside_ = pair_.folder().file("aside.db");
};

TEST_F(MovedLedger, EndsADaemonBeforeItSendsWhenItIsTakenAway) {
    std::filesystem::rename(ledger_, aside_);
    expect_the_end("it was taken away while it was in use");
    std::filesystem::rename(aside_, ledger_);
    expect_the_true_one_goes_on();
}

TEST_F(MovedLedger, EndsADaemonBeforeItSendsWhenAnotherIsPutInItsPlace) {
    const auto copy = pair_.folder().file("copy.db");
    std::filesystem::copy_file(ledger_, copy);
    std::filesystem::rename(ledger_, aside_);
    std::filesystem::rename(copy, ledger_);
    expect_the_end("another file was put in its place while it was in use");
    std::filesystem::rename(aside_, ledger_);
    expect_the_true_one_goes_on();
}

/// Whoever starts on the copy all the same gets a daemon that reads and sends nothing.
TEST_F(MovedLedger, SendsNothingAfterAStartOnTheFileInItsPlace) {
    const auto copy = pair_.folder().file("copy.db");
    std::filesystem::copy_file(ledger_, copy);
    std::filesystem::rename(ledger_, aside_);
    std::filesystem::rename(copy, ledger_);
    expect_the_end("another file was put in its place while it was in use");
    const int before = reservations();
    ASSERT_TRUE(pair_.start_daemon());
    const auto held = [this] {
        return pair_.admin("GET", "/v1/status").body.at("sending_held").dump();
    };
    eventually([&] { return held().find("being checked") == std::string::npos; });
    EXPECT_NE(held().find("another file than the one that was used last"), std::string::npos)
        << held();
    EXPECT_EQ(pair_.walk("2028-02-03T00:00:00+09:00").status, 200);
    EXPECT_EQ(reservations(), before);
    EXPECT_EQ(payments(), 1);
    EXPECT_EQ(pair_.stop_daemon(), (Ending{0, 0}));
}

}  // namespace
}  // namespace maedal::integration
