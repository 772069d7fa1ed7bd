// Money that goes back.
#include "sandbox/model/bootpay.hpp"

#include <algorithm>

namespace maedal::sandbox {
namespace {

/// The tax-free part of giving `price` back, or empty when what was asked does not fit.
std::optional<Won> tax_free_part(const Receipt& receipt, Won price, std::optional<Won> asked) {
    const Won tax_free_left = receipt.asked->tax_free - receipt.cancelled_tax_free;
    const Won taxed_left = receipt.asked->price - receipt.cancelled_price - tax_free_left;
    const Won least = std::max<Won>(0, price - taxed_left);
    if (!asked) return least;
    if (*asked < least || *asked > std::min(price, tax_free_left)) return std::nullopt;
    return asked;
}

}  // namespace

Answer<const Receipt*> Bootpay::cancel(const CancelRequest& asked) {
    Receipt* const found = receipt_itself(asked.receipt_id);
    if (!found) return refuse(refusals::receipt_not_found);
    Receipt& receipt = *found;
    if (const auto used = cancel_ids_.find(asked.cancel_id); used != cancel_ids_.end()) {
        if (switches_.cancel_id_rule == CancelIdRule::first_answer && used->second == found)
            return found;
        return refuse(refusals::cancel_id_duplicated);
    }
    if (receipt.status == ReceiptStatus::cancelled) return refuse(refusals::already_cancelled);
    if (receipt.status != ReceiptStatus::paid)
        return refuse(refusals::cancel_refused, "the payment was not made");

    const Won left = receipt.asked->price - receipt.cancelled_price;
    const Won price = asked.price.value_or(left);
    if (price <= 0) return refuse(refusals::parameter_invalid, "cancel_price must be above 0");
    if (price > left) return refuse(refusals::cancel_price_over);
    if (receipt.means->kind == MeansKind::virtual_account) {
        if (!asked.refund_account)
            return refuse(refusals::cancel_refused, "a deposit goes back to a `refund` account");
        if (price < left) return refuse(refusals::cancel_refused, "a deposit goes back as a whole");
    }
    const auto tax_free = tax_free_part(receipt, price, asked.tax_free);
    if (!tax_free) return refuse(refusals::cancel_refused, "cancel_tax_free does not fit");

    if (!asked.cancel_id.empty()) cancel_ids_.emplace(asked.cancel_id, &receipt);
    receipt.cancelled_price += price;
    receipt.cancelled_tax_free += *tax_free;
    receipt.cancelled_at = now_;
    if (price == left) receipt.status = ReceiptStatus::cancelled;
    money_.write({MovementKind::cancelled, &receipt, price, *tax_free, now_});
    tell(
        price == left ? NoticeKind::payment_cancelled : NoticeKind::payment_partial_cancelled,
        receipt
    );
    return &receipt;
}

}  // namespace maedal::sandbox
