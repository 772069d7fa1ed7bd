// Turn after turn, as the corridor does it, and time between them.
#include "base/contract.hpp"
#include "engine/dispatcher.hpp"
#include "simulation/carried.hpp"
#include "simulation/story.hpp"
#include "simulation/virtual_house.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace maedal::simulation {

engine::TurnOutput VirtualHouse::turn() {
    engine::TurnInput input{std::move(waiting_), now() + skew_, 0, 0, 0, read_clocks()};
    waiting_.clear();
    for (const auto& event : input.events) {
        if (const auto id = order_id_of_write_answer(event)) asked_.erase(*id);
        history_.note(now(), line_of(event));
        watch_doubts(event);
    }
    const int free = places - static_cast<int>(asked_.size());
    input.looks_free = places;
    if (free > 0) {
        // As the corridor does it: connections are opened for what waits to be sent.
        const int warm = carried(loop_, line_->warm(free));
        input.writes_free = std::min(free, warm);
        unreachable_ = warm == 0;
        if (warm == 0 && writes_wanted_ > 0) tally_.hit(Probe::unreachable);
    }
    turns_ += 1;
    disk_trouble();
    return turn_->run(std::move(input));
}

/// What ends a doubt: money that its order id finds, or its reservation sent again and accepted.
void VirtualHouse::watch_doubts(const engine::Event& event) {
    const auto* looked =
        settles_by_order_id(event) ? std::get_if<engine::AttemptLookedUp>(&event) : nullptr;
    const auto* reserved = std::get_if<engine::ReserveAnswered>(&event);
    if (!looked && (!reserved || !reserved->answer)) return;
    const auto attempt = ledger_->attempt(looked ? looked->order_id : reserved->order_id);
    if (attempt && billing::in_doubt(attempt->state))
        tally_.hit(looked ? Probe::settled_by_order_id : Probe::answered_in_doubt);
}

std::optional<billing::ClockReading> VirtualHouse::read_clocks() const {
    if (!clocks_watched_) return std::nullopt;
    std::optional<Seconds> ahead;
    if (line_->told_its_time()) ahead = -skew_;
    return billing::ClockReading{now() + skew_, now() - started_at_, ahead};
}

/// Any look-up will do: its answer is dated.
void VirtualHouse::ask_for_the_time() {
    static_cast<void>(carried(loop_, line_->receipts_of(billing::OrderId{"m1-time"})));
    static_cast<void>(line_->took());
}

void VirtualHouse::watch_slots() {
    for (const auto& key : bootpay_.keys())
        open_most_ = std::max(open_most_, key.waiting);
}

void VirtualHouse::release(const engine::TurnOutput& output) {
    writes_wanted_ = output.writes_wanted;
    next_due_ = output.next_due;
    wants_time_ = output.wants_time;
    for (const auto& [ticket, answer] : output.answers)
        answers_[ticket] = answer;
    for (const auto ticket : output.notices_stored)
        post_.answered(ticket, true);
    for (const auto ticket : output.notices_set_aside)
        post_.answered(ticket, false);
    for (const auto& alarm : output.alarms) {
        history_.note(now(), alarm);
        if (alarm.find(" is set aside: ") != std::string::npos) contradictions_.push_back(alarm);
    }
}

/// A merchant's gateway has to live with all that is asked of it.
void VirtualHouse::count_call() {
    const auto day = std::chrono::floor<std::chrono::days>(now()).time_since_epoch().count();
    if (day != call_day_) calls_of_day_ = 0;
    call_day_ = day;
    if (++calls_of_day_ > calls_of_a_day_max)
        throw Restless{fmt::format("more than {} calls in a day", calls_of_a_day_max)};
}

