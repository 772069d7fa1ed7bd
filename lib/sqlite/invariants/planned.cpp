#include "sqlite/invariants/planned.hpp"

#include "billing/planner.hpp"
#include "sqlite/charge_rows.hpp"
#include "sqlite/plan_rows.hpp"
#include "sqlite/snapshot.hpp"
#include "sqlite/subscription_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace maedal::sqlite {
namespace {

using namespace billing;

/// The rows around a subscription, read as one state.
class Clerk {
public:
    Clerk(Connection& connection, const ports::Yardstick& yardstick)
        : connection_{connection}, yardstick_{yardstick} {}

    /// What is wrong with the periods; empty when nothing is.
    [[nodiscard]] std::string horizon_fault(const Subscription& row) {
        const auto [plan, zone] = surroundings(row);
        if (!plan || !zone || terminal(row.status)) return {};
        const auto& now = yardstick_.now;
        const bool due = row.next_step_at && *row.next_step_at <= now;
        if (due) return {};  // what is missing is about to be made; in_time.steps sees if it is not
        const auto missing = periods_to_make(row, *plan, *zone, yardstick_.timing, now, 1);
        if (!missing.empty())
            return fmt::format(
                "period {} of {} has no charge, and no timer makes it",
                missing.front().number,
                rfc3339(missing.front().start)
            );
        const auto next = next_step_at(row, *plan, *zone, now);
        if (next && (!row.next_step_at || *row.next_step_at > *next))
            return fmt::format(
                "it has to do something at {}, and its timer says {}",
                rfc3339(*next),
                row.next_step_at ? rfc3339(*row.next_step_at) : "never"
            );
        return {};
    }

    [[nodiscard]] std::string status_fault(const Subscription& row) {
        const auto [plan, zone] = surroundings(row);
        if (!plan || !zone || terminal(row.status)) return {};
        const auto& now = yardstick_.now;
        if (row.next_step_at && *row.next_step_at <= now) return {};  // time is about to change it
        const auto charges = unsettled_charges_of_subscription(connection_, row.id);
        const bool past_due = std::ranges::any_of(charges, [](const Charge& charge) {
            return charge.state == ChargeState::past_due;
        });
        auto end = ends_at(row, *plan, *zone);
        if (!charges.empty()) end.reset();  // the last period ends when all is settled
        const auto derived = derived_status(row, past_due, end, now);
        if (derived == row.status) return {};
        return fmt::format(
            "it is shown as {}, and is {}",
            subscription_status_names.of(row.status),
            subscription_status_names.of(derived)
        );
    }

private:
    std::pair<const Plan*, const Zone*> surroundings(const Subscription& row) {
        auto found = plans_.find(row.plan.value);
        if (found == plans_.end())
            found = plans_.emplace(row.plan.value, find_plan(connection_, row.plan)).first;
        const Plan* plan = found->second ? &*found->second : nullptr;
        return {plan, yardstick_.zone ? yardstick_.zone(row.anchor.zone) : nullptr};
    }

    Connection& connection_;
    const ports::Yardstick& yardstick_;
    std::map<std::int64_t, std::optional<Plan>> plans_;
};

void note(
    std::vector<ports::Violation>& found,
    const PlannedInvariant& invariant,
    const SubscriptionId& id,
    std::string fault
) {
    if (fault.empty()) return;
    found.push_back({invariant.name, "subscription:" + id.text(), id.text(), std::move(fault)});
}

}  // namespace

std::vector<ports::Violation> check_planned(
    Connection& connection,
    const PlannedInvariant& invariant,
    const ports::Yardstick& yardstick,
    int limit
) {
    Clerk clerk{connection, yardstick};
    std::vector<ports::Violation> found;
    ports::Page page{.after = {}, .limit = ports::Page::limit_max};
    for (bool more = true; more && std::ssize(found) < limit;) {
        const Snapshot one_state{connection};
        const auto rows = subscription_page(connection, {}, page);
        for (const auto& row : rows) {
            const bool status = invariant.about == PlannedInvariant::About::status;
            auto fault = status ? clerk.status_fault(row) : clerk.horizon_fault(row);
            note(found, invariant, row.id, std::move(fault));
            page.after = row.id.text();
        }
        more = !rows.empty();
    }
    if (std::ssize(found) > limit) found.resize(static_cast<std::size_t>(limit));
    return found;
}

std::vector<ports::Violation> check_planned(
    Connection& connection,
    const std::set<std::string>& subscriptions,
    const ports::Yardstick& yardstick
) {
    Clerk clerk{connection, yardstick};
    std::vector<ports::Violation> found;
    for (const auto& id : subscriptions) {
        const auto row = find_subscription(connection, SubscriptionId{id});
        if (!row) continue;
        note(found, horizon_reached, row->id, clerk.horizon_fault(*row));
        note(found, status_derived, row->id, clerk.status_fault(*row));
    }
    return found;
}

}  // namespace maedal::sqlite
