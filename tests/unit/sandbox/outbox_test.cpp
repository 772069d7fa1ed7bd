#include "a_bootpay.hpp"

namespace maedal::sandbox {
namespace {

struct Notices : ABootpay {
    Notices() { bootpay.switches().webhook_url = "http://127.0.0.1:1/hook"; }

    /// Delivers all that is due, each refused or taken; how many there were.
    int deliver_all(bool accepted) {
        int count = 0;
        while (const Notice* notice = bootpay.outbox().take_due(bootpay.now())) {
            bootpay.outbox().report(notice->number, accepted, "by the test");
            ++count;
        }
        return count;
    }
};

TEST_F(Notices, TellOfPaymentsAndBothKindsOfCancellation) {
    const std::string paid = taken(bootpay.pay(order("o1", 1'000)))->receipt_id;
    taken(bootpay.cancel({paid, 400, {}, {}}));
    taken(bootpay.cancel({paid, {}, {}, {}}));
    const auto& notices = bootpay.outbox().notices();
    ASSERT_EQ(notices.size(), 3U);
    EXPECT_EQ(notices[0].kind, NoticeKind::payment_completed);
    EXPECT_EQ(notices[0].cancelled_price, 0);
    EXPECT_EQ(notices[1].kind, NoticeKind::payment_partial_cancelled);
    EXPECT_EQ(notices[1].cancelled_price, 400);
    EXPECT_EQ(notices[2].kind, NoticeKind::payment_cancelled);
    EXPECT_EQ(notices[2].status, ReceiptStatus::cancelled);
}

TEST_F(Notices, GoToTheAddressOfTheRequestFirst) {
    PaymentRequest asked = order("o1");
    asked.details = std::make_shared<Details>(Details{
        "", "", "", "", "", "http://127.0.0.1:2/own", "application/x-www-form-urlencoded"});
    taken(bootpay.pay(asked));
    taken(bootpay.pay(order("o2")));
    const auto& notices = bootpay.outbox().notices();
    ASSERT_EQ(notices.size(), 2U);
    EXPECT_EQ(notices[0].url, "http://127.0.0.1:2/own");
    EXPECT_EQ(notices[0].content_type, "application/x-www-form-urlencoded");
    EXPECT_EQ(notices[1].url, "http://127.0.0.1:1/hook");
    EXPECT_EQ(notices[1].content_type, "application/json");
}

TEST_F(Notices, AreNotMadeForDeclinesRevokesOrWhenSwitchedOff) {
    bootpay.declines().set(key, {.times = 1, .from = {}, .always = false, .pg_error_code = "51"});
    EXPECT_NE(code_of(bootpay.pay(order("o1"))), "");
    taken(bootpay.revoke(reserved("o2", an_hour)->reserve_id));
    bootpay.switches().webhooks = false;
    taken(bootpay.pay(order("o3")));
    EXPECT_TRUE(bootpay.outbox().notices().empty());
}

TEST_F(Notices, AreTriedTenTimesWithDoublingGaps) {
    taken(bootpay.pay(order("o1")));
    EXPECT_EQ(deliver_all(false), 1);
    EXPECT_EQ(bootpay.outbox().next_due(), day_one + Seconds{60});
    bootpay.advance(day_one + Seconds{59});
    EXPECT_EQ(deliver_all(false), 0);
    bootpay.advance(day_one + Seconds{60});
    EXPECT_EQ(deliver_all(false), 1);
    EXPECT_EQ(bootpay.outbox().next_due(), day_one + Seconds{180});
    bootpay.advance(day_one + an_hour * 100);
    EXPECT_EQ(deliver_all(false), 8);
    EXPECT_EQ(bootpay.outbox().notices()[0].state, NoticeState::given_up);
    EXPECT_EQ(bootpay.outbox().notices()[0].deliveries.size(), 10U);
    EXPECT_FALSE(bootpay.outbox().next_due());
}

TEST_F(Notices, StopAtTheFirstDeliveryThatIsTaken) {
    taken(bootpay.pay(order("o1")));
    EXPECT_EQ(deliver_all(false), 1);
    bootpay.advance(day_one + an_hour);
    EXPECT_EQ(deliver_all(true), 1);
    EXPECT_EQ(bootpay.outbox().notices()[0].state, NoticeState::delivered);
    EXPECT_EQ(bootpay.outbox().in_flight(), 0);
    EXPECT_FALSE(bootpay.outbox().next_due());
}

}  // namespace
}  // namespace maedal::sandbox
