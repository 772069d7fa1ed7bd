// A webhook is a hint: what it tells of is looked up, for as long as it takes.
#include "heart.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

namespace maedal::engine {
namespace {

using namespace billing;
using namespace std::chrono_literals;

class Hint : public testing::Test {
protected:
    void SetUp() override { heart.start(); }
    /// A subscription whose first payment is reserved, an hour before it is due.
    std::string reserved() {
        const auto id = heart.subscribe(20h);
        heart.pass(19h);
        const auto write = of_kind<Reserve>(heart.turn().writes).front();
        heart.turn({ReserveAnswered{write.call, write.order_id, ReserveId{"r1"}}});
        return id;
    }
    /// The notice comes, and what it tells of is looked up; gives how many looks there were.
    int come(const std::string& order_id, const Result<GatewayReceipt>& answer) {
        return answered(
            heart.turn({NoticeTaken{NoticeHint{"digest", "rc1", order_id, "payment"}, 1}}), answer
        );
    }
    int turn(const Result<GatewayReceipt>& answer) { return answered(heart.turn(), answer); }
    int answered(TurnOutput output, const Result<GatewayReceipt>& answer) {
        std::vector<Event> answers;
        for (const auto& look : output.looks)
            if (const auto* one = std::get_if<LookAtReceipt>(&look))
                answers.push_back(ReceiptLookedUp{one->receipt, one->notice, answer});
        const auto looks = static_cast<int>(answers.size());
        if (!answers.empty()) output = heart.turn(std::move(answers));
        std::ranges::move(output.alarms, std::back_inserter(alarms));
        return looks;
    }
    GatewayReceipt paid(const std::string& order_id) {
        return {
            ReceiptId{"rc1"},
            OrderId{order_id},
            *Won::from_count(1'000),
            *Won::from_count(0),
            ReceiptStatus::paid,
            "KRW",
            heart.now,
            ""};
    }
    const Error silence = failed(Errc::unavailable, "http_status");
    std::vector<std::string> alarms;
    Heart heart;
};

// An order paid in a browser that never came back, in a gateway's bad hour: the only word of its
// money was dropped after twelve looks, and the order stayed open.
TEST_F(Hint, IsFollowedHoursLaterAndAfterARestart) {
    ASSERT_EQ(
        heart.order(PrepareOrder{"o1", "thing", 1'000, 0, "", std::nullopt, false, ""}), "ok"
    );
    EXPECT_EQ(come("o1", silence), 1);
    for (int minute = 0; minute < 6 * 60; ++minute, heart.pass(1min))
        turn(silence);
    heart.start();
    int looks = 0;
    for (int minute = 0; minute < 61 && looks == 0; ++minute, heart.pass(1min))
        looks = turn(paid("o1"));
    EXPECT_EQ(looks, 1);
    EXPECT_EQ(heart.ledger().shop_order(OrderId{"o1"})->state, ShopOrderState::settled);
    EXPECT_TRUE(alarms.empty());
}

// Whoever knows an order id can have a payment of his own declined under it, and tell of its
// receipt: the charge was declined then, and tried again, though its reservation stood.
TEST_F(Hint, OfADeclineIsOneToLookAtTheReservationThatStands) {
    const auto id = reserved();
    auto declined = paid(heart.attempt(id).order_id.text());
    declined.status = ReceiptStatus::declined;
    EXPECT_EQ(come("", declined), 1);
    EXPECT_EQ(heart.attempt(id).state, AttemptState::reserved);
    EXPECT_EQ(heart.ledger().attempts_of(heart.attempt(id).charge).size(), 1U);
    EXPECT_EQ(heart.attempt(id).next_look_at, heart.now) << "it is asked itself";
}

// The same while the answer to the reservation was lost, and nobody knew its name: the next try was
// reserved beside the first, and both were paid, under every order-id rule.
TEST_F(Hint, OfADeclineSaysNothingOfAReservationInDoubtBeforeItsExecution) {
    const auto id = heart.subscribe(20h);
    heart.pass(10h);
    const auto write = of_kind<Reserve>(heart.turn().writes).front();
    heart.turn({ReserveAnswered{write.call, write.order_id, failed(Errc::in_doubt, "timeout")}});
    const auto first = heart.attempt(id);
    ASSERT_EQ(first.state, AttemptState::doubt);
    auto declined = heart.receipt_of(first, "rc1");
    declined.status = ReceiptStatus::declined;
    EXPECT_EQ(come("", declined), 1);
    EXPECT_EQ(heart.attempt(id).state, AttemptState::doubt);
    heart.turn({AttemptLookedUp{first.order_id, {std::nullopt, std::vector{declined}}}});
    EXPECT_EQ(heart.attempt(id).state, AttemptState::doubt);
    EXPECT_EQ(heart.attempt(id).next_look_at, first.execute_at + 1min) << "it shows itself then";
    EXPECT_EQ(heart.ledger().attempts_of(first.charge).size(), 1U);
}

// A gateway that tells of a finished reservation without its receipt, and of no order id: the
// notice named the receipt, and nobody asked for it. Every payment went to a person after two days.
TEST_F(Hint, OfWhatIsLookedUpAlreadyIsFollowedItselfUnlessThatLookTold) {
    const auto id = reserved();
    heart.pass(1h);
    const auto receipt = heart.receipt_of(heart.attempt(id), "rc1");
    EXPECT_EQ(come(receipt.order_id.text(), receipt), 0) << "the reservation is asked first";
    heart.pass(1min);
    EXPECT_EQ(turn(receipt), 0) << "it has not answered yet";
    heart.turn({AttemptLookedUp{receipt.order_id, Evidence{std::nullopt, std::nullopt}}});
    heart.pass(1min);
    EXPECT_EQ(turn(receipt), 1);
    EXPECT_EQ(heart.attempt(id).state, AttemptState::paid);
    EXPECT_EQ(turn(receipt), 0);
}

TEST_F(Hint, OfWhatAnotherLookHasToldIsNotFollowed) {
    const auto id = reserved();
    heart.pass(1h);
    const auto receipt = heart.receipt_of(heart.attempt(id), "rc1");
    EXPECT_EQ(come(receipt.order_id.text(), receipt), 0);
    heart.turn({ReceiptLookedUp{receipt.id, std::nullopt, receipt}});
    EXPECT_EQ(heart.attempt(id).state, AttemptState::paid);
    heart.pass(1min);
    EXPECT_EQ(turn(receipt), 0);
}

TEST_F(Hint, IsGivenUpAfterTwoWeeksWithAWord) {
    EXPECT_EQ(come("o1", silence), 1);
    for (int hour = 0; hour < 15 * 24; ++hour, heart.pass(1h))
        turn(silence);
    EXPECT_EQ(turn(silence), 0);
    ASSERT_EQ(alarms.size(), 1U);
    EXPECT_NE(alarms.front().find("rc1"), std::string::npos) << alarms.front();
}

TEST_F(Hint, OfMoneyUnderAnOrderIdLikeOursThatNobodyKnowsIsTold) {
    const std::string stranger = "m1-sub_000999-p0-a1";
    EXPECT_EQ(come(stranger, paid(stranger)), 1);
    ASSERT_EQ(alarms.size(), 1U);
    EXPECT_NE(alarms.front().find(stranger), std::string::npos);
}

TEST_F(Hint, OfAnotherShopsMoneyIsNothingToTell) {
    EXPECT_EQ(come("shop-77", paid("shop-77")), 1);
    EXPECT_TRUE(alarms.empty());
}

}  // namespace
}  // namespace maedal::engine
