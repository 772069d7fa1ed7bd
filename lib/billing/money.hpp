#pragma once
#include <compare>
#include <cstdint>
#include <optional>

namespace maedal::billing {

/// An amount in South Korean won. Won has no minor unit, so the count is exact.
class Won {
public:
    static constexpr std::int64_t count_max = 1'000'000'000'000;  ///< a trillion: above is a bug

    /// Empty when `count` is negative or above `count_max`.
    static constexpr std::optional<Won> from_count(std::int64_t count) noexcept {
        if (count < 0 || count > count_max) return std::nullopt;
        return Won{count};
    }

    [[nodiscard]] constexpr std::int64_t count() const noexcept { return count_; }
    friend constexpr auto operator<=>(Won, Won) = default;

    /// Empty below zero.
    friend constexpr std::optional<Won> checked_difference(Won a, Won b) noexcept {
        return from_count(a.count_ - b.count_);
    }

    /// Empty when the sum passes `count_max`; amounts never wrap round.
    friend constexpr std::optional<Won> checked_sum(Won a, Won b) noexcept {
        return from_count(a.count_ + b.count_);
    }

private:
    explicit constexpr Won(std::int64_t count) noexcept : count_{count} {}
    std::int64_t count_;
};

static_assert(!Won::from_count(-1));
static_assert(
    checked_sum(*Won::from_count(9'900), *Won::from_count(100)) == Won::from_count(10'000)
);
static_assert(!checked_sum(*Won::from_count(Won::count_max), *Won::from_count(1)));

}  // namespace maedal::billing
