#include "admin/body.hpp"
#include "admin/handlers.hpp"
#include "admin/query.hpp"
#include "admin/replies.hpp"
#include "admin/rows.hpp"
#include "engine/doubts.hpp"

namespace maedal::admin {
namespace {

using nlohmann::json;

json counted(const engine::Totals& totals) {
    const auto in_state = [&](const char* state) {
        const auto found = totals.attempts.find(state);
        return found == totals.attempts.end() ? std::int64_t{0} : found->second;
    };
    return {
        {"subscriptions", totals.subscriptions},
        {"charges", totals.charges},
        {"reservations", totals.attempts},
        {"refunds", totals.refunds},
        {"money", {{"paid", totals.paid_won}, {"refunded", totals.refunded_won}}},
        {"receipts", totals.receipts},
        {"surplus_receipts", totals.surplus},
        {"doubts", in_state("doubt") + in_state("quarantined")},
        {"late_charges", totals.late},
        {"charges_needing_key", totals.needs_key},
        {"notices", totals.notices},
        {"notices_waiting", totals.notices_waiting},
        {"journal_entries", totals.journal_entries}};
}

json shown(const engine::Waiting& waiting) {
    return {
        {"quarantined", waiting.attempts},
        {"refunds", waiting.refunds},
        {"errands", waiting.errands},
        {"shop", waiting.shop},
        {"codes", waiting.codes},
        {"breakers", waiting.breakers},
        {"charges_without_key", waiting.charges_without_key}};
}

json all_told(const std::vector<std::string>& alarms, const LocalTimes& times) {
    json told = json::array();
    for (const auto& alarm : alarms)
        told.push_back(times.clause(alarm));
    return told;
}

void add_health(json& status, const engine::Health& health, const LocalTimes& times) {
    status["now"] = times.text(health.now);
    status["time_zone"] = times.zone_name();
    status["test_clock"] = health.test_clock;
    status["next_due_at"] = times.json(health.next_due);
    status["in_flight"] = {
        {"writes", health.writes_in_flight},
        {"look_ups", health.looks_in_flight},
        {"events_waiting", health.events_waiting}};
    status["sending_held"] =
        health.sending_held.empty() ? json(nullptr) : json(times.clause(health.sending_held));
    status["unanswered_since"] = times.json(health.unanswered_since);
    status["alarms"] = all_told(health.alarms, times);
}

}  // namespace

Task<net::Response> show_status(Visit visit) {
    Query query{visit.request};

    ReadAnswer read = [health = visit.desk.health(),
                       about = visit.about,
                       times = visit.times](engine::Reads& reads) {
        auto status = counted(reads.totals());
        status["needs_person"] = shown(engine::waiting_for_a_person(reads));
        add_health(status, health, times);
        status["version"] = about.version;
        status["configuration"] = about.configuration;
        status["ledger"] = about.ledger;
        status["breakers"] = all_shown(reads.breakers(true), times);
        return answer(200, status);
    };
    return looked_up(visit.desk, query, std::move(read));
}

Task<net::Response> take_alarms(Visit visit) {
    Body body{visit.request, true};
    if (const auto fault = body.fault()) co_return problem(body.fault_status(), *fault);
    const auto seen = visit.desk.take_alarms(visit.actor);
    co_return response_of(answer(200, {{"alarms", all_told(seen, visit.times)}}));
}

}  // namespace maedal::admin
