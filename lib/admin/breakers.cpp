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

    ReadAnswer read = [tripped_only, times = visit.times](engine::Reads& reads) {
        auto rows = reads.breakers(tripped_only);
        std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
            return a.tripped && !b.tripped;
        });
        return list_answer(all_shown(rows, times));
    };
    return looked_up(visit.desk, query, std::move(read));
}

Task<net::Response> release_breaker(Visit visit) {
    Body body{visit.request};
    engine::ReleaseBreaker wanted{std::string{visit.path["name"]}, body.text("reason")};

    auto render = rendered<billing::Breaker>(200, visit.times);
    return carried_out(std::move(visit), body, std::move(wanted), std::move(render));
}

Task<net::Response> arm(Visit visit) {
    Body body{visit.request};
    engine::Arm wanted{body.text("reason")};

    std::function<nlohmann::json(const engine::Armed&)> row = [](const engine::Armed& armed) {
        return nlohmann::json{{"presumed_sent", armed.presumed_sent}, {"look_ups", armed.look_ups}};
    };
    return carried_out(std::move(visit), body, std::move(wanted), rendered(200, std::move(row)));
}

}  // namespace maedal::admin
