#pragma once
#include "ports/ledger.hpp"
#include "sqlite/row_writer.hpp"

namespace maedal::sqlite {

[[nodiscard]] billing::ChargeNumber free_charge_number(Connection& connection);
void add_charge(Writer& writer, billing::Charge& row, const ports::Cause& cause);
void store_charge(Writer& writer, billing::Charge& row, const ports::Cause& cause);

[[nodiscard]] std::optional<billing::Charge> find_charge(
    Connection& connection, billing::ChargeNumber number
);
/// By period.
[[nodiscard]] std::vector<billing::Charge> charges_of_subscription(
    Connection& connection, const billing::SubscriptionId& id
);
/// Those that are still to be collected, by period.
[[nodiscard]] std::vector<billing::Charge> unsettled_charges_of_subscription(
    Connection& connection, const billing::SubscriptionId& id
);
/// By number.
[[nodiscard]] std::vector<billing::Charge> charge_page(
    Connection& connection, const ports::ChargeFilter& filter, const ports::Page& page
);

}  // namespace maedal::sqlite
