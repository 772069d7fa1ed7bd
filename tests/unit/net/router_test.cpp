#include "net/router.hpp"

#include "unit/net/loop.hpp"

#include <gtest/gtest.h>

namespace maedal::net {
namespace {

Response said(std::string body) {
    return Response{200, {}, std::move(body)};
}

Router table() {
    Router router{[](const Request&, int status) { return Response{status, {}, "missed"}; }};
    router.add("GET", "/v1/charges", [](Request, PathParameters) -> Task<Response> {
        co_return said("all");
    });
    router.add("GET", "/v1/charges/{number}", [](Request, PathParameters names) -> Task<Response> {
        co_return said("one " + names.at("number"));
    });
    router.add("POST", "/v1/charges/{number}", [](Request, PathParameters) -> Task<Response> {
        co_return said("posted");
    });
    router.add("GET", "/v1/charges/late", [](Request, PathParameters) -> Task<Response> {
        co_return said("late");
    });
    return router;
}

Response answer(std::string method, std::string target) {
    boost::asio::io_context loop;
    const auto router = table();
    Request request;
    request.method = std::move(method);
    request.target = std::move(target);
    return testing::run(loop, router.route(std::move(request)));
}

TEST(Router, GivesTheDecodedSegments) {
    EXPECT_EQ(answer("GET", "/v1/charges?x=1").body, "all");
    EXPECT_EQ(answer("GET", "/v1/charges/42").body, "one 42");
    EXPECT_EQ(answer("GET", "/v1/charges/a%2Fb%20c").body, "one a/b c");
    EXPECT_EQ(answer("GET", "/v1/%63harges").body, "all");
}

TEST(Router, PrefersTheWordToTheParameter) {
    EXPECT_EQ(answer("GET", "/v1/charges/late").body, "late");
    EXPECT_EQ(answer("POST", "/v1/charges/late").body, "posted");
}

TEST(Router, AnswersAnUnknownPathWith404) {
    for (const auto* path : {"/", "/v1", "/v1/charges/", "/v1/charges/1/2", "/v2/charges", "//"}) {
        const auto response = answer("GET", path);
        EXPECT_EQ(response.status, 404) << path;
        EXPECT_EQ(response.body, "missed");
        EXPECT_FALSE(response.headers.get("Allow"));
    }
}

TEST(Router, AnswersAnotherMethodWith405AndTheMethodsThereAre) {
    const auto response = answer("DELETE", "/v1/charges/1");
    EXPECT_EQ(response.status, 405);
    EXPECT_EQ(response.headers.get("Allow"), "GET, POST");
    EXPECT_EQ(answer("POST", "/v1/charges").headers.get("Allow"), "GET");
}

TEST(Router, FindsNothingBehindBrokenEscapes) {
    EXPECT_EQ(answer("GET", "/v1/charges/%zz").status, 404);
    EXPECT_EQ(answer("GET", "/v1/charges/%00").status, 404);
    EXPECT_EQ(answer("GET", "/v1/charges/%ff").status, 404);
}

}  // namespace
}  // namespace maedal::net
