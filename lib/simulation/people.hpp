#pragma once
#include "simulation/oracle.hpp"

#include <set>
#include <string>

namespace maedal::simulation {

/// Operators and customers: they do things at bad moments, wrong ones too, and in the end they
/// settle what only a person can. What they did is written into the contracts.
class People {
public:
    People(VirtualHouse& house, Town& town, Oracle& oracle, std::uint64_t seed)
        : house_{house}, town_{town}, oracle_{oracle}, dice_{sandbox::scattered(seed)} {}

    /// One act at random.
    void act();
    /// A card dies at the gateway.
    void lose_card();
    /// Customers whose card died bring another.
    void bring_cards();
    /// The operator's round: breakers that wait for a person, codes that nobody knows, doubts past
    /// their window, refunds that ask. Reads the gateway's truth, as in its console.
    void make_round();
    /// A second daemon on the same ledger, and one on a copy of it elsewhere.
    void start_others();
    /// Somebody cancels or changes the card in the very moment of an execution, and the gateway
    /// hears of it late. So it may go with a payment at once, before that.
    void race_an_execution();
    /// The gateway executes one reservation minutes to days late, and the others on time.
    void hold_one_back();
    /// Somebody brings another card, perhaps, while a reservation stands on the old one that was
    /// placed since then. Gives when that is executed.
    std::optional<Instant> meet_what_stands_since(Instant backup);
    /// The operator sees an execution in the console before the daemon looks at it.
    void watch_an_execution();
    /// Somebody charges what was declined by hand on the gateway's console, under the same order
    /// id.
    void charge_by_hand();
    /// Somebody does so right after the decline, before the daemon has looked.
    void charge_what_just_failed();
    /// Reservations are placed and nobody hears of it; somebody says "absent" at once, and once
    /// more when others of that time have been executed, and these not yet.
    void guess_too_early();
    /// What was left to a person is charged by hand, and somebody else says "absent".
    void guess_beside_money();
    /// Somebody cancels, or brings another card, while a reservation stands for some hours yet. In
    /// fine weather, but for the first call of it: that one is lost.
    void change_mind_in_fine_weather(bool cancels);
    /// The ledger is as old as its backup: what was ordered since is ordered again.
    void after_restore(Instant backup_of);

private:
    int asked_until_answered(const engine::Command& command);
    Contract& anyone();
    void cancel(Contract& contract, bool at_end);
    bool replace_card(Contract& contract);
    void change_mind(Contract& contract);
    void race_a_payment_at_once();
    /// False when it was refused.
    bool tell_newest_card(const Contract& contract);
    void refund();
    void refund_on_console();
    void change_prices();
    void ask_for_what_cannot_be();
    void release_breakers();
    void arm();
    void settle_doubts();
    void settle_refunds();
    void decide_codes();
    void decide(const std::string& call);
    void lie_about_a_doubt();
    void guess_absent(const std::string& id);
    bool calls_absent(const engine::ResolveDoubt& said);
    void forgive_a_doubt();
    bool forgive(const billing::Attempt& attempt);
    [[nodiscard]] Instant just_written() const;

    VirtualHouse& house_;
    Town& town_;
    Oracle& oracle_;
    sandbox::Dice dice_;
    std::set<std::string> forgiven_;     ///< order ids
    std::set<std::string> quarantined_;  ///< that were seen on a round
};

}  // namespace maedal::simulation
