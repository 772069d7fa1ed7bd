#include "admin/body.hpp"
#include "admin/handlers.hpp"
#include "admin/query.hpp"
#include "admin/replies.hpp"

namespace maedal::admin {
namespace {

constexpr std::int64_t usual_amount = 1'000;

engine::Answer progress_answer(
    int status, const engine::ProbeProgress& progress, const LocalTimes& times
) {
    auto told = nlohmann::json::array();
    for (const auto& line : progress.told)
        told.push_back(times.clause(line));
    return answer(status, {{"running", progress.running}, {"told", std::move(told)}});
}

}  // namespace

Task<net::Response> start_probe(Visit visit) {
    Body body{visit.request};
    engine::ProbeOrder order{
        body.text("billing_key_id"),
        body.text_or_empty("declined_key_id"),
        body.integer_if_given("amount").value_or(usual_amount),
        body.flag("delete_key", false),
        visit.actor};
    if (const auto fault = body.fault()) co_return problem(body.fault_status(), *fault);

    auto starting = visit.desk.start_probe(std::move(order));
    const auto started = co_await std::move(starting);
    if (!started) {
        Error error = started.error();
        error.detail = visit.times.clause(error.detail);
        co_return problem(error);
    }

    co_return response_of(progress_answer(202, visit.desk.probe_progress(), visit.times));
}

Task<net::Response> show_probe(Visit visit) {
    Query query{visit.request};
    if (const auto fault = query.fault()) return told(problem(400, *fault));

    return told(response_of(progress_answer(200, visit.desk.probe_progress(), visit.times)));
}

}  // namespace maedal::admin
