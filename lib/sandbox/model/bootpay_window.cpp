// Payments of the browser's window: no billing key, and perhaps a confirm or a deposit to come.
#include "sandbox/model/bootpay.hpp"

#include <utility>

namespace maedal::sandbox {

Answer<const Receipt*> Bootpay::pay_in_window(WindowPayment payment) {
    PaymentRequest probe = payment.asked;
    probe.billing_key = "window";  // the one field that such a payment does not have
    if (auto fault = fault_of(probe)) return *std::move(fault);
    ReceiptStatus status = ReceiptStatus::paid;
    if (payment.separately_confirmed) status = ReceiptStatus::waiting_confirm;
    if (payment.virtual_account) status = ReceiptStatus::waiting_deposit;
    const Asked asked = std::make_shared<const PaymentRequest>(std::move(payment.asked));
    Receipt& receipt = receipts_.emplace_back(Receipt{
        .receipt_id = ids_.next(),
        .number = receipts_.size() + 1,
        .asked = asked,
        .key = &window_card_,
        .status = status,
        .requested_at = now_,
        .purchased_at = std::nullopt,
        .cancelled_at = std::nullopt,
        .cancelled_price = 0,
        .cancelled_tax_free = 0,
        .pg_error_code = {},
        .confirm_declined = std::move(payment.confirm_declined)});
    receipts_by_id_.emplace(receipt.receipt_id, &receipt);
    Order& order = order_of(asked);
    order.tried = true;
    order.receipts.push_back(&receipt);
    if (status == ReceiptStatus::paid) take_money(receipt);
    return &receipt;
}

Answer<const Receipt*> Bootpay::confirm(std::string_view receipt_id) {
    const auto found = receipts_by_id_.find(receipt_id);
    if (found == receipts_by_id_.end()) return refuse(refusals::receipt_not_found);
    Receipt& receipt = *found->second;
    if (receipt.status != ReceiptStatus::waiting_confirm)
        return refuse(refusals::not_confirm_ready);
    if (!receipt.confirm_declined.empty()) {
        receipt.status = ReceiptStatus::failed;
        receipt.pg_error_code = receipt.confirm_declined;
        return Refusal{&refusals::confirm_failed, {}, receipt.pg_error_code};
    }
    take_money(receipt);
    return &receipt;
}

Answer<const Receipt*> Bootpay::deposit(std::string_view receipt_id) {
    const auto found = receipts_by_id_.find(receipt_id);
    if (found == receipts_by_id_.end()) return refuse(refusals::receipt_not_found);
    if (found->second->status != ReceiptStatus::waiting_deposit)
        return refuse(refusals::deposit_not_awaited);
    take_money(*found->second);
    return found->second;
}

}  // namespace maedal::sandbox
