#pragma once
#include "base/instant.hpp"
#include "billing/ids.hpp"
#include "billing/names.hpp"

#include <optional>
#include <string>

namespace maedal::billing {

enum class KeyState {
    usable,
    dead,  ///< the gateway says that it is expired or deleted: nothing is tried on it
};
inline constexpr Names key_state_names{std::to_array<std::pair<KeyState, std::string_view>>({
    {KeyState::usable, "usable"},
    {KeyState::dead, "dead"},
})};

/// A customer's means of payment. The key itself stays sealed in the ledger.
struct BillingKey {
    static constexpr int slots_max = 10;  ///< open reservations at one time [S3, M]
    BillingKeyId id;
    CustomerId customer;
    std::string shown;   ///< "…" and the last four characters of the key
    std::string method;  ///< the gateway's words, "국민 55704204****1074"; may be empty
    KeyState state = KeyState::usable;
    Instant added_at;
    std::int64_t version = 0;  ///< of the row, rises by one with each change
};

}  // namespace maedal::billing
