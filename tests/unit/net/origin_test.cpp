#include "net/client.hpp"

#include <gtest/gtest.h>

namespace maedal::net {
namespace {

bool refused(const std::string& url) {
    const auto origin = origin_from_url(url);
    return !origin && origin.error().code == Errc::invalid && !origin.error().detail.empty();
}

TEST(Origin, IsReadFromAUrl) {
    const auto origin = origin_from_url("https://api.bootpay.co.kr/v2/");
    ASSERT_TRUE(origin);
    EXPECT_EQ(origin->scheme, "https");
    EXPECT_EQ(origin->host, "api.bootpay.co.kr");
    EXPECT_EQ(origin->port, 443);
    EXPECT_EQ(origin->base_path, "/v2");
    EXPECT_EQ(origin_from_url("https://a:8443")->port, 8443);
    EXPECT_EQ(origin_from_url("https://a")->base_path, "");
    EXPECT_EQ(origin_from_url("https://[2001:db8::1]:1/x")->host, "2001:db8::1");
}

TEST(Origin, TakesPlainHttpForLoopbackOnly) {
    EXPECT_TRUE(origin_from_url("http://127.0.0.1:8080"));
    EXPECT_TRUE(origin_from_url("http://127.9.9.9"));
    EXPECT_TRUE(origin_from_url("http://[::1]:80"));
    EXPECT_TRUE(origin_from_url("http://localhost:80"));
    EXPECT_TRUE(refused("http://api.bootpay.co.kr"));
    EXPECT_TRUE(refused("http://127.0.0.1.example.com"));
    EXPECT_TRUE(refused("http://localhost.example.com"));
    EXPECT_TRUE(refused("http://10.0.0.1"));
    EXPECT_TRUE(refused("http://0.0.0.0"));
}

TEST(Origin, RefusesWhatIsNoOrigin) {
    for (const auto* url :
         {"",
          "api.bootpay.co.kr",
          "ftp://a",
          "HTTPS://a",
          "https://",
          "https:///v2",
          "https://user@a",
          "https://user:word@a",
          "https://a:0",
          "https://a:65536",
          "https://a:80a",
          "https://a:",
          "https://a b",
          "https://a/v2?x=1",
          "https://a/v2#x",
          "https://a/v 2",
          "https://a?x",
          "https://[::1",
          "https://[::1]x",
          "https://[a]",
          "https://a_b",
          "https://a\r\nX: y"})
        EXPECT_TRUE(refused(url)) << url;
}

}  // namespace
}  // namespace maedal::net
