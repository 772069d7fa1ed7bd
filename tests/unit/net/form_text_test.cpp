#include "net/form_text.hpp"

#include <gtest/gtest.h>

namespace maedal::net {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

bool refused(std::string_view text) {
    const auto parsed = parse_form(text);
    return !parsed && parsed.error().code == Errc::invalid;
}

TEST(FormText, ReadsPairsInOrder) {
    const auto parsed = parse_form("b=1&a=2&b=3&card%5Bname%5D=%EC%8B%A0%ED%95%9C+card&e=&f");
    ASSERT_TRUE(parsed);
    const Pairs expected{
        {"b", "1"}, {"a", "2"}, {"b", "3"}, {"card[name]", "신한 card"}, {"e", ""}, {"f", ""}};
    EXPECT_EQ(*parsed, expected);
}

TEST(FormText, PassesOverEmptyPairs) {
    const auto parsed = parse_form("&a=1&&b=x=y&");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(*parsed, (Pairs{{"a", "1"}, {"b", "x=y"}}));
    EXPECT_TRUE(parse_form("")->empty());
}

TEST(FormText, RefusesBrokenEscapes) {
    EXPECT_TRUE(refused("a=%"));
    EXPECT_TRUE(refused("a=%4"));
    EXPECT_TRUE(refused("a=%zz"));
    EXPECT_TRUE(refused("%G1=a"));
    EXPECT_TRUE(refused("a=%4&b=1"));
}

TEST(FormText, RefusesNulAndBytesThatAreNoUtf8) {
    EXPECT_TRUE(refused("a=%00"));
    EXPECT_TRUE(refused(std::string_view{"a=\0", 3}));
    EXPECT_TRUE(refused("a=%FF"));
    EXPECT_TRUE(refused("%ED%A0%80=1"));
}

TEST(FormText, BoundsTheNumberOfPairs) {
    std::string text;
    for (int i = 0; i < 1'000; ++i)
        text += "a=1&";
    EXPECT_EQ(parse_form(text)->size(), 1'000U);
    EXPECT_TRUE(refused(text + "a=1"));
}

TEST(PercentText, DecodesWhatItEncodes) {
    std::string all;
    for (int c = 0; c < 256; ++c)
        all += static_cast<char>(c);
    const auto encoded = percent_encode(all);
    EXPECT_EQ(*percent_decode(encoded), all);
    EXPECT_EQ(percent_encode("a b+c/d~é"), "a%20b%2Bc%2Fd~%C3%A9");
    EXPECT_EQ(*percent_decode("a+b%2B"), "a+b+");
    EXPECT_FALSE(percent_decode("%2"));
}

}  // namespace
}  // namespace maedal::net
