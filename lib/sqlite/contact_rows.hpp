#pragma once
#include "billing/ids.hpp"
#include "sqlite/connection.hpp"

#include <string>

namespace maedal::sqlite {

// Whom links are sent to, beside the journal: erasing a person must not break the chain. Keeping
// again puts the new words in the place of the old; what was never kept is empty.

void keep_details_of_link(
    Connection& connection, const billing::OrderId& id, const std::string& details
);
[[nodiscard]] std::string details_of_link(Connection& connection, const billing::OrderId& id);
void keep_contact_of(
    Connection& connection, const std::string& subscription, const std::string& contact
);
[[nodiscard]] std::string contact_of(Connection& connection, const std::string& subscription);

/// Whom links are sent to, and what they carry, is in no copy that leaves the house.
void forget_people(Connection& connection);

}  // namespace maedal::sqlite
