// Looking again at what the gateway may know better.
#include "engine/reconcile.hpp"

#include "base/contract.hpp"
#include "engine/input.hpp"

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

void look_at_night(Papers& papers) {
    constexpr int young_days = 3;
    constexpr int later_days[]{7, 14, 28, 45};
    look_at_receipts(papers, papers.now - young_days * day, papers.now);
    for (const int age : later_days)
        look_at_receipts(papers, papers.now - age * day, papers.now - (age - 1) * day);
    look_at_attempts(papers, "quarantined");
    constexpr int forget_max = 10'000;
    constexpr Seconds kept_for = 90 * day;
    papers.ledger.forget(papers.now - kept_for, forget_max);
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
    if (watch.next_night && *watch.next_night > papers.now) return *watch.next_night;
    papers.actor = "clock";
    auto last = papers.ledger.finding(last_night);
    if (!watch.next_night) {
        // After a start: the night that was missed is made up for, one that was not is not
        // repeated.
        const bool missed = last && last->found_at + day <= papers.now;
        watch.next_night = next_night(papers);
        if (!missed) return *watch.next_night;
    }
    look_at_night(papers);
    if (!last) last = Finding{last_night, "done", "{}", papers.now, 0};
    last->found_at = papers.now;
    papers.ledger.put(*last, papers.cause("reconcile.nightly"));
    watch.next_night = next_night(papers);
    return *watch.next_night;
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
