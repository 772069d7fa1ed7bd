// A subscription has another card while something still stands on the one before it.
#include "heart.hpp"
#include "ports/gateway.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace maedal::engine {
namespace {

using namespace billing;
using namespace std::chrono_literals;

class CardChanged : public testing::Test {
protected:
    void SetUp() override {
        heart.start();
        id = heart.subscribe(20h);
        heart.pass(19h);
        for (auto& write : heart.turn().writes)
            heart.sent.push_back(std::move(write));
    }
    /// The gateway says of another charge on the same card that the card is dead.
    void bury_the_card() {
        const auto key = heart.ledger().subscription(SubscriptionId{id})->billing_key->text();
        const auto anchor = local_text(korea().to_local(heart.now + 1h));
        heart.sent.clear();
        ASSERT_EQ(heart.order(CreateSubscription{"", "c1", "monthly", key, anchor, ""}), "ok");
        const auto other = of_kind<Reserve>(heart.sent).front();
        heart.turn({ReserveAnswered{other.call, other.order_id, dead}});
        ASSERT_EQ(heart.ledger().billing_key(BillingKeyId{key})->state, KeyState::dead);
    }
    void bring_another() {
        ASSERT_EQ(heart.order(AddBillingKey{"c1", Secret{"another-card"}, "", "card"}), "ok");
        const auto key = heart.said();
        ASSERT_EQ(heart.order(ReplaceBillingKey{id, key}), "ok");
    }
    void expect_the_new_card_is_tried() {
        const auto second = heart.attempt(id, 2);
        EXPECT_EQ(second.billing_key, heart.ledger().subscription(SubscriptionId{id})->billing_key);
        EXPECT_EQ(heart.ledger().charge(second.charge)->declines, 0)
            << "a dead card uses up no try";
    }

    Heart heart;
    std::string id;
    const Error dead = failed(Errc::refused, ports::reason::dead_key);
};

// Its reservation could not be taken back any more, failed, and the daemon ended itself: at this
// answer, and at the same answer after each start, so that nobody's money was collected any more.
TEST_F(CardChanged, AndWhatStoodOnTheDeadOneFails) {
    const auto write = of_kind<Reserve>(heart.sent).front();
    heart.turn({ReserveAnswered{write.call, write.order_id, ReserveId{"r1"}}});
    bury_the_card();
    heart.pass(55min);  // too late to take it back
    bring_another();
    const auto first = heart.attempt(id);
    ASSERT_EQ(first.state, AttemptState::reserved);
    heart.pass(10min);
    heart.start();
    const Reservation declined{
        ReserveId{"r1"},
        first.order_id,
        first.amount,
        ReservationStatus::failed,
        first.execute_at,
        std::nullopt};
    heart.turn({AttemptLookedUp{first.order_id, {declined, std::vector<GatewayReceipt>{}}}});
    EXPECT_EQ(heart.attempt(id).state, AttemptState::declined);
    expect_the_new_card_is_tried();
}

TEST_F(CardChanged, AndTheAnswerForTheOldOneSaysThatItIsDead) {
    const auto write = of_kind<Reserve>(heart.sent).front();
    ASSERT_EQ(heart.attempt(id).state, AttemptState::sending);
    bring_another();
    heart.turn({ReserveAnswered{write.call, write.order_id, dead}});
    EXPECT_EQ(heart.attempt(id).state, AttemptState::refused);
    expect_the_new_card_is_tried();
}

}  // namespace
}  // namespace maedal::engine
