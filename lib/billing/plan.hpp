#pragma once
#include "billing/calendar.hpp"
#include "billing/ids.hpp"
#include "billing/money.hpp"

#include <string>
#include <vector>

namespace maedal::billing {

/// What follows when the last try of a charge was declined.
enum class DunningEnd {
    cancel,          ///< the subscription is canceled at once
    pause,           ///< it is paused: a person or the customer takes it up again
    leave_past_due,  ///< it stays past due for `cancel_after`, then it is canceled
};
inline constexpr Names dunning_end_names{std::to_array<std::pair<DunningEnd, std::string_view>>({
    {DunningEnd::cancel, "cancel"},
    {DunningEnd::pause, "pause"},
    {DunningEnd::leave_past_due, "leave_past_due"},
})};

/// How a declined charge is tried again.
struct DunningPolicy {
    static constexpr std::size_t waits_max = 20;
    std::vector<Seconds> waits;  ///< each counted from the failure before it, so tries = waits + 1
    DunningEnd end = DunningEnd::leave_past_due;
    Seconds cancel_after{0};  ///< with leave_past_due only, from the last failure
    friend bool operator==(const DunningPolicy&, const DunningPolicy&) = default;
};

/// What becomes of charges that fell due while the daemon could not bill.
enum class CatchUp {
    bill_each,    ///< every one, spaced so that a customer never sees a burst
    bill_latest,  ///< the newest; the older ones are waived, with a record
};
inline constexpr Names catch_up_names{std::to_array<std::pair<CatchUp, std::string_view>>({
    {CatchUp::bill_each, "bill_each"},
    {CatchUp::bill_latest, "bill_latest"},
})};

/// How a charge is collected with a billing key.
enum class Collect {
    reserve,  ///< by a reservation, placed ahead
    pay_now,  ///< by an immediate payment at its due moment
};
inline constexpr Names collect_names{std::to_array<std::pair<Collect, std::string_view>>({
    {Collect::reserve, "reserve"},
    {Collect::pay_now, "pay_now"},
})};

/// What becomes of a reservation that has found no free slot by its due moment.
enum class WithoutSlot {
    wait,     ///< it goes on waiting, and is late
    pay_now,  ///< an immediate payment takes its place
};
inline constexpr Names without_slot_names{std::to_array<std::pair<WithoutSlot, std::string_view>>({
    {WithoutSlot::wait, "wait"},
    {WithoutSlot::pay_now, "pay_now"},
})};

/// One immutable definition of what is sold. A subscription keeps the one it was made with.
struct Plan {
    static constexpr int reserve_ahead_max = 10;
    PlanVersionNumber version;  ///< given by the ledger
    PlanId id;
    std::string name;  ///< what the customer reads on the card statement
    Won price;
    Won tax_free;  ///< the part of the price without VAT, at most the price
    Interval interval;
    int trial_days = 0;
    int periods = 0;  ///< the subscription ends after so many; 0: it goes on until canceled
    std::string dunning_name;
    DunningPolicy dunning;
    Seconds reserve_lead;   ///< how long before it is due a payment is reserved
    int reserve_ahead = 1;  ///< how many coming periods may be reserved at one time
    CatchUp catch_up = CatchUp::bill_each;
    Collect collect = Collect::reserve;
    WithoutSlot without_slot = WithoutSlot::wait;  ///< with reserve
    bool on_sale = true;  ///< taken out of the configuration: no new subscriptions

    /// Whether both sell the same on the same terms; version and on_sale do not count.
    [[nodiscard]] bool same_terms(const Plan& other) const;
};

}  // namespace maedal::billing
