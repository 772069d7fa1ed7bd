#include "sandbox/model/cash_receipts.hpp"

#include <utility>

namespace maedal::sandbox {

Answer<const LoneCashReceipt*> CashReceipts::publish(LoneCashReceipt asked, Instant now) {
    using namespace refusals;
    if (asked.order_id.empty()) return refuse(parameter_invalid, "order_id is missing");
    if (asked.order_name.empty()) return refuse(parameter_invalid, "order_name is missing");
    if (asked.price <= 0 || asked.price > price_max)
        return refuse(parameter_invalid, "price must be a whole number of won above 0");
    if (asked.tax_free < 0 || asked.tax_free > asked.price) return refuse(tax_free_over);
    if (by_order_.contains(asked.order_id)) return refuse(order_id_duplicated);
    asked.receipt_id = ids_.next();
    asked.requested_at = now;
    asked.published.number = digits_from(receipts_.size() + 1, 9);
    if (asked.pg.empty()) asked.pg = "토스";
    LoneCashReceipt& kept = receipts_.emplace_back(std::move(asked));
    by_receipt_.emplace(kept.receipt_id, &kept);
    by_order_.emplace(kept.order_id, &kept);
    return &kept;
}

Answer<const LoneCashReceipt*> CashReceipts::cancel(std::string_view receipt_id, Instant now) {
    const auto found = by_receipt_.find(receipt_id);
    if (found == by_receipt_.end()) return refuse(refusals::receipt_not_found);
    if (found->second->published.cancelled_at) return refuse(refusals::already_cancelled);
    found->second->published.cancelled_at = now;
    return found->second;
}

const LoneCashReceipt* CashReceipts::by_receipt(std::string_view receipt_id) const {
    const auto found = by_receipt_.find(receipt_id);
    return found == by_receipt_.end() ? nullptr : found->second;
}

const LoneCashReceipt* CashReceipts::by_order(std::string_view order_id) const {
    const auto found = by_order_.find(order_id);
    return found == by_order_.end() ? nullptr : found->second;
}

}  // namespace maedal::sandbox
