#pragma once
#include "billing/names.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace maedal::simulation {

/// Things that are rare, and without which a run proves little.
enum class Probe {
    notice_before_answer,  ///< a webhook came before the answer of the call that it is about
    notice_doubled,
    notice_forged,
    notice_retried,       ///< the door died between storing it and saying so
    revoke_lost_race,     ///< the payment was quicker than its revoke
    settled_by_order_id,  ///< money of a doubt was found without a reserve_id
    resent_as_lookup,     ///< a reservation sent again was refused as a duplicate
    late_arrival,         ///< a request reached the gateway after its caller had given up
    mixed_receipts,       ///< one order id with a failed and a paid receipt
    answer_lost,
    request_lost,
    unauthorized,
    turned_away,        ///< a payment was asked for, carried out, and answered with 401
    unreachable,        ///< no connection could be had for a due write
    crash_before_send,  ///< after the commit
    crash_between_sends,
    crash_before_commit,  ///< with an answer in hand
    crash_in_recovery,
    crash_ten_in_a_row,
    power_cut,  ///< only what was synced is certain to survive
    torn_write,
    disk_error,
    disk_full,
    clock_forward,
    clock_back,
    key_died,
    refund_in_doubt,
    wrong_command,  ///< an operator asked for what cannot be, and was refused
    key_replaced,
    canceled,
    refunded_by_hand,  ///< on the gateway's own console
    price_changed,
    quarantined,
    resolved_paid,
    resolved_absent,
    restored,       ///< an older copy of the ledger was put in place
    presumed_sent,  ///< and what the lost one may have sent became a doubt
    second_daemon,  ///< was started on the same ledger, and refused
    copied,         ///< the ledger was started elsewhere, and sent nothing
    surplus,
    doubled_on_way,                ///< a request arrived twice, and the second answer came back
    crash_between_looks,           ///< with look-ups on their way
    crash_in_night,                ///< in the round that looks everything up
    night_unanswered,              ///< a look-up of that round had no answer
    refunded_in_part,              ///< by the operator
    waived,                        ///< a charge in doubt was forgiven
    paused,                        ///< by the end of its dunning
    ended_by_policy,               ///< canceled by it
    canceled_in_fine_weather,      ///< and its first revoke was lost
    card_changed_in_fine_weather,  ///< the same
    paid_after_decline,            ///< somebody charged by hand what had just been declined
    guessed_beside_money,          ///< "absent" was said of what had just been charged by hand
    more_than_a_key_holds,         ///< eleven subscriptions or more on one card, due at one time
    paid_at_once,                  ///< an immediate payment took money
    raced_at_once,                 ///< somebody changed his mind while one was under way
    held_back,                     ///< one reservation is executed later than its time
    overtaken,                     ///< and after a later one of its key
    restored_machine,              ///< a backup came back with the clock that it was made by
    answered_in_doubt,             ///< a reservation in doubt was sent again and accepted
    refused_by_new_rule,           ///< with a code that is on no list
    code_decided,                  ///< an operator said what it means
    absent_by_code,                ///< and a doubt was over with that
    count_,
};
inline constexpr billing::Names probe_names{std::to_array<std::pair<Probe, std::string_view>>({
    {Probe::notice_before_answer, "notice_before_answer"},
    {Probe::notice_doubled, "notice_doubled"},
    {Probe::notice_forged, "notice_forged"},
    {Probe::notice_retried, "notice_retried"},
    {Probe::revoke_lost_race, "revoke_lost_race"},
    {Probe::settled_by_order_id, "settled_by_order_id"},
    {Probe::resent_as_lookup, "resent_as_lookup"},
    {Probe::late_arrival, "late_arrival"},
    {Probe::mixed_receipts, "mixed_receipts"},
    {Probe::answer_lost, "answer_lost"},
    {Probe::request_lost, "request_lost"},
    {Probe::unauthorized, "unauthorized"},
    {Probe::turned_away, "turned_away"},
    {Probe::unreachable, "unreachable"},
    {Probe::crash_before_send, "crash_before_send"},
    {Probe::crash_between_sends, "crash_between_sends"},
    {Probe::crash_before_commit, "crash_before_commit"},
    {Probe::crash_in_recovery, "crash_in_recovery"},
    {Probe::crash_ten_in_a_row, "crash_ten_in_a_row"},
    {Probe::power_cut, "power_cut"},
    {Probe::torn_write, "torn_write"},
    {Probe::disk_error, "disk_error"},
    {Probe::disk_full, "disk_full"},
    {Probe::clock_forward, "clock_forward"},
    {Probe::clock_back, "clock_back"},
    {Probe::key_died, "key_died"},
    {Probe::refund_in_doubt, "refund_in_doubt"},
    {Probe::wrong_command, "wrong_command"},
    {Probe::key_replaced, "key_replaced"},
    {Probe::canceled, "canceled"},
    {Probe::refunded_by_hand, "refunded_by_hand"},
    {Probe::price_changed, "price_changed"},
    {Probe::quarantined, "quarantined"},
    {Probe::resolved_paid, "resolved_paid"},
    {Probe::resolved_absent, "resolved_absent"},
    {Probe::restored, "restored"},
    {Probe::presumed_sent, "presumed_sent"},
    {Probe::second_daemon, "second_daemon"},
    {Probe::copied, "copied"},
    {Probe::surplus, "surplus"},
    {Probe::doubled_on_way, "doubled_on_way"},
    {Probe::crash_between_looks, "crash_between_looks"},
    {Probe::crash_in_night, "crash_in_night"},
    {Probe::night_unanswered, "night_unanswered"},
    {Probe::refunded_in_part, "refunded_in_part"},
    {Probe::waived, "waived"},
    {Probe::paused, "paused"},
    {Probe::ended_by_policy, "ended_by_policy"},
    {Probe::canceled_in_fine_weather, "canceled_in_fine_weather"},
    {Probe::card_changed_in_fine_weather, "card_changed_in_fine_weather"},
    {Probe::paid_after_decline, "paid_after_decline"},
    {Probe::guessed_beside_money, "guessed_beside_money"},
    {Probe::more_than_a_key_holds, "more_than_a_key_holds"},
    {Probe::paid_at_once, "paid_at_once"},
    {Probe::raced_at_once, "raced_at_once"},
    {Probe::held_back, "held_back"},
    {Probe::overtaken, "overtaken"},
    {Probe::restored_machine, "restored_machine"},
    {Probe::answered_in_doubt, "answered_in_doubt"},
    {Probe::refused_by_new_rule, "refused_by_new_rule"},
    {Probe::code_decided, "code_decided"},
    {Probe::absent_by_code, "absent_by_code"},
})};

/// How often each has happened.
class Tally {
public:
    void hit(Probe probe) noexcept { counts_[static_cast<std::size_t>(probe)] += 1; }
    [[nodiscard]] std::int64_t of(Probe probe) const noexcept {
        return counts_[static_cast<std::size_t>(probe)];
    }
    Tally& operator+=(const Tally& other) noexcept {
        for (std::size_t i = 0; i < counts_.size(); ++i)
            counts_[i] += other.counts_[i];
        return *this;
    }

private:
    std::array<std::int64_t, static_cast<std::size_t>(Probe::count_)> counts_{};
};

}  // namespace maedal::simulation
