// Customers who pay in the browser, and what a merchant's server does about their payments.
#include "sandbox/model/bootpay.hpp"

#include <utility>

namespace maedal::sandbox {
namespace {

constexpr Seconds deposit_wait{3 * 86'400};

Means means_of(const WindowPayment& asked, std::uint64_t number) {
    Means means;
    means.kind = MeansKind::card;
    if (asked.bank_transfer) means.kind = MeansKind::bank_transfer;
    if (asked.virtual_account) means.kind = MeansKind::virtual_account;
    means.pg = "나이스페이먼츠";
    if (means.kind == MeansKind::card) {
        means.card_no = "55704204****" + digits_from(number, 4);
        means.card_company = "국민";
        means.card_company_code = "02";
    } else {
        means.bank_name = "국민";
        means.bank_code = "004";
        means.bank_account = digits_from(number, 14);
        means.holder = "홍길*";
    }
    return means;
}

bool without_card(const Receipt& receipt) {
    return receipt.means->kind != MeansKind::card && receipt.means->kind != MeansKind::card_key;
}

}  // namespace

Answer<const Receipt*> Bootpay::pay_in_window(WindowPayment window) {
    window.asked.billing_key = "window";  // has to be there for what is sent, not here
    if (auto fault = fault_of(window.asked)) return *std::move(fault);
    window.asked.billing_key.clear();
    if (used_up(window.asked.order_id, pay_rule())) return refuse(refusals::order_id_duplicated);
    auto means = std::make_shared<const Means>(means_of(window, receipts_.size() + 1));
    const auto asked = std::make_shared<const PaymentRequest>(std::move(window.asked));
    Receipt& receipt = new_receipt(asked, std::move(means));
    receipt.escrow = window.escrow;
    if (window.virtual_account) {
        receipt.status = ReceiptStatus::waiting_deposit;
        receipt.deposit_until = now_ + deposit_wait;
        tell(NoticeKind::virtual_account_issued, receipt);
    } else if (window.separately_confirmed && !window.bank_transfer) {
        receipt.status = ReceiptStatus::waiting_confirm;
        receipt.confirm_declined = std::move(window.confirm_declined);
    } else {
        take_money(receipt);
    }
    return &receipt;
}

Answer<const Receipt*> Bootpay::confirm(std::string_view receipt_id) {
    Receipt* const receipt = receipt_itself(receipt_id);
    if (!receipt) return refuse(refusals::receipt_not_found);
    if (receipt->status != ReceiptStatus::waiting_confirm)
        return refuse(refusals::not_confirm_ready);
    std::string declined = receipt->confirm_declined;
    if (declined.empty()) declined = declines_.decline({}, now_).value_or("");
    if (!declined.empty()) {
        receipt->status = ReceiptStatus::failed;
        receipt->pg_error_code = declined;
        order_of(receipt->asked).failed = true;
        return Refusal{&refusals::confirm_failed, {}, declined};
    }
    take_money(*receipt);
    return receipt;
}

Answer<const Receipt*> Bootpay::deposit(std::string_view receipt_id) {
    Receipt* const receipt = receipt_itself(receipt_id);
    if (!receipt) return refuse(refusals::receipt_not_found);
    if (receipt->status != ReceiptStatus::waiting_deposit)
        return refuse(refusals::deposit_not_awaited);
    if (*receipt->deposit_until < now_)
        return refuse(refusals::deposit_not_awaited, "the virtual account has run out");
    take_money(*receipt);
    return receipt;
}

Answer<const Receipt*> Bootpay::ship(std::string_view receipt_id, Shipping shipping) {
    Receipt* const receipt = receipt_itself(receipt_id);
    if (!receipt) return refuse(refusals::receipt_not_found);
    if (!receipt->escrow || receipt->status != ReceiptStatus::paid)
        return refuse(refusals::not_escrow);
    if (shipping.tracking_number.empty() || shipping.delivery_corp.empty())
        return refuse(refusals::parameter_invalid, "tracking_number and delivery_corp are needed");
    shipping.started_at = now_;
    receipt->shipping = std::move(shipping);
    return receipt;
}

Answer<const Receipt*> Bootpay::publish_cash_receipt(
    std::string_view receipt_id, CashReceiptKind kind
) {
    Receipt* const receipt = receipt_itself(receipt_id);
    if (!receipt) return refuse(refusals::receipt_not_found);
    const bool standing = receipt->cash_receipt && !receipt->cash_receipt->cancelled_at;
    if (receipt->status != ReceiptStatus::paid || !without_card(*receipt) || standing)
        return refuse(refusals::cash_receipt_failed);
    receipt->cash_receipt = CashReceipt{kind, digits_from(receipt->number, 9), std::nullopt};
    return receipt;
}

Answer<const Receipt*> Bootpay::cancel_cash_receipt(std::string_view receipt_id) {
    Receipt* const receipt = receipt_itself(receipt_id);
    if (!receipt) return refuse(refusals::receipt_not_found);
    if (!receipt->cash_receipt || receipt->cash_receipt->cancelled_at)
        return refuse(refusals::cash_receipt_failed);
    receipt->cash_receipt->cancelled_at = now_;
    return receipt;
}

}  // namespace maedal::sandbox
