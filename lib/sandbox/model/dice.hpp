#pragma once
#include <cstdint>

namespace maedal::sandbox {

/// Scatters 64 bits so that neighbours look unrelated (the finalizer of SplitMix64).
constexpr std::uint64_t scattered(std::uint64_t x) noexcept {
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31U);
}

/// A row of numbers that follows from its seed alone: the same on every machine.
class Dice {
public:
    explicit constexpr Dice(std::uint64_t seed) noexcept : state_{seed} {}

    constexpr std::uint64_t roll() noexcept { return scattered(state_++); }
    /// True about `percent` times out of a hundred; never at 0, always at 100.
    constexpr bool hits(int percent) noexcept { return static_cast<int>(roll() % 100U) < percent; }

private:
    std::uint64_t state_;
};

}  // namespace maedal::sandbox
