#include "admin/handlers.hpp"
#include "admin/query.hpp"
#include "admin/replies.hpp"
#include "admin/rows.hpp"

namespace maedal::admin {
namespace {

/// The definition that is on sale, else the last one that was.
std::optional<billing::Plan> newest(engine::Reads& reads, const billing::PlanId& id) {
    if (auto plan = reads.plan_on_sale(id)) return plan;
    std::optional<billing::Plan> found;
    for (auto& plan : reads.plans(false))
        if (plan.id == id && (!found || found->version < plan.version)) found = std::move(plan);
    return found;
}

}  // namespace

Task<net::Response> list_plans(Visit visit) {
    Query query{visit.request};
    const bool on_sale_only = query.flag("on_sale");

    ReadAnswer read = [on_sale_only](engine::Reads& reads) {
        auto items = nlohmann::json::array();
        for (const auto& plan : reads.plans(on_sale_only))
            items.push_back(shown(plan));
        return list_answer(std::move(items));
    };
    return looked_up(visit.desk, query, std::move(read));
}

Task<net::Response> show_plan(Visit visit) {
    const billing::PlanId id{visit.path["id"]};
    ReadAnswer read = [id](engine::Reads& reads) {
        const auto plan = newest(reads, id);
        return plan ? answer(200, shown(*plan)) : nothing_called("plan", id.text());
    };
    return looked_up(visit.desk, std::move(read));
}

}  // namespace maedal::admin
