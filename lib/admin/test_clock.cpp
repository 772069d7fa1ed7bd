#include "admin/body.hpp"
#include "admin/handlers.hpp"
#include "admin/query.hpp"
#include "admin/replies.hpp"

namespace maedal::admin {

Task<net::Response> show_test_clock(Visit visit) {
    Query query{visit.request};
    if (const auto fault = query.fault()) return told(problem(400, *fault));

    const auto health = visit.desk.health();
    const auto walk = visit.desk.clock_walk();
    nlohmann::json clock{
        {"test_clock", health.test_clock},
        {"now", visit.times.text(health.now)},
        {"walking", walk.walking}};
    if (walk.walking) {
        clock["from"] = visit.times.text(walk.from);
        clock["to"] = visit.times.text(walk.to);
    }
    return told(response_of(answer(200, clock)));
}

Task<net::Response> move_test_clock(Visit visit) {
    Body body{visit.request};
    const auto text = body.text("to");
    if (const auto fault = body.fault()) co_return problem(body.fault_status(), *fault);
    const auto to = instant_from_rfc3339(text);
    if (!to) {
        co_return problem(
            400, {Errc::invalid, "malformed_time", "to has to be RFC 3339 with a zone", "to"}
        );
    }

    auto walking = visit.desk.walk_clock(*to);
    const auto reached = co_await std::move(walking);
    if (!reached) co_return problem(reached.error());

    co_return response_of(answer(200, {{"now", visit.times.text(*reached)}}));
}

}  // namespace maedal::admin
