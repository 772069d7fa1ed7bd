// What stops the sending of money, and what lets it go on.
#include "engine/watch.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace maedal::engine {
namespace {

using namespace billing;

constexpr Seconds look_again{300};

/// Tripped ones that let a single call through, to find out whether their cause is gone.
bool tries_out(BreakerKind kind) {
    return kind == BreakerKind::doubts || kind == BreakerKind::credentials;
}

Breaker* tripped(Papers& papers, const std::string& name) {
    const auto found = std::ranges::find_if(papers.tripped, [&](const Breaker& breaker) {
        return breaker_name(breaker.kind, breaker.concerns) == name;
    });
    return found == papers.tripped.end() ? nullptr : &*found;
}

bool stands(Papers& papers, BreakerKind kind) {
    return tripped(papers, breaker_name(kind, std::nullopt)) != nullptr;
}

/// The time to live by while the wall clock is not trusted: timers must not be set by it, or they
/// would still wait for its wrong year when it is right again.
Instant best_guess(const Watch& watch, const ClockReading& clock) {
    if (clock.gateway_ahead) return clock.wall + *clock.gateway_ahead;
    if (!watch.latest) return clock.wall;
    const Seconds passed = watch.clock ? clock.monotonic - watch.clock->monotonic : Seconds{0};
    return *watch.latest + passed;
}

void watch_clock(Papers& papers, const TurnInput& input) {
    if (!input.clock) return;  // a test clock is moved by hand
    auto& watch = papers.watch;
    if (!watch.latest) {
        const auto newest = papers.ledger.journal("", {.after = {}, .limit = 1});
        if (!newest.empty()) watch.latest = newest.front().at;
    }
    const auto why = clock_distrust(watch.clock, *input.clock, watch.latest, {});
    const auto name = breaker_name(BreakerKind::clock, std::nullopt);
    const bool stood = stands(papers, BreakerKind::clock);
    // Once distrusted, only a clock that tells of itself, the gateway's, brings the trust back.
    if (!why.empty() || (stood && !input.clock->gateway_ahead))
        papers.now = best_guess(watch, *input.clock);
    if (!why.empty())
        trip(papers, BreakerKind::clock, std::nullopt, why);
    else if (stood && input.clock->gateway_ahead)
        release(papers, name, "clock");
    const bool to_be_armed = stands(papers, BreakerKind::disarmed);
    papers.out.wants_time =
        stands(papers, BreakerKind::clock) || (to_be_armed && !input.clock->gateway_ahead);
    watch.clock = input.clock;
    watch.latest = papers.now;
}

void watch_disk(Papers& papers, const TurnInput& input) {
    constexpr std::int64_t low = 64LL << 20U;
    constexpr std::int64_t enough = 96LL << 20U;
    if (!input.disk_free_bytes) return;
    if (*input.disk_free_bytes < low)
        trip(
            papers,
            BreakerKind::disk,
            std::nullopt,
            fmt::format("{} MiB are left for the ledger", *input.disk_free_bytes >> 20U)
        );
    else if (*input.disk_free_bytes >= enough)
        release(papers, breaker_name(BreakerKind::disk, std::nullopt), "clock");
}

void canary_failed(Papers& papers, Seconds gap_max) {
    auto& watch = papers.watch;
    const Seconds gap = Seconds{60} * (1 << std::min(watch.canaries_failed, 6));
    watch.canaries_failed += 1;
    watch.next_canary = papers.now + std::min(gap, gap_max);
}

constexpr Seconds hour{3'600};

/// Counts anew when another hour of the clock has begun.
void begin_hour(Papers& papers) {
    auto& watch = papers.watch;
    const Instant begun{papers.now.time_since_epoch() / hour * hour};
    if (watch.hour == begun) return;
    watch.hour = begun;
    watch.sent_in_hour = papers.ledger.busiest_hour(begun, begun + hour);
    watch.sends_max.reset();
}

std::int64_t usual_sends_max(Papers& papers) {
    constexpr Seconds month{30 * 86'400};
    constexpr std::int64_t factor = 3;
    const auto begun = papers.watch.hour;
    return std::max(
        papers.rules.sends_per_hour_floor, factor * papers.ledger.busiest_hour(begun - month, begun)
    );
}

BreakerKind kind_of(const ports::Violation& violation) {
    const std::string_view name = violation.invariant;
    const bool history = name.starts_with("history.") || name.starts_with("file.");
    return history ? BreakerKind::history : BreakerKind::invariant;
}

std::optional<SubscriptionId> concerned(const ports::Violation& violation) {
    if (violation.subscription.empty() || kind_of(violation) == BreakerKind::history)
        return std::nullopt;
    return SubscriptionId{violation.subscription};
}

}  // namespace

bool Papers::take_write_place() {
    if (!may_send(*this)) return false;
    if (static_cast<int>(out.writes.size()) - shop_places_taken < writes_free) return true;
    out.writes_wanted += 1;
    return false;
}

bool Papers::take_shop_place() {
    if (!may_send(*this)) return false;
    if (shop_places_taken < shop_writes_free) {
        ++shop_places_taken;
        return true;
    }
    out.shop_writes_wanted += 1;
    return false;
}

Error Papers::no_place() const {
    for (const auto& breaker : tripped)
        if (!breaker.concerns)
            return {Errc::unavailable, "sending_held", "nothing is sent: " + breaker.why, ""};
    return {Errc::unavailable, "busy", "come again in a moment", ""};
}

bool Papers::stopped(const SubscriptionId& id) const {
    return std::ranges::any_of(tripped, [&](const Breaker& breaker) {
        return breaker.concerns == id;
    });
}

void look_around(Papers& papers, const TurnInput& input) {
    papers.tripped = papers.ledger.breakers(true);
    papers.actor = "clock";
    watch_clock(papers, input);
    watch_disk(papers, input);
}

void trip(
    Papers& papers, BreakerKind kind, const std::optional<SubscriptionId>& concerns, std::string why
) {
    const auto name = breaker_name(kind, concerns);
    if (tripped(papers, name)) return;
    auto breaker = papers.ledger.breaker(name);
    if (!breaker) breaker = Breaker{kind, concerns, true, {}, papers.now, std::nullopt, {}, 0};
    breaker->tripped = true;
    breaker->why = std::move(why);
    breaker->tripped_at = papers.now;
    breaker->released_at.reset();
    breaker->released_by.clear();
    papers.ledger.put(*breaker, papers.cause("breaker.tripped"));
    papers.alarm(fmt::format(
        "breaker {} has tripped: {}; nothing is sent{}. To go on: {}",
        name,
        breaker->why,
        concerns ? " for " + concerns->text() : "",
        way_out(*breaker)
    ));
    papers.tripped.push_back(std::move(*breaker));
}

void release(Papers& papers, const std::string& name, const std::string& by) {
    const auto* standing = tripped(papers, name);
    if (!standing) return;
    Breaker breaker = *standing;
    breaker.tripped = false;
    breaker.released_at = papers.now;
    breaker.released_by = by;
    papers.ledger.put(breaker, papers.cause("breaker.released"));
    std::erase_if(papers.tripped, [&](const Breaker& one) {
        return breaker_name(one.kind, one.concerns) == name;
    });
}

void stop_for(Papers& papers, const ports::Violation& violation) {
    const auto why =
        fmt::format("{}: {}: {}", violation.invariant, violation.subject, violation.what);
    trip(papers, kind_of(violation), concerned(violation), why);
}

bool stopped_for(const Papers& papers, const ports::Violation& violation) {
    const auto concerns = concerned(violation);
    return std::ranges::any_of(papers.tripped, [&](const Breaker& breaker) {
        return breaker.kind == kind_of(violation) &&
               (!breaker.concerns || breaker.concerns == concerns);
    });
}

ports::Violation more_than_named(const std::string& invariant) {
    return {invariant, "ledger", "", "more of it is broken than is named one by one"};
}

void handle(Papers& papers, const LedgerChecked& event) {
    constexpr std::size_t named_max = 100;
    for (const auto& violation : event.violations) {
        if (violation.invariant.starts_with("in_time.")) {  // late is not wrong: nothing is stopped
            papers.alarm(violation.subject + ": " + violation.what);
            continue;
        }
        if (papers.tripped.size() > named_max)
            return stop_for(papers, more_than_named(violation.invariant));
        stop_for(papers, violation);
    }
}

void write_answered(Papers& papers, bool clear, bool unauthorized, bool doubt) {
    constexpr Seconds spell{300};
    constexpr std::size_t doubts_max = 3;
    auto& watch = papers.watch;
    if (clear) {
        release(papers, breaker_name(BreakerKind::doubts, std::nullopt), "gateway");
        release(papers, breaker_name(BreakerKind::credentials, std::nullopt), "gateway");
        watch.next_canary.reset();
        watch.canaries_failed = 0;
        return;
    }
    if (unauthorized) {
        const bool stood = stands(papers, BreakerKind::credentials);
        trip(
            papers,
            BreakerKind::credentials,
            std::nullopt,
            "the gateway does not accept our credentials"
        );
        // Answers of calls that were out together are one refusal.
        if (!stood || !watch.next_canary || *watch.next_canary <= papers.now)
            canary_failed(papers, Seconds{3'600});
        return;
    }
    if (!doubt) return;
    watch.doubts.push_back(papers.now);
    while (watch.doubts.size() > doubts_max || watch.doubts.front() + spell < papers.now)
        watch.doubts.pop_front();
    const bool stood = stands(papers, BreakerKind::doubts);
    if (!stood && watch.doubts.size() < doubts_max) return;
    trip(
        papers, BreakerKind::doubts, std::nullopt, "three calls within five minutes had no answer"
    );
    if (!stood || !watch.next_canary || *watch.next_canary <= papers.now)
        canary_failed(papers, Seconds{600});
}

void surplus_came(Papers& papers, const SubscriptionId& paid_for, const ReceiptId& receipt) {
    constexpr Seconds day{86'400};
    auto& watch = papers.watch;
    const auto before = std::exchange(watch.surplus, Surplus{papers.now, paid_for});
    if (!before || papers.now - before->at > day) return;
    const bool same = before->paid_for == paid_for;
    trip(
        papers,
        BreakerKind::surplus,
        same ? std::optional{paid_for} : std::nullopt,
        "two payments in a day that nobody asked for, the second is " + receipt.text()
    );
}

void write_sent(Papers& papers) {
    auto& watch = papers.watch;
    if (!watch.clock) return;  // a test clock is moved by hand
    begin_hour(papers);
    watch.sent_in_hour += 1;
    if (watch.sent_in_hour <= papers.rules.sends_per_hour_floor) return;
    if (!watch.sends_max) watch.sends_max = usual_sends_max(papers);
    if (watch.sent_in_hour > *watch.sends_max)
        trip(
            papers,
            BreakerKind::velocity,
            std::nullopt,
            fmt::format("{} calls within an hour are far more than ever", watch.sent_in_hour)
        );
}

void allow_more_sends(Papers& papers) {
    begin_hour(papers);
    auto& watch = papers.watch;
    watch.sends_max = 2 * std::max(watch.sent_in_hour, papers.rules.sends_per_hour_floor);
}

bool may_send(const Papers& papers) {
    bool one_at_a_time = false;
    for (const auto& breaker : papers.tripped) {
        if (breaker.concerns) continue;
        if (!tries_out(breaker.kind)) return false;
        one_at_a_time = true;
    }
    if (!one_at_a_time) return true;
    const auto& watch = papers.watch;
    const bool under_way = papers.writes_in_flight > 0 || !papers.out.writes.empty();
    return !under_way && (!watch.next_canary || *watch.next_canary <= papers.now);
}

std::optional<Instant> tries_again_at(const Papers& papers) {
    std::optional<Instant> again;
    const auto wake = [&](Instant at) { again = std::min(again.value_or(at), at); };
    for (const auto& breaker : papers.tripped) {
        if (breaker.concerns) continue;
        if (!closes_by_itself(breaker.kind)) return std::nullopt;
        if (!tries_out(breaker.kind))
            wake(papers.now + look_again);
        else if (papers.watch.next_canary && *papers.watch.next_canary > papers.now)
            wake(*papers.watch.next_canary);
        // Else the next send that is due tries it out, or the answer to the one that does it now.
    }
    return again;
}

std::optional<Error> clock_distrusted(const Papers& papers) {
    for (const auto& breaker : papers.tripped)
        if (breaker.kind == BreakerKind::clock)
            return Error{
                Errc::conflict, "clock_distrusted", "breaker clock stands: " + breaker.why, ""};
    return std::nullopt;
}

}  // namespace maedal::engine
