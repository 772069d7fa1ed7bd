#pragma once
#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace maedal::ctl {

struct LedgerSums {
    std::int64_t payments = 0;
    std::int64_t paid = 0;      ///< won
    std::int64_t refunded = 0;  ///< won
    bool operator==(const LedgerSums&) const = default;
};

/// The daemon's receipts and refunds beside the money ledger of the gateway, which shares no code
/// with them.
struct Comparison {
    LedgerSums ours, theirs;
    std::vector<std::string> differences;  ///< a line each, by receipt
    [[nodiscard]] bool equal() const { return ours == theirs && differences.empty(); }
};

/// `receipts` and `refunds` as the admin API lists them, `movements` as /_sandbox/ledger does.
/// Row by row: receipt id, order id, amount, and what was given back.
[[nodiscard]] Comparison compared(
    const nlohmann::json& receipts, const nlohmann::json& refunds, const nlohmann::json& movements
);

/// "ledger 12,345,600 won paid, 29,900 refunded = sandbox ...: equal to the won, ..."
[[nodiscard]] std::string closing_line(const Comparison& comparison);

}  // namespace maedal::ctl
