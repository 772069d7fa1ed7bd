#pragma once
#include "ports/ledger.hpp"
#include "sqlite/row_writer.hpp"

namespace maedal::sqlite {

void add_receipt(Writer& writer, billing::Receipt& row, const ports::Cause& cause);
void store_receipt(Writer& writer, billing::Receipt& row, const ports::Cause& cause);

[[nodiscard]] std::optional<billing::Receipt> find_receipt(
    Connection& connection, const billing::ReceiptId& id
);
[[nodiscard]] std::vector<billing::Receipt> receipts_of_order(
    Connection& connection, const billing::OrderId& id
);
/// By id.
[[nodiscard]] std::vector<billing::Receipt> receipt_page(
    Connection& connection, const ports::Page& page
);
[[nodiscard]] std::vector<billing::Receipt> receipts_due(
    Connection& connection, Instant now, int limit
);

[[nodiscard]] std::optional<billing::Receipt> newest_settling_receipt(
    Connection& connection, Instant after
);
/// Surplus of orders and of links that stand alone, that no refund was ever planned of, by id.
[[nodiscard]] std::vector<billing::Receipt> unclaimed_shop_receipts(
    Connection& connection, int limit
);
/// Paid from `from` on and before `to`, by id.
[[nodiscard]] std::vector<billing::Receipt> receipts_by_payment(
    Connection& connection, Instant from, const std::string& after, Instant to, int limit
);
[[nodiscard]] std::vector<billing::Receipt> receipts_paid_between(
    Connection& connection, Instant from, Instant to, const ports::Page& page
);

}  // namespace maedal::sqlite
