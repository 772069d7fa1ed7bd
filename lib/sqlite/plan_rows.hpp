#pragma once
#include "ports/ledger.hpp"
#include "sqlite/row_writer.hpp"

namespace maedal::sqlite {

/// Gives it the next version.
void add_plan(Writer& writer, billing::Plan& row, const ports::Cause& cause);
void set_plan_on_sale(
    Writer& writer, billing::PlanVersionNumber version, bool on_sale, const ports::Cause& cause
);

[[nodiscard]] std::optional<billing::Plan> find_plan(
    Connection& connection, billing::PlanVersionNumber version
);
/// The newest version of this id that is on sale.
[[nodiscard]] std::optional<billing::Plan> find_plan_on_sale(
    Connection& connection, const billing::PlanId& id
);
/// By version.
[[nodiscard]] std::vector<billing::Plan> all_plans(Connection& connection, bool on_sale_only);

}  // namespace maedal::sqlite
