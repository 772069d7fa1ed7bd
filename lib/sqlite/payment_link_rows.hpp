#pragma once
#include "ports/ledger.hpp"
#include "sqlite/connection.hpp"

namespace maedal::sqlite {

struct Writer;

void put_payment_link(Writer& writer, billing::PaymentLink& row, const ports::Cause& cause);

[[nodiscard]] std::optional<billing::PaymentLink> find_payment_link(
    Connection& connection, const billing::OrderId& id
);
[[nodiscard]] std::vector<billing::PaymentLink> payment_link_page(
    Connection& connection, const std::string& state, const ports::Page& page
);
[[nodiscard]] std::vector<billing::PaymentLink> payment_links_due(
    Connection& connection, Instant now, int limit
);

// Beside the journal: what names people.
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
