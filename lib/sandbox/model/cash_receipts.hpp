#pragma once
#include "base/instant.hpp"
#include "sandbox/model/entities.hpp"
#include "sandbox/model/ids.hpp"
#include "sandbox/model/refusal.hpp"

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace maedal::sandbox {

/// A cash receipt for money that did not come through Bootpay.
struct LoneCashReceipt {
    std::string receipt_id;  ///< made by the sandbox
    std::string pg;
    std::string order_id;
    std::string order_name;
    std::string metadata;  ///< JSON text; empty when absent
    Won price = 0;
    Won tax_free = 0;
    CashReceipt published{};
    Instant purchased_at{};
    Instant requested_at{};
};

/// Cash receipts that stand alone. An order_id makes one of them, for ever.
class CashReceipts {
public:
    explicit CashReceipts(std::uint64_t seed) noexcept : ids_{seed} {}

    Answer<const LoneCashReceipt*> publish(LoneCashReceipt asked, Instant now);
    Answer<const LoneCashReceipt*> cancel(std::string_view receipt_id, Instant now);
    /// Null when there is none.
    [[nodiscard]] const LoneCashReceipt* by_receipt(std::string_view receipt_id) const;
    [[nodiscard]] const LoneCashReceipt* by_order(std::string_view order_id) const;

private:
    IdMaker ids_;
    std::deque<LoneCashReceipt> receipts_;
    std::unordered_map<std::string_view, LoneCashReceipt*> by_receipt_;
    std::unordered_map<std::string_view, LoneCashReceipt*> by_order_;
};

}  // namespace maedal::sandbox
