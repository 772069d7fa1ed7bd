#include "bootpay/options.hpp"

#include <gtest/gtest.h>

namespace maedal::bootpay {
namespace {

BootpayOptions with(
    const char* client_key,
    const char* secret_key,
    const char* application_id,
    const char* private_key
) {
    const auto key = [](const char* text) {
        return text == nullptr ? std::nullopt : std::optional<Secret>{Secret{text}};
    };
    return BootpayOptions{
        key(client_key), key(secret_key), key(application_id), key(private_key), {}, {}};
}

TEST(BootpayOptions, WantWholePairs) {
    EXPECT_TRUE(check(with("a", "b", nullptr, nullptr)).has_value());
    EXPECT_TRUE(check(with(nullptr, nullptr, "a", "b")).has_value());

    EXPECT_EQ(check(with("a", nullptr, nullptr, nullptr)).error().field, "secret_key");
    EXPECT_EQ(check(with("a", "", nullptr, nullptr)).error().field, "secret_key");
    EXPECT_EQ(check(with(nullptr, "b", nullptr, nullptr)).error().field, "client_key");
    EXPECT_EQ(check(with(nullptr, nullptr, "a", nullptr)).error().field, "private_key");
    EXPECT_EQ(check(with(nullptr, nullptr, nullptr, "b")).error().field, "application_id");
    EXPECT_FALSE(check(with(nullptr, nullptr, nullptr, nullptr)).has_value());
    EXPECT_TRUE(check(with("a", "b", "a", "b")).has_value());  // tokens for what takes nothing else
    EXPECT_FALSE(check(with("a", nullptr, nullptr, "b")).has_value());
}

}  // namespace
}  // namespace maedal::bootpay
