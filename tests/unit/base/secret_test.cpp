#include "base/secret.hpp"

#include <gtest/gtest.h>

#include <concepts>
#include <ostream>

namespace maedal {
namespace {

template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
    out << value;
};
static_assert(!Printable<Secret>);
static_assert(!std::convertible_to<Secret, std::string>);

TEST(Secret, ShowsOnlyItsLastFourCharacters) {
    EXPECT_EQ(Secret{"62b3d166cf9f6d001bd20d59"}.masked(), "…0d59");
    EXPECT_EQ(Secret{"short"}.masked(), "…") << "four of five would be nearly all of it";
    EXPECT_EQ(Secret{}.masked(), "…");
}

TEST(Secret, ComparesByContent) {
    EXPECT_TRUE(Secret{"abc"}.same_as(Secret{"abc"}));
    EXPECT_FALSE(Secret{"abc"}.same_as(Secret{"abd"}));
    EXPECT_FALSE(Secret{"abc"}.same_as(Secret{"abcd"}));
}

TEST(Secret, LeavesNothingBehindWhenMoved) {
    Secret from{"a secret that is longer than any short string"};
    const Secret to{std::move(from)};
    EXPECT_TRUE(from.empty());  // NOLINT(bugprone-use-after-move): that is the question
    EXPECT_EQ(to.reveal(), "a secret that is longer than any short string");
}

}  // namespace
}  // namespace maedal
