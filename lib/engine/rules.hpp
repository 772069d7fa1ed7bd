#pragma once
#include "billing/transition.hpp"
#include "billing/zone.hpp"

#include <functional>
#include <string>

namespace maedal::engine {

/// What becomes of a payment that won the race against its revoke.
enum class PaidRace { refund, keep };

/// What the study needs to know of this installation. The same for the life of the process.
struct Rules {
    std::string installation;  ///< begins every order id
    std::string time_zone;     ///< of anchors that name none
    billing::OrderIdRule order_id_rule = billing::OrderIdRule::unproven;
    PaidRace paid_race = PaidRace::refund;
    billing::Timing timing;
    /// Up to so many calls an hour are never too many.
    std::int64_t sends_per_hour_floor = 5'000;
    /// A zone by its IANA name; null when there is none. Called from the ledger thread.
    std::function<const billing::Zone*(const std::string&)> zone;
};

}  // namespace maedal::engine
