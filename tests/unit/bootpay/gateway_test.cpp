#include "bootpay/pg/gateway.hpp"

#include "unit/bootpay/fake_bootpay.hpp"
#include "unit/net/scripted_server.hpp"

#include <gtest/gtest.h>

#include <array>

namespace maedal::bootpay::pg {
namespace {

using namespace samples;
using namespace std::chrono_literals;
using net::testing::run;
using testing::FakeBootpay;

BootpayOptions today() {
    return {Secret{"client"}, Secret{"s3cret"}, {}, {}, "https://shop.example/hook", {}};
}
BootpayOptions older() {
    return {{}, {}, Secret{"application"}, Secret{"s3cret"}, {}, {}};
}

net::ClientOptions quick(std::chrono::milliseconds deadline = 5s) {
    net::ClientOptions options;
    options.requests_per_second_max = 0;
    options.deadline = deadline;
    return options;
}

template <class T>
Errc end_of(const Result<T>& result) {
    return result ? Errc::invalid : result.error().code;  // invalid: none of the port's
}

struct Ends {
    std::vector<Errc> writes;
    std::vector<Errc> look_ups;
};

/// Makes every call once and gives how each ended.
Ends all_calls(boost::asio::io_context& loop, PgGateway& gateway) {
    return Ends{
        {end_of(run(loop, gateway.reserve(reserve_asked()))),
         end_of(run(loop, gateway.revoke(reserve_id))),
         end_of(run(loop, gateway.refund(refund_asked())))},
        {end_of(run(loop, gateway.reservation(reserve_id))),
         end_of(run(loop, gateway.receipt(receipt_id))),
         end_of(run(loop, gateway.receipts_of(order_id))),
         end_of(run(loop, gateway.key_of_receipt(receipt_id))),
         end_of(run(loop, gateway.key_itself(billing_key())))}};
}

class Shop {
public:
    explicit Shop(
        net::Origin origin, BootpayOptions options = today(), net::ClientOptions client = quick()
    )
        : gateway{loop.get_executor(), std::move(origin), client, std::move(options), clock} {}
    Shop(
        boost::asio::io_context& at_loop,
        net::Origin origin,
        BootpayOptions options,
        net::ClientOptions client
    )
        : gateway{at_loop.get_executor(), std::move(origin), client, std::move(options), clock} {}

