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

}  // namespace maedal::sqlite
