// Looking again at what the gateway may know better.
#include "heart.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

namespace maedal::engine {
namespace {

using namespace billing;
using namespace std::chrono_literals;

class Reconciles : public testing::Test {
protected:
    void SetUp() override {
        heart.start();
        const auto id = heart.subscribe();
        const auto write = of_kind<Reserve>(heart.sent).front();
        heart.turn({ReserveAnswered{write.call, write.order_id, ReserveId{"r1"}}});
        heart.pass(2h);
        receipt = heart.receipt_of(heart.attempt(id), "rc1");
        heart.turn({AttemptLookedUp{write.order_id, {std::nullopt, std::vector{*receipt}}}});
        EXPECT_TRUE(heart.ledger().receipt(receipt->id));
    }
    /// Whether the turn wants to look the receipt up; the answer says what stands there now.
    bool looks_at_it() {
        const auto output = heart.turn();
        std::vector<Event> answers;
        bool looks = false;
        for (const auto& look : output.looks) {
            if (const auto* one = std::get_if<LookAtReceipt>(&look)) {
                looks = looks || one->receipt == receipt->id;
                answers.emplace_back(ReceiptLookedUp{one->receipt, std::nullopt, *receipt});
            } else if (const auto* order = std::get_if<LookAtAttempt>(&look)) {
                answers.emplace_back(AttemptLookedUp{
                    order->order_id, {std::nullopt, std::vector{*receipt}}});
            }
        }
        if (!answers.empty()) heart.turn(std::move(answers));
        return looks;
    }
    static bool asks_for(const OrderId& order_id, const TurnOutput& output) {
        return std::ranges::any_of(output.looks, [&](const Look& look) {
            const auto* one = std::get_if<LookAtAttempt>(&look);
            return one && one->order_id == order_id;
        });
    }
    /// Goes to half past three of the next night.
    void wait_for_the_night() {
        const auto night = *instant_from_rfc3339("2026-01-06T03:30:00+09:00");
        heart.pass(night + nights++ * 24h - heart.now);
    }

