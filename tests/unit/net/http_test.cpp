#include "net/http.hpp"

#include <gtest/gtest.h>

namespace maedal::net {
namespace {

Request with_target(std::string target) {
    Request request;
    request.target = std::move(target);
    return request;
}

TEST(Headers, CompareNamesWithoutRegardToCase) {
    Headers headers;
    headers.set("Content-Type", "a");
    EXPECT_EQ(headers.get("content-TYPE"), "a");
    EXPECT_FALSE(headers.get("Content"));
}

TEST(Headers, SetReplacesAndAddKeeps) {
    Headers headers;
    headers.add("A", "1");
    headers.add("a", "2");
    EXPECT_EQ(headers.all().size(), 2U);
    EXPECT_EQ(headers.get("A"), "1");
    headers.set("A", "3");
    ASSERT_EQ(headers.all().size(), 1U);
    EXPECT_EQ(headers.get("a"), "3");
}

TEST(Request, PathEndsAtTheQuery) {
    EXPECT_EQ(with_target("/v1/a%20b?x=1?2").path(), "/v1/a%20b");
    EXPECT_EQ(with_target("/v1").path(), "/v1");
}

TEST(Request, QueryGivesTheDecodedValue) {
    const auto request = with_target("/v1?from=2026-11-30T00%3A00&state=a+b&state=c&empty=");
    EXPECT_EQ(request.query("from"), "2026-11-30T00:00");
    EXPECT_EQ(request.query("state"), "a b");
    EXPECT_EQ(request.query("empty"), "");
    EXPECT_FALSE(request.query("fro"));
}

TEST(Request, QueryIsEmptyWhenBadlyEncoded) {
    EXPECT_FALSE(with_target("/v1?a=%G0").query("a"));
    EXPECT_FALSE(with_target("/v1").query("a"));
}

}  // namespace
}  // namespace maedal::net
