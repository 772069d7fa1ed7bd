#include "billing/transition.hpp"

#include "base/contract.hpp"

#include <algorithm>
#include <string_view>

namespace maedal::billing {
namespace {

using enum AttemptState;

constexpr std::string_view duplicate_order = "duplicate_order";
/// The code of a doubt whose repeat was refused: that says nothing of the first call, and the next
/// repeat might be accepted beside it.
constexpr std::string_view repeat_refused = "repeat_refused";

Attempt closed(Attempt attempt, AttemptState end, Instant now) {
    MAEDAL_EXPECTS(legal(attempt.state, end) && !live(end));
    attempt.state = end;
    attempt.closed_at = now;
    attempt.next_look_at.reset();
    attempt.waits_for_slot = false;
    attempt.looks = 0;
    return attempt;
}

Attempt in_state(Attempt attempt, AttemptState state, NextAct act, std::optional<Instant> look_at) {
    MAEDAL_EXPECTS(attempt.state == state || legal(attempt.state, state));
    if (attempt.state != state) attempt.looks = 0;
    attempt.state = state;
    attempt.next_act = act;
    attempt.next_look_at = look_at;
    return attempt;
}

Attempt reserved_as(Attempt attempt, const ReserveId& id, Instant now) {
    attempt.reserve_id = id;
    attempt.code.clear();
    const Instant look = next_look_at_reserved(attempt.execute_at, 0, now);
    return in_state(std::move(attempt), reserved, NextAct::look, look);
}

Attempt doubted(Attempt attempt, OrderIdRule rule, const Timing& timing, Instant now) {
    const Instant look = next_look_at_doubt(attempt.execute_at, 0, now, timing);
    const auto resend = resend_at(attempt, rule, timing, now);
    const auto act = resend ? NextAct::send : NextAct::look;
    return in_state(std::move(attempt), doubt, act, resend.value_or(look));
}

/// A doubt that was asked about, or sent again, and stays one.
Attempt still_doubted(Attempt attempt, OrderIdRule rule, const Timing& timing, Instant now) {
    const auto resend = resend_at(attempt, rule, timing, now);
    // What was asked for before its execution, and sent again, was no look that could find it.
    const bool looks_begin =
        !resend && (attempt.next_act == NextAct::send || now < attempt.execute_at);
    attempt.looks = looks_begin ? 0 : attempt.looks + 1;
    attempt.next_act = resend ? NextAct::send : NextAct::look;
    const int looks_before = std::max(0, attempt.looks - 1);
    attempt.next_look_at =
        resend.value_or(next_look_at_doubt(attempt.execute_at, looks_before, now, timing));
    return attempt;
}

Attempt in_quarantine(Attempt attempt) {
    if (attempt.state == quarantined) {
        attempt.next_look_at.reset();
        return attempt;
    }
    return in_state(std::move(attempt), quarantined, NextAct::look, std::nullopt);
}

bool window_over(const Attempt& attempt, const Timing& timing, Instant now) {
    return now >= attempt.execute_at + timing.doubt_window;
}

Attempt waiting_still(Attempt attempt, const Timing& timing, Instant now) {
    switch (attempt.state) {
        case reserved:
            if (window_over(attempt, timing, now)) return in_quarantine(std::move(attempt));
            attempt.looks += now >= attempt.execute_at ? 1 : 0;
            attempt.next_look_at = next_look_at_reserved(attempt.execute_at, attempt.looks, now);
            return attempt;
        case revoking:
            if (window_over(attempt, timing, now)) return in_quarantine(std::move(attempt));
            // It stands still at the gateway: the revoke may be repeated.
            attempt.looks += 1;
            attempt.next_act = NextAct::send;
            attempt.next_look_at = now + retry_gap(attempt.looks - 1);
            return attempt;
        default:
            // Looked at because of a notice: it waits for a person as before.
            attempt.next_look_at.reset();
            return attempt;
    }
}

Attempt nothing_proven(Attempt attempt, const Timing& timing, OrderIdRule rule, Instant now) {
    switch (attempt.state) {
        case doubt:
            if (window_over(attempt, timing, now)) return in_quarantine(std::move(attempt));
            return still_doubted(std::move(attempt), rule, timing, now);
        case reserved:
            if (window_over(attempt, timing, now)) return in_quarantine(std::move(attempt));
            attempt.looks += 1;
            attempt.next_look_at = next_look_at_reserved(attempt.execute_at, attempt.looks, now);
            return attempt;
        case revoking:
            if (window_over(attempt, timing, now)) return in_quarantine(std::move(attempt));
            attempt.looks += 1;
            attempt.next_look_at = now + retry_gap(attempt.looks);
            return attempt;
        default:
            attempt.next_look_at.reset();
            return attempt;
    }
}

}  // namespace

Attempt planned_attempt(
    const Charge& charge,
    std::string_view installation,
    int number,
    const std::optional<BillingKeyId>& key,
    Instant execute_at,
    Instant look_at,
    bool check_earlier
) {
    return Attempt{
        .order_id = order_id(installation, charge.subscription, charge.period, number),
        .charge = charge.number,
        .number = number,
        .state = planned,
        .billing_key = key,
        .amount = charge.amount,
        .tax_free = charge.tax_free,
        .execute_at = execute_at,
        .reserve_id = std::nullopt,
        .receipt = std::nullopt,
        .next_act = check_earlier ? NextAct::look : NextAct::send,
        .next_look_at = look_at,
        .looks = 0,
        .waits_for_slot = false,
        .sent_at = std::nullopt,
        .closed_at = std::nullopt,
        .code = {},
        .version = 0};
}

Attempt intended(Attempt attempt, Instant execute_at, Instant now) {
    attempt.execute_at = execute_at;
    attempt.sent_at = now;
    attempt.waits_for_slot = false;
    return in_state(std::move(attempt), sending, NextAct::look, std::nullopt);
}

Attempt reserve_answered(
    Attempt attempt,
    const Result<ReserveId>& answer,
    OrderIdRule rule,
    const Timing& timing,
    Instant now
) {
    if (attempt.state != sending && attempt.state != doubt && attempt.state != quarantined)
        return attempt;  // a notice was quicker, and a proof outweighs an answer
    if (answer) return reserved_as(std::move(attempt), *answer, now);

    const Error& error = answer.error();
    attempt.code = error.reason;
    if (attempt.state == quarantined) return in_quarantine(std::move(attempt));
    if (attempt.state == doubt) {
        if (error.code == Errc::refused || error.code == Errc::declined)
            attempt.code = repeat_refused;
        return still_doubted(std::move(attempt), rule, timing, now);
    }
    switch (error.code) {
        case Errc::refused:
            return closed(std::move(attempt), refused, now);
        case Errc::declined:
            return closed(std::move(attempt), declined, now);
        case Errc::unauthorized:
        case Errc::unsent:
            return closed(std::move(attempt), dropped, now);
        case Errc::conflict:
            // It exists there under an id that we do not know: its execution will tell.
            MAEDAL_EXPECTS(error.reason == duplicate_order);
            return doubted(std::move(attempt), OrderIdRule::none, timing, now);
        default:
            return doubted(std::move(attempt), rule, timing, now);
    }
}

Attempt found_in_sending(Attempt attempt, OrderIdRule rule, const Timing& timing, Instant now) {
    MAEDAL_EXPECTS(attempt.state == sending);
    return doubted(std::move(attempt), rule, timing, now);
}

Attempt revoke_wanted(Attempt attempt, Instant now) {
    switch (attempt.state) {
        case planned:
            return closed(std::move(attempt), dropped, now);
        case reserved:
            return in_state(std::move(attempt), revoking, NextAct::send, now);
        default:
            return attempt;
    }
}

Attempt looked_up(
    Attempt attempt, const Verdict& verdict, const Timing& timing, OrderIdRule rule, Instant now
) {
    if (!holds_slot(attempt.state)) return attempt;
    if (const auto* paid_by = std::get_if<ProvenPaid>(&verdict)) {
        attempt.receipt = paid_by->receipt.id;
        return closed(std::move(attempt), paid, now);
    }
    if (attempt.state == sending) return attempt;  // only money is quicker than the answer
    if (std::holds_alternative<Contradiction>(verdict)) return in_quarantine(std::move(attempt));
    if (const auto* no = std::get_if<ProvenDeclined>(&verdict)) {
        attempt.code = no->code;
        return closed(std::move(attempt), declined, now);
    }
    if (std::holds_alternative<ProvenRevoked>(verdict) &&
        (attempt.state == revoking || attempt.state == reserved))
        return closed(std::move(attempt), revoked, now);
    if (std::holds_alternative<StillWaiting>(verdict) && attempt.state != doubt)
        return waiting_still(std::move(attempt), timing, now);
    return nothing_proven(std::move(attempt), timing, rule, now);
}

Attempt resolved(Attempt attempt, AttemptState end, Instant now) {
    MAEDAL_EXPECTS(end == absent || end == declined);
    return closed(std::move(attempt), end, now);
}

std::optional<Instant> resend_at(
    const Attempt& attempt, OrderIdRule rule, const Timing& timing, Instant now
) {
    if (attempt.method == AttemptMethod::immediate) return std::nullopt;
    // Growing gaps; never so late that it could arrive after its execution.
    if (rule != OrderIdRule::reserve) return std::nullopt;
    if (attempt.code == duplicate_order || attempt.code == presumed_sent ||
        attempt.code == repeat_refused)
        return std::nullopt;
    constexpr Seconds gap_max{6 * 3'600};  // a year ahead it is not asked every ten minutes
    const Instant at =
        now + retry_gap(attempt.state == AttemptState::doubt ? attempt.looks + 2 : 1, gap_max);
    if (at + timing.send_margin > attempt.execute_at) return std::nullopt;
    return at;
}

}  // namespace maedal::billing
