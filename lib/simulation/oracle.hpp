#pragma once
#include "simulation/town.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace maedal::simulation {

/// Compares the gateway's own money ledger with what was agreed. It believes nothing that the
/// engine says of itself; the merchant's ledger is read only for what it shows to its operator.
class Oracle {
public:
    Oracle(VirtualHouse& house, const Town& town) : house_{house}, town_{town} {}

    /// Holds at any moment, in any weather: nothing is taken twice for a charge, too early, or for
    /// nobody. Looks at the payments since the last time.
    void watch();
    /// The same at the end of a day, and whatever must hold of the book at any time.
    void watch_at_rest();

    /// Holds when the weather has been fine for long enough: nobody is charged twice and kept, what
    /// was canceled is given back, nothing is lost in silence, both ledgers hold the same money,
    /// and the file of the merchant's is whole.
    void judge();

    /// A person said that the first payment of this order id does not exist: a second may follow.
    void allow_second(const std::string& order_id);

    /// A person said what a code means, and this order id is absent by that. What was never carried
    /// out leaves no room for a second payment.
    void absent_by_code(const std::string& order_id) { by_word_.insert(order_id); }
    /// Whether a person charged it by hand, or called it absent.
    [[nodiscard]] bool touched_by_people(const std::string& order_id) const {
        return by_word_.contains(order_id);
    }

    /// A ledger was armed in the place of another.
    void armed() { armed_.push_back(house_.now()); }

    /// Faults are over: from here on what is canceled is not charged any more.
    void fine_from(Instant at) { fine_from_ = at; }

    /// The operator wanted this receipt's money back, in part or whole.
    void asked_back(const std::string& receipt_id) { asked_back_.insert(receipt_id); }
    /// Somebody gave it back at the gateway, where the daemon does not see it.
    void given_back_by_hand(const std::string& receipt) { by_hand_.insert(receipt); }

    /// Somebody saw what may never be.
    void report(std::string what) { found(std::move(what)); }

    /// What is wrong, a sentence each; at most findings_max.
    [[nodiscard]] const std::vector<std::string>& findings() const noexcept { return findings_; }

    struct Counts {
        std::int64_t renewals = 0;           ///< periods that began and were owed
        std::int64_t payments = 0;           ///< that the gateway took
        std::int64_t doubles = 0;            ///< second payments of a charge, given back or not
        std::int64_t doubles_by_people = 0;  ///< the same, which a person had made possible
        std::int64_t kept_twice = 0;
        std::int64_t lost = 0;           ///< owed, not paid, no timer, nobody waits for it
        std::int64_t with_a_person = 0;  ///< not paid, and listed for a person
        std::int64_t unpaid = 0;         ///< declined to the end of their policy
    };
    [[nodiscard]] const Counts& counts() const noexcept { return counts_; }

private:
    static constexpr std::size_t findings_max = 20;
    static constexpr int violations_max = 5;  ///< of one kind
    void found(std::string what);
    void watch_payment(const sandbox::Movement& moved);
    /// An order id goes out once, unless sending it again is a look-up. What a lost ledger may have
    /// sent too, for as long as it may stand unseen.
    void watch_sends();
    void watch_canceled(const Contract& contract, const sandbox::Movement& moved);
    /// How long before its period a payment may be taken.
    [[nodiscard]] Seconds early(const Contract& contract) const;
    void watch_house();
    void watch_past_due();
    /// No policy ends a subscription over a charge that is in doubt.
    void watch_ends();
    /// By the journal: what was in doubt then may be settled by now.
    void watch_closed(billing::ChargeNumber number, const ports::JournalEntry& end);
    void judge_kept();
    void judge_returned();
    void judge_standing();
    void judge_contract(const Contract& contract);
    /// An end waits for what is in doubt, and for nothing else.
    void judge_end(const Contract& contract, const std::vector<billing::Charge>& charges);
    void judge_charge(const Contract& contract, const billing::Charge& charge);
    [[nodiscard]] bool clock_was_wrong() const;
    [[nodiscard]] bool another_try_was_paid(const billing::Attempt& attempt) const;
    [[nodiscard]] bool forgiven(const billing::Attempt& attempt) const;
    void judge_declined();
    /// What the gateway tells is not left to a person.
    void judge_quarantined();
    void judge_money();
    void judge_file();
    void watch_invariants();
    [[nodiscard]] bool failed_at_gateway(const Contract& contract) const;
    [[nodiscard]] bool known_to_ledger(const std::string& order_id) const;
    [[nodiscard]] const Contract* contract_of(std::int64_t price) const;

    VirtualHouse& house_;
    const Town& town_;
    std::size_t movements_seen_ = 0;
    std::size_t sent_again_seen_ = 0;
    std::vector<Instant> armed_;                     ///< in their order
    std::map<std::string, int> taken_;               ///< payments by charge
    std::map<std::string, int> allowed_;             ///< further ones that a person made possible
    std::map<std::string, int> allowed_of_;          ///< the same by subscription
    std::map<std::int64_t, std::int64_t> taken_of_;  ///< payments by contract's price
    std::optional<Instant> fine_from_;
    std::set<std::string> asked_back_;
    std::set<std::string> by_hand_;
    std::set<std::string> by_word_;  ///< order ids that a person called absent, or charged by hand
    std::set<std::string> ends_judged_;  ///< their entries' hashes
    std::set<std::string> settled_by_;   ///< receipts that the merchant's ledger counts as paid
    std::vector<std::string> findings_;
    Counts counts_;
};

[[nodiscard]] std::string in_words(const ports::Violation& violation);
/// What an order id is for: all of it before the number of the attempt.
[[nodiscard]] std::string charge_of(const std::string& order_id);
/// The period that it is for: 3 of "m1-sub_000012-p3-a1".
[[nodiscard]] std::int64_t period_of(const std::string& order_id);

}  // namespace maedal::simulation
