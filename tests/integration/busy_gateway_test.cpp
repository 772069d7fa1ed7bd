// A gateway that asks for a wait gets it, and whoever looks learns until when. An operator who read
// that it could not be reached looked for a fault of the network, which there was not.
#include "hostile_front.hpp"
#include "pair.hpp"
#include "real_time.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace maedal::integration {
namespace {

using namespace std::chrono_literals;

class BusyGateway : public testing::Test {
protected:
    void SetUp() override {
        auto wishes = by_the_real_clock();
        wishes.pg_url = fmt::format("http://127.0.0.1:{}/v2", front_.port());
        pair_.wish(wishes);
        pair_.start_sandbox();
        ASSERT_TRUE(pair_.start_daemon());
        key_ = pair_.add_key("hana", "6580c1a2e4b03f0a11d70001");
    }
    [[nodiscard]] nlohmann::json held() const {
        return pair_.admin("GET", "/v1/status").body.at("sending_held");
    }

    Pair pair_;
    HostileFront front_{pair_.sandbox_port()};
    std::string key_;
};

TEST_F(BusyGateway, IsGivenTheWaitItAsksForAndTheStatusSaysUntilWhen) {
    const auto busy = [](const std::string&) {
        return std::string{
            "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1800\r\nContent-Length: 0\r\n\r\n"};
    };
    front_.play({"429", 0, busy}, "POST /v2/subscribe/payment/reserve");
    pair_.subscribe("first", "basic", key_, "hana", local_after(24h));
    ASSERT_TRUE(eventually([&] { return front_.played(); })) << pair_.log();
    pair_.subscribe("second", "basic", key_, "hana", local_after(48h));
    ASSERT_TRUE(eventually([&] { return !held().is_null(); })) << pair_.log();
    const std::string told = held();
    EXPECT_NE(told.find("the gateway asked us to send nothing until 20"), std::string::npos)
        << told;
    EXPECT_NE(told.find("+09:00"), std::string::npos) << told;
    EXPECT_EQ(told.find("cannot be reached"), std::string::npos) << told;
    EXPECT_NE(pair_.log().find("asked us to send nothing"), std::string::npos);
    EXPECT_EQ(pair_.sandbox("GET", "/_sandbox/reservations").body.at("count"), 0);
    EXPECT_EQ(pair_.stop_daemon(), (Ending{0, 0}));
}

}  // namespace
}  // namespace maedal::integration
