// What stops the sending of money, and letting it go on.
#include "admin/body.hpp"
#include "admin/handlers.hpp"
#include "admin/query.hpp"
#include "admin/replies.hpp"
#include "admin/rows.hpp"

#include <algorithm>

namespace maedal::admin {

Task<net::Response> list_breakers(Visit visit) {
    Query query{visit.request};
    const bool tripped_only = query.flag("tripped");
    if (const auto fault = query.fault()) co_return problem(400, *fault);

    ReadAnswer read = [tripped_only, times = visit.times](engine::Reads& reads) {
        auto rows = reads.breakers(tripped_only);
        std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
            return a.tripped && !b.tripped;
        });
        return answer(200, {{"items", all_shown(rows, times)}, {"next", nullptr}});
    };
    auto looking = looked_up(visit.desk, std::move(read));
    co_return co_await std::move(looking);
}

Task<net::Response> release_breaker(Visit visit) {
    Body body{visit.request};
    engine::ReleaseBreaker wanted{std::string{visit.path["name"]}, body.text("reason")};
    if (const auto fault = body.fault()) co_return problem(body.fault_status(), *fault);

    std::function<nlohmann::json(const billing::Breaker&)> row =
        [times = visit.times](const billing::Breaker& breaker) { return shown(breaker, times); };
    auto carrying = carried_out(
        std::move(visit), std::move(wanted), rendered(200, std::move(row)), std::nullopt
    );
    co_return co_await std::move(carrying);
}

Task<net::Response> arm(Visit visit) {
    Body body{visit.request};
    engine::Arm wanted{body.text("reason")};
    if (const auto fault = body.fault()) co_return problem(body.fault_status(), *fault);

    std::function<nlohmann::json(const engine::Armed&)> row = [](const engine::Armed& armed) {
        return nlohmann::json{{"presumed_sent", armed.presumed_sent}, {"look_ups", armed.look_ups}};
    };
    auto carrying = carried_out(
        std::move(visit), std::move(wanted), rendered(200, std::move(row)), std::nullopt
    );
    co_return co_await std::move(carrying);
}

}  // namespace maedal::admin
