// Customers' cards.
#include "sandbox/model/bootpay.hpp"

#include <utility>

namespace maedal::sandbox {
namespace {

constexpr std::size_t shown_first = 8, shown_last = 4;  // digits of a masked card number

std::string masked(const std::string& card_no) {
    if (card_no.size() <= shown_first + shown_last || card_no.find('*') != std::string::npos)
        return card_no;
    return card_no.substr(0, shown_first) + "****" + card_no.substr(card_no.size() - shown_last);
}

std::string or_else(std::string text, std::string made_up) {
    return text.empty() ? std::move(made_up) : std::move(text);
}

}  // namespace

Answer<const BillingKey*> Bootpay::register_card(NewCard card) {
    if (keys_by_id_.contains(card.billing_key) || keys_by_receipt_.contains(card.receipt_id) ||
        receipts_by_id_.contains(card.receipt_id))
        return refuse(refusals::id_taken);
    Means means;
    means.pg = card.pg;
    means.card_no = or_else(card.card_no, "55704204" + digits_from(keys_.size() + 1, 8));
    means.card_company = card.card_company;
    return &new_key(std::move(card), std::move(means));
}

BillingKey& Bootpay::new_key(NewCard card, Means means) {
    means.pg = or_else(std::move(means.pg), "나이스페이먼츠");
    if (means.kind == MeansKind::card_key) {
        means.card_no = masked(means.card_no);
        means.card_company = or_else(std::move(means.card_company), "국민");
        means.card_company_code = "02";
    }
    const std::uint64_t number = keys_.size() + 1;
    BillingKey& key = keys_.emplace_back(BillingKey{
        .billing_key = or_else(std::move(card.billing_key), ids_.next()),
        .receipt_id = or_else(std::move(card.receipt_id), ids_.next()),
        .subscription_id =
            or_else(std::move(card.subscription_id), "sandbox_" + std::to_string(number)),
        .username = or_else(std::move(card.username), "홍길동"),
        .user_id = std::move(card.user_id),
        .metadata = std::move(card.metadata),
        .means = std::make_shared<const Means>(std::move(means)),
        .requested_at = now_,
        .published_at = now_,
        .deleted_at = std::nullopt,
        .first_receipt = nullptr,
        .waiting = 0,
        .reservations = {},
        .receipts = {}});
    keys_by_id_.emplace(key.billing_key, &key);
    keys_by_receipt_.emplace(key.receipt_id, &key);
    return key;
}

Answer<const BillingKey*> Bootpay::key(std::string_view billing_key) const {
    const auto found = keys_by_id_.find(billing_key);
    if (found == keys_by_id_.end()) return refuse(refusals::key_not_found);
    return found->second;
}

Answer<const BillingKey*> Bootpay::key_by_receipt(std::string_view receipt_id) const {
    const auto found = keys_by_receipt_.find(receipt_id);
    if (found != keys_by_receipt_.end()) return found->second;
    return refuse(
        receipts_by_id_.contains(receipt_id) ? refusals::not_a_key_receipt
                                             : refusals::receipt_not_found
    );
}

Answer<const BillingKey*> Bootpay::delete_key(std::string_view billing_key) {
    const auto found = keys_by_id_.find(billing_key);
    if (found == keys_by_id_.end()) return refuse(refusals::key_not_found);
    BillingKey& key = *found->second;
    if (key.deleted_at) return refuse(refusals::key_expired);
    if (key.waiting > 0 && switches_.key_delete_rule == KeyDeleteRule::refused)
        return refuse(refusals::key_has_reservations);
    if (switches_.key_delete_rule == KeyDeleteRule::revokes) {
        for (const Reservation* made : key.reservations)
            if (made->status == ReservationStatus::waiting) (void)revoke(made->reserve_id);
    }
    key.deleted_at = now_;
    return &key;
}

std::vector<const BillingKey*> Bootpay::keys_of_user(std::string_view user_id) const {
    std::vector<const BillingKey*> keys;
    for (const BillingKey& key : keys_)
        if (key.user_id == user_id && !key.deleted_at) keys.push_back(&key);
    return keys;
}

}  // namespace maedal::sandbox
