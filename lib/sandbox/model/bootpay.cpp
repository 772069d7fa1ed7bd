#include "sandbox/model/bootpay.hpp"

#include "base/contract.hpp"

#include <algorithm>
#include <utility>

namespace maedal::sandbox {
namespace {

// Each kind of chance and of name has its own row, so that using one does not shift another.
enum : std::uint64_t { ids_row = 1, declines_row = 2, identity_row = 3, cash_receipts_row = 4 };

template <class Index>
auto found_in(const Index& index, std::string_view id) {
    const auto found = index.find(id);
    return found == index.end() ? nullptr : found->second;
}

}  // namespace

Bootpay::Bootpay(std::uint64_t seed, Instant start)
    : now_{start},
      ids_{scattered(seed + ids_row)},
      declines_{scattered(seed + declines_row)},
      identity_{scattered(seed + identity_row)},
      cash_receipts_{scattered(seed + cash_receipts_row)} {}

bool Bootpay::stale(const Due& due) const {
    const Reservation& of = reservations_[due.number];
    return of.status != ReservationStatus::waiting || of.execute_at + of.held_back != due.at;
}

std::optional<Instant> Bootpay::next_execution() {
    while (!due_.empty() && stale(due_.top()))
        due_.pop();  // revoked or held back in the meantime
    if (due_.empty()) return std::nullopt;
    return std::max(now_, due_.top().at + switches_.execution_delay);
}

void Bootpay::advance(Instant to) {
    MAEDAL_EXPECTS(to >= now_);
    for (auto at = next_execution(); at && *at <= to; at = next_execution()) {
        now_ = *at;
        Reservation& due = reservations_[due_.top().number];
        due_.pop();
        execute(due);
    }
    now_ = to;
}

void Bootpay::execute(Reservation& due) {
    --due.key->waiting;
    due.started_at = due.finished_at = now_;
    due.status = ReservationStatus::failed;
    Order& order = order_of(due.asked);
    --order.waiting;
    const bool asked_before = order.paid || (order.failed && !switches_.failed_order_id_reusable);
    if (due.key->deleted_at) {
        order.failed = true;
        return;
    }
    if (asked_before && switches_.order_id_rule != OrderIdRule::none) return;
    const Receipt& receipt = charge(due.asked, *due.key, now_);
    if (receipt.status != ReceiptStatus::paid) return;
    due.status = ReservationStatus::done;
    due.receipt = &receipt;
}

Receipt& Bootpay::new_receipt(
    const Asked& asked, std::shared_ptr<const Means> means, std::string id
) {
    Receipt& receipt = receipts_.emplace_back(Receipt{
        .receipt_id = id.empty() ? ids_.next() : std::move(id),
        .number = receipts_.size() + 1,
        .asked = asked,
        .means = std::move(means),
        .key = nullptr,
        .status = ReceiptStatus::failed,
        .requested_at = now_,
        .purchased_at = std::nullopt,
        .cancelled_at = std::nullopt,
        .cancelled_price = 0,
        .cancelled_tax_free = 0,
        .pg_error_code = {}});
    receipts_by_id_.emplace(receipt.receipt_id, &receipt);
    order_of(asked).receipts.push_back(&receipt);
    return receipt;
}

void Bootpay::take_money(Receipt& receipt) {
    const PaymentRequest& asked = *receipt.asked;
    receipt.status = ReceiptStatus::paid;
    receipt.purchased_at = now_;
    order_of(receipt.asked).paid = true;
    money_.write({MovementKind::paid, &receipt, asked.price, asked.tax_free, now_});
    tell(NoticeKind::payment_completed, receipt);
}

Receipt& Bootpay::charge(const Asked& asked, BillingKey& key, Instant requested_at) {
    const auto declined = declines_.decline(key.billing_key, now_);
    Receipt& receipt = new_receipt(asked, key.means);
    receipt.key = &key;
    receipt.requested_at = requested_at;
    key.receipts.push_back(&receipt);
    if (declined) {
        receipt.pg_error_code = *declined;
        order_of(asked).failed = true;
    } else {
        take_money(receipt);
    }
    return receipt;
}

void Bootpay::tell(NoticeKind kind, const Receipt& receipt) {
    if (!switches_.webhooks) return;
    const Details* details = receipt.asked->details.get();
    std::string url = details ? details->feedback_url : std::string{};
    if (url.empty()) url = switches_.webhook_url;
    if (url.empty()) return;
    std::string type = details ? details->content_type : std::string{};
    if (type.empty()) type = switches_.webhook_content_type;
    outbox_.put(kind, receipt, std::move(url), std::move(type), now_);
}

Bootpay::Order& Bootpay::order_of(const Asked& asked) {
    // The name of the entry is the text of the request that made it. That request lives on: it is
    // kept by the reservation or the receipt that is made right after.
    return orders_[asked->order_id];
}

bool Bootpay::used_up(const std::string& order_id, OrderIdRule rule) const {
    const auto found = orders_.find(order_id);
    if (found == orders_.end() || rule == OrderIdRule::none) return false;
    const Order& order = found->second;
    if (order.paid || (order.failed && !switches_.failed_order_id_reusable)) return true;
    if (rule == OrderIdRule::charge) return false;
    return order.waiting > 0 || (order.revoked && !switches_.revoked_order_id_reusable);
}

Answer<BillingKey*> Bootpay::usable_key(const std::string& billing_key) {
    BillingKey* key = found_in(keys_by_id_, billing_key);
    if (!key) return refuse(refusals::key_not_found);
    if (key->deleted_at) return refuse(refusals::key_expired);
    return key;
}

Answer<const Receipt*> Bootpay::pay(PaymentRequest asked) {
    if (auto fault = fault_of(asked)) return *std::move(fault);
    auto key = usable_key(asked.billing_key);
    if (auto* refusal = std::get_if<Refusal>(&key)) return std::move(*refusal);
    if (used_up(asked.order_id, pay_rule())) return refuse(refusals::order_id_duplicated);
    const Receipt& receipt = charge(
        std::make_shared<const PaymentRequest>(std::move(asked)), **std::get_if<0>(&key), now_
    );
    if (receipt.status == ReceiptStatus::paid) return &receipt;
    return Refusal{&refusals::payment_refused, {}, receipt.pg_error_code};
}

Answer<const Reservation*> Bootpay::reserve(PaymentRequest asked, Instant execute_at) {
    if (auto fault = fault_of(asked)) return *std::move(fault);
    if (execute_at <= now_ && switches_.past_time_rule == PastTimeRule::refuse)
        return refuse(refusals::execute_at_past);
    auto usable = usable_key(asked.billing_key);
    if (auto* refusal = std::get_if<Refusal>(&usable)) return std::move(*refusal);
    BillingKey* key = *std::get_if<0>(&usable);
    if (switches_.order_id_rule == OrderIdRule::reserve &&
        used_up(asked.order_id, OrderIdRule::reserve))
        return refuse(refusals::order_id_duplicated);
    const auto counted = switches_.finished_reservations_count ? std::ssize(key->reservations)
                                                               : std::ptrdiff_t{key->waiting};
    if (counted >= switches_.reservations_waiting_max)
        return refuse(refusals::reserve_limit_exceeded);

    return &wait_for(std::move(asked), *key, ids_.next(), execute_at);
}

Reservation& Bootpay::wait_for(
    PaymentRequest asked, BillingKey& key, std::string id, Instant execute_at
) {
    Reservation& made = reservations_.emplace_back(Reservation{
        .reserve_id = std::move(id),
        .asked = std::make_shared<const PaymentRequest>(std::move(asked)),
        .key = &key,
        .status = ReservationStatus::waiting,
        .requested_at = now_,
        .execute_at = execute_at,
        .held_back = Seconds{0},
        .started_at = std::nullopt,
        .finished_at = std::nullopt,
        .revoked_at = std::nullopt,
        .receipt = nullptr});
    reservations_by_id_.emplace(made.reserve_id, &made);
    ++order_of(made.asked).waiting;
    due_.push(Due{execute_at, reservations_.size() - 1});
    key.reservations.push_back(&made);
    ++key.waiting;
    return made;
}

Answer<const Reservation*> Bootpay::reservation(std::string_view reserve_id) const {
    if (const Reservation* found = found_in(reservations_by_id_, reserve_id)) return found;
    return refuse(refusals::reserve_not_found);
}

Answer<const Reservation*> Bootpay::revoke(std::string_view reserve_id) {
    Reservation* found = found_in(reservations_by_id_, reserve_id);
    if (!found) return refuse(refusals::reserve_not_found);
    if (found->status != ReservationStatus::waiting) return refuse(refusals::reserve_not_waiting);
    found->status = ReservationStatus::revoked;
    found->revoked_at = now_;
    --found->key->waiting;
    Order& order = order_of(found->asked);
    --order.waiting;
    order.revoked = true;
    return found;
}

Answer<const Reservation*> Bootpay::hold_back(std::string_view reserve_id, Seconds by) {
    MAEDAL_EXPECTS(by >= Seconds{0});
    Reservation* found = found_in(reservations_by_id_, reserve_id);
    if (!found) return refuse(refusals::reserve_not_found);
    if (found->status != ReservationStatus::waiting) return refuse(refusals::reserve_not_waiting);
    if (found->held_back == by) return found;
    found->held_back = by;
    const auto itself = std::ranges::find_if(reservations_, [found](const Reservation& one) {
        return &one == found;
    });
    const auto number = static_cast<std::uint64_t>(itself - reservations_.begin());
    due_.push(Due{found->execute_at + by, number});
    return found;
}

Answer<const Receipt*> Bootpay::receipt(std::string_view receipt_id) const {
    if (const Receipt* found = found_in(receipts_by_id_, receipt_id)) return found;
    return refuse(refusals::receipt_not_found);
}

Receipt* Bootpay::receipt_itself(std::string_view receipt_id) {
    return found_in(receipts_by_id_, receipt_id);
}

std::vector<const Receipt*> Bootpay::receipts_of_order(std::string_view order_id) const {
    const auto found = orders_.find(order_id);
    if (found == orders_.end()) return {};
    std::vector<const Receipt*> listed = found->second.receipts;
    if (!switches_.failed_receipts_listed)
        std::erase_if(listed, [](const Receipt* r) { return r->status == ReceiptStatus::failed; });
    return listed;
}

}  // namespace maedal::sandbox
