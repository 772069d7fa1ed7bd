#pragma once
#include "billing/receipt.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace maedal::billing {

/// A row of a file that the gateway exported.
struct ExportedPayment {
    ReceiptId receipt;
    OrderId order_id;
    Won amount;
    Won cancelled;  ///< so far
    std::optional<Instant> paid_at;
    bool paid;  ///< money moved, though all of it may have gone back
};

/// One field of one receipt that the two sides tell differently.
struct ExportDifference {
    ReceiptId receipt;
    std::string field;
    std::string ours, theirs;
};

struct Reconciliation {
    std::int64_t matched = 0;
    std::int64_t left_out = 0;       ///< exported rows by which no money moved
    std::vector<Receipt> only_here;  ///< by receipt id, as all of these
    std::vector<ExportedPayment> only_there;
    std::vector<ExportDifference> different;
    [[nodiscard]] bool explained() const {
        return only_here.empty() && only_there.empty() && different.empty();
    }
};

/// Holds our receipts against the gateway's export, both ways. Pure and total: each receipt is
/// matched, on one side only, or different in a named field. Times agree within a minute, for
/// exports that leave the seconds out. A receipt that is exported twice is a difference.
[[nodiscard]] Reconciliation reconciled(
    const std::vector<Receipt>& ours, const std::vector<ExportedPayment>& theirs
);

}  // namespace maedal::billing
