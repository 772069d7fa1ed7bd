#include "sqlite/image.hpp"

#include <gtest/gtest.h>

namespace maedal::sqlite {
namespace {

TEST(Image, WritesColumnsInTheirOrderWithoutBlanks) {
    Image image;
    image.put(":id", "a")
        .put("amount", *billing::Won::from_count(9'900))
        .put("waits", true)
        .put("at", std::optional<Instant>{})
        .put("seen", std::optional{Instant{Seconds{-5}}})
        .put("bytes", Cell::blob(std::string_view{"\x00\xff", 2}));
    EXPECT_EQ(
        image.take(), R"({"id":"a","amount":9900,"waits":1,"at":null,"seen":-5,"bytes":"00ff"})"
    );
}

TEST(Image, EscapesWhatWouldEndATextAndKeepsTheRest) {
    Image image;
    image.put("text", std::string_view{"매달 \"\\\n\x01\x7f", 12});
    EXPECT_EQ(image.take(), "{\"text\":\"매달 \\\"\\\\\\u000a\\u0001\\u007f\"}");
    EXPECT_EQ(Image{}.take(), "{}");
}

}  // namespace
}  // namespace maedal::sqlite
