#pragma once
#include "billing/payment_link.hpp"
#include "billing/transition.hpp"
#include "billing/zone.hpp"
#include "ports/checks.hpp"

#include <functional>
#include <string>
#include <vector>

namespace maedal::engine {

/// What becomes of a payment that won the race against its revoke.
enum class PaidRace { refund, keep };

/// How charges are collected by payment links.
struct LinkRules {
    Seconds lives{7LL * 86'400};        ///< of a link, unless it is told otherwise
    std::string send_by = "sms,kakao";  ///< how the customer gets it
    /// When the gateway sends it again by itself, each from its making.
    std::vector<Seconds> remind_after{Seconds{3LL * 86'400}, Seconds{6LL * 86'400}};
    billing::LinkTiming timing;
};

/// What the study needs to know of this installation. The same for the life of the process.
struct Rules {
    std::string installation;  ///< begins every order id
    std::string time_zone;     ///< of anchors that name none
    billing::OrderIdRule order_id_rule = billing::OrderIdRule::unproven;
    PaidRace paid_race = PaidRace::refund;
    billing::Timing timing;
    LinkRules links;
    bool links_possible = false;  ///< there is a shop that makes them
    /// Up to so many calls an hour are never too many.
    std::int64_t sends_per_hour_floor = 5'000;
    /// A zone by its IANA name; null when there is none. Called from the ledger thread.
    std::function<const billing::Zone*(const std::string&)> zone;

    /// What a book that is kept by these rules is held against.
    [[nodiscard]] ports::Yardstick yardstick(Instant now, Instant awake_since) const {
        return {now, awake_since, order_id_rule, timing, links.timing, zone};
    }
};

}  // namespace maedal::engine
