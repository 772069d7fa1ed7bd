#include "sandbox/model/bootpay.hpp"

#include <utility>

namespace maedal::sandbox {

Answer<const Reservation*> Bootpay::recall(
    PaymentRequest asked, const std::string& reserve_id, Instant execute_at
) {
    const auto key = keys_by_id_.find(asked.billing_key);
    if (key == keys_by_id_.end()) return refuse(refusals::key_not_found);
    if (reservations_by_id_.contains(reserve_id)) return refuse(refusals::id_taken);
    auto id = reserve_id.empty() ? ids_.next() : reserve_id;
    return &wait_for(std::move(asked), *key->second, std::move(id), execute_at);
}

Answer<const Receipt*> Bootpay::recall(PastPayment payment) {
    const auto key = keys_by_id_.find(payment.asked.billing_key);
    if (key == keys_by_id_.end()) return refuse(refusals::key_not_found);
    if (receipts_by_id_.contains(payment.receipt_id)) return refuse(refusals::id_taken);
    const bool all_went_back = payment.cancelled == payment.asked.price;
    const auto asked = std::make_shared<const PaymentRequest>(std::move(payment.asked));
    Receipt& receipt = new_receipt(asked, key->second->means, std::move(payment.receipt_id));
    receipt.key = key->second;
    receipt.status = all_went_back ? ReceiptStatus::cancelled : ReceiptStatus::paid;
    receipt.requested_at = payment.paid_at;
    receipt.purchased_at = payment.paid_at;
    receipt.cancelled_price = payment.cancelled;
    if (payment.cancelled > 0) receipt.cancelled_at = payment.paid_at;
    key->second->receipts.push_back(&receipt);
    order_of(asked).paid = true;
    return &receipt;
}

}  // namespace maedal::sandbox
