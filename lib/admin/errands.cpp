#include "admin/errand_replies.hpp"
#include "admin/handlers.hpp"
#include "admin/replies.hpp"
#include "admin/rows.hpp"

#include <algorithm>

namespace maedal::admin {

using billing::Errand;
using billing::ErrandState;

Result<engine::ErrandDesk*> errand_desk(const Visit& visit) {
    if (auto* desk = visit.desk.errands()) return desk;
    return Error{Errc::conflict, "no_errands", "this gateway runs no errands", {}};
}

void keep_only(Visit& visit, std::string what) {
    std::fill(visit.request.body.begin(), visit.request.body.end(), 'x');
    visit.request.body = std::move(what);
}

net::Response errand_answer(const Result<Errand>& errand, const Visit& visit, int when_done) {
    if (!errand) return problem(errand.error());
    switch (errand->state) {
        case ErrandState::refused:
            return problem(Error{
                Errc::refused,
                errand->code,
                "Bootpay refused it; " + errand->id + " tells more",
                {}});
        case ErrandState::dropped:
            return problem(Error{
                Errc::unsent,
                errand->code,
                "nothing was sent; it may be asked for again, with another Idempotency-Key",
                {}});
        default:
            break;
    }
    const bool open = errand->state == ErrandState::sending || errand->state == ErrandState::doubt;
    return response_of(answer(open ? 202 : when_done, shown(*errand, visit.times)));
}

Task<net::Response> errand_run(Visit visit, engine::ErrandForm form) {
    const auto desk = errand_desk(visit);
    if (!desk) co_return problem(desk.error());
    auto idempotency = idempotency_of(visit.request);
    if (!idempotency) co_return problem(400, idempotency.error());
    auto running = (*desk)->run(std::move(form), visit.actor, *std::move(idempotency));
    const auto errand = co_await std::move(running);
    co_return errand_answer(errand, visit, 201);
}

Task<net::Response> errand_run(Visit visit, Body& body, engine::ErrandForm form) {
    if (const auto fault = body.fault()) return told(problem(body.fault_status(), *fault));
    return errand_run(std::move(visit), std::move(form));
}

Task<net::Response> list_errands(Visit visit) {
    Query query{visit.request};
    const auto state = query.word("state", billing::errand_state_names);
    const auto page = query.page();

    ReadAnswer read = [state, page, times = visit.times](engine::Reads& reads) {
        const auto rows = reads.errands(state, page);
        return list_answer(all_shown(rows, times), page, rows.empty() ? "" : rows.back().id);
    };
    return looked_up(visit.desk, query, std::move(read));
}

Task<net::Response> show_errand(Visit visit) {
    ReadAnswer read = [id = visit.path["id"], times = visit.times](engine::Reads& reads) {
        const auto errand = reads.errand(id);
        if (!errand) return nothing_called("errand", id);
        auto row = shown(*errand, times);
        row["calls"] = all_shown(reads.calls_of(id), times);
        return answer(200, row);
    };
    return looked_up(visit.desk, std::move(read));
}

Task<net::Response> look_at_errand(Visit visit) {
    const auto desk = errand_desk(visit);
    if (!desk) co_return problem(desk.error());
    auto looking = (*desk)->look(visit.path["id"], visit.actor);
    const auto errand = co_await std::move(looking);
    co_return errand_answer(errand, visit, 200);
}

Task<net::Response> resolve_errand(Visit visit) {
    Body body{visit.request};
    engine::PersonsWord word{
        std::string{visit.path["id"]},
        body.word("as", {"done", "absent"}) == "done",
        body.text("reason"),
        body.text_or_empty("receipt_id")};
    if (const auto fault = body.fault()) co_return problem(body.fault_status(), *fault);
    const auto desk = errand_desk(visit);
    if (!desk) co_return problem(desk.error());
    auto settling = (*desk)->settle(std::move(word), visit.actor);
    const auto errand = co_await std::move(settling);
    co_return errand_answer(errand, visit, 200);
}

}  // namespace maedal::admin
