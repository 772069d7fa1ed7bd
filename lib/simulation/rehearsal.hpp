#pragma once
#include "simulation/recalling_gateway.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace maedal::simulation {

/// The months to come, on a copy of a merchant's own book.
struct Rehearsal {
    InheritedBook book;
    engine::Rules rules;  ///< of the daemon whose book it is
    sandbox::OrderIdRule gateway_rule = sandbox::OrderIdRule::none;
    Weather weather;
    int months = 3;  ///< 1 to months_max, by the calendar of rules.time_zone
    std::uint64_t seed = 1;
    /// Called once for each day that is over.
    std::function<void(Instant day, int done, int of)> progress{};

    static constexpr int months_max = 24;
    /// Fine weather follows, in which what is open finds its end.
    static constexpr int quiet_days = 16;
};

struct RehearsedMonth {
    std::int64_t charges = 0;  ///< that fall due in it
    std::int64_t won = 0;      ///< of those
    std::int64_t paid = 0, paid_won = 0;
    std::int64_t failed = 0;  ///< declined to the end of their policy
    std::int64_t void_ = 0;   ///< waived, or voided by the end of their subscription
    std::int64_t open = 0;    ///< still to be collected when it was over
};

struct RehearsedDoubt {
    std::string order_id;
    std::int64_t won = 0;
    std::string ended_as;  ///< state of the attempt at the end
    bool asked_a_person = false;
};

struct Rehearsed {
    Instant from, to;                              ///< without the quiet days
    std::map<std::string, RehearsedMonth> months;  ///< "2027-01", by the calendar of the house
    std::vector<RehearsedDoubt> doubts;            ///< the first doubts_max, by order id
    std::int64_t doubts_in_all = 0;
    std::int64_t payments = 0, taken_won = 0, returned_won = 0;  ///< by the gateway's own books
    std::int64_t kept_twice = 0;  ///< charges for which two payments were kept
    std::int64_t lost = 0;        ///< owed, and neither a timer nor a person waits for them
    std::int64_t crashes = 0, turns = 0;
    std::map<std::string, std::int64_t> subscriptions_before, subscriptions_after;  ///< by status
    std::vector<std::string> breakers_before;      ///< tripped when it began: nothing is sent then
    std::map<std::string, std::int64_t> released;  ///< breakers a person had to release, how often
    std::vector<std::string> violations;           ///< of what must always hold; empty when it did

    static constexpr std::size_t doubts_max = 200;
    [[nodiscard]] bool holds() const { return kept_twice == 0 && lost == 0 && violations.empty(); }
};

/// Runs it, in virtual time, with the production engine and ledger. Touches no file but an empty
/// one of its own. Throws ports::LedgerFailure for bytes that are no ledger at this binary's
/// schema. The same rehearsal gives the same result anywhere.
[[nodiscard]] Rehearsed rehearsed(const Rehearsal& rehearsal);

}  // namespace maedal::simulation
