#pragma once
// What the tests of the model share: a Bootpay with one customer, and short ways to ask it.
#include "sandbox/model/bootpay.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <variant>

namespace maedal::sandbox {

inline const Instant day_one = *instant_from_rfc3339("2026-11-01T00:00:00Z");
inline constexpr Seconds an_hour{3'600};

/// The value of an answer; the test fails when it is a refusal.
template <class T>
T taken(const Answer<T>& answer) {
    const auto* refusal = std::get_if<Refusal>(&answer);
    EXPECT_FALSE(refusal) << refusal->code->word;
    if (refusal) std::abort();
    return *std::get_if<T>(&answer);
}

/// The code of a refusal; empty when the answer is a value.
template <class T>
std::string code_of(const Answer<T>& answer) {
    const auto* refusal = std::get_if<Refusal>(&answer);
    return refusal ? refusal->code->word : "";
}

struct ABootpay : ::testing::Test {
    Bootpay bootpay{7, day_one};
    std::string key = taken(bootpay.register_card({}))->billing_key;

    PaymentRequest order(std::string order_id, Won price = 29'900, Won tax_free = 0) const {
        return PaymentRequest{key, std::move(order_id), "Monthly", price, tax_free, nullptr};
    }
    const Reservation* reserved(const std::string& order_id, Seconds in) {
        return taken(bootpay.reserve(order(order_id), bootpay.now() + in));
    }
    MoneyTotals totals() const { return bootpay.money().totals(day_one, Instant::max()); }
    Won net() const { return totals().taken - totals().returned; }
};

}  // namespace maedal::sandbox
