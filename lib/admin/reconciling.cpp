#include "admin/body.hpp"
#include "admin/handlers.hpp"
#include "admin/query.hpp"
#include "admin/replies.hpp"
#include "engine/loose_ends.hpp"

namespace maedal::admin {
namespace {

using nlohmann::json;

constexpr std::size_t loose_ends_max = 500;

struct Span {
    Instant from, to;
};

Result<Span> span_of(std::optional<Instant> from, std::optional<Instant> to) {
    const auto fault = [](const char* field) {
        return Error{
            Errc::invalid,
            "malformed_time",
            std::string{field} + " has to be RFC 3339 with a zone",
            field};
    };
    if (!from) return fault("from");
    if (!to) return fault("to");
    return Span{*from, *to};
}

Result<Span> span_asked(Query& query) {
    const auto from = query.instant("from"), to = query.instant("to");
    if (const auto fault = query.fault()) return *fault;
    return span_of(from, to);
}

json shown(const engine::LooseEnd& end, const LocalTimes& times) {
    return {
        {"subject", end.subject},
        {"what", times.clause(end.what)},
        {"next_look_at", times.json(end.next_look_at)}};
}

}  // namespace

Task<net::Response> start_reconcile(Visit visit) {
    Body body{visit.request};
    const auto from = body.text("from"), to = body.text("to");
    if (const auto fault = body.fault()) return told(problem(body.fault_status(), *fault));
    const auto span = span_of(instant_from_rfc3339(from), instant_from_rfc3339(to));
    if (!span) return told(problem(400, span.error()));

    std::function<json(const engine::Reconciling&)> row =
        [times = visit.times](const engine::Reconciling& looking) {
            json begun{{"receipts", looking.receipts}, {"attempts", looking.attempts}};
            if (looking.left_from) begun["left_from"] = times.json(looking.left_from);
            return begun;
        };
    engine::Reconcile wanted{span->from, span->to};
    return carried_out(std::move(visit), std::move(wanted), rendered(202, std::move(row)));
}

Task<net::Response> show_reconcile(Visit visit) {
    Query query{visit.request};
    const auto span = span_asked(query);
    if (!span) return told(problem(400, span.error()));

    ReadAnswer read = [span = *span, now = visit.desk.health().now](engine::Reads& reads) {
        const auto waiting = engine::look_ups_waiting(reads, span.from, span.to, now);
        return answer(200, {{"receipts", waiting.receipts}, {"attempts", waiting.attempts}});
    };
    return looked_up(visit.desk, std::move(read));
}

Task<net::Response> list_loose_ends(Visit visit) {
    Query query{visit.request};
    const auto span = span_asked(query);
    if (!span) return told(problem(400, span.error()));

    ReadAnswer read = [span = *span,
                       now = visit.desk.health().now,
                       times = visit.times](engine::Reads& reads) {
        auto items = json::array();
        for (const auto& end : engine::loose_ends(reads, span.from, span.to, now, loose_ends_max))
            items.push_back(shown(end, times));
        return bounded_list_answer(std::move(items), loose_ends_max);
    };
    return looked_up(visit.desk, std::move(read));
}

}  // namespace maedal::admin
