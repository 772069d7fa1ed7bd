#pragma once
#include "billing/ids.hpp"

#include <cstdint>
#include <set>
#include <string>

namespace maedal::sqlite {

/// What an open transaction has written, by the rows that its invariants hang on.
struct Touched {
    std::set<std::int64_t> charges;  ///< also those of attempts
    std::set<std::string> orders;    ///< of receipts: their attempts' charges
    std::set<std::string> receipts;  ///< of refunds: their attempts' charges
    std::set<std::string> keys;
    std::set<std::string> subscriptions;

    void clear() { *this = {}; }
};

}  // namespace maedal::sqlite
