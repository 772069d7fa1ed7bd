#include "a_bootpay.hpp"
#include "sandbox/model/faults.hpp"

namespace maedal::sandbox {
namespace {

using Declined = ABootpay;

TEST_F(Declined, RefusesTheNextPaymentsOfAKey) {
    bootpay.declines().set(key, {.times = 2, .from = {}, .always = false, .pg_error_code = "51"});
    const auto first = bootpay.pay(order("o1"));
    ASSERT_TRUE(std::get_if<Refusal>(&first));
    EXPECT_EQ(std::get_if<Refusal>(&first)->pg_error_code, "51");
    EXPECT_EQ(code_of(bootpay.pay(order("o2"))), "RC_REQUEST_FAILED");
    EXPECT_EQ(code_of(bootpay.pay(order("o3"))), "");
    EXPECT_EQ(totals().payments, 1);
}

TEST_F(Declined, RefusesFromAMomentOn) {
    bootpay.declines().set(
        key, {.times = 0, .from = day_one + an_hour, .always = false, .pg_error_code = "51"}
    );
    EXPECT_EQ(code_of(bootpay.pay(order("o1"))), "");
    bootpay.advance(day_one + an_hour);
    EXPECT_EQ(code_of(bootpay.pay(order("o2"))), "RC_REQUEST_FAILED");
    bootpay.declines().clear();
    EXPECT_EQ(code_of(bootpay.pay(order("o3"))), "");
}

TEST_F(Declined, RefusesOneKeyForGoodAndNoOther) {
    bootpay.declines().set(key, {.times = 0, .from = {}, .always = true, .pg_error_code = "51"});
    PaymentRequest other = order("o2");
    other.billing_key = taken(bootpay.register_card({}))->billing_key;
    EXPECT_EQ(code_of(bootpay.pay(order("o1"))), "RC_REQUEST_FAILED");
    EXPECT_EQ(code_of(bootpay.pay(other)), "");
}

TEST_F(Declined, RefusesEveryThirdByRule) {
    bootpay.declines().set_rule({.every = 3, .percent = 0, .pg_error_code = "51"});
    std::string outcome;
    for (int n = 0; n < 7; ++n)
        outcome += code_of(bootpay.pay(order(std::to_string(n)))).empty() ? '+' : '-';
    EXPECT_EQ(outcome, "++-++-+");
}

TEST_F(Declined, RefusesAboutTheWantedPercentage) {
    bootpay.declines().set_rule({.every = 0, .percent = 20, .pg_error_code = "51"});
    for (int n = 0; n < 2'000; ++n)
        (void)bootpay.pay(order(std::to_string(n)));
    EXPECT_GT(totals().payments, 1'500);
    EXPECT_LT(totals().payments, 1'700);
}

TEST(Faults, MeetTheWantedCallsAndAreUsedUp) {
    Faults faults{1};
    ASSERT_TRUE(faults.add({Call::reserve, FaultKind::lose_answer, 2, 100}));
    EXPECT_FALSE(faults.draw(Call::pay));
    EXPECT_EQ(faults.draw(Call::reserve), FaultKind::lose_answer);
    EXPECT_EQ(faults.draw(Call::reserve), FaultKind::lose_answer);
    EXPECT_FALSE(faults.draw(Call::reserve));
    EXPECT_TRUE(faults.standing().empty());
}

TEST(Faults, MeetAnyCallWithoutEndWhenAskedTo) {
    Faults faults{1};
    ASSERT_TRUE(faults.add({std::nullopt, FaultKind::status_429, -1, 100}));
    for (int n = 0; n < 50; ++n)
        EXPECT_EQ(faults.draw(n % 2 ? Call::pay : Call::lookup), FaultKind::status_429);
    faults.clear();
    EXPECT_FALSE(faults.draw(Call::pay));
}

TEST(Faults, AreBounded) {
    Faults faults{1};
    for (std::size_t n = 0; n < faults_max; ++n)
        ASSERT_TRUE(faults.add({Call::pay, FaultKind::hang, 1, 100}));
    EXPECT_FALSE(faults.add({Call::pay, FaultKind::hang, 1, 100}));
}

TEST(Faults, AreNamedAsTheyAreRead) {
    for (const char* name : {"lose_request", "lose_answer", "status_500_before", "hang"})
        EXPECT_EQ(text_of(*fault_kind_from_text(name)), name);
    EXPECT_FALSE(fault_kind_from_text("explode"));
    EXPECT_FALSE(call_from_text("any"));
    EXPECT_EQ(text_of(*call_from_text("revoke")), "revoke");
}

}  // namespace
}  // namespace maedal::sandbox
