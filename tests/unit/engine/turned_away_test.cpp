// A reservation was carried out, and whatever stood between answered it with 401, which says that
// it was not. The next try went out at once under its own order id: two payments were taken, and
// the second went back. At first it waited only where the order-id rule was known; a merchant who
// has not told his gateway's was charged twice all the same.
#include "ports/gateway.hpp"
#include "unit/engine/heart.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace maedal::engine {
namespace {

using namespace billing;
using namespace std::chrono_literals;

class TurnedAway : public ::testing::Test {
protected:
    /// The first reservation of a subscription that is due in an hour is answered with 401.
    std::string turned_away(OrderIdRule rule, const std::string& code = "TOKEN_KEY_INVALID") {
        heart.rules.order_id_rule = rule;
        heart.start();
        auto id = heart.subscribe(1h);
        const auto write = of_kind<Reserve>(heart.sent).front();
        const Error error = failed(Errc::unauthorized, code);
        sent_of(heart.turn({ReserveAnswered{write.call, write.order_id, error}}), {});
        EXPECT_EQ(heart.attempt(id).state, AttemptState::dropped);
        EXPECT_EQ(charge(id).declines, 0);
        return id;
    }

    Charge charge(const std::string& id) {
        return heart.ledger().charges_of(SubscriptionId{id}).front();
    }

    /// How many tries a turn sends, its look-ups answered by `receipts` of the order ids before.
    std::size_t sent_of(const TurnOutput& output, const std::vector<GatewayReceipt>& receipts) {
        std::size_t sends = of_kind<Reserve>(output.writes).size();
        for (const auto& look : output.looks)
            if (const auto* earlier = std::get_if<LookAtEarlier>(&look)) {
                const EarlierLookedUp told{earlier->order_id, receipts};
                sends += of_kind<Reserve>(heart.turn({told}).writes).size();
            }
        return sends;
    }

    std::size_t sent_within(Seconds span, const std::vector<GatewayReceipt>& receipts = {}) {
        std::size_t sends = 0;
        for (const Instant end = heart.now + span; heart.now <= end; heart.pass(600s))
            sends += sent_of(heart.turn(), receipts);
        return sends;
    }

    static constexpr Seconds almost = 24h + 45min;  ///< the hour until it is due, and nearly a day
    Heart heart;
};

TEST_F(TurnedAway, IsGivenTheTimeToShowItsPayment) {
    const auto id = turned_away(OrderIdRule::charge);
    const auto first = heart.attempt(id);
    EXPECT_EQ(sent_within(almost), 0U) << "due in an hour, and a day to show itself";
    EXPECT_EQ(sent_within(20min, {heart.receipt_of(first, "rc1")}), 0U);
    EXPECT_EQ(charge(id).state, ChargeState::paid);
    EXPECT_EQ(charge(id).receipt, ReceiptId{"rc1"});
}

TEST_F(TurnedAway, IsFollowedByTheNextTryWhenItShowsNone) {
    const auto id = turned_away(OrderIdRule::reserve);
    EXPECT_EQ(sent_within(almost), 0U);
    EXPECT_EQ(sent_within(20min), 1U);
    EXPECT_EQ(heart.attempt(id, 2).state, AttemptState::sending);
}

TEST_F(TurnedAway, IsFollowedAtOnceWhereItWasNotEvenSent) {
    const auto id = turned_away(OrderIdRule::charge, ports::reason::no_token);
    EXPECT_EQ(sent_within(20min), 1U);
}

TEST_F(TurnedAway, IsGivenTheTimeWhereNoRuleIsKnownToo) {
    const auto id = turned_away(OrderIdRule::unproven);
    EXPECT_EQ(sent_within(almost), 0U);
    EXPECT_EQ(sent_within(20min), 1U);
}

TEST_F(TurnedAway, IsWaitedForOnAnotherCardToo) {
    const auto id = turned_away(OrderIdRule::charge);
    const auto first = heart.attempt(id);
    ASSERT_EQ(heart.order(AddBillingKey{"c1", Secret{"another-card"}, "", "card"}), "ok");
    ASSERT_EQ(heart.order(ReplaceBillingKey{id, heart.said()}), "ok");
    heart.pass(60s);
    heart.turn();
    ASSERT_EQ(heart.attempt(id, 3).state, AttemptState::planned);
    EXPECT_EQ(sent_within(almost - 10min), 0U);
    EXPECT_EQ(sent_within(20min, {heart.receipt_of(first, "rc1")}), 0U);
    EXPECT_EQ(charge(id).state, ChargeState::paid);
}

}  // namespace
}  // namespace maedal::engine
