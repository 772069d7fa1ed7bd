#pragma once
#include "sandbox/model/dice.hpp"

namespace maedal::simulation {

/// What the gateway answers by a rule that nobody knows yet. It carries nothing out.
inline constexpr const char* new_rule_code = "NEW_RULE_REFUSED";

/// What goes wrong on the way and underneath. Percent of all chances, unless told otherwise.
struct Weather {
    int request_lost = 0;  ///< a write that never arrives, and nobody knows
    int answer_lost = 0;   ///< a write that was carried out, and nobody knows
    int look_lost = 0;     ///< a look-up without an answer
    int notice_lost = 0;
    int crash = 0;  ///< at each marked point: before a send, between two, before a commit

    int error_before = 0;           ///< 500, and the write was not carried out
    int error_after = 0;            ///< 500, and it was
    int garbage = 0;                ///< carried out, and the answer cannot be read
    int too_many = 0;               ///< 429, not carried out
    int turned_away = 0;            ///< 401, and it was carried out
    int unsent = 0;                 ///< the connection fails before the first byte
    int late_arrival = 0;           ///< carried out seconds after the caller has given up
    int doubled_on_way = 0;         ///< somebody between sends it twice; see ModelGateway
    int slow = 0;                   ///< the answer takes up to the whole deadline
    int unauthorized_permille = 0;  ///< a spell of 401 begins
    int unreachable_permille = 0;   ///< a spell without name resolution begins

    int notice_doubled = 0;
    int notice_late = 0;    ///< minutes to days
    int notice_forged = 0;  ///< one more, of somebody's making

    int power_cut = 0;            ///< of the crashes: what was not synced may be lost or torn
    int disk_permille = 0;        ///< of the turns: a write of the disk fails at a drawn place
    int disk_full = 0;            ///< of those: for want of space
    int disk_lasting = 0;         ///< of those: until someone repairs it
    int recovery_crash = 0;       ///< of the starts: the process dies inside
    int clock_jump_permille = 0;  ///< of the days
    int command_permille = 0;     ///< of the hours: an operator or a customer does something
    int key_death_permille = 0;   ///< of the days
    int restore_permille = 0;     ///< of the days: an older copy of the ledger is put in place
    int copy_permille = 0;     ///< of the days: somebody starts a second daemon, here and elsewhere
    int race_permille = 0;     ///< of the days: somebody cancels what is just being paid
    int by_hand_permille = 0;  ///< of the days: somebody charges a declined order by hand
    int guess_permille = 0;    ///< of the days: somebody says "absent" without having looked
    int held_back_permille = 0;    ///< of the days: one reservation is executed by hours too late
    bool far_clock_jumps = false;  ///< by years
    int decline = 0;               ///< of the payments
    int poor = 0;  ///< of the cards: from some day on they are declined until the weather is fine
    int execution_delay_s = 0;  ///< the gateway is so late
    int new_rule = 0;  ///< a payment is refused with a code that is on no list; see new_rule_code
};

/// A random subset of all that may go wrong, with random strengths: no seed tries everything, so
/// that one fault cannot hide another.
/// With a strength below 100 percent the same goes wrong less often.
[[nodiscard]] Weather drawn_weather(sandbox::Dice& dice, int strength = 100);

}  // namespace maedal::simulation
