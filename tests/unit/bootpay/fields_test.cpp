#include "bootpay/pg/fields.hpp"

#include "net/json_text.hpp"

#include <gtest/gtest.h>

namespace maedal::bootpay::pg {
namespace {

using nlohmann::json;

/// The count that "price" holds in `text`; empty when it is no amount.
std::optional<std::int64_t> price_in(const std::string& text) {
    const auto object = net::parse_json(R"({"price":)" + text + "}");
    if (!object) return std::nullopt;
    Fields fields{*object};
    const auto price = fields.won("price");
    if (!fields.fault().empty()) return std::nullopt;
    return price.count();
}

TEST(Fields, TakeWholeAmountsInRange) {
    EXPECT_EQ(price_in("0"), 0);
    EXPECT_EQ(price_in("29900"), 29'900);
    EXPECT_EQ(price_in("1000000000000"), 1'000'000'000'000);
    // Exactly whole, as servers write amounts that they keep as binary fractions.
    EXPECT_EQ(price_in("9900.0"), 9'900);
    EXPECT_EQ(price_in("1e4"), 10'000);
}

TEST(Fields, RefuseWhatOnlyLooksLikeAnAmount) {
    for (const auto* text :
         {"\"9900\"",
          "null",
          "true",
          "[]",
          "[9900]",
          "{}",
          "-1",
          "-0.5",
          "-1.0",
          "9900.5",
          "0.1",
          "1e-7",
          "1000000000001",
          "1000000000001.0",
          "1e12345",
          "1e15",
          "1e16",
          "1e300",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "18446744073709551615",
          "18446744073709551616",
          "99000000000000000000000000000",
          "NaN",
          "0x10",
          "09900",
          "9,900"})
        EXPECT_FALSE(price_in(text)) << text;
}

TEST(Fields, NameTheFirstFaultAndNeverTheValue) {
    const json object{{"id", "s3cret value"}, {"price", "s3cret"}};
    Fields fields{object};
    EXPECT_EQ(fields.id("id"), "");
    EXPECT_EQ(fields.won("price").count(), 0);
    EXPECT_EQ(fields.fault(), "id is no identifier");
}

TEST(Fields, TakeOpaqueIdentifiersOnly) {
    for (const auto* text : {"6490149ca575b40024f0b70d", "inv_687a", "주문-1", "a/b?c", "..."}) {
        const json object{{"id", text}};
        Fields fields{object};
        EXPECT_EQ(fields.id("id"), text);
        EXPECT_EQ(fields.fault(), "") << text;
    }
    const json bad = json::array(
        {"", " ", "a b", "a\nb", ".", "..", std::string(257, 'a'), "\x7f", 7, nullptr, true, json{}}
    );
    for (const auto& value : bad) {
        const json object{{"id", value}};
        Fields fields{object};
        EXPECT_EQ(fields.id("id"), "");
        EXPECT_NE(fields.fault(), "") << value;
    }
}

TEST(Fields, TakeNullForAbsentWhereAFieldMayBeAbsent) {
    const json object{{"a", nullptr}};
    Fields fields{object};
    for (const auto* name : {"a", "b"}) {
        EXPECT_EQ(fields.optional_id(name), std::nullopt);
        EXPECT_EQ(fields.optional_won(name), std::nullopt);
        EXPECT_EQ(fields.optional_instant(name), std::nullopt);
        EXPECT_EQ(fields.text(name), "");
    }
    EXPECT_EQ(fields.fault(), "");
    EXPECT_EQ(fields.instant("a"), Instant{});
    EXPECT_EQ(fields.fault(), "a is missing");
}

TEST(Fields, TakeOnlySmallWholeNumbersAsStatus) {
    const auto status_in = [](const json& value) -> std::optional<int> {
        const json object{{"status", value}};
        Fields fields{object};
        const int number = fields.small_number("status");
        if (!fields.fault().empty()) return std::nullopt;
        return number;
    };
    EXPECT_EQ(status_in(-61), -61);
    EXPECT_EQ(status_in(20), 20);
    for (const json& value : json::array(
             {"1", 1.0, true, nullptr, 1001, -1001, 18446744073709551615U, 4294967297, INT64_MIN}
         ))
        EXPECT_FALSE(status_in(value)) << value;
}

TEST(Fields, OfAnythingButAnObjectAreAtFault) {
    for (const json& value : json::array({nullptr, json::array(), "x", 1, true})) {
        Fields fields{value};
        EXPECT_EQ(fields.id("id"), "");
        EXPECT_FALSE(fields.truth("success"));
        EXPECT_EQ(fields.fault(), "the answer is no object");
    }
}

}  // namespace
}  // namespace maedal::bootpay::pg
