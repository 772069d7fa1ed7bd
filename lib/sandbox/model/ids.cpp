#include "sandbox/model/ids.hpp"

#include "base/contract.hpp"

#include <fmt/format.h>

namespace maedal::sandbox {

std::string IdMaker::next() {
    ++count_;
    MAEDAL_EXPECTS(count_ != 0);
    return fmt::format("{:016x}{:08x}", scattered(seed_ + (std::uint64_t{count_} << 32U)), count_);
}

std::string digits_from(std::uint64_t number, int digits) {
    MAEDAL_EXPECTS(digits >= 1 && digits <= 19);
    std::uint64_t bound = 1;
    for (int i = 0; i < digits; ++i)
        bound *= 10;
    return fmt::format("{:0{}}", scattered(number) % bound, digits);
}

}  // namespace maedal::sandbox
