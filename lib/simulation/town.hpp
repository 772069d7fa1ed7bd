#pragma once
#include "base/instant.hpp"
#include "sandbox/model/dice.hpp"
#include "simulation/virtual_house.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace maedal::simulation {

/// What was agreed with one subscriber, as a bystander would write it down. The oracle reads this
/// and the gateway's books, and nothing that the engine believes.
struct Contract {
    enum class Every { day, week, month };
    std::string subscription;
    std::string customer;
    std::int64_t price;  ///< of this contract alone: it names its payments in the gateway's books
    Every every;
    Instant anchor;                            ///< period 0 begins here
    std::vector<std::string> cards;            ///< the gateway's keys that it was ever on
    std::optional<Instant> card_since{};       ///< when the newest was asked for; empty: the first
    std::optional<Instant> over;               ///< no period that begins here or later is owed
    std::optional<Instant> canceled_at{};      ///< when that was last said
    std::optional<Instant> card_changed_at{};  ///< in fine weather: the last card is the only one
    std::set<std::int64_t> forgiven{};         ///< periods
    bool may_pay_at_once = false;              ///< always, or for want of a slot

    /// When period n begins, by the calendar in Korea: the day of the anchor, or the last of a
    /// shorter month.
    [[nodiscard]] Instant begins(std::int64_t n) const;
    /// How many periods have begun by then, of those that are owed.
    [[nodiscard]] std::int64_t owed_by(Instant at) const;
    /// Whether period n was canceled.
    [[nodiscard]] bool canceled(std::int64_t n) const { return over && begins(n) >= *over; }
};

struct Town {
    std::vector<Contract> contracts;
    std::map<std::int64_t, std::size_t> by_price;
};

/// Fills the house with subscribers, in fine weather: most of them monthly, some with several
/// subscriptions on one card, with plans of their own.
[[nodiscard]] Town settle_town(VirtualHouse& house, sandbox::Dice& dice, int subscribers);

}  // namespace maedal::simulation
