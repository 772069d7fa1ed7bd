// A probe finds out the truth, whatever the gateway's texts say, and leaves no money there.
#include "probing.hpp"

namespace maedal::engine {
namespace {

using Rule = sandbox::OrderIdRule;

TEST(Probe, CountsTheSlotsAndRepeatsACancel) {
    Probing probing{Rule::reserve};
    const auto answers = probing.run();
    // The codes are the sandbox's own: whatever they are called, they are told.
    EXPECT_TRUE(answers.at("reserve.open_at_most").starts_with("10, then "));
    EXPECT_NE(answers.at("reserve.open_at_most").find("RESERVE_LIMIT"), std::string::npos);
    EXPECT_EQ(answers.at("reserve.revoked_ones_count"), "no");
    EXPECT_TRUE(answers.at("cancel.repeated_id").ends_with("1 won went back"));
    EXPECT_NE(answers.at("reserve.in_the_past").find("PAST"), std::string::npos);
    EXPECT_EQ(probing.left_there(), "");
}

TEST(Probe, SeesWhetherFinishedReservationsCount) {
    Probing free{Rule::none};
    EXPECT_EQ(free.run().at("reserve.finished_ones_count"), "no");
    Probing full{Rule::none};
    full.house.gateway().switches().finished_reservations_count = true;
    full.house.gateway().switches().reservations_waiting_max = 15;
    const auto answer = full.run().at("reserve.finished_ones_count");
    EXPECT_TRUE(answer.starts_with("yes: ")) << answer;
    EXPECT_EQ(full.left_there(), "");
}

TEST(Probe, SeesWhatBecomesOfTheReservationsOfADeletedKey) {
    using Deleted = sandbox::KeyDeleteRule;
    for (const auto& [rule, what] :
         {std::pair{Deleted::fail, "delete accepted, not paid"},
          {Deleted::revokes, "delete accepted, not paid"},
          {Deleted::refused, "delete no clear answer: , paid"}}) {
        Probing probing{Rule::reserve};
        probing.house.gateway().switches().key_delete_rule = rule;
        auto tools = probing.tools();
        tools.delete_key = [&](Secret key) -> Task<Result<Done>> {
            const auto answer = probing.house.gateway().delete_key(key.reveal());
            if (std::holds_alternative<sandbox::Refusal>(answer))
                co_return Error{Errc::in_doubt, "", "", ""};
            co_return Done{};
        };
        const auto answers = probing.run(std::move(tools));
        EXPECT_EQ(answers.at("key.deleted_under_a_reservation"), what);
        EXPECT_EQ(probing.left_there(), "");
    }
}

TEST(Probe, LeavesAKeyAloneThatTookNoReservation) {
    Probing probing{Rule::reserve};
    auto tools = probing.tools();
    probing.house.gateway().switches().reservations_waiting_max = 0;
    tools.delete_key = [](Secret) -> Task<Result<Done>> {
        ADD_FAILURE() << "it would show nothing";
        co_return Done{};
    };
    const auto answers = probing.run(std::move(tools));
    EXPECT_EQ(answers.at("key.deleted_under_a_reservation"), "open: it was not reserved");
}

TEST(Probe, SaysSoWhenTheGatewayDoesNotAnswer) {
    Probing probing{Rule::reserve};
    auto tools = probing.tools();
    probing.house.weather.answer_lost = 100;
    const auto answers = probing.run(std::move(tools));
    EXPECT_TRUE(answers.at("order_id_rule.reserve").starts_with("open"));
    EXPECT_TRUE(answers.at("order_id_rule.all_calls").starts_with("open"));
    EXPECT_EQ(answers.at("probe.given_back").find("all"), std::string::npos)
        << "a refund without an answer is not a refund";
}

TEST(Probe, AsksNoMoreOnceNothingMayBeSent) {
    Probing probing{Rule::reserve};
    auto tools = probing.tools();
    tools.wait_until = [&](Instant at) {
        probing.held = "the breaker credentials stands";
        return probing.pass(at);
    };
    const auto answers = probing.run(std::move(tools));
    EXPECT_TRUE(answers.contains("order_id.reserve_then_reserve")) << "what was begun";
    EXPECT_FALSE(answers.contains("order_id.reserve_then_pay"));
    EXPECT_EQ(answers.at("probe.run"), "stopped: the breaker credentials stands");
    EXPECT_EQ(probing.left_there(), "") << "what was made is cleared all the same";
}

TEST(Probe, AsksNoMoreOnceTheGatewayRefusesOurCredentials) {
    Probing probing{Rule::reserve};
    auto tools = probing.tools();
    probing.house.weather.unauthorized_permille = 1'000;
    const auto answers = probing.run(std::move(tools));
    EXPECT_FALSE(answers.contains("order_id.reserve_then_reserve"));
    EXPECT_EQ(answers.at("probe.run"), "stopped: the gateway does not accept our credentials");
}

}  // namespace
}  // namespace maedal::engine
