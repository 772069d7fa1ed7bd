#pragma once
#include "billing/reconciliation.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace maedal::ctl {

/// Names of columns that are neither ours nor the API's: ours -> theirs.
using ColumnNames = std::map<std::string, std::string>;

/// A payment that was not made in won: nothing here is, so nobody can explain it.
struct ForeignPayment {
    billing::ReceiptId receipt;
    billing::OrderId order_id;
    std::string amount;  ///< as the file has it, with its currency: "9.90 USD"
};

struct Export {
    std::vector<billing::ExportedPayment> payments;
    std::vector<ForeignPayment> foreign;
};

/// Reads an export of the gateway: CSV (a line of names first; commas, quotes, UTF-8 with or
/// without BOM, blanks around a field do not count) or JSON (an array of objects, or an object with
/// them in `items` or `list`). Columns: receipt_id, order_id, amount (or price), cancelled (or
/// cancelled_price), paid_at (or purchased_at), status (or status_locale; when there is none, every
/// row is a payment), currency (won, when there is none). Times without a zone are Korean. Throws
/// Failure (usage) that names the row and what is wrong with it, or the columns that there are when
/// one is missing.
[[nodiscard]] Export exported_payments(std::string_view text, const ColumnNames& names);

}  // namespace maedal::ctl