    Heart heart;
    std::optional<GatewayReceipt> receipt;
    int nights = 0;
};

TEST_F(Reconciles, FindsARefundThatWasMadeElsewhereInTheNight) {
    EXPECT_FALSE(looks_at_it());
    receipt->refunded = *Won::from_count(4'000);  // at the card company's console: no notice comes
    wait_for_the_night();
    EXPECT_TRUE(looks_at_it());
    EXPECT_EQ(heart.ledger().receipt(receipt->id)->refunded.count(), 4'000);
    EXPECT_FALSE(looks_at_it()) << "once a night";
}

TEST_F(Reconciles, YoungReceiptsEachNightOldOnesSometimesAndNoneAfterSevenWeeks) {
    int looks = 0;
    for (int night = 0; night < 60; ++night) {
        wait_for_the_night();
        const bool looked = looks_at_it();
        looks += looked ? 1 : 0;
        EXPECT_TRUE(looked || night >= 3) << night;
        EXPECT_TRUE(!looked || night <= 47) << night;
    }
    EXPECT_EQ(looks, 9);
}

TEST_F(Reconciles, MakesUpForANightThatWasMissedAndRepeatsNoneAfterARestart) {
    wait_for_the_night();
    EXPECT_TRUE(looks_at_it());
    heart.start();
    EXPECT_FALSE(looks_at_it()) << "this night is done";
    wait_for_the_night();
    heart.pass(3h);  // the host was off at half past three
    heart.start();
    EXPECT_TRUE(looks_at_it());
}

// A round of many payments, and a process that died before its end each time, began with the same
// ones for ever: the last were never asked for.
TEST_F(Reconciles, GoesOnWhereAProcessThatDiedHadItsAnswers) {
    std::map<std::string, GatewayReceipt> paid{{receipt->id.text(), *receipt}};
    for (int i = 0; i < 60; ++i) {
        heart.sent.clear();
        const auto id = heart.subscribe();
        const auto write = of_kind<Reserve>(heart.sent).front();
        const ReserveId reserve{fmt::format("r-{}", i)};
        heart.turn({ReserveAnswered{write.call, write.order_id, reserve}});
        heart.pass(2h);
        const auto one = heart.receipt_of(heart.attempt(id), fmt::format("rc-{}", i));
        heart.turn({AttemptLookedUp{write.order_id, {std::nullopt, std::vector{one}}}});
        paid.emplace(one.id.text(), one);
    }
    heart.start();  // what nobody answered until here is forgotten
    heart.turn();
    nights = 5;
    wait_for_the_night();
    std::map<std::string, int> asked;
    std::vector<Event> answers;
    const auto turn = [&] {
        const auto output = heart.turn(std::exchange(answers, {}));
        for (const auto& look : output.looks) {
            if (const auto* order = std::get_if<LookAtAttempt>(&look)) {
                answers.emplace_back(AttemptLookedUp{
                    order->order_id, {std::nullopt, std::vector<GatewayReceipt>{}}});
            } else if (const auto* one = std::get_if<LookAtReceipt>(&look)) {
                const auto id = one->receipt.text();
                asked[id] += 1;
                answers.emplace_back(ReceiptLookedUp{one->receipt, std::nullopt, paid.at(id)});
            }
        }
        return !answers.empty();
    };
    for (int life = 0; life < 20; ++life) {
        for (int turns = 0; turns < 5 && turn(); ++turns) {
        }
        answers.clear();  // it dies with them
        heart.start();
    }
    const Instant began = heart.now;
    const auto young = [&](const auto& one) { return *one.second.paid_at >= began - 72h; };
    ASSERT_GT(std::ranges::count_if(paid, young), 25);
    for (const auto& one : paid) {
        if (!young(one)) continue;
        EXPECT_GE(asked[one.first], 1) << one.first;
        EXPECT_LE(asked[one.first], 4) << one.first << ": what was answered is not asked for again";
    }
}

TEST_F(Reconciles, OnDemandLookAtWhatWasPaidInThatTime) {
    const Instant paid_at = *receipt->paid_at;
    EXPECT_EQ(heart.order(Reconcile{paid_at, paid_at}), "empty_time");
    ASSERT_EQ(heart.order(Reconcile{paid_at + 1s, paid_at + 1h}), "ok");
    EXPECT_FALSE(heart.ledger().receipt(receipt->id)->next_look_at);
    ASSERT_EQ(heart.order(Reconcile{paid_at, paid_at + 1s}), "ok");
    EXPECT_EQ(heart.ledger().receipt(receipt->id)->next_look_at, heart.now);
}

// A year of a large merchant's payments, made due in one turn, kept the daemon from its watchdog
// for longer than the service manager waits.
TEST_F(Reconciles, TakesManyPaymentsPartByPart) {
    const auto paid_at = *receipt->paid_at;
    auto other = *heart.ledger().receipt(receipt->id);
    const auto at = [&](const char* id, Seconds later) {
        other.id = ReceiptId{id};
        other.role = ReceiptRole::surplus;
        other.paid_at = paid_at + later;
        heart.ledger().begin();
        heart.ledger().add(other, {heart.now, "test", "receipt.found"});
        heart.ledger().commit();
    };
    at("rc2", 0s);
    at("rc3", 5s);
    at("rc4", 9s);
    Reconciling looked{};
    const auto looked_from = [&](Instant from) {
        Order order{Reconcile{from, paid_at + 1h, 1}, "uid:0", std::nullopt, {}};
        order.render = [&looked](const Result<Outcome>& result) {
            looked = std::get<Reconciling>(*result);
            return Answer{200, ""};
        };
        heart.turn({OrderPlaced{std::move(order), 1}});
        return looked;
    };
    const auto first = looked_from(paid_at);
    EXPECT_EQ(first.receipts, 2) << "of one second none is left behind";
    EXPECT_EQ(first.left_from, paid_at + 5s);
    const auto second = looked_from(*first.left_from);
    EXPECT_EQ(second.receipts, 1);
    EXPECT_EQ(second.left_from, paid_at + 9s);
    const auto last = looked_from(*second.left_from);
    EXPECT_EQ(last.receipts, 1);
    EXPECT_FALSE(last.left_from);
}

// A declined order was charged by hand at the gateway, days after a later try had been paid, and
// the notice of it was lost: nobody ever asked for that order id again, and the money was kept.
TEST_F(Reconciles, FindsInTheNightMoneyUnderAnOrderIdThatIsOver) {
    heart.sent.clear();
    const auto id = heart.subscribe();
    const auto first = of_kind<Reserve>(heart.sent).front();
    heart.turn({ReserveAnswered{first.call, first.order_id, ReserveId{"r2"}}});
    heart.pass(2h);
    auto told = heart.receipt_of(heart.attempt(id), "rc2");
    told.status = ReceiptStatus::declined;
    heart.turn({AttemptLookedUp{first.order_id, {std::nullopt, std::vector{told}}}});
    ASSERT_EQ(heart.attempt(id).state, AttemptState::declined);
    const auto asks_for_it = [&] { return asks_for(first.order_id, heart.turn()); };
    int looks = 0;
    while (nights < 60) {
        wait_for_the_night();
        if (!asks_for_it()) continue;
        looks += 1;
        heart.turn({AttemptLookedUp{first.order_id, {std::nullopt, std::vector{told}}}});
        EXPECT_FALSE(asks_for_it()) << "once a night";
        if (looks == 8) told.status = ReceiptStatus::paid;
    }
    EXPECT_EQ(looks, 9) << "as often as for a payment";
    const auto late = heart.ledger().receipt(told.id);
    ASSERT_TRUE(late) << "found on the last of these nights";
}

// The one look of a night had no answer, and it was the last of them all: what had come under that
// order id meanwhile was never found.
TEST_F(Reconciles, AsksForAnOrderIdThatIsOverUntilItIsAnswered) {
    const auto order_id = receipt->order_id;
    const auto asks_for_it = [&] { return asks_for(order_id, heart.turn()); };
    wait_for_the_night();
    ASSERT_TRUE(asks_for_it());
    for (int i = 0; i < 3; ++i) {
        heart.turn({AttemptLookedUp{order_id, {}}});
        EXPECT_FALSE(asks_for_it()) << "not at once";
        heart.pass(10min);
        EXPECT_TRUE(asks_for_it()) << i;
    }
    heart.turn({AttemptLookedUp{order_id, {std::nullopt, std::vector{*receipt}}}});
    heart.pass(10min);
    EXPECT_FALSE(asks_for_it());
    // A gateway that could not be asked for two hours was not asked any more, in a night that was
    // the last one of its age.
    heart.turn({AttemptLookedUp{order_id, {}}});
    int asked = 0, soon = 0;
    for (int i = 0; i < 21 * 6; ++i) {
        heart.pass(10min);
        if (!asks_for_it()) continue;
        asked += 1;
        soon += i < 12 ? 1 : 0;
        heart.turn({AttemptLookedUp{order_id, {}}});
    }
    EXPECT_EQ(soon, 11) << "each ten minutes for two hours";
    EXPECT_EQ(asked - soon, 19) << "then each hour";
}

// The look of its last night had no answer, and the process was killed before it asked again: only
// that process knew, and a second payment under the order id was kept.
TEST_F(Reconciles, AsksAfterAStartForWhatIsALittleOlderThanItsLastNight) {
    const auto order_id = receipt->order_id;
    const auto asks_for_it = [&] { return asks_for(order_id, heart.turn()); };
    const Evidence as_before{std::nullopt, std::vector{*receipt}};
    while (nights < 50) {
        wait_for_the_night();
        if (asks_for_it()) heart.turn({AttemptLookedUp{order_id, as_before}});
    }
    wait_for_the_night();
    EXPECT_FALSE(asks_for_it());
    heart.start();
    wait_for_the_night();
    EXPECT_TRUE(asks_for_it());
}

TEST_F(Reconciles, LooksAtQuarantinedAttemptsAgain) {
    heart.sent.clear();
    const auto id = heart.subscribe();
    const auto write = of_kind<Reserve>(heart.sent).front();
    heart.turn({ReserveAnswered{write.call, write.order_id, failed(Errc::in_doubt, "timeout")}});
    const auto nothing_found = [&] {
        heart.turn({AttemptLookedUp{write.order_id, {std::nullopt, std::vector<GatewayReceipt>{}}}}
        );
    };
    heart.pass(50h);
    nothing_found();  // the window is over, and the night of it looks once more
    nothing_found();
    ASSERT_EQ(heart.attempt(id).state, AttemptState::quarantined);
    EXPECT_FALSE(heart.attempt(id).next_look_at) << "a person decides";
    nights = 3;
    wait_for_the_night();
    heart.turn();  // the end of its round
    const auto output = heart.turn();
    EXPECT_TRUE(std::ranges::any_of(output.looks, [&](const Look& look) {
        const auto* one = std::get_if<LookAtAttempt>(&look);
        return one && one->order_id == write.order_id;
    }));
}

}  // namespace
}  // namespace maedal::engine
