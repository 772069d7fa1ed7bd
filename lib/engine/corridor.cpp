#include "engine/corridor.hpp"

#include "base/log.hpp"
#include "base/rethrow.hpp"
#include "engine/corridor_waiter.hpp"
#include "engine/dispatcher.hpp"
#include "engine/event_subjects.hpp"
#include "engine/shop_dispatcher.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace maedal::engine {
namespace asio = boost::asio;
namespace {

constexpr int events_of_a_turn_max = 256;
constexpr std::size_t alarms_max = 50;
constexpr std::chrono::seconds look_round_at_least{30};

std::chrono::milliseconds backoff(int tries) {
    constexpr std::chrono::milliseconds gap_max{30'000};
    return std::min(gap_max, std::chrono::milliseconds{250} * (1 << std::min(tries, 7)));
}

}  // namespace

Corridor::Corridor(Surroundings surroundings, Rules rules, CorridorOptions options)
    : around_{std::move(surroundings)},
      rules_{std::move(rules)},
      options_{options},
      turn_{std::make_unique<Turn>(around_.ledger, rules_)},
      bell_{around_.loop},
      settled_bell_{around_.loop} {
    if (around_.services)
        errands_ = std::make_unique<Errands>(
            around_.loop, *this, *around_.services, around_.gateway, [this] { wake(); }
        );
}

Corridor::~Corridor() = default;

void Corridor::wake() {
    bell_.ring();
}

void Corridor::stop() {
    stopping_ = true;
    bell_.ring();
    settled_bell_.ring();
}

void Corridor::enqueue(Event event) {
    events_.push_back(std::move(event));
    bell_.ring();
}

Task<void> Corridor::run() {
    const auto recover = [this, now = around_.clock.now()]() -> Task<int> {
        co_return turn_->recover(now);
    };
    auto recovering = asio::co_spawn(around_.ledger_thread, recover, asio::use_awaitable);
    const int doubts = co_await std::move(recovering);
    if (doubts > 0)
        log::warning(fmt::format("{} calls had no answer when the daemon stopped", doubts));
    asio::co_spawn(around_.loop, check_ledger(), rethrow);
    co_await take_turns();
}

Task<void> Corridor::take_turns() {
    bell_.ring();
    for (;;) {
        co_await bell_.rung();
        if (ended()) co_return;
        turning_ = true;
        TurnOutput output = co_await one_turn();
        turning_ = false;
        turned_once_ = true;
        release(output);
        if (ended()) co_return;  // nothing is left that would ring
    }
}

Task<int> Corridor::places_for_writes(const std::vector<Event>& events) {
    const int free = options_.writes_max - writes_in_flight_;
    const int wanted = std::max(writes_wanted_, orders_that(events, writes_to_gateway));
    if (wanted == 0 || free <= 0 || stopping_ || moving_ || checking_) co_return 0;
    const int places = co_await around_.gateway.warm(std::min(free, wanted));
    if (places > 0) {
        unreachable_ = 0;
    } else {
        why_no_place_ = why_no_place("the gateway", around_.gateway.asked_wait());
        if (unreachable_++ == 0) log::warning(why_no_place_ + ": nothing is sent");
    }
    co_return places;
}

std::optional<billing::ClockReading> Corridor::read_clocks() const {
    if (around_.test_clock) return std::nullopt;  // moved by hand
    const auto steady = std::chrono::steady_clock::now();
    const auto since = [&](std::chrono::steady_clock::time_point from) {
        return std::chrono::duration_cast<Seconds>(steady - from);
    };
    billing::ClockReading reading{around_.clock.now(), since(started_at_), std::nullopt};
    if (const auto told = around_.gateway.told_time())
        reading.gateway_ahead = told->date + since(told->told_at) - reading.wall;
    return reading;
}

/// Any look-up will do: its answer is dated.
Task<void> Corridor::ask_for_the_time() {
    const billing::OrderId nobodys{rules_.installation + "-time"};
    static_cast<void>(co_await around_.gateway.receipts_of(nobodys));
    bell_.ring();
}

Task<TurnOutput> Corridor::one_turn() {
    TurnInput input;
    while (!events_.empty() && std::ssize(input.events) < events_of_a_turn_max) {
        input.events.push_back(std::move(events_.front()));
        events_.pop_front();
    }
    // Orders among them may have to send at once: a place is in hand before the turn begins.
    input.writes_free = co_await places_for_writes(input.events);
    input.shop_writes_free = co_await places_for_shop(input.events);
    input.now = around_.clock.now();
    input.clock = read_clocks();
    input.looks_free = stopping_ || moving_ ? 0 : options_.looks_max - looks_in_flight_;
    const auto turn = [this, &input]() -> Task<std::pair<TurnOutput, std::string>> {
        input.disk_free_bytes = around_.ledger.disk_free_bytes();
        TurnOutput output = turn_->run(std::move(input));
        co_return std::pair{std::move(output), turn_->sending_held()};
    };
    auto turning = asio::co_spawn(around_.ledger_thread, turn, asio::use_awaitable);
    auto [output, held] = co_await std::move(turning);
    sending_held_ = std::move(held);
    co_return std::move(output);
}

void Corridor::release(TurnOutput& output) {
    const auto tell = [this](std::size_t ticket, auto note) {
        const auto waiter = waiters_.find(ticket);
        if (waiter == waiters_.end()) return;
        note(*waiter->second);
        waiter->second->bell.ring();
    };
    for (auto& [ticket, answer] : output.answers)
        tell(ticket, [&answer = answer](Waiter& waiter) { waiter.answer = std::move(answer); });
    for (const auto ticket : output.notices_stored)
        tell(ticket, [](Waiter& waiter) { waiter.stored = true; });
    for (const auto ticket : output.notices_set_aside)
        tell(ticket, [](Waiter& waiter) { waiter.set_aside = true; });
    for (auto& alarm : output.alarms) {
        log::error(alarm);
        if (alarms_.size() == alarms_max) alarms_.pop_front();
        alarms_.push_back(rfc3339(around_.clock.now()) + " " + std::move(alarm));
    }
    constexpr std::chrono::seconds ask_again{30};
    const auto steady = std::chrono::steady_clock::now();
    if (output.wants_time && !stopping_ && steady >= asks_for_the_time_after_) {
        asks_for_the_time_after_ = steady + ask_again;
        asio::co_spawn(around_.loop, ask_for_the_time(), rethrow);
    }
    if (output.night_begins && !stopping_)
        asio::co_spawn(around_.loop, check_ledger_at_night(), rethrow);
    plan_wake(output);
    send_all(std::move(output.writes));
    look_up_all(std::move(output.looks));
    if (errands_ && !stopping_ && !moving_) errands_->kick(around_.clock.now());
    if (idle() || unreachable_ > 0 || shop_unreachable_ > 0) settled_bell_.ring();
}

void Corridor::plan_wake(const TurnOutput& output) {
    const bool first_wish = writes_wanted_ == 0 && output.writes_wanted > 0;
    writes_wanted_ = output.writes_wanted;
    const bool first_shop_wish = shop_writes_wanted_ == 0 && output.shop_writes_wanted > 0;
    shop_writes_wanted_ = output.shop_writes_wanted;
    next_due_ = output.next_due;
    const Instant now = around_.clock.now();
    // Rows under way count as due too, and their answers ring by themselves.
    const bool under_way =
        writes_in_flight_ + looks_in_flight_ > 0 || !output.writes.empty() || !output.looks.empty();
    more_due_ = (next_due_ && *next_due_ <= now) || writes_wanted_ > 0 || shop_writes_wanted_ > 0;
    if (!events_.empty() || first_wish || first_shop_wish) {
        bell_.ring();
        return;
    }
    if (moving_) return;  // the walk rings when it knows what time it is
    if (more_due_) {
        const bool full = writes_in_flight_ + std::ssize(output.writes) >= options_.writes_max;
        const bool places = (writes_wanted_ > 0 && unreachable_ == 0) ||
                            (shop_writes_wanted_ > 0 && shop_unreachable_ == 0);
        const int tries = std::max(unreachable_, shop_unreachable_);
        if (places && !full && !checking_)
            bell_.ring();
        else
            around_.set_alarm(under_way ? std::chrono::milliseconds{1'000} : backoff(tries));
        return;
    }
    std::chrono::seconds wait = look_round_at_least;
    if (next_due_ && !around_.test_clock) wait = std::min(wait, *next_due_ - now);
    around_.set_alarm(wait);
}

Task<void> Corridor::send_and_tell(Write write) {
    auto sending = goes_to_shop(write) ? send_to_shop(around_.commerce, std::move(write))
                                       : send(around_.gateway, std::move(write));
    Event answer = co_await std::move(sending);
    writes_in_flight_ -= 1;
    enqueue(std::move(answer));
}

Task<void> Corridor::look_and_tell(Look look) {
    auto looking = asks_shop(look)
                       ? look_at_shop(around_.commerce, around_.gateway, std::move(look))
                       : look_up(around_.gateway, std::move(look));
    Event answer = co_await std::move(looking);
    looks_in_flight_ -= 1;
    if (!is_unanswered(answer))
        looks_in_vain_ = 0;
    else if (looks_in_vain_++ == 0)
        unanswered_since_ = around_.clock.now();
    enqueue(std::move(answer));
}

void Corridor::send_all(std::vector<Write> writes) {
    for (auto& write : writes) {
        writes_in_flight_ += 1;
        asio::co_spawn(around_.loop, send_and_tell(std::move(write)), rethrow);
    }
}

void Corridor::look_up_all(std::vector<Look> looks) {
    for (auto& look : looks) {
        looks_in_flight_ += 1;
        asio::co_spawn(around_.loop, look_and_tell(std::move(look)), rethrow);
    }
}

bool Corridor::ended() const {
    const bool errands_rest = !errands_ || errands_->under_way() == 0;
    return stopping_ && events_.empty() && writes_in_flight_ == 0 && errands_rest;
}

bool Corridor::idle() const {
    return turned_once_ && !turning_ && events_.empty() && writes_in_flight_ == 0 &&
           looks_in_flight_ == 0 && !more_due_;
}

}  // namespace maedal::engine
