// A gateway that acts and does not say so, says what is not so, or says nothing: through the whole
// daemon. No payment is taken twice, none is lost, and what is not known is listed as a doubt.
#include "book.hpp"
#include "hostile_front.hpp"
#include "pair.hpp"
#include "tricks.hpp"
#include "unit/net/certificates.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace maedal::integration {
namespace {

constexpr const char* reserve_call = "POST /v2/subscribe/payment/reserve";

/// The daemon speaks to the sandbox through the front only; we and the webhooks do not.
class HostileGateway : public testing::Test {
protected:
    void begin(const std::string& scheme, const Wishes& wished) {
        Wishes wishes = wished;
        wishes.pg_url = fmt::format("{}://127.0.0.1:{}/v2", scheme, front_->port());
        pair_->wish(wishes);
        pair_->start_sandbox();
        ASSERT_TRUE(pair_->start_daemon());
    }
    std::string state_of(const std::string& subscription) const {
        const auto story = pair_->admin("GET", "/v1/subscriptions/" + subscription);
        if (story.status != 200) return story.text;
        return story.body.at("charges").at(0).at("state");
    }
    std::set<std::string> subscriptions_in_doubt() const {
        std::set<std::int64_t> charges;
        const auto doubts = pair_->admin("GET", "/v1/doubts");
        for (const auto& row : doubts.body.at("items"))
            charges.insert(row.at("charge_number").get<std::int64_t>());
        std::set<std::string> names;
        for (const auto number : charges) {
            const auto charge = pair_->admin("GET", "/v1/charges/" + std::to_string(number));
            names.insert(charge.body.at("subscription_id").get<std::string>());
        }
        return names;
    }

    std::unique_ptr<Pair> pair_ = std::make_unique<Pair>();
    std::unique_ptr<HostileFront> front_ = std::make_unique<HostileFront>(pair_->sandbox_port());
};

TEST_F(HostileGateway, TakesNothingTwiceAndHidesNothing) {
    Wishes wishes;
    wishes.order_id_rule = "unproven";
    wishes.deadline = "2s";
    wishes.plans =
        "  - { id: basic, name: Basic, price: 9900, interval: month, reserve_lead: 3d }\n";
    begin("http", wishes);
    ASSERT_FALSE(HasFatalFailure());
    const auto& all = tricks();
    std::map<std::string, Trick> played;
    int minute = 0;
    for (const auto& trick : all) {
        const auto name = fmt::format("trick-{:02}", ++minute);
        const auto key = pair_->add_key("hana", fmt::format("6580c1a2e4b03f0a11d8{:04}", minute));
        front_->play(trick, reserve_call);
        pair_->subscribe(name, "basic", key, "hana", "2028-01-02T09:00:00");
        ASSERT_TRUE(eventually([&] { return front_->played(); })) << trick.name << pair_->log();
        // Some time goes by between two troubles.
        ASSERT_EQ(
            pair_->walk(fmt::format("2028-01-01T{:02}:00:00+09:00", minute / 2 + 1)).status, 200
        );
        played.emplace(name, trick);
    }
    ASSERT_EQ(pair_->walk("2028-01-03T10:00:00+09:00").status, 200) << pair_->log();
    const auto doubts = subscriptions_in_doubt();
    for (const auto& [name, trick] : played) {
        // What the sandbox has heard of was executed; what it has not, nobody here can know.
        EXPECT_EQ(state_of(name), trick.reaches > 0 ? "paid" : "owed") << trick.name;
        EXPECT_EQ(doubts.contains(name), trick.reaches == 0) << trick.name;
    }
    expect_one_truth(*pair_);
    EXPECT_EQ(pair_->stop_daemon(), (Ending{0, 0}));
}

}  // namespace
}  // namespace maedal::integration
