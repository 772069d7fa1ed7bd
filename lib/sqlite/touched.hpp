#pragma once
#include "billing/ids.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace maedal::sqlite {

/// Kinds of rows that belong to a charge, as bits.
using TouchedRows = unsigned;
namespace touched_rows {
inline constexpr TouchedRows charge = 1, attempt = 2, receipt = 4, refund = 8, call = 16;
inline constexpr TouchedRows all = charge | attempt | receipt | refund | call;
}  // namespace touched_rows

/// What an open transaction has written, by the rows that its invariants hang on.
struct Touched {
    std::map<std::int64_t, TouchedRows> charges;  ///< by number, and what was written of them
    std::map<std::string, TouchedRows> orders;    ///< by order id: what its charge is asked by
    std::map<std::string, TouchedRows> receipts;  ///< by id: likewise
    std::set<std::string> keys;
    std::set<std::string> subscriptions;

    void clear() { *this = {}; }
};

}  // namespace maedal::sqlite
