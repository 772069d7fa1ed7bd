#include "bootpay/pg/answer.hpp"

#include "ports/gateway.hpp"
#include "unit/bootpay/samples.hpp"

#include <gtest/gtest.h>

namespace maedal::bootpay::pg {
namespace {

using namespace samples;

const Codes codes{{}};

Errc of_write(const net::Response& response) {
    return written(response, codes).error().code;
}
Errc of_look_up(const net::Response& response) {
    return looked_up(response, codes).error().code;
}

struct Row {
    int status;
    const char* code;
    Errc write;
    Errc look_up;
};

TEST(Answer, EndsAsItsStatusAndCodeSay) {
    const Row rows[]{
        // What the code says, with every status under which Bootpay itself may say it.
        {400, "SUBSCRIBE_BK_EXPIRED", Errc::refused, Errc::unavailable},
        {404, "SUBSCRIBE_BK_EXPIRED", Errc::refused, Errc::not_found},
        {200, "SUBSCRIBE_BK_EXPIRED", Errc::refused, Errc::unavailable},
        {404, "RC_NOT_FOUND", Errc::refused, Errc::not_found},
        {400, "RC_NOT_FOUND", Errc::refused, Errc::not_found},
        {200, "RC_NOT_FOUND", Errc::refused, Errc::not_found},
        {400, "RC_NOT_SUBSCRIBE", Errc::refused, Errc::not_found},
        {400, "RC_PG_NOT_FOUND", Errc::refused, Errc::unavailable},
        {400, "CANCEL_PRICE_OVER", Errc::refused, Errc::unavailable},
        {400, "RC_CANCEL_SERVER_ERROR", Errc::refused, Errc::unavailable},
        {400, "RC_REQUEST_FAILED", Errc::declined, Errc::unavailable},
        {400, "RC_CONFIRM_FAILED", Errc::declined, Errc::unavailable},
        {400, "RC_ORDER_ID_DUPLICATED", Errc::conflict, Errc::unavailable},
        {409, "RC_ORDER_ID_DUPLICATED", Errc::conflict, Errc::unavailable},
        {401, "TOKEN_KEY_INVALID", Errc::unauthorized, Errc::unauthorized},
        {400, "TOKEN_KEY_INVALID", Errc::unauthorized, Errc::unauthorized},
        {404, "APP_KEY_NOT_FOUND", Errc::unauthorized, Errc::unauthorized},
        {401, "APP_FIREWALL_BLOCKED", Errc::unauthorized, Errc::unauthorized},
        {401, "NEVER_HEARD_OF", Errc::unauthorized, Errc::unauthorized},
        // Nobody can tell whose refund it was.
        {400, "RC_ALREADY_CANCELLED", Errc::in_doubt, Errc::unavailable},
        {400, "CANCEL_ALREADY_DONE", Errc::in_doubt, Errc::unavailable},
        // Unknown, or unknown to Bootpay itself.
        {400, "NEVER_HEARD_OF", Errc::in_doubt, Errc::unavailable},
        {404, "NEVER_HEARD_OF", Errc::in_doubt, Errc::not_found},
        {200, "NEVER_HEARD_OF", Errc::in_doubt, Errc::unavailable},
        {400, "RC_CANCEL_CRITICAL_ERROR", Errc::in_doubt, Errc::unavailable},
        {401, "RC_CANCEL_CRITICAL_ERROR", Errc::in_doubt, Errc::unavailable},
        {404, "RC_CONFIRM_CRITICAL_FAILED", Errc::in_doubt, Errc::unavailable},
        // A status that proves nothing, whatever stands below it.
        {500, "SUBSCRIBE_BK_EXPIRED", Errc::in_doubt, Errc::unavailable},
        {503, "RC_NOT_FOUND", Errc::in_doubt, Errc::unavailable},
        {500, "TOKEN_KEY_INVALID", Errc::in_doubt, Errc::unavailable},
        {429, "RC_NOT_FOUND", Errc::in_doubt, Errc::unavailable},
        {408, "SUBSCRIBE_BK_EXPIRED", Errc::in_doubt, Errc::unavailable},
        {302, "SUBSCRIBE_BK_EXPIRED", Errc::in_doubt, Errc::unavailable},
        {201, "SUBSCRIBE_BK_EXPIRED", Errc::in_doubt, Errc::unavailable},
        {103, "SUBSCRIBE_BK_EXPIRED", Errc::in_doubt, Errc::unavailable},
        // No code at all, or none that may be shown.
        {400, "", Errc::in_doubt, Errc::unavailable},
        {404, "", Errc::in_doubt, Errc::not_found},
        {400, "two words\n", Errc::in_doubt, Errc::unavailable},
        {401, "", Errc::unauthorized, Errc::unauthorized},
    };
    for (const auto& row : rows) {
        const auto response = failure(row.status, row.code);
        EXPECT_EQ(of_write(response), row.write) << row.status << ' ' << row.code;
        EXPECT_EQ(of_look_up(response), row.look_up) << row.status << ' ' << row.code;
    }
}

TEST(Answer, OfAnotherKindThanJsonProvesNothing) {
    for (const int status : {100, 103, 200, 201, 204, 301, 302, 400, 403, 404, 429, 500, 502}) {
        auto called_a_page = ok(reserved());
        called_a_page.status = status;
        called_a_page.headers.set("Content-Type", "text/html");
        for (const auto& response :
             {page(status), answer(status, ""), answer(status, "{"), called_a_page}) {
            EXPECT_EQ(of_write(response), Errc::in_doubt) << status << ' ' << response.body;
            EXPECT_EQ(of_look_up(response), Errc::unavailable) << status << ' ' << response.body;
        }
    }
    // A request without rights is turned away at the door, whoever keeps it.
    EXPECT_EQ(of_write(page(401)), Errc::unauthorized);
    EXPECT_EQ(of_look_up(answer(401, "")), Errc::unauthorized);
}

TEST(Answer, IsGoodOnlyAs200WithStrictJson) {
    EXPECT_TRUE(written(ok(reserved()), codes).has_value());
    auto shouting = ok(reserved());
    shouting.headers.set("Content-Type", "Application/JSON ;charset=utf-8");
    EXPECT_TRUE(written(shouting, codes).has_value());

    for (const auto* body :
         {R"({"a":1,"a":1})", "{\"a\":\"\xff\"}", R"({"a":1} {})", R"({"a":1e999})", "[1,]"}) {
        EXPECT_EQ(of_write(answer(200, body)), Errc::in_doubt) << body;
        EXPECT_EQ(of_look_up(answer(200, body)), Errc::unavailable) << body;
    }
    const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
    EXPECT_EQ(of_write(answer(200, deep)), Errc::in_doubt);
}

// A server that named its JSON otherwise, or did not name it, was never understood: no payment was
// known, and each was in doubt.
TEST(Answer, IsJsonByWhatItHoldsUnlessItIsCalledAPage) {
    auto named = ok(reserved());
    for (const auto* kind :
         {"text/json", "application/vnd.api+json", "application/problem+json", "text/plain", ""}) {
        named.headers.set("Content-Type", kind);
        EXPECT_TRUE(written(named, codes).has_value()) << kind;
    }
    for (const auto* kind : {"text/html", "application/jsonp", "application/xml", "image/png"}) {
        named.headers.set("Content-Type", kind);
        EXPECT_EQ(of_write(named), Errc::in_doubt) << kind;
    }
}

TEST(Answer, WithAnErrorCodeIsAnErrorEvenAs200) {
    auto body = reserved();
    for (const json& code : json::array({"NEVER_HEARD_OF", nullptr, 0, true, json::object()})) {
        body["error_code"] = code;
        EXPECT_EQ(of_write(ok(body)), Errc::in_doubt) << code;
        EXPECT_EQ(of_look_up(ok(body)), Errc::unavailable) << code;
    }
}

TEST(Answer, CarriesTheCodeAsReasonAndNoBodyInItsDetail) {
    const auto body =
        json{{"error_code", "RC_REQUEST_FAILED"}, {"pg_error_code", "3143"}, {"message", "s3cret"}};
    const auto error = written(answer(400, body.dump()), codes).error();
    EXPECT_EQ(error.reason, "RC_REQUEST_FAILED");
    EXPECT_EQ(error.detail, "HTTP 400, code RC_REQUEST_FAILED, PG code 3143");

    namespace reason = ports::reason;
    EXPECT_EQ(
        written(failure(400, "SUBSCRIBE_BK_EXPIRED"), codes).error().reason, reason::dead_key
    );
    EXPECT_EQ(
        written(failure(400, "RC_ORDER_ID_DUPLICATED"), codes).error().reason,
        reason::duplicate_order
    );
    EXPECT_EQ(written(page(502), codes).error().reason, "http_status");
    EXPECT_EQ(written(page(200), codes).error().reason, "not_json");
}

TEST(Answer, ReadsNumericCodesOfTheOlderApi) {
    const auto response = answer(400, R"({"error_code":-2410,"message":"no"})");
    EXPECT_EQ(of_write(response), Errc::unauthorized);
    EXPECT_EQ(written(response, codes).error().reason, "-2410");
}

TEST(Codes, ExtendAndOverrideTheBuiltInList) {
    const Codes taught{
        {{"RESERVE_EXECUTE_AT_PAST", CodeMeaning::refused},
         {"RC_REQUEST_FAILED", CodeMeaning::in_doubt},
         {"RC_CANCEL_CRITICAL_ERROR", CodeMeaning::refused}}};
    EXPECT_EQ(taught.meaning("RESERVE_EXECUTE_AT_PAST"), CodeMeaning::refused);
    EXPECT_EQ(taught.meaning("RC_REQUEST_FAILED"), CodeMeaning::in_doubt);
    EXPECT_EQ(taught.meaning("RC_CANCEL_CRITICAL_ERROR"), CodeMeaning::in_doubt);
    EXPECT_EQ(taught.meaning("SUBSCRIBE_BK_EXPIRED"), CodeMeaning::dead_key);
    EXPECT_EQ(taught.meaning("NEVER_HEARD_OF"), std::nullopt);
    EXPECT_EQ(taught.meaning(""), std::nullopt);
}

// An order id that the gateway does not know was answered 422 with a code of its own: no look-up
// told anything, and nobody could say that a payment was absent.
TEST(Codes, ThatAreTaughtToMeanNotFoundAnswerALookUpUnderAnyStatusThatKnows) {
    const Codes taught{{{"NO_SUCH_ORDER", CodeMeaning::not_found}}};
    for (const int status : {200, 400, 403, 410, 422}) {
        const auto response = failure(status, "NO_SUCH_ORDER");
        EXPECT_EQ(looked_up(response, codes).error().code, Errc::unavailable) << status;
        EXPECT_EQ(looked_up(response, taught).error().code, Errc::not_found) << status;
    }
    const auto broken = failure(500, "NO_SUCH_ORDER");
    EXPECT_EQ(looked_up(broken, taught).error().code, Errc::unavailable);
}

}  // namespace
}  // namespace maedal::bootpay::pg
