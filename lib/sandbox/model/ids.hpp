#pragma once
#include "sandbox/model/dice.hpp"

#include <cstdint>
#include <string>

namespace maedal::sandbox {

/// Makes ids as Bootpay's look: 24 lower-case hex digits. The last eight are a counter, so no two
/// are equal; the same seed gives the same row.
class IdMaker {
public:
    explicit IdMaker(std::uint64_t seed) noexcept : seed_{seed} {}

    [[nodiscard]] std::string next();

private:
    std::uint64_t seed_;
    std::uint32_t count_ = 0;
};

/// `digits` decimal digits (1 to 19) that follow from `number`: approval numbers and the like.
[[nodiscard]] std::string digits_from(std::uint64_t number, int digits);

}  // namespace maedal::sandbox
