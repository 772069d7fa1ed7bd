// What the configuration sells: every definition that differs becomes a version of its own.
#include "engine/papers.hpp"

#include <algorithm>

namespace maedal::engine {

Result<Outcome> carry_out(Papers& papers, const LoadPlans& command) {
    PlansLoaded loaded{0, 0, 0};
    const auto on_sale = papers.ledger.plans(true);
    for (const auto& old : on_sale) {
        const bool still_sold = std::ranges::any_of(command.plans, [&](const billing::Plan& plan) {
            return plan.same_terms(old);
        });
        if (still_sold) continue;
        papers.ledger.set_on_sale(old.version, false, papers.cause("plan.off_sale"));
        loaded.taken_off_sale += 1;
    }
    for (const auto& wanted : command.plans) {
        const bool known = std::ranges::any_of(on_sale, [&](const billing::Plan& plan) {
            return plan.same_terms(wanted);
        });
        if (known) {
            loaded.unchanged += 1;
            continue;
        }
        billing::Plan plan = wanted;
        plan.on_sale = true;
        papers.ledger.add(plan, papers.cause("plan.loaded"));
        loaded.added += 1;
    }
    return Outcome{loaded};
}

}  // namespace maedal::engine
