#pragma once
#include "billing/reconciliation.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace maedal::ctl {

/// Names of columns that are neither ours nor the API's: ours -> theirs.
using ColumnNames = std::map<std::string, std::string>;

/// Reads an export of the gateway: CSV (a line of names first; commas, quotes, UTF-8 with or
/// without BOM) or JSON (an array of objects, or an object with them in `items` or `list`).
/// Columns: receipt_id, order_id, amount (or price), cancelled (or cancelled_price), paid_at (or
/// purchased_at), status (or status_locale; when there is none, every row is a payment). Times
/// without a zone are Korean. Throws Failure (usage) that names the row and what is wrong with it.
[[nodiscard]] std::vector<billing::ExportedPayment> exported_payments(
    std::string_view text, const ColumnNames& names
);

}  // namespace maedal::ctl
