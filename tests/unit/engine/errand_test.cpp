// Errands: the intent before the sending, its end, and a person's word.
#include "heart.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace maedal::engine {
namespace {

using namespace billing;
using namespace std::chrono_literals;

struct ErrandTest : ::testing::Test {
    ErrandTest() { heart.start(); }
    /// Begins one: "ok", or why not.
    std::string begin(
        ErrandKind kind, const std::string& subject, const std::string& customer = {}
    ) {
        return heart.order(BeginErrand{kind, subject, customer});
    }
    Errand last() { return heart.ledger().errands("", {{}, 100}).back(); }
    std::string end(EndErrand what) {
        what.id = last().id;
        return heart.order(std::move(what));
    }
    std::string fail(Errc code, const char* reason) {
        return end({.id = {}, .state = ErrandState::done, .failure = failed(code, reason)});
    }
    std::string outcome() { return heart.ledger().calls_of(last().id).back().outcome; }
    Heart heart;
};

TEST_F(ErrandTest, IsWrittenDownBeforeItIsSentAndClosedWithItsAnswer) {
    ASSERT_EQ(begin(ErrandKind::ship, "rc1"), "ok");
    EXPECT_EQ(last().state, ErrandState::sending);
    EXPECT_EQ(outcome(), "");
    ASSERT_EQ(end({.id = {}, .state = ErrandState::done, .told = "\"status\":1"}), "ok");
    EXPECT_EQ(last().state, ErrandState::done);
    EXPECT_EQ(last().told, "{\"status\":1}");
    EXPECT_EQ(outcome(), "done");
    EXPECT_TRUE(last().closed_at);
}

TEST_F(ErrandTest, EndsAsTheFailureSays) {
    const std::tuple<Errc, const char*, ErrandState, const char*> cases[]{
        {Errc::refused, "RC_NOT_ESCROW", ErrandState::refused, "refused"},
        {Errc::unsent, "no_connection", ErrandState::dropped, "unsent"},
        {Errc::in_doubt, "timeout", ErrandState::doubt, "in_doubt"}};
    int receipt = 0;
    for (const auto& [code, reason, state, call] : cases) {
        ASSERT_EQ(begin(ErrandKind::ship, "rc" + std::to_string(++receipt)), "ok");
        ASSERT_EQ(fail(code, reason), "ok");
        EXPECT_EQ(last().state, state) << reason;
        EXPECT_EQ(last().code, reason);
        EXPECT_EQ(outcome(), call);
    }
}

TEST_F(ErrandTest, IsNotAskedForTwiceAtOneTime) {
    ASSERT_EQ(begin(ErrandKind::ship, "rc1"), "ok");
    EXPECT_EQ(begin(ErrandKind::ship, "rc1"), "errand_under_way");
    EXPECT_EQ(begin(ErrandKind::publish_cash_receipt, "rc1"), "ok") << "another thing";
    heart.start();  // a crash: what was sent is in doubt, and still open
    EXPECT_EQ(begin(ErrandKind::ship, "rc1"), "errand_under_way");
    for (const auto& errand : heart.ledger().errands("", {{}, 100}))
        EXPECT_EQ(errand.state, ErrandState::doubt);
}

TEST_F(ErrandTest, IsNotBegunWhileABreakerStands) {
    heart.disk_free = 1;
    heart.turn();
    EXPECT_EQ(begin(ErrandKind::ship, "rc1"), "sending_stopped");
    EXPECT_TRUE(heart.ledger().errands("", {{}, 100}).empty());
}

TEST_F(ErrandTest, WhoseAnswerNobodyKnowsLeavesTheGatewayOpenForOthers) {
    for (int i = 0; i < 4; ++i) {
        ASSERT_EQ(begin(ErrandKind::publish_cash_receipt, "rc" + std::to_string(i)), "ok");
        ASSERT_EQ(fail(Errc::in_doubt, "RC_CASH_RECEIPT_FAILED"), "ok");
    }
    EXPECT_FALSE(heart.tripped("doubts"));
    const auto codes = heart.ledger().gateway_codes();
    ASSERT_EQ(codes.size(), 1U);
    EXPECT_EQ(codes.front().seen, 4);
}

TEST_F(ErrandTest, TakesTheKeyInThatItMade) {
    ASSERT_EQ(begin(ErrandKind::register_card, "", "kim"), "ok");
    ASSERT_EQ(
        end(
            {.id = {},
             .state = ErrandState::done,
             .told = "\"receipt_id\":\"rc1\"",
             .billing_key = Secret{"key-of-kim"},
             .method = "card"}
        ),
        "ok"
    );
    const auto keys = heart.ledger().billing_keys("kim", {{}, 10});
    ASSERT_EQ(keys.size(), 1U);
    EXPECT_EQ(
        last().told,
        "{\"billing_key_id\":\"" + keys.front().id.text() + "\",\"receipt_id\":\"rc1\"}"
    );
}

TEST_F(ErrandTest, OfAKeyThatIsInUseIsNotBegunAndADeadOneStaysDead) {
    const auto id = heart.subscribe();
    const auto key = *heart.attempt(id).billing_key;
    EXPECT_NE(begin(ErrandKind::delete_key, key.text()), "ok");
    ASSERT_EQ(heart.order(AddBillingKey{"c1", Secret{"other"}, "", "card"}), "ok");
    const auto other = heart.ledger().billing_keys("c1", {{}, 10}).back().id;
    ASSERT_EQ(begin(ErrandKind::delete_key, other.text()), "ok");
    EXPECT_EQ(
        heart.order(CreateSubscription{"", "c1", "monthly", other.text(), "", ""}),
        "billing_key_on_its_way_out"
    );
    EXPECT_EQ(heart.order(ReplaceBillingKey{id, other.text()}), "billing_key_on_its_way_out");
    ASSERT_EQ(end({.id = {}, .state = ErrandState::done}), "ok");
    EXPECT_EQ(heart.ledger().billing_key(other)->state, KeyState::dead);
    EXPECT_EQ(begin(ErrandKind::delete_key, other.text()), "dead_billing_key");
    EXPECT_EQ(begin(ErrandKind::delete_key, "bk_none"), "unknown_billing_key");
}

// The first look, seconds after a timeout, ended it as never carried out; the gateway carried it
// out a moment later, and the next request asked for it a second time.
TEST_F(ErrandTest, IsNotAbsentWhileItMayStillBeCarriedOut) {
    ASSERT_EQ(begin(ErrandKind::publish_cash_receipt, "rc1"), "ok");
    ASSERT_EQ(fail(Errc::in_doubt, "timeout"), "ok");
    const auto look = [&](ErrandState seen) {
        return end({.id = {}, .state = seen, .next_look_at = heart.now + 60s});
    };
    ASSERT_EQ(look(ErrandState::absent), "ok");
    EXPECT_EQ(last().state, ErrandState::doubt);
    EXPECT_EQ(last().next_look_at, heart.now + 60s);
    EXPECT_EQ(begin(ErrandKind::publish_cash_receipt, "rc1"), "errand_under_way");
    heart.pass(10min);
    ASSERT_EQ(look(ErrandState::absent), "ok");
    EXPECT_EQ(last().state, ErrandState::absent);
}

TEST_F(ErrandTest, InDoubtIsSettledByAPersonOnce) {
    ASSERT_EQ(begin(ErrandKind::register_card, "", "kim"), "ok");
    ASSERT_EQ(fail(Errc::in_doubt, "timeout"), "ok");
    const auto id = last().id;
    EXPECT_EQ(heart.order(SettleErrand{id, false, ""}), "missing_field");
    EXPECT_EQ(heart.order(SettleErrand{id, false, "the console has none"}), "ok");
    EXPECT_EQ(last().state, ErrandState::absent);
    EXPECT_EQ(heart.order(SettleErrand{id, false, "again"}), "not_in_doubt");
    EXPECT_EQ(heart.order(SettleErrand{"er_none", false, "x"}), "unknown_errand");
}

}  // namespace
}  // namespace maedal::engine
