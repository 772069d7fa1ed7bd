#include "admin/handlers.hpp"
#include "admin/query.hpp"
#include "admin/replies.hpp"
#include "admin/rows.hpp"

namespace maedal::admin {

// A reservation has no row of its own: it is the gateway's side of an attempt.

Task<net::Response> list_reservations(Visit visit) {
    Query query{visit.request};
    const engine::AttemptFilter filter{
        query.text("subscription_id"),
        query.text("billing_key_id"),
        query.word("state", billing::attempt_state_names, "open")};
    const auto page = query.page();

    ReadAnswer read = [filter, page, times = visit.times](engine::Reads& reads) {
        const auto rows = reads.attempts(filter, page);
        return list_answer(
            all_shown(rows, times), page, rows.empty() ? "" : rows.back().order_id.text()
        );
    };
    return looked_up(visit.desk, query, std::move(read));
}

Task<net::Response> show_reservation(Visit visit) {
    const billing::OrderId id{visit.path["order_id"]};
    ReadAnswer read = [id, times = visit.times](engine::Reads& reads) {
        const auto attempt = reads.attempt(id);
        if (!attempt) return nothing_called("reservation", id.text());
        auto row = shown(*attempt, times);
        row["calls"] = all_shown(reads.calls_of(id.text()), times);
        return answer(200, row);
    };
    return looked_up(visit.desk, std::move(read));
}

}  // namespace maedal::admin
