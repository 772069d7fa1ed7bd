// A gateway that cannot prove who it is, or whose name is not found: nothing is sent to it, nothing
// is in doubt for that, and it is not stormed.
#include "bad_ground.hpp"
#include "book.hpp"
#include "hostile_front.hpp"
#include "pair.hpp"
#include "unit/net/certificates.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace maedal::integration {
namespace {

using net::testing::certificate_pem;
using net::testing::Identity;
using net::testing::key_pem;
using net::testing::make_identity;

constexpr const char* plan_far_ahead =
    "  - { id: basic, name: Basic, price: 9900, interval: month, reserve_lead: 3d }\n";

/// The daemon speaks TLS to a front that stands before the sandbox; it believes one authority.
class BadCertificate : public testing::TestWithParam<const char*> {
protected:
    void SetUp() override {
        show(good_);
        Wishes wishes;
        wishes.order_id_rule = "unproven";
        wishes.pg_url = fmt::format("https://127.0.0.1:{}/v2", front_.port());
        wishes.plans = plan_far_ahead;
        pair_.wish(wishes);
        pair_.start_sandbox();
        // The one authority of this host.
        const auto ca = pair_.folder().write("ca.pem", certificate_pem(authority_));
        ASSERT_TRUE(pair_.start_daemon({{"SSL_CERT_FILE", ca}}))
            << front_.connections() << " connections, " << front_.requests() << " requests";
        key_ = pair_.add_key("hana", "6580c1a2e4b03f0a11d70001");
    }
    void show(const Identity& identity) {
        front_.show(key_pem(identity), certificate_pem(identity));
    }
    [[nodiscard]] Identity bad() const {
        constexpr long already_over = 60;  // of an hour that has gone by
        const std::string kind = GetParam();
        if (kind == "expired") return make_identity(&authority_, "IP:127.0.0.1", already_over);
        if (kind == "of_another_host") return make_identity(&authority_, "DNS:api.bootpay.co.kr");
        return make_identity(nullptr, "IP:127.0.0.1");  // signed by itself
    }
    [[nodiscard]] std::string held() const {
        const auto status = pair_.admin("GET", "/v1/status");
        return status.text;
    }

    Identity authority_ = make_identity(nullptr, "");
    Identity good_ = make_identity(&authority_, "IP:127.0.0.1");
    Pair pair_;
    HostileFront front_{pair_.sandbox_port()};
    std::string key_;
};

TEST_P(BadCertificate, IsShownNothing) {
    // What is kept open was proven; a daemon that starts again has to prove it anew, but for the
    // clock, which it cannot do without: so the last good connections are cut here.
    show(bad());
    front_.cut_all();
    const int requests = front_.requests(), connections = front_.connections();
    pair_.subscribe("hana-basic", "basic", key_, "hana", "2028-01-01T09:00:00");
    ASSERT_TRUE(eventually([&] { return front_.connections() > connections; })) << pair_.log();
    ASSERT_TRUE(eventually([&] {
        return pair_.log().find("the gateway cannot be reached") != std::string::npos;
    })) << pair_.log();
    // A second's worth of tries, to see whether it storms.
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{1};
    eventually([&] { return std::chrono::steady_clock::now() > end; });
    EXPECT_EQ(front_.requests(), requests);
    EXPECT_LE(front_.connections() - connections, 40);
    EXPECT_EQ(pair_.admin("GET", "/v1/doubts").body.at("items").size(), 0U);
    EXPECT_NE(held().find("cannot be reached"), std::string::npos) << held();

    show(good_);
    ASSERT_TRUE(eventually([&] {
        return pair_.sandbox("GET", "/_sandbox/reservations").body.at("count") == 1;
    })) << pair_.log();
    ASSERT_EQ(pair_.walk("2028-01-01T10:00:00+09:00").status, 200) << pair_.log();
    const auto story = pair_.admin("GET", "/v1/subscriptions/hana-basic");
    EXPECT_EQ(story.body.at("charges").at(0).at("state"), "paid") << story.text;
    expect_one_truth(pair_);
    EXPECT_EQ(pair_.stop_daemon(), (Ending{0, 0}));
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, BadCertificate, testing::Values("expired", "of_another_host", "signed_by_itself")
);

}  // namespace
}  // namespace maedal::integration
