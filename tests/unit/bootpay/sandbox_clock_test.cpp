#include "bootpay/sandbox_clock.hpp"

#include "unit/bootpay/fake_bootpay.hpp"

#include <gtest/gtest.h>

namespace maedal::bootpay {
namespace {

using namespace samples;
using net::testing::run;
using testing::FakeBootpay;

/// A sandbox whose clock starts on 1 November and moves forward only.
class FakeSandbox {
public:
    FakeSandbox()
        : bootpay{loop, [this](const net::Request& request) { return answer(request); }} {}

    net::Response answer(const net::Request& request) {
        if (request.target != "/_sandbox/clock") return page(404);
        if (request.method == "POST") {
            const auto to = json::parse(request.body).at("now").get<std::string>();
            if (at(to.c_str()) < now) return failure(400, "CLOCK_BACKWARDS");
            if (!stuck) now = at(to.c_str());
        }
        return ok({{"now", rfc3339(now)}});
    }

    boost::asio::io_context loop;
    Instant now = at("2026-11-01T00:00:00Z");
    bool stuck = false;
    FakeBootpay bootpay;
};

TEST(SandboxClock, StandsWhereTheSandboxStands) {
    FakeSandbox sandbox;
    SandboxClock clock{sandbox.loop.get_executor(), sandbox.bootpay.origin()};
    EXPECT_EQ(*run(sandbox.loop, clock.read()), sandbox.now);
    EXPECT_EQ(clock.now(), sandbox.now);

    const auto later = at("2026-12-01T00:00:00Z");
    EXPECT_EQ(*run(sandbox.loop, clock.move(later)), later);
    EXPECT_EQ(clock.now(), later);
    EXPECT_EQ(sandbox.now, later);
    EXPECT_EQ(*run(sandbox.loop, clock.move(later)), later);
}

TEST(SandboxClock, DoesNotGoBack) {
    FakeSandbox sandbox;
    SandboxClock clock{sandbox.loop.get_executor(), sandbox.bootpay.origin()};
    EXPECT_TRUE(run(sandbox.loop, clock.read()).has_value());
    const auto back = run(sandbox.loop, clock.move(sandbox.now - Seconds{1}));
    EXPECT_EQ(back.error().code, Errc::invalid);
    EXPECT_EQ(clock.now(), sandbox.now);
}

TEST(SandboxClock, IsUnavailableWhenItDoesNotArrive) {
    FakeSandbox sandbox;
    SandboxClock clock{sandbox.loop.get_executor(), sandbox.bootpay.origin()};
    sandbox.stuck = true;
    const auto moved = run(sandbox.loop, clock.move(sandbox.now + Seconds{1}));
    EXPECT_EQ(moved.error().code, Errc::unavailable);
}

TEST(SandboxClock, ReadsNothingElse) {
    boost::asio::io_context loop;
    auto response = ok({{"now", "2026-11-01 00:00:00"}});
    const FakeBootpay bootpay{loop, [&](const net::Request&) { return response; }};
    SandboxClock clock{loop.get_executor(), bootpay.origin()};
    for (const auto& other : {response, page(200), ok(json::array()), page(404), page(500)}) {
        response = other;
        EXPECT_EQ(run(loop, clock.read()).error().code, Errc::unavailable);
    }
}

TEST(IsSandbox, IsToldByTheClockOnLoopbackAlone) {
    FakeSandbox sandbox;
    const auto executor = sandbox.loop.get_executor();
    EXPECT_TRUE(*run(sandbox.loop, is_sandbox(executor, sandbox.bootpay.origin())));

    const FakeBootpay other{sandbox.loop, [](const net::Request&) { return page(404); }};
    EXPECT_FALSE(*run(sandbox.loop, is_sandbox(executor, other.origin())));

    const net::Origin bootpay{"https", "api.bootpay.co.kr", 443, "/v2"};
    EXPECT_FALSE(*run(sandbox.loop, is_sandbox(executor, bootpay)));
}

TEST(IsSandbox, IsUnknownWhileNobodyAnswers) {
    boost::asio::io_context loop;
    net::Origin nobody{"http", "127.0.0.1", 0, "/v2"};
    {
        const FakeBootpay gone{loop, [](const net::Request&) { return page(500); }};
        nobody.port = gone.origin().port;
    }
    const auto told = run(loop, is_sandbox(loop.get_executor(), nobody));
    EXPECT_EQ(told.error().code, Errc::unavailable);
}

}  // namespace
}  // namespace maedal::bootpay
