// What the oracle reads of the merchant's ledger beside its rows.
#include "simulation/oracle.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace maedal::simulation {
namespace {

using namespace std::chrono;

struct FineTown : ::testing::Test {
    FineTown() { house.walk(house.now() + days{45}); }

    VirtualHouse house{3, {}, sandbox::OrderIdRule::charge};
    sandbox::Dice dice{sandbox::scattered(7)};
    Town town = settle_town(house, dice, 40);
    Oracle oracle{house, town};
};

TEST_F(FineTown, FindsNothingInABookThatIsWhole) {
    oracle.judge();
    EXPECT_TRUE(oracle.findings().empty()) << oracle.findings().front();
    EXPECT_GT(oracle.counts().payments, 0);
}

/// The rows are as they were, and every invariant of them holds.
TEST_F(FineTown, FindsAnEntryOfTheJournalThatOtherHandsHaveChanged) {
    constexpr std::string_view written = "charge.owed", changed = "charge.0wed";
    const auto image = [&] {
        house.crash();
        auto bytes = house.disk().image();
        for (auto& [path, content] : bytes) {
            if (!path.ends_with("ledger.db")) continue;  // its log has sums of its own
            const auto at =
                std::search(content.begin(), content.end(), written.begin(), written.end());
            if (at != content.end()) std::copy(changed.begin(), changed.end(), at);
        }
        return bytes;
    }();
    house.restore(image);
    oracle.judge();
    ASSERT_FALSE(oracle.findings().empty());
    const auto chain = [](const std::string& found) {
        return found.find("history.chain: journal:") != std::string::npos;
    };
    EXPECT_TRUE(std::ranges::any_of(oracle.findings(), chain)) << oracle.findings().front();
}

}  // namespace
}  // namespace maedal::simulation