/// The first minutes of the round, in which a small town's receipts are looked up.
bool VirtualHouse::in_night_round() const {
    constexpr std::chrono::hours korea_ahead{9};
    constexpr Seconds begins{3 * 3'600 + 30 * 60}, lasts{600};
    const Instant local = now() + korea_ahead;
    const auto of_day = local - std::chrono::floor<std::chrono::days>(local);
    return of_day >= begins && of_day < begins + lasts;
}

void VirtualHouse::crash_at(Probe point) {
    tally_.hit(point);
    if (in_night_round()) tally_.hit(Probe::crash_in_night);
    crash();
}

void VirtualHouse::carry(engine::TurnOutput output) {
    release(output);
    if (strikes(weather.crash)) {
        crash_at(Probe::crash_before_send);
        return;
    }
    for (auto& write : output.writes) {
        history_.note(now(), line_of(write));
        if (const auto id = order_id_of(write)) asked_.insert(*id);
        count_call();
        engine::Event answer = carried(loop_, engine::send(*line_, std::move(write)));
        under_way_.emplace(now() + line_->took(), std::move(answer));
        if (strikes(weather.crash)) {
            crash_at(Probe::crash_between_sends);
            return;
        }
    }
    if (!output.writes.empty()) watch_slots();
    for (auto& look : output.looks) {
        count_call();
        engine::Event answer = carried(loop_, engine::look_up(*line_, std::move(look)));
        const auto* found = std::get_if<engine::ReceiptLookedUp>(&answer);
        if (found && !found->answer && !found->notice && in_night_round())
            tally_.hit(Probe::night_unanswered);
        under_way_.emplace(now() + line_->took(), std::move(answer));
    }
    if (!output.looks.empty() && strikes(weather.crash)) crash_at(Probe::crash_between_looks);
}

void VirtualHouse::take_up_arrivals() {
    while (!under_way_.empty() && under_way_.begin()->first <= now()) {
        waiting_.push_back(std::move(under_way_.begin()->second));
        under_way_.erase(under_way_.begin());
    }
}

void VirtualHouse::hand_in_notices() {
    for (auto& notice : post_.brought(ticket_)) {
        if (asked_.contains(notice.hint.order_id)) tally_.hit(Probe::notice_before_answer);
        waiting_.push_back(std::move(notice));
    }
}

void VirtualHouse::settle() {
    int deaths = 0;
    int lives = crashes_;
    for (int turns = 0;; ++turns) {
        // Whoever has died begins anew, and with him the round of a night.
        if (std::exchange(lives, crashes_) != crashes_) turns = 0;
        if (turns == turns_of_a_moment_max)
            throw Restless{fmt::format("{} turns in one moment", turns_of_a_moment_max)};
        line_->arrive();
        take_up_arrivals();
        hand_in_notices();
        if (!waiting_.empty() && strikes(weather.crash)) {
            crash_at(Probe::crash_before_commit);
            continue;
        }
        const bool events = !waiting_.empty();
        try {
            engine::TurnOutput output = turn();
            const bool works = events || !output.writes.empty() || !output.looks.empty();
            wants_time_ = output.wants_time;
            const bool due = output.next_due && *output.next_due <= now() + skew_of_engine();
            const bool wants = output.writes_wanted > 0 || output.looks_wanted;
            carry(std::move(output));
            if (crashes_ != lives) continue;  // whoever starts looks round first
            if (wants_time_ && !line_->told_its_time()) ask_for_the_time();
            const bool arrived = !under_way_.empty() && under_way_.begin()->first <= now();
            stuck_ = (due || wants) && !works && !arrived;
            if (!arrived && !(works && (due || wants))) return;
        } catch (const ports::LedgerRefusal&) {
            throw;  // a turn deals with these by itself
        } catch (const ports::LedgerFailure& failure) {
            history_.note(now(), "the ground gave way");
            constexpr int deaths_until_repaired = 20;
            if (++deaths == deaths_until_repaired) disk_.heal();
            crash();
        }
    }
}

std::optional<Instant> VirtualHouse::next_moment() {
    std::optional<Instant> next;
    const auto consider = [&](std::optional<Instant> at) {
        if (at && (!next || *at < *next)) next = at;
    };
    // While nothing can be done the corridor looks round by itself, less and less often.
    constexpr Seconds look_round{60}, look_round_max{3'600};
    const bool waits = stuck_ || unreachable_ || (wants_time_ && !line_->told_its_time());
    idle_rounds_ = waits ? idle_rounds_ + 1 : 0;
    const Seconds gap = std::min(look_round * (1 << std::min(idle_rounds_, 6)), look_round_max);
    if (waits) consider(now() + gap);
    const Seconds skew = skew_of_engine();
    if (next_due_ && *next_due_ - skew > now() && !unreachable_) consider(*next_due_ - skew);
    if (!under_way_.empty()) consider(under_way_.begin()->first);
    consider(line_->next_arrival());
    consider(post_.next_due());
    if (weather.notice_lost < 100) consider(bootpay_.next_execution());
    return next;
}

void VirtualHouse::walk(Instant to) {
    for (;;) {
        settle();
        if (now() >= to) return;
        const auto next = next_moment();
        bootpay_.advance(next ? std::min(to, std::max(*next, now() + Seconds{1})) : to);
    }
}

}  // namespace maedal::simulation
