#include "engine/loose_ends.hpp"

#include <algorithm>

namespace maedal::engine {
namespace {

using namespace billing;

struct Span {
    Instant from, to;
    [[nodiscard]] bool has(Instant at) const { return at >= from && at < to; }
};

/// Calls `see` with every attempt in this state until it gives false.
template <class See>
void see_attempts(Reads& reads, const char* state, See see) {
    Page page{.after = {}, .limit = Page::limit_max};
    for (;;) {
        const auto rows =
            reads.attempts({.subscription = {}, .billing_key = {}, .state = state}, page);
        for (const auto& row : rows)
            if (!see(row)) return;
        if (rows.size() < static_cast<std::size_t>(page.limit)) return;
        page.after = rows.back().order_id.text();
    }
}

void add_attempts(Reads& reads, Span span, std::size_t limit, std::vector<LooseEnd>& ends) {
    for (const auto* state : {"quarantined", "doubt", "sending", "revoking", "reserved"}) {
        see_attempts(reads, state, [&](const Attempt& attempt) {
            if (!span.has(attempt.execute_at)) return true;
            if (ends.size() == limit) return false;
            ends.push_back(
                {"attempt:" + attempt.order_id.text(),
                 std::string{state} + ", to be executed at " + rfc3339(attempt.execute_at),
                 attempt.next_look_at}
            );
            return true;
        });
    }
}

/// Why nothing will become of an unsettled charge by itself; empty when something will.
std::string why_stuck(Reads& reads, const Charge& charge) {
    if (charge.needs_key) return "waits for another billing key";
    const auto attempts = reads.attempts_of(charge.number);
    if (std::any_of(attempts.begin(), attempts.end(), [](const auto& a) { return live(a.state); }))
        return {};
    const auto subscription = reads.subscription(charge.subscription);
    if (subscription && subscription->next_step_at) return {};
    return "nothing is planned for it";
}

void add_charges(Reads& reads, Span span, std::size_t limit, std::vector<LooseEnd>& ends) {
    for (const auto* state : {"owed", "past_due"}) {
        ChargeFilter filter;
        filter.state = state;
        filter.due_from = span.from;
        filter.due_to = span.to;
        Page page{.after = {}, .limit = Page::limit_max};
        for (;;) {
            const auto rows = reads.charges(filter, page);
            for (const auto& charge : rows) {
                const auto why = why_stuck(reads, charge);
                if (why.empty()) continue;
                if (ends.size() == limit) return;
                ends.push_back(
                    {"charge:" + std::to_string(charge.number.value),
                     std::string{state} + " since " + rfc3339(charge.due_at()) + ", " + why,
                     std::nullopt}
                );
            }
            if (rows.size() < static_cast<std::size_t>(page.limit)) break;
            page.after = std::to_string(rows.back().number.value);
        }
    }
}

/// Calls `see` with every receipt that was paid from `from` on and before `to`, and that the
/// gateway is still asked for, until it gives false.
template <class See>
void see_receipts_asked_for(Reads& reads, Instant from, Instant to, See see) {
    Page page{.after = {}, .limit = Page::limit_max};
    for (;;) {
        const auto rows = reads.receipts_paid(from, to, page);
        for (const auto& row : rows)
            // Only asking sets this, and only an answer takes it away: what could not be answered
            // is asked for again later, and is no more known for that.
            if (row.next_look_at && !see(row)) return;
        if (rows.size() < static_cast<std::size_t>(page.limit)) return;
        page.after = rows.back().id.text();
    }
}

bool waits(const std::optional<Instant>& next_look_at, Instant now) {
    return next_look_at && *next_look_at <= now;
}

void add_receipts(Reads& reads, const Span& span, std::size_t limit, std::vector<LooseEnd>& ends) {
    see_receipts_asked_for(reads, span.from, span.to, [&](const Receipt& receipt) {
        if (ends.size() == limit) return false;
        ends.push_back(
            {"receipt:" + receipt.id.text(),
             "is asked for, and the gateway has not told of it",
             receipt.next_look_at}
        );
        return true;
    });
}

}  // namespace

std::vector<LooseEnd> loose_ends(
    Reads& reads, Instant from, Instant to, Instant now, std::size_t limit
) {
    const Span span{from, std::min(to, now)};
    std::vector<LooseEnd> ends;
    add_attempts(reads, span, limit, ends);
    add_charges(reads, span, limit, ends);
    add_receipts(reads, span, limit, ends);
    return ends;
}

LookUpsWaiting look_ups_waiting(Reads& reads, Instant from, Instant to, Instant now) {
    LookUpsWaiting waiting;
    see_receipts_asked_for(reads, from, to, [&](const Receipt& receipt) {
        waiting.receipts += waits(receipt.next_look_at, now) ? 1 : 0;
        return true;
    });
    for (const auto* state : {"reserved", "doubt", "quarantined"}) {
        see_attempts(reads, state, [&](const Attempt& attempt) {
            const bool looked_at = attempt.next_act == NextAct::look && attempt.execute_at <= now;
            waiting.attempts += looked_at && waits(attempt.next_look_at, now) ? 1 : 0;
            return true;
        });
    }
    return waiting;
}

}  // namespace maedal::engine
