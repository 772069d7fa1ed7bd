// Looking again at what the gateway may know better.
#include "engine/reconcile.hpp"

#include "base/contract.hpp"
#include "engine/input.hpp"

#include <algorithm>
#include <chrono>

namespace maedal::engine {
namespace {

using namespace billing;

constexpr Seconds day{86'400};
constexpr const char* last_night = "reconcile.nightly";

int look_at_receipts(Papers& papers, Instant from, Instant to) {
    int count = 0;
    ports::Page page{.after = {}, .limit = ports::Page::limit_max};
    for (;;) {
        auto receipts = papers.ledger.receipts_paid(from, to, page);
        if (receipts.empty()) return count;
        page.after = receipts.back().id.text();
        for (auto& receipt : receipts) {
            if (receipt.next_look_at && *receipt.next_look_at <= papers.now) continue;
            receipt.next_look_at = papers.now;
            papers.ledger.store(receipt, papers.cause("receipt.look_planned"));
            count += 1;
        }
    }
}

int look_at_attempts(Papers& papers, const char* state) {
    int count = 0;
    ports::Page page{.after = {}, .limit = ports::Page::limit_max};
    for (;;) {
        auto attempts =
            papers.ledger.attempts({.subscription = {}, .billing_key = {}, .state = state}, page);
        if (attempts.empty()) return count;
        page.after = attempts.back().order_id.text();
        for (auto& attempt : attempts) {
            if (attempt.execute_at > papers.now) continue;
            if (attempt.next_look_at && *attempt.next_look_at <= papers.now) continue;
            attempt.next_act = NextAct::look;
            attempt.next_look_at = papers.now;
            papers.ledger.store(attempt, papers.cause("attempt.look_planned"));
            count += 1;
        }
    }
}

/// The hour of the night at which there is least else to do, in the house's zone.
Instant next_night(Papers& papers) {
    constexpr Seconds after_midnight{3 * 3'600 + 30 * 60};
    const auto* zone = papers.rules.zone(papers.rules.time_zone);
    MAEDAL_EXPECTS(zone);
    const auto today = std::chrono::floor<std::chrono::days>(zone->to_local(papers.now));
    const Instant tonight = zone->to_instant(LocalTime{today} + after_midnight);
    if (tonight > papers.now) return tonight;
    return zone->to_instant(LocalTime{today} + std::chrono::days{1} + after_midnight);
}

/// Ages of the receipts that a night looks at, in days.
struct Ages {
    int from, to;
};
constexpr Ages ages_of_a_night[]{{0, 3}, {6, 7}, {13, 14}, {27, 28}, {44, 45}};

/// Asks for as many receipts as there are places. True when the last one has been asked for.
/// Nothing is written for a look that finds all as it was: in a large book these are most of what
/// the house does in a night, and the journal would grow by nothing else.
bool look_on(Papers& papers, NightRound& night) {
    while (night.span < std::size(ages_of_a_night)) {
        const auto [from, to] = ages_of_a_night[night.span];
        const Instant oldest = night.began - to * day;
        const int places =
            std::max(1, papers.looks_free - static_cast<int>(papers.out.looks.size()));
        const auto receipts = papers.ledger.receipts_in_order(
            std::max(night.paid_at, oldest), night.after, night.began - from * day, places
        );
        for (const auto& receipt : receipts) {
            if (!papers.take_look_place()) return false;
            night.paid_at = receipt.paid_at;
            night.after = receipt.id.text();
            const bool due = receipt.next_look_at && *receipt.next_look_at <= papers.now;
            if (due || papers.in_flight.contains(subject_of(receipt.id))) continue;
            papers.out.looks.push_back(LookAtReceipt{receipt.id, std::nullopt});
        }
        if (!receipts.empty()) continue;
        night.span += 1;
        night.paid_at = {};
        night.after.clear();
    }
    return true;
}

/// When this night's round has to go on; empty when it is over.
std::optional<Instant> go_round(Papers& papers) {
    auto& watch = papers.watch;
    papers.actor = "clock";
    if (!look_on(papers, *watch.night)) return papers.now;
    look_at_attempts(papers, "quarantined");
    constexpr int forget_max = 10'000;
    constexpr Seconds kept_for = 90 * day;
    papers.ledger.forget(papers.now - kept_for, forget_max);
    auto last = papers.ledger.finding(last_night);
    if (!last) last = Finding{last_night, "done", "{}", {}, 0};
    last->found_at = watch.night->began;
    papers.ledger.put(*last, papers.cause("reconcile.nightly"));
    watch.night.reset();
    return std::nullopt;
}

}  // namespace

Reconciling look_everything_up(Papers& papers, Instant from, Instant to) {
    Reconciling looked{look_at_receipts(papers, from, to), 0};
    for (const auto* state : {"reserved", "doubt", "quarantined"})
        looked.attempts += look_at_attempts(papers, state);
    return looked;
}

Instant nightly(Papers& papers) {
    auto& watch = papers.watch;
    if (!watch.next_night) {
        // After a start: the night that was missed, or not finished, is made up for; one that was
        // is not repeated.
        constexpr Seconds nearly_a_day = day - Seconds{3'600};
        const auto last = papers.ledger.finding(last_night);
        if (last && last->found_at + nearly_a_day <= papers.now)
            watch.night = NightRound{papers.now, 0, {}, {}};
    } else if (!watch.night && *watch.next_night <= papers.now) {
        watch.night = NightRound{papers.now, 0, {}, {}};
    }
    watch.next_night = next_night(papers);
    if (!watch.night) return *watch.next_night;
    return go_round(papers).value_or(*watch.next_night);
}

Result<Outcome> carry_out(Papers& papers, const Reconcile& command) {
    if (command.from >= command.to) return invalid("empty_time", "`from` lies before `to`", "from");
    return Outcome{look_everything_up(papers, command.from, command.to)};
}

Result<Outcome> carry_out(Papers& papers, const KeepFindings& command) {
    for (auto finding : command.findings) {
        const auto known = papers.ledger.finding(finding.question);
        finding.version = known ? known->version : 0;
        papers.ledger.put(finding, papers.cause("finding.found"));
    }
    return Outcome{FindingsKept{static_cast<int>(command.findings.size())}};
}

}  // namespace maedal::engine