    boost::asio::io_context loop;
    StandingClock clock{at("2026-11-29T06:00:00Z")};
    PgGateway gateway;
};

Ends ends_with(const net::Response& always) {
    boost::asio::io_context loop;
    const FakeBootpay bootpay{loop, [&](const net::Request&) { return always; }};
    Shop shop{loop, bootpay.origin(), today(), quick()};
    auto ends = all_calls(loop, shop.gateway);
    EXPECT_EQ(bootpay.asked().size(), 8U);  // each call was sent once
    return ends;
}

Ends ends_with(net::testing::Script script, std::chrono::milliseconds deadline) {
    boost::asio::io_context loop;
    const net::testing::ScriptedServer server{loop, {std::move(script)}};
    Shop shop{loop, {"http", "127.0.0.1", server.port(), "/v2"}, today(), quick(deadline)};
    return all_calls(loop, shop.gateway);
}

void expect_all(const Ends& ends, Errc write, Errc look_up) {
    for (const auto end : ends.writes)
        EXPECT_EQ(end, write);
    for (const auto end : ends.look_ups)
        EXPECT_EQ(end, look_up);
}

TEST(PgGateway, MakesEveryCallAndReadsItsAnswer) {
    boost::asio::io_context loop;
    const std::map<std::string, json> answers{
        {"POST /v2/subscribe/payment/reserve", reserved()},
        {"DELETE /v2/subscribe/payment/reserve/6490149ca575b40024f0b70d", revoked()},
        {"GET /v2/subscribe/payment/reserve/6490149ca575b40024f0b70d", samples::reservation()},
        {"POST /v2/cancel", canceled()},
        {"GET /v2/receipt/6490149ca575b40024f0b7aa", samples::receipt()},
        {"GET /v2/lookup/order/m1-4-1", json::array({samples::receipt()})},
        {"GET /v2/subscribe/billing_key/6490149ca575b40024f0b7aa", issued_key()},
        {"GET /v2/billing_key/62b3d166cf9f6d001bd20d59", usable_key()}};
    const FakeBootpay bootpay{
        loop, [&](const net::Request& request) {
            const auto found = answers.find(request.method + " " + std::string{request.path()});
            return found == answers.end() ? page(404) : ok(found->second);
        }};
    Shop shop{loop, bootpay.origin(), today(), quick()};
    auto& gateway = shop.gateway;
    EXPECT_EQ(run(loop, gateway.reserve(reserve_asked()))->reserve_id, reserve_id);
    EXPECT_TRUE(run(loop, gateway.revoke(reserve_id)).has_value());
    EXPECT_EQ(run(loop, gateway.refund(refund_asked()))->refunded, won(10'000));
    EXPECT_EQ(run(loop, gateway.reservation(reserve_id))->receipt, receipt_id);
    EXPECT_EQ(run(loop, gateway.receipt(receipt_id))->price, won(29'900));
    EXPECT_EQ(run(loop, gateway.receipts_of(order_id))->size(), 1U);
    EXPECT_TRUE(run(loop, gateway.key_of_receipt(receipt_id))->billing_key.same_as(billing_key()));
    EXPECT_TRUE(run(loop, gateway.key_itself(billing_key())).has_value());
    EXPECT_EQ(bootpay.asked().size(), 8U);
    for (const auto& request : bootpay.asked())
        EXPECT_EQ(request.headers.get("Authorization"), "Basic Y2xpZW50OnMzY3JldA==");
}

TEST(PgGateway, LeavesEveryWriteInDoubtThatIsNotClearlyEnded) {
    for (const auto& response :
         {page(200),
          page(400),
          page(404),
          page(500),
          page(502),
          answer(200, ""),
          answer(200, "{}"),
          answer(200, "null"),
          failure(429, "TOO_MANY_REQUESTS"),
          failure(500, "RC_NOT_FOUND"),
          failure(400, "NEVER_HEARD_OF"),
          failure(400, "RC_CANCEL_CRITICAL_ERROR")})
        expect_all(ends_with(response), Errc::in_doubt, Errc::unavailable);
}

TEST(PgGateway, FollowsNoRedirect) {
    auto redirect = page(302);
    redirect.headers.set("Location", "/v2/receipt/elsewhere");
    expect_all(ends_with(redirect), Errc::in_doubt, Errc::unavailable);
}

TEST(PgGateway, TakesARefusalAsOne) {
    const auto ends = ends_with(failure(404, "RC_NOT_FOUND"));
    EXPECT_EQ(ends.writes, std::vector<Errc>(3, Errc::refused));
    const std::vector<Errc> look_ups{
        Errc::not_found, Errc::not_found, Errc::invalid, Errc::not_found, Errc::not_found};
    EXPECT_EQ(ends.look_ups, look_ups);  // the third is a list: empty, a value
}

TEST(PgGateway, StopsWhereItIsNotWelcome) {
    for (const auto* code : {"TOKEN_KEY_INVALID", "APP_FIREWALL_BLOCKED"})
        expect_all(ends_with(failure(401, code)), Errc::unauthorized, Errc::unauthorized);
}

/// Reads the head of one request, with or without a body behind it, says `answer` and hangs up.
net::testing::Script hangs_up_after(std::string answer) {
    return [answer](net::testing::Socket& socket) -> Task<void> {
        std::string seen;
        while (seen.find("\r\n\r\n") == std::string::npos) {
            std::array<char, 4096> piece{};
            const auto room = boost::asio::buffer(piece);
            const auto size = co_await socket.async_read_some(room, boost::asio::use_awaitable);
            seen.append(piece.data(), size);
        }
        co_await net::testing::send(socket, answer);
    };
}

TEST(PgGateway, BelievesNoPartOfACutAnswer) {
    const std::string head =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n";
    const auto started = std::chrono::steady_clock::now();
    for (const auto& sent :
         {head + reserved().dump(), head, std::string{"HTTP/1.1 200"}, std::string{}})
        expect_all(ends_with(hangs_up_after(sent), 60s), Errc::in_doubt, Errc::unavailable);
    EXPECT_LT(std::chrono::steady_clock::now() - started, 20s);  // the end of the stream told
}

TEST(PgGateway, WaitsNoLongerThanItsDeadline) {
    const auto started = std::chrono::steady_clock::now();
    expect_all(ends_with(net::testing::hold, 50ms), Errc::in_doubt, Errc::unavailable);
    EXPECT_LT(std::chrono::steady_clock::now() - started, 5s);
}

TEST(PgGateway, SendsNothingWhenNobodyListens) {
    boost::asio::io_context loop;
    net::Origin nobody{"http", "127.0.0.1", 0, "/v2"};
    {
        const FakeBootpay gone{loop, [](const net::Request&) { return page(500); }};
        nobody.port = gone.origin().port;
    }
    for (const auto& options : {today(), older()}) {
        Shop shop{nobody, options};
        EXPECT_EQ(run(shop.loop, shop.gateway.warm(4)), 0);
        expect_all(all_calls(shop.loop, shop.gateway), Errc::unsent, Errc::unavailable);
    }
}

TEST(PgGateway, WarmsConnectionsForWrites) {
    boost::asio::io_context loop;
    const FakeBootpay bootpay{loop, [](const net::Request&) { return ok(reserved()); }};
    Shop shop{loop, bootpay.origin(), today(), quick()};
    EXPECT_EQ(run(loop, shop.gateway.warm(3)), 3);
    EXPECT_EQ(bootpay.asked().size(), 0U);
}

TEST(PgGateway, TellsNoSecretInAnyError) {
    boost::asio::io_context loop;
    auto telling = failure(400, "NEVER_HEARD_OF");
    telling.body = R"({"error_code":"NEVER_HEARD_OF","message":"s3cret 62b3d166cf9f6d001bd20d59"})";
    const FakeBootpay bootpay{loop, [&](const net::Request&) { return telling; }};
    Shop shop{loop, bootpay.origin(), today(), quick()};
    const auto write = run(loop, shop.gateway.reserve(reserve_asked())).error();
    const auto look_up = run(loop, shop.gateway.key_itself(billing_key())).error();
    for (const auto& error : {write, look_up})
        for (const auto* secret : {"s3cret", "62b3d166", "Y2xpZW50", "Basic"})
            EXPECT_EQ((error.reason + error.detail + error.field).find(secret), std::string::npos);
}

/// Hands out tokens, and answers as a gateway that takes the ones in `taken` only.
class TokenDesk {
public:
    explicit TokenDesk(boost::asio::io_context& loop)
        : bootpay{loop, [this](const net::Request& request) { return answer(request); }} {}

    net::Response answer(const net::Request& request) {
        if (request.path() == "/v2/request/token") {
            if (refusal) return *refusal;
            newest = "token-" + std::to_string(++issued);
            return ok({{"access_token", newest}, {"expire_in", 1800}});
        }
        if (request.headers.get("Authorization") != "Bearer " + newest || blocked)
            return failure(401, "TOKEN_KEY_INVALID");
        return request.method == "POST" ? ok(reserved()) : ok(samples::reservation());
    }

    std::string newest;
    int issued = 0;
    bool blocked = false;
    std::optional<net::Response> refusal;
    FakeBootpay bootpay;
};

TEST(PgGatewayWithTokens, UsesOneTokenForManyCalls) {
    boost::asio::io_context loop;
    const TokenDesk desk{loop};
    Shop shop{loop, desk.bootpay.origin(), older(), quick()};
    EXPECT_EQ(run(loop, shop.gateway.warm(1)), 1);
    EXPECT_TRUE(run(loop, shop.gateway.reserve(reserve_asked())).has_value());
    EXPECT_TRUE(run(loop, shop.gateway.reservation(reserve_id)).has_value());
    EXPECT_EQ(desk.issued, 1);
    shop.clock.go(Seconds{1500});
    EXPECT_TRUE(run(loop, shop.gateway.reserve(reserve_asked())).has_value());
    EXPECT_EQ(desk.issued, 2);
}

TEST(PgGatewayWithTokens, SendALookUpAgainWithAnotherToken) {
    boost::asio::io_context loop;
    TokenDesk desk{loop};
    Shop shop{loop, desk.bootpay.origin(), older(), quick()};
    EXPECT_TRUE(run(loop, shop.gateway.reservation(reserve_id)).has_value());
    desk.newest = "another";
    EXPECT_TRUE(run(loop, shop.gateway.reservation(reserve_id)).has_value());
    EXPECT_EQ(desk.issued, 2);

    desk.blocked = true;
    const int before = desk.bootpay.asked_for("/v2/subscribe");
    EXPECT_EQ(end_of(run(loop, shop.gateway.reservation(reserve_id))), Errc::unauthorized);
    EXPECT_EQ(desk.bootpay.asked_for("/v2/subscribe"), before + 2);
    EXPECT_EQ(desk.issued, 3);
}

TEST(PgGatewayWithTokens, NeverSendAWriteTwice) {
    boost::asio::io_context loop;
    TokenDesk desk{loop};
    Shop shop{loop, desk.bootpay.origin(), older(), quick()};
    EXPECT_EQ(run(loop, shop.gateway.warm(1)), 1);
    desk.newest = "another";
    const auto turned_away = run(loop, shop.gateway.reserve(reserve_asked())).error();
    EXPECT_EQ(turned_away.code, Errc::unauthorized);
    EXPECT_NE(turned_away.reason, ports::reason::no_token) << "it was sent";
    EXPECT_EQ(desk.bootpay.asked_for("/v2/subscribe"), 1);
    EXPECT_EQ(desk.issued, 2);
    EXPECT_TRUE(run(loop, shop.gateway.reserve(reserve_asked())).has_value());
    EXPECT_EQ(desk.issued, 2);
}

TEST(PgGatewayWithTokens, SendNothingWithoutOne) {
    boost::asio::io_context loop;
    TokenDesk desk{loop};
    Shop shop{loop, desk.bootpay.origin(), older(), quick()};
    desk.refusal = page(503);
    expect_all(all_calls(loop, shop.gateway), Errc::unsent, Errc::unavailable);
    desk.refusal = failure(401, "APP_SK_NOT_MATCHED");
    expect_all(all_calls(loop, shop.gateway), Errc::unauthorized, Errc::unauthorized);
    EXPECT_EQ(desk.bootpay.asked_for("/v2/request/token"), 16);
    EXPECT_EQ(desk.bootpay.asked().size(), 16U);
    const auto without = run(loop, shop.gateway.reserve(reserve_asked())).error();
    EXPECT_EQ(without.reason, ports::reason::no_token);
    EXPECT_NE(without.detail.find("APP_SK_NOT_MATCHED"), std::string::npos);
}

}  // namespace
}  // namespace maedal::bootpay::pg
