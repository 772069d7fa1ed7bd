// A repeated order id, for each pair of calls: the probe tells the gateway's rules apart by what
// happens.
#include "probing.hpp"

namespace maedal::engine {
namespace {

using Rule = sandbox::OrderIdRule;

constexpr const char* refused = "refused: duplicate_order, paid once";
constexpr const char* once = "accepted, paid once";
constexpr const char* twice = "accepted, paid twice";

TEST(ProbeOfPairs, FindsTheOrderIdRuleByWhatHappens) {
    for (const auto& [rule, word] :
         {std::pair{Rule::reserve, "reserve"}, {Rule::charge, "charge"}, {Rule::none, "none"}}) {
        Probing probing{rule};
        const auto answers = probing.run();
        EXPECT_EQ(answers.at("order_id_rule.reserve"), word);
        EXPECT_EQ(answers.at("order_id_rule.all_calls"), word);
        EXPECT_EQ(answers.at("probe.given_back"), "all of it");
        EXPECT_EQ(answers.at("probe.run"), "done");
        EXPECT_GT(probing.house.gateway().money().totals(Instant{}, Instant::max()).taken, 0);
        EXPECT_EQ(probing.left_there(), "") << word;
    }
}

TEST(ProbeOfPairs, TellsTheRulesApartForEachPair) {
    struct Case {
        Rule rule;
        const char *reserve_reserve, *reserve_pay, *pay_reserve, *pay_pay;
    };
    for (const Case& expected :
         {Case{Rule::reserve, refused, refused, refused, refused},
          Case{Rule::charge, once, once, once, refused},
          Case{Rule::none, twice, twice, twice, twice}}) {
        Probing probing{expected.rule};
        const auto answers = probing.run();
        EXPECT_EQ(answers.at("order_id.reserve_then_reserve"), expected.reserve_reserve);
        EXPECT_EQ(answers.at("order_id.reserve_then_pay"), expected.reserve_pay);
        EXPECT_EQ(answers.at("order_id.pay_then_reserve"), expected.pay_reserve);
        EXPECT_EQ(answers.at("order_id.pay_then_pay"), expected.pay_pay);
    }
}

// Immediate payments may go by a rule of their own: then no rule holds for all calls but the
// weakest.
TEST(ProbeOfPairs, RelyOnNoMoreThanTheWeakestPair) {
    Probing probing{Rule::reserve};
    probing.house.gateway().switches().pay_order_id_rule = Rule::none;
    const auto answers = probing.run();
    EXPECT_EQ(answers.at("order_id_rule.reserve"), "reserve");
    EXPECT_EQ(answers.at("order_id.pay_then_pay"), twice);
    EXPECT_EQ(answers.at("order_id_rule.all_calls"), "none");
}

TEST(ProbeOfPairs, AreAskedAfterADeclineOnlyWithAKeyForIt) {
    Probing without{Rule::charge};
    const auto answers = without.run();
    EXPECT_TRUE(answers.at("order_id.after_decline").starts_with("open"));
    EXPECT_TRUE(answers.at("order_id.declined_pay_then_pay").starts_with("open"));
}

TEST(ProbeOfPairs, ShowWhatADeclineLeavesOfAnOrderId) {
    struct Case {
        Rule rule;
        bool reusable;
        const char *again, *reserved, *paid;
    };
    constexpr const char* no = "refused: duplicate_order, not paid";
    for (const Case& expected :
         {Case{Rule::none, false, "accepted, and charged", once, once},
          Case{Rule::charge, false, "accepted, not charged", "accepted, not paid", no},
          Case{Rule::reserve, false, "refused: duplicate_order", no, no},
          Case{Rule::reserve, true, "accepted, and charged", once, once}}) {
        Probing probing{expected.rule};
        probing.house.gateway().switches().failed_order_id_reusable = expected.reusable;
        auto tools = probing.tools();
        tools.declined_key = probing.declined_key();
        const auto answers = probing.run(std::move(tools));
        EXPECT_EQ(answers.at("order_id.after_decline"), expected.again);
        for (const auto* first : {"reserve", "pay"}) {
            const std::string pair = std::string{"order_id.declined_"} + first + "_then_";
            EXPECT_EQ(answers.at(pair + "reserve"), expected.reserved) << pair;
            EXPECT_EQ(answers.at(pair + "pay"), expected.paid) << pair;
        }
        EXPECT_EQ(probing.left_there(), "");
    }
}

TEST(ProbeOfPairs, StayOpenWhenTheKeyIsNotDeclined) {
    Probing probing{Rule::none};
    auto tools = probing.tools();
    tools.declined_key = tools.billing_key;
    const auto answers = probing.run(std::move(tools));
    for (const auto* question :
         {"order_id.declined_reserve_then_reserve",
          "order_id.declined_pay_then_pay",
          "order_id.after_decline"})
        EXPECT_EQ(answers.at(question), "open: the first call was not declined") << question;
}

// A key whose slots are full refuses a repeat too: that says nothing about order ids.
TEST(ProbeOfPairs, TakeNoOtherRefusalForARule) {
    Probing probing{Rule::none};
    probing.house.gateway().switches().reservations_waiting_max = 1;
    const auto answers = probing.run();
    EXPECT_TRUE(answers.at("order_id_rule.reserve").starts_with("open: ")) << "of reserve twice";
    EXPECT_EQ(answers.at("order_id.pay_then_pay"), twice);
}

// A repeat that never left this machine was refused by nobody.
TEST(ProbeOfPairs, TakeNoUnsentRepeatForARefusal) {
    Probing probing{Rule::none};
    auto tools = probing.tools();
    tools.tell = [&](const std::string& line) {
        const bool first = line.find("-reserve-reserve for ") != std::string::npos;
        probing.house.weather.unsent = first && probing.house.weather.unsent == 0 ? 100 : 0;
    };
    const auto answers = probing.run(std::move(tools));
    EXPECT_TRUE(answers.at("order_id_rule.reserve").starts_with("open: not carried out"));
    EXPECT_TRUE(answers.at("order_id.reserve_then_reserve").starts_with("open: not carried out"));
    EXPECT_EQ(probing.left_there(), "");
}

TEST(ProbeOfPairs, CarryTheirEvidence) {
    Probing probing{Rule::none};
    probing.run();
    const auto& evidence = probing.findings.at("order_id.reserve_then_pay").evidence;
    EXPECT_NE(evidence.find("reserve m1-probe_000001-reserve-pay for "), std::string::npos);
    EXPECT_NE(evidence.find("pay m1-probe_000001-reserve-pay: accepted"), std::string::npos);
    EXPECT_NE(evidence.find("2 receipts, 2 paid"), std::string::npos) << evidence;
}

}  // namespace
}  // namespace maedal::engine
