#pragma once
#include "ports/ledger.hpp"
#include "sqlite/query.hpp"

namespace maedal::sqlite {

/// Sums over the whole book, at one moment.
[[nodiscard]] ports::LedgerReads::Totals book_totals(Connection& connection);

/// The earliest moment at which anything becomes due; empty when nothing ever will.
[[nodiscard]] std::optional<Instant> earliest_due(Connection& connection, bool sends);

}  // namespace maedal::sqlite
