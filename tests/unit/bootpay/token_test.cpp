#include "bootpay/pg/token.hpp"

#include "unit/bootpay/samples.hpp"

#include <gtest/gtest.h>

namespace maedal::bootpay::pg {
namespace {

using namespace samples;

const Codes codes{{}};

TEST(Token, IsAskedForWithoutAuthorization) {
    const auto request = token_request(Secret{"0a1b"}, Secret{"private"});
    EXPECT_EQ(request.target, "/request/token");
    EXPECT_FALSE(request.headers.get("Authorization"));
    EXPECT_EQ(
        json::parse(request.body), (json{{"application_id", "0a1b"}, {"private_key", "private"}})
    );
}

TEST(Token, IsReadWithItsLife) {
    const auto token = token_from(ok({{"access_token", "b1f0"}, {"expire_in", 1800}}), codes);
    ASSERT_TRUE(token.has_value());
    EXPECT_EQ(token->text.reveal(), "b1f0");
    EXPECT_EQ(token->lives, Seconds{1800});
}

TEST(Token, IsUnavailableWhenItCannotBeReadStrictly) {
    for (const json& text : json::array({nullptr, "", 7, "a b", "a\r\nX: 1", "\xc3\xa9"}))
        EXPECT_EQ(
            token_from(ok({{"access_token", text}, {"expire_in", 1800}}), codes).error().code,
            Errc::unavailable
        ) << text;
    for (const json& life : json::array({nullptr, 0, -1, 1800.0, "1800", 86'401, UINT64_MAX}))
        EXPECT_EQ(
            token_from(ok({{"access_token", "b1f0"}, {"expire_in", life}}), codes).error().code,
            Errc::unavailable
        ) << life;
    for (const auto& response : {page(502), page(404), ok(json::array()), failure(400, "ODD")})
        EXPECT_EQ(token_from(response, codes).error().code, Errc::unavailable);
}

TEST(Token, IsRefusedToAnUnknownPair) {
    for (const auto& response :
         {failure(401, "TOKEN_KEY_INVALID"),
          failure(404, "APP_KEY_NOT_FOUND"),
          failure(400, "APP_SK_NOT_MATCHED"),
          answer(400, R"({"error_code":-2410})")})
        EXPECT_EQ(token_from(response, codes).error().code, Errc::unauthorized);
}

TEST(TokenLife, EndsFiveMinutesBeforeTheGatewayEndsIt) {
    const auto from = at("2026-11-30T06:00:00Z");
    const TokenLife whole{from, Seconds{1800}};
    EXPECT_TRUE(whole.fresh(from));
    EXPECT_TRUE(whole.fresh(from + Seconds{1499}));
    EXPECT_FALSE(whole.fresh(from + Seconds{1500}));
    EXPECT_FALSE(whole.fresh(from - Seconds{1}));

    const TokenLife handed_out_again{from, Seconds{400}};
    EXPECT_TRUE(handed_out_again.fresh(from + Seconds{199}));
    EXPECT_FALSE(handed_out_again.fresh(from + Seconds{200}));
}

}  // namespace
}  // namespace maedal::bootpay::pg
