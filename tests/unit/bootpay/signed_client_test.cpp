// What Bootpay's wish for a wait does to the calls of both APIs.
#include "bootpay/signed_client.hpp"

#include "bootpay/commerce/gateway.hpp"
#include "bootpay/pg/gateway.hpp"
#include "unit/bootpay/fake_bootpay.hpp"

#include <gtest/gtest.h>

namespace maedal::bootpay {
namespace {

using namespace std::chrono_literals;
using net::testing::run;
using testing::FakeBootpay;

net::Response asking(int status) {
    auto answer = samples::failure(status, "TOO_MANY_REQUESTS");
    answer.headers.set("Retry-After", "3600");
    return answer;
}

BootpayOptions pair() {
    return {Secret{"client"}, Secret{"s3cret"}, {}, {}, {}, {}};
}

net::Request get() {
    net::Request request;
    request.method = "GET";
    request.target = "/receipts/r";
    return request;
}

net::Request post() {
    net::Request request = get();
    request.method = "POST";
    return request;
}

/// A client of a gateway that answers each call with `next`.
class Busy {
public:
    explicit Busy(Seconds wait_max = retry_after_max)
        : client_{loop.get_executor(), bootpay.origin(), {}, credentials_, wait_max} {}

    Result<int> write() { return run(loop, client_.write(post(), status)); }
    Result<int> look_up() { return run(loop, client_.look_up(get(), status)); }
    int warm() { return run(loop, client_.warm(2)); }
    [[nodiscard]] Seconds held() const { return client_.held(); }

    net::Response next = samples::ok({});
    boost::asio::io_context loop;
    FakeBootpay bootpay{loop, [this](const net::Request&) { return next; }};

private:
    static Result<int> status(const net::Response& answer) { return answer.status; }

    pg::Codes codes_{{}};
    samples::StandingClock clock_{samples::at("2026-11-29T06:00:00Z")};
    pg::Credentials credentials_{
        loop.get_executor(), pair(), codes_, clock_, pg::Credentials::Fetch{}};
    SignedClient client_;
};

TEST(SignedClient, HoldsBackWritesWhileAskedToWait) {
    for (const int status : {429, 503}) {
        Busy busy;
        EXPECT_EQ(busy.warm(), 2);
        busy.next = asking(status);
        EXPECT_EQ(*busy.write(), status);
        EXPECT_EQ(busy.warm(), 0);

        // A write that was decided before is turned back here: it was never sent, and is no doubt.
        busy.next = samples::ok({});
        const auto late = busy.write();
        ASSERT_FALSE(late);
        EXPECT_EQ(late.error().code, Errc::unsent);
        EXPECT_EQ(late.error().reason, "asked_to_wait");
        EXPECT_EQ(busy.bootpay.asked().size(), 1U);
    }
}

TEST(SignedClient, LooksUpWhileAskedToWait) {
    Busy busy;
    busy.next = asking(503);
    EXPECT_EQ(*busy.look_up(), 503);
    EXPECT_EQ(busy.warm(), 0);  // asked of a look-up, heeded by writes
    busy.next = samples::ok({});
    EXPECT_EQ(*busy.look_up(), 200);
    EXPECT_EQ(busy.bootpay.asked().size(), 2U);
    EXPECT_EQ(busy.warm(), 0);
}

// Every look-up was turned away with a new wait, and no look-up waits: no write ever went out
// again, though Bootpay would have taken it.
TEST(SignedClient, IsMadeToWaitByOneLookUpUntilItHasWrittenAgain) {
    Busy busy;
    busy.next = asking(429);
    busy.next.headers.set("Retry-After", "10");
    EXPECT_EQ(*busy.look_up(), 429);
    EXPECT_EQ(busy.warm(), 0);
    busy.next = asking(429);
    EXPECT_EQ(*busy.look_up(), 429);
    EXPECT_LE(busy.held(), 10s);
}

TEST(SignedClient, WaitsForNothingWithoutAReadableTime) {
    Busy busy;
    busy.next = samples::failure(429, "TOO_MANY_REQUESTS");
    EXPECT_EQ(*busy.write(), 429);
    EXPECT_EQ(busy.warm(), 2);
    busy.next.headers.set("Retry-After", "soon");
    EXPECT_EQ(*busy.write(), 429);
    EXPECT_EQ(busy.warm(), 2);
}

TEST(SignedClient, WaitsNoLongerThanItsOwner) {
    Busy busy{0s};
    busy.next = asking(429);
    EXPECT_EQ(*busy.write(), 429);
    EXPECT_EQ(busy.warm(), 2);
}

TEST(SignedClient, IsToldByBothGatewaysHowLongToWaitAtMost) {
    boost::asio::io_context loop;
    const samples::StandingClock clock{samples::at("2026-11-29T06:00:00Z")};
    const FakeBootpay bootpay{loop, [](const net::Request&) { return asking(429); }};
    for (const auto wait_max : {0s, 3'600s}) {
        const int places = wait_max == 0s ? 1 : 0;
        auto options = pair();
        options.wait_max = wait_max;
        pg::PgGateway gateway{loop.get_executor(), bootpay.origin(), {}, options, clock};
        EXPECT_FALSE(run(loop, gateway.receipt(samples::receipt_id)));
        EXPECT_EQ(run(loop, gateway.warm(1)), places);

        commerce::CommerceOptions of_shop;
        of_shop.client_key = *options.client_key;
        of_shop.secret_key = *options.secret_key;
        of_shop.wait_max = wait_max;
        commerce::CommerceGateway shop{loop.get_executor(), bootpay.origin(), {}, of_shop, clock};
        EXPECT_FALSE(run(loop, shop.link(billing::LinkId{"link"})));
        EXPECT_EQ(run(loop, shop.warm(1)), places);
    }
}

}  // namespace
}  // namespace maedal::bootpay
