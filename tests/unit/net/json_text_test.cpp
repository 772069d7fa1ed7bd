#include "net/json_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace maedal::net {
namespace {

bool refused(std::string_view text) {
    const auto parsed = parse_json(text);
    return !parsed && parsed.error().code == Errc::invalid;
}

std::string nested(int levels) {
    return std::string(static_cast<std::size_t>(levels), '[') +
           std::string(static_cast<std::size_t>(levels), ']');
}

TEST(JsonText, ReadsWhatItWrites) {
    const std::string text = R"({"a":[1,-2,true,null,{"b":"월 구독"}],"c":"x\"y"})";
    const auto parsed = parse_json(text);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(json_text(*parsed), text);
    EXPECT_EQ((*parsed)["a"][4]["b"], "월 구독");
}

TEST(JsonText, KeepsValuesBesideNestedOnes) {
    const auto parsed = parse_json(R"({"a":{"b":{"c":1},"d":[[2],[3,4]]},"e":5})");
    ASSERT_TRUE(parsed);
    EXPECT_EQ((*parsed)["a"]["b"]["c"], 1);
    EXPECT_EQ((*parsed)["a"]["d"], nlohmann::json::parse("[[2],[3,4]]"));
    EXPECT_EQ((*parsed)["e"], 5);
}

TEST(JsonText, RefusesMoreLevelsThanTheBound) {
    EXPECT_TRUE(parse_json(nested(json_depth_max)));
    EXPECT_TRUE(refused(nested(json_depth_max + 1)));
    EXPECT_TRUE(refused(nested(100'000)));
    EXPECT_TRUE(refused(std::string(100'000, '[')));
    std::string objects;
    for (int i = 0; i < 100'000; ++i)
        objects += R"({"a":)";
    EXPECT_TRUE(refused(objects));
}

TEST(JsonText, CountsLevelsAndNotContainers) {
    std::string wide = "[";
    for (int i = 0; i < 1'000; ++i)
        wide += "[],{},";
    EXPECT_TRUE(parse_json(wide + "0]"));
}

TEST(JsonText, RefusesAKeyThatStandsTwice) {
    EXPECT_TRUE(refused(R"({"price":1,"price":2})"));
    EXPECT_TRUE(refused(R"({"a":{"b":1,"c":2,"b":3}})"));
    EXPECT_TRUE(refused("{\"price\":1,\"\\u0070rice\":2}"));
    EXPECT_TRUE(parse_json(R"({"a":{"a":1},"b":{"a":1}})"));
}

TEST(JsonText, RefusesBytesThatAreNoUtf8) {
    EXPECT_TRUE(refused("\"\xff\""));
    EXPECT_TRUE(refused("\"\xc0\xaf\""));          // overlong
    EXPECT_TRUE(refused("\"\xed\xa0\x80\""));      // surrogate
    EXPECT_TRUE(refused("\"\xf4\x90\x80\x80\""));  // past U+10FFFF
    EXPECT_TRUE(refused("\"\xe2\x82\""));          // cut
    EXPECT_TRUE(refused(R"("\ud800")"));
    EXPECT_TRUE(parse_json("\"\xf0\x9f\x8c\x99\""));
}

TEST(JsonText, RefusesAnythingBehindTheValue) {
    EXPECT_TRUE(refused("{} x"));
    EXPECT_TRUE(refused("{}{}"));
    EXPECT_TRUE(refused(std::string_view{"{}\0{}", 5}));
    EXPECT_TRUE(refused(std::string_view{"{}\0", 3}));
    EXPECT_TRUE(refused("[1,]"));
    EXPECT_TRUE(refused("{} // comment"));
    EXPECT_TRUE(refused(""));
    EXPECT_TRUE(parse_json(" {} \n"));
}

TEST(JsonText, DoesNotTurnNumbersIntoOthers) {
    EXPECT_TRUE(refused("1e999"));
    EXPECT_TRUE(refused("NaN"));
    EXPECT_TRUE(refused("01"));
    const auto past_64_bits = parse_json("18446744073709551616");
    ASSERT_TRUE(past_64_bits);
    EXPECT_FALSE(past_64_bits->is_number_integer());
    const auto largest = parse_json("18446744073709551615");
    ASSERT_TRUE(largest);
    EXPECT_EQ(largest->get<std::uint64_t>(), 18446744073709551615ULL);
    EXPECT_FALSE((*parse_json("9900.0")).is_number_integer());
}

TEST(JsonText, SaysWhatIsWrongAndWhere) {
    const auto parsed = parse_json(R"({"a":1,"a":2})");
    ASSERT_FALSE(parsed);
    EXPECT_NE(parsed.error().detail.find("twice"), std::string::npos);
    EXPECT_NE(parsed.error().detail.find("byte 10"), std::string::npos) << parsed.error().detail;
}

TEST(JsonText, WritesBrokenBytesWithoutThrowing) {
    EXPECT_EQ(json_text(nlohmann::json("a\xff")), "\"a\xef\xbf\xbd\"");
}

}  // namespace
}  // namespace maedal::net
