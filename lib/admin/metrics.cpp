// The house in numbers, for Prometheus: text format 0.0.4.
#include "admin/handlers.hpp"
#include "admin/problem.hpp"
#include "admin/query.hpp"
#include "engine/doubts.hpp"

#include <algorithm>
#include <map>

namespace maedal::admin {
namespace {

constexpr const char* content_type = "text/plain; version=0.0.4; charset=utf-8";

/// A label's value between its quotes.
std::string escaped(const std::string& text) {
    std::string clean;
    for (const char c : text) {
        if (c == '"' || c == '\\') clean += '\\';
        clean += c == '\n' ? ' ' : c;
    }
    return clean;
}

class Metrics {
public:
    /// What the samples that follow are.
    void name(const std::string& name, const char* help) {
        name_ = "maedal_" + name;
        text_ += "# HELP " + name_ + " " + help + "\n# TYPE " + name_ + " gauge\n";
    }
    void sample(std::int64_t value) { text_ += name_ + " " + std::to_string(value) + "\n"; }
    void sample(const char* label, const std::string& of, std::int64_t value) {
        text_ += name_ + "{" + label + "=\"" + escaped(of) + "\"} " + std::to_string(value) + "\n";
    }
    void by_state(
        const std::string& noun, const char* help, const std::map<std::string, std::int64_t>& counts
    ) {
        name(noun, help);
        for (const auto& [state, count] : counts)
            sample("state", state, count);
    }
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string name_, text_;
};

/// Seconds since the oldest of all doubts was to be executed; 0 without any that is due.
std::int64_t oldest_doubt_seconds(engine::Reads& reads, Instant now) {
    Seconds oldest{0};
    for (const auto* state : {"quarantined", "doubt"}) {
        engine::Page page{.after = {}, .limit = engine::Page::limit_max};
        for (;;) {
            const auto rows =
                reads.attempts({.subscription = {}, .billing_key = {}, .state = state}, page);
            for (const auto& row : rows)
                oldest =
                    std::max(oldest, std::chrono::duration_cast<Seconds>(now - row.execute_at));
            if (rows.size() < static_cast<std::size_t>(page.limit)) break;
            page.after = rows.back().order_id.text();
        }
    }
    return oldest.count();
}

void add_ledger(Metrics& metrics, engine::Reads& reads, Instant now) {
    const auto totals = reads.totals();
    metrics.by_state("subscriptions", "Subscriptions by status.", totals.subscriptions);
    metrics.by_state("charges", "Charges by state.", totals.charges);
    metrics.by_state("attempts", "Attempts by state.", totals.attempts);
    metrics.by_state("refunds", "Refunds by state.", totals.refunds);
    metrics.name("won", "Money of all receipts, in won.");
    metrics.sample("kind", "paid", totals.paid_won);
    metrics.sample("kind", "refunded", totals.refunded_won);
    metrics.name("surplus_receipts", "Receipts that nobody asked for.");
    metrics.sample(totals.surplus);
    metrics.name("charges_needing_key", "Charges that wait for another billing key.");
    metrics.sample(totals.needs_key);
    metrics.name("notices_waiting", "Notices whose look-up is due.");
    metrics.sample(totals.notices_waiting);
    metrics.name("doubt_oldest_seconds", "Since the oldest doubt was to be executed.");
    metrics.sample(oldest_doubt_seconds(reads, now));
    const auto waiting = engine::waiting_for_a_person(reads);
    metrics.name("needs_person", "What only a person can settle.");
    metrics.sample("kind", "quarantined", waiting.attempts);
    metrics.sample("kind", "refunds", waiting.refunds);
    metrics.sample("kind", "errands", waiting.errands);
    metrics.sample("kind", "shop", waiting.shop);
    metrics.sample("kind", "codes", waiting.codes);
    metrics.sample("kind", "breakers", waiting.breakers);
    metrics.sample("kind", "charges_without_key", waiting.charges_without_key);
    metrics.name("breaker_tripped", "1 for each breaker that stops sending.");
    for (const auto& breaker : reads.breakers(true))
        metrics.sample("name", billing::breaker_name(breaker.kind, breaker.concerns), 1);
}

void add_health(Metrics& metrics, const engine::Health& health) {
    metrics.name("in_flight", "Calls without an answer, and events that wait for a turn.");
    metrics.sample("kind", "writes", health.writes_in_flight);
    metrics.sample("kind", "look_ups", health.looks_in_flight);
    metrics.sample("kind", "events", health.events_waiting);
    metrics.name("look_ups_unanswered", "1 while the gateway answers no look-up.");
    metrics.sample(health.unanswered_since ? 1 : 0);
    metrics.name("sending_held", "1 while nothing is sent.");
    metrics.sample(health.sending_held.empty() ? 0 : 1);
}

}  // namespace

Task<net::Response> show_metrics(Visit visit) {
    Query query{visit.request};
    if (const auto fault = query.fault()) co_return problem(400, *fault);

    std::function<std::string(engine::Reads&)> read =
        [health = visit.desk.health()](engine::Reads& reads) {
            Metrics metrics;
            add_ledger(metrics, reads, health.now);
            add_health(metrics, health);
            return metrics.text();
        };
    auto reading = engine::read_as<std::string>(visit.desk, std::move(read));
    net::Response response;
    response.status = 200;
    response.headers.set("Content-Type", content_type);
    response.headers.set("Cache-Control", "no-store");
    response.body = co_await std::move(reading);
    co_return response;
}

}  // namespace maedal::admin
