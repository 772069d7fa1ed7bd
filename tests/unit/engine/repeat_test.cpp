// A caller who had no answer asks again with the same Idempotency-Key, while the first request
// waits for the gateway.
#include "heart.hpp"

#include <gtest/gtest.h>

namespace maedal::engine {
namespace {

using namespace billing;

CreateLink a_link() {
    return {
        "",
        "thing",
        1'000,
        0,
        "",
        "sms",
        std::nullopt,
        std::nullopt,
        R"({"user":{"phone":"01012345678"}})"};
}

// It was made and sent twice, and both could be paid; the answer to the second could not be stored.
TEST(Repeat, MakesNoSecondPaymentLink) {
    Heart heart;
    heart.start();
    const auto wish = a_link();
    EXPECT_EQ(heart.order_keyed(wish, "k1"), "waits");
    EXPECT_EQ(heart.order_keyed(wish, "k1"), "400 request_under_way");
    ASSERT_EQ(of_kind<MakeLink>(heart.sent).size(), 1U);
    const auto write = of_kind<MakeLink>(heart.sent).front();
    const auto made = heart.turn({LinkAnswered{
        write.call, write.link.order_id, MadeLink{LinkId{"L1"}, "https://x", std::nullopt, ""}}});
    EXPECT_TRUE(made.alarms.empty());
    EXPECT_EQ(heart.order_keyed(wish, "k1"), "200") << "the first answer";
    EXPECT_EQ(of_kind<MakeLink>(heart.sent).size(), 1U);
}

// Its first answer was lost with the process, or came too late to be kept.
TEST(Repeat, NamesTheSameLinkAfterARestart) {
    Heart heart;
    heart.start();
    const auto wish = a_link();
    EXPECT_EQ(heart.order_keyed(wish, "k1"), "waits");
    heart.start();
    EXPECT_NE(heart.order_keyed(wish, "k1"), "waits");
    EXPECT_EQ(of_kind<MakeLink>(heart.sent).size(), 1U);
    EXPECT_EQ(heart.order_keyed(wish, "k2"), "waits") << "another wish";
    EXPECT_EQ(of_kind<MakeLink>(heart.sent).size(), 2U);
}

TEST(Repeat, MayAskAgainForALinkThatWasRefused) {
    Heart heart;
    heart.start();
    const auto wish = a_link();
    heart.order_keyed(wish, "k1");
    const auto write = of_kind<MakeLink>(heart.sent).front();
    heart.turn({LinkAnswered{
        write.call, write.link.order_id, Error{Errc::refused, "X", "not now", ""}}});
    EXPECT_EQ(heart.order_keyed(wish, "k1"), "waits");
    EXPECT_EQ(of_kind<MakeLink>(heart.sent).size(), 2U);
}

// For one day such an answer was not kept, and was told anew each time.
TEST(Repeat, OfWhatIsAcceptedGetsTheFirstAnswer) {
    Heart heart;
    heart.start();
    const auto subscription = heart.subscribe();
    const CancelSubscription wish{subscription, false};
    EXPECT_EQ(heart.order_keyed(wish, "k1"), "202");
    EXPECT_TRUE(heart.ledger().kept_answer("k1"));
    EXPECT_EQ(heart.order_keyed(wish, "k1"), "202");
}

// The repeat was told "confirming", that word was kept, and the gateway's could not be stored: the
// order waited for ever although its money was taken.
TEST(Repeat, OfAConfirmKeepsNoWordThatIsNotFinal) {
    Heart heart;
    heart.start();
    ASSERT_EQ(
        heart.order(PrepareOrder{"o1", "thing", 1'000, 0, "", std::nullopt, false, ""}), "ok"
    );
    const GatewayReceipt pending{
        ReceiptId{"rc1"},
        OrderId{"o1"},
        *Won::from_count(1'000),
        *Won::from_count(0),
        ReceiptStatus::pending,
        "KRW",
        std::nullopt,
        "",
        true};
    const ConfirmOrder confirm{"o1", "rc1", false, pending, std::nullopt};
    EXPECT_EQ(heart.order_keyed(confirm, "k1"), "waits");
    EXPECT_EQ(heart.order_keyed(confirm, "k1"), "400 request_under_way");
    EXPECT_EQ(heart.order_keyed(confirm, "k2"), "202") << "another caller is told how it stands";
    auto paid = pending;
    paid.status = ReceiptStatus::paid;
    paid.waits_for_confirm = false;
    paid.paid_at = heart.now;
    const auto write = of_kind<Confirm>(heart.sent).front();
    heart.turn({ConfirmAnswered{write.call, OrderId{"o1"}, paid}});
    EXPECT_EQ(heart.ledger().shop_order(OrderId{"o1"})->state, ShopOrderState::settled);
    EXPECT_EQ(heart.order_keyed(confirm, "k1"), "200");
    EXPECT_EQ(heart.order_keyed(confirm, "k2"), "200");
}

}  // namespace
}  // namespace maedal::engine
