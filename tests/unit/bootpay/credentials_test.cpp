#include "bootpay/pg/credentials.hpp"

#include "unit/bootpay/samples.hpp"
#include "unit/net/loop.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace maedal::bootpay::pg {
namespace {

using namespace samples;
using Proofs = std::vector<std::optional<Result<Credentials::Proof>>>;

const Codes codes{{}};

BootpayOptions today() {
    return {Secret{"test-client-key"}, Secret{"test-secret-key"}, {}, {}, {}, {}};
}
BootpayOptions older() {
    return {{}, {}, Secret{"0a1b2c3d"}, Secret{"test-private-key"}, {}, {}};
}

/// Credentials whose gateway answers when the test opens its gate.
class Desk {
public:
    explicit Desk(BootpayOptions options)
        : gate{loop.get_executor()},
          credentials{loop.get_executor(), options, codes, clock, [this](net::Request) {
                          return answer_next();
                      }} {}

    Task<Result<net::Response>> answer_next() {
        ++fetches;
        if (held) co_await gate.wait(net::SteadyTime::max());
        if (broken) throw std::runtime_error{"on purpose"};
        if (failing) co_return *failing;
        const json body{{"access_token", fmt::format("token-{}", fetches)}, {"expire_in", 1800}};
        co_return ok(body);
    }

    Result<Credentials::Proof> proof() { return net::testing::run(loop, credentials.proof()); }
    std::string header() { return std::string{proof()->header.reveal()}; }

    /// Starts a call that keeps its end in `into`, and goes as far as it can.
    void start(
        Task<Result<Credentials::Proof>> call, std::optional<Result<Credentials::Proof>>& into
    ) {
        auto storing = net::testing::store(std::move(call), into);
        boost::asio::co_spawn(loop, std::move(storing), [](std::exception_ptr) {});
        turn();
    }
    void turn() {
        loop.restart();
        loop.poll();
    }
    void open() {
        held = false;
        gate.wake_all();
        turn();
    }

    boost::asio::io_context loop;
    StandingClock clock{at("2026-11-30T06:00:00Z")};
    net::WaitingLine gate;
    int fetches = 0;
    bool held = false;
    bool broken = false;
    std::optional<Error> failing;
    Credentials credentials;
};

TEST(Credentials, OfTodayAreTheSameForEveryCall) {
    Desk desk{today()};
    EXPECT_EQ(desk.header(), "Basic dGVzdC1jbGllbnQta2V5OnRlc3Qtc2VjcmV0LWtleQ==");
    EXPECT_FALSE(desk.credentials.renewable());
    EXPECT_EQ(desk.fetches, 0);
}

TEST(Credentials, KeepATokenForTwentyFiveMinutes) {
    Desk desk{older()};
    EXPECT_EQ(desk.header(), "Bearer token-1");
    desk.clock.go(Seconds{1499});
    EXPECT_EQ(desk.header(), "Bearer token-1");
    desk.clock.go(Seconds{1});
    EXPECT_EQ(desk.header(), "Bearer token-2");
    EXPECT_EQ(desk.fetches, 2);
}

TEST(Credentials, FetchOnceForAllWhoNeedAToken) {
    Desk desk{older()};
    desk.held = true;
    Proofs ends(5);
    for (auto& end : ends)
        desk.start(desk.credentials.proof(), end);
    EXPECT_EQ(desk.fetches, 1);
    for (const auto& end : ends)
        EXPECT_FALSE(end.has_value());
    desk.open();
    for (const auto& end : ends) {
        ASSERT_TRUE(end && *end);
        EXPECT_EQ((*end)->header.reveal(), "Bearer token-1");
    }
    EXPECT_EQ(desk.fetches, 1);
}

TEST(Credentials, RenewOnceForAllThatWereTurnedAway) {
    Desk desk{older()};
    const auto first = desk.proof()->generation;
    desk.held = true;
    Proofs ends(3);
    for (auto& end : ends)
        desk.start(desk.credentials.renewed(first), end);
    desk.open();
    std::optional<Result<Credentials::Proof>> late;
    desk.start(desk.credentials.renewed(first), late);
    EXPECT_EQ(desk.fetches, 2);
    for (const auto& end : ends)
        EXPECT_EQ((*end)->header.reveal(), "Bearer token-2");
    EXPECT_EQ((*late)->header.reveal(), "Bearer token-2");
}

TEST(Credentials, ShareAFailureAndTryAgainAtTheNextCall) {
    Desk desk{older()};
    desk.held = true;
    desk.failing = Error{Errc::in_doubt, "no_answer", "read: timed out", {}};
    Proofs ends(3);
    for (auto& end : ends)
        desk.start(desk.credentials.proof(), end);
    desk.open();
    for (const auto& end : ends) {
        ASSERT_TRUE(end.has_value());
        EXPECT_EQ(end->error().code, Errc::unavailable);
    }
    EXPECT_EQ(desk.fetches, 1);
    desk.failing.reset();
    EXPECT_EQ(desk.header(), "Bearer token-2");
}

TEST(Credentials, LetNobodyWaitForAFetchThatBroke) {
    Desk desk{older()};
    desk.held = desk.broken = true;
    Proofs ends(2);
    for (auto& end : ends)
        desk.start(desk.credentials.proof(), end);
    desk.open();
    EXPECT_FALSE(ends[0].has_value());  // got the exception
    ASSERT_TRUE(ends[1].has_value());
    EXPECT_EQ(ends[1]->error().code, Errc::unavailable);
    desk.broken = false;
    EXPECT_TRUE(desk.proof().has_value());
}

}  // namespace
}  // namespace maedal::bootpay::pg
