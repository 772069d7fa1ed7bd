#pragma once
#include "pair.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace maedal::integration {

/// Six subscriptions of four customers, billed from the start of 2028 to its first of April. Two of
/// them ask for more reservations of one billing key than there are slots; one card is declined
/// twice; one subscription is canceled in the middle, with reservations far ahead.
namespace book {

extern const char* const plans;
inline constexpr const char* cancel_at = "2028-02-12T12:00:00+09:00";
inline constexpr const char* end = "2028-04-01T12:00:00+09:00";

void open(Pair& pair);                  ///< cards, keys, subscriptions
void cancel_in_the_middle(Pair& pair);  ///< to be called at cancel_at

}  // namespace book

/// What became of a charge, as far as two runs have to agree on it.
struct Fate {
    std::int64_t number;
    std::string state;
    std::int64_t amount;
    std::string settled_at;  ///< "null" when it is not
    std::string late;
    /// One that found no slot in time, and says so, may be settled at another time: what had no
    /// answer holds a slot until its own execution.
    [[nodiscard]] bool same_as(const Fate& other) const {
        return state == other.state && amount == other.amount &&
               (settled_at == other.settled_at || other.late == "want_of_slot");
    }
};
using Fates = std::map<std::pair<std::string, std::int64_t>, Fate>;  ///< subscription, period

Fates fates(const Pair& pair);
/// One line for each charge that is not the same in both.
std::string difference(const Fates& expected, const Fates& found);
/// The attempts of those charges, and what holds the slots at the end: to find the cause.
std::string stories_of_differences(const Pair& pair, const Fates& expected, const Fates& found);
/// The numbers of the charges that are listed as in doubt, but for those whose execution, which
/// settles them, is still to come after the end.
std::set<std::int64_t> charges_in_doubt(const Pair& pair);

/// Every payment the sandbox took is in the daemon's ledger with its amount and what was given
/// back, and no other; no charge was paid twice; no key ever had more than ten reservations
/// waiting.
void expect_one_truth(const Pair& pair);

}  // namespace maedal::integration
