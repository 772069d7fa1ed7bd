#pragma once
#include "ports/ledger.hpp"
#include "sqlite/row_writer.hpp"

namespace maedal::sqlite {

void add_refund(Writer& writer, billing::Refund& row, const ports::Cause& cause);
void store_refund(Writer& writer, billing::Refund& row, const ports::Cause& cause);

[[nodiscard]] std::optional<billing::Refund> find_refund(
    Connection& connection, const billing::CancelId& id
);
/// By their creation.
[[nodiscard]] std::vector<billing::Refund> refunds_of_receipt(
    Connection& connection, const billing::ReceiptId& id
);
/// By id.
[[nodiscard]] std::vector<billing::Refund> refund_page(
    Connection& connection, const ports::Page& page
);
[[nodiscard]] std::vector<billing::Refund> refunds_due(
    Connection& connection, Instant now, int limit
);

}  // namespace maedal::sqlite
