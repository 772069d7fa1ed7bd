// The months to come, on a copy of a book that has lived.
#include "simulation/rehearsal.hpp"

#include "simulation/mix.hpp"
#include "simulation/town.hpp"

#include <gtest/gtest.h>

namespace maedal::simulation {
namespace {

using namespace std::chrono;

/// A town that has lived for a month and a half, and its book as bytes.
struct LivedIn {
    LivedIn() : house{3, {}, sandbox::OrderIdRule::charge} {
        sandbox::Dice dice{sandbox::scattered(7)};
        town = settle_town(house, dice, 10);
        house.walk(house.now() + days{45});
    }
    [[nodiscard]] Rehearsal rehearsal(const char* mix) {
        Rehearsal asked;
        for (auto& [path, bytes] : house.disk().image()) {
            if (path.ends_with("ledger.db")) asked.book.ledger = bytes;
            if (path.ends_with("-wal")) asked.book.log = bytes;
        }
        asked.rules = house.rules();
        asked.gateway_rule = sandbox::OrderIdRule::charge;
        asked.weather = *mix_named(mix);
        asked.months = 2;
        return asked;
    }
    /// Charges of the town that begin in the time of a rehearsal.
    [[nodiscard]] std::int64_t owed(const Rehearsed& done) const {
        std::int64_t count = 0;
        for (const auto& contract : town.contracts)
            count +=
                contract.owed_by(done.to - Seconds{1}) - contract.owed_by(done.from - Seconds{1});
        return count;
    }

    VirtualHouse house;
    Town town;
};

std::int64_t sum(const Rehearsed& done, std::int64_t RehearsedMonth::*what) {
    std::int64_t all = 0;
    for (const auto& [name, month] : done.months)
        all += month.*what;
    return all;
}

TEST(Rehearsal, InFineWeatherChargesWhatWillBeOwed) {
    LivedIn past;
    const auto before = past.house.disk().image();
    const auto done = rehearsed(past.rehearsal("fine"));
    EXPECT_TRUE(done.holds()) << (done.violations.empty() ? "" : done.violations.front());
    EXPECT_EQ(sum(done, &RehearsedMonth::charges), past.owed(done));
    EXPECT_EQ(sum(done, &RehearsedMonth::paid), past.owed(done));
    EXPECT_EQ(done.doubts_in_all, 0);
    EXPECT_EQ(done.returned_won, 0);
    EXPECT_EQ(past.house.disk().image(), before) << "the book that it was copied from stands";
}

TEST(Rehearsal, SaysTheFutureThatThenComes) {
    LivedIn past;
    const auto done = rehearsed(past.rehearsal("fine"));
    past.house.walk(done.to);
    std::int64_t won = 0;
    for (const auto& moved : past.house.gateway().money().movements())
        if (moved.at >= done.from) won += moved.amount;
    // What falls due in the last moment is taken a little later.
    past.house.walk(done.to + hours{1});
    EXPECT_EQ(sum(done, &RehearsedMonth::paid_won), won);
}

TEST(Rehearsal, InAStormNamesWhatWouldBeDoubtedAndKeepsEveryPromise) {
    LivedIn past;
    auto asked = past.rehearsal("storm");
    ASSERT_TRUE(set_fault(asked.weather, "answer_lost", 25));
    int days_told = 0;
    asked.progress = [&](Instant, int done, int of) {
        EXPECT_EQ(done, ++days_told);
        EXPECT_LE(done, of);
    };
    const auto done = rehearsed(asked);
    EXPECT_TRUE(done.holds()) << done.lost << " lost, " << done.kept_twice << " kept twice"
                              << (done.violations.empty() ? "" : done.violations.front());
    EXPECT_GT(done.doubts_in_all, 0);
    EXPECT_GT(done.crashes, 0);
    EXPECT_EQ(sum(done, &RehearsedMonth::charges), past.owed(done));
    EXPECT_GT(days_told, 60);
}

TEST(Rehearsal, IsTheSameEachTime) {
    LivedIn past;
    auto asked = past.rehearsal("everyday");
    asked.months = 1;
    const auto first = rehearsed(asked), second = rehearsed(asked);
    EXPECT_EQ(first.turns, second.turns);
    EXPECT_EQ(first.taken_won, second.taken_won);
    EXPECT_EQ(first.doubts_in_all, second.doubts_in_all);
}

TEST(Rehearsal, FindsThePaymentsOfBeforeWhenTheyAreGivenBack) {
    LivedIn past;
    const auto paid = past.house.ledger().receipts({{}, 1});
    ASSERT_FALSE(paid.empty());
    ASSERT_EQ(past.house.order(engine::RequestRefund{paid.front().id.text(), 100, "", ""}), 200);
    const auto book = past.rehearsal("fine");
    const auto done = rehearsed(book);
    EXPECT_TRUE(done.holds());
    EXPECT_EQ(done.returned_won, 100);
}

TEST(Rehearsal, RefusesWhatIsNoLedger) {
    LivedIn past;
    auto asked = past.rehearsal("fine");
    asked.book.log.clear();
    asked.book.ledger.assign(8'192, 'x');
    EXPECT_THROW(static_cast<void>(rehearsed(asked)), ports::LedgerFailure);
}

TEST(Mix, SetsAFaultByItsNameWithinItsChances) {
    Weather weather;
    for (const auto& name : fault_names())
        EXPECT_TRUE(set_fault(weather, name, 1)) << name;
    EXPECT_EQ(weather.answer_lost, 1);
    EXPECT_FALSE(set_fault(weather, "answer_lost", 101));
    EXPECT_FALSE(set_fault(weather, "answer_lost", -1));
    EXPECT_FALSE(set_fault(weather, "rain", 1));
    EXPECT_FALSE(mix_named("rain"));
}

}  // namespace
}  // namespace maedal::simulation
