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

/// Ages of what a night looks at, in days: since it was paid, or since it was closed.
struct Ages {
    int from, to;
};
constexpr Ages ages_of_a_night[]{{0, 3}, {6, 7}, {13, 14}, {27, 28}, {44, 45}};

/// One thing that a night asks the gateway about, and its place in the list of them.
struct NightLook {
    Instant at;
    std::string after;
    std::string subject;
    std::optional<Instant> planned_for;  ///< when it is looked at anyway
    Look look;
};
/// At most so many from this place on, and from before `to`.
using NightList = std::vector<NightLook> (*)(
    ports::Ledger& ledger, Instant from, const std::string& after, Instant to, int limit
);

/// What was paid may have been given back by other hands.
std::vector<NightLook> payments(
    ports::Ledger& ledger, Instant from, const std::string& after, Instant to, int limit
) {
    std::vector<NightLook> list;
    for (const auto& receipt : ledger.receipts_in_order(from, after, to, limit))
        list.push_back(
            {receipt.paid_at,
             receipt.id.text(),
             subject_of(receipt.id),
             receipt.next_look_at,
             LookAtReceipt{receipt.id, std::nullopt}}
        );
    return list;
}

/// What is over may be paid all the same, by other hands or late: under its order id there is a
/// receipt then that nobody told of.
std::vector<NightLook> closed_orders(
    ports::Ledger& ledger, Instant from, const std::string& after, Instant to, int limit
) {
    std::vector<NightLook> list;
    for (const auto& attempt : ledger.sent_attempts_in_order(from, after, to, limit))
        list.push_back(
            {*attempt.closed_at,
             attempt.order_id.text(),
             subject_of(attempt.order_id),
             attempt.next_look_at,
             LookAtAttempt{attempt.order_id, std::nullopt}}
        );
    return list;
}

constexpr NightList lists_of_a_night[]{payments, closed_orders};

/// Asks for as much of one list as there are places. True when the last one has been asked for.
/// Nothing is written for a look that finds all as it was: in a large book these are most of what
/// the house does in a night, and the journal would grow by nothing else.
bool look_on(Papers& papers, NightRound& night, NightList list) {
    for (; night.span < std::size(ages_of_a_night); ++night.span) {
        const auto [youngest, oldest] = ages_of_a_night[night.span];
        const Instant from = night.began - oldest * day, to = night.began - youngest * day;
        for (;;) {
            const int places =
                std::max(1, papers.looks_free - static_cast<int>(papers.out.looks.size()));
            auto looks = list(papers.ledger, std::max(night.at, from), night.after, to, places);
            if (looks.empty()) break;
            for (auto& [at, after, subject, planned_for, look] : looks) {
                if (!papers.take_look_place()) return false;
                night.at = at;
                night.after = std::move(after);
                const bool due = planned_for && *planned_for <= papers.now;
                if (!due && !papers.in_flight.contains(subject))
                    papers.out.looks.push_back(std::move(look));
            }
        }
        night.at = {};
        night.after.clear();
    }
    return true;
}

bool look_on(Papers& papers, NightRound& night) {
    for (; night.list < std::size(lists_of_a_night); ++night.list) {
        if (!look_on(papers, night, lists_of_a_night[night.list])) return false;
        night.span = 0;
    }
    return true;
}

/// Asks once more for what had no answer. Gives when there is more to ask.
std::optional<Instant> ask_again(Papers& papers) {
    std::optional<Instant> next;
    for (const auto& [order_id, vain] : papers.watch.asked_in_vain) {
        const OrderId id{order_id};
        if (papers.in_flight.contains(subject_of(id))) continue;
        if (vain.again_at > papers.now)
            next = std::min(next.value_or(vain.again_at), vain.again_at);
        else if (papers.take_look_place())
            papers.out.looks.push_back(LookAtAttempt{id, std::nullopt});
        else
            return papers.now;
    }
    return next;
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
            watch.night = NightRound{papers.now};
    } else if (!watch.night && *watch.next_night <= papers.now) {
        watch.night = NightRound{papers.now};
    }
    watch.next_night = next_night(papers);
    auto next = *watch.next_night;
    if (const auto again = ask_again(papers)) next = std::min(next, *again);
    if (watch.night) next = std::min(next, go_round(papers).value_or(next));
    return next;
}

void note_answer(Papers& papers, const OrderId& closed, bool answered) {
    constexpr int times_max = 12;
    constexpr Seconds gap{600};
    constexpr std::size_t waiting_max = 10'000;
    auto& waiting = papers.watch.asked_in_vain;
    if (answered || (waiting.size() >= waiting_max && !waiting.contains(closed.text()))) {
        waiting.erase(closed.text());
        return;
    }
    auto& vain = waiting[closed.text()];
    vain.again_at = papers.now + gap;
    if (++vain.times == times_max) waiting.erase(closed.text());
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
