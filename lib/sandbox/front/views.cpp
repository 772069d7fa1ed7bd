#include "sandbox/front/views.hpp"

#include "sandbox/front/answers.hpp"
#include "sandbox/model/ids.hpp"

namespace maedal::sandbox {
namespace {

using nlohmann::json;

constexpr const char* expires_never = "2099-12-31T23:59:59+09:00";
constexpr const char* gateway_url = "https://gw.bootpay.co.kr";
constexpr const char* method_name = "카드자동결제(REST)";
constexpr const char* method_symbol = "card_rebill_rest";
const Details no_details{};

/// What was sent, or `otherwise` where nothing was.
json given(const std::string& text, json otherwise) {
    return text.empty() ? std::move(otherwise) : json::parse(text);
}

const Details& details_of(const PaymentRequest& asked) {
    return asked.details ? *asked.details : no_details;
}

std::string quota_of(const Details& details) {
    return details.card_quota.empty() ? "00" : details.card_quota;
}

json time_or_null(const std::optional<Instant>& at) {
    return at ? json(korean(*at)) : json();
}

const char* locale_of(ReceiptStatus status) {
    switch (status) {
        case ReceiptStatus::failed:
            return "결제승인실패";
        case ReceiptStatus::paid:
            return "결제완료";
        case ReceiptStatus::waiting_confirm:
            return "결제승인대기";
        case ReceiptStatus::waiting_deposit:
            return "가상계좌발급완료";
        case ReceiptStatus::cancelled:
            return "결제취소완료";
    }
    return "";
}

json card_data(const Receipt& receipt) {
    const BillingKey& key = *receipt.key;
    json card{
        {"card_no", key.card_no},
        {"card_company", key.card_company},
        {"card_company_code", key.card_company_code},
        {"card_type", "신용"},
        {"card_quota", quota_of(details_of(*receipt.asked))},
        {"card_interest", "0"},
        {"tid", "sandbox" + digits_from(receipt.number, 18)},
        {"receipt_url", "https://door.bootpay.co.kr/receipt/" + receipt.receipt_id}};
    if (receipt.purchased_at) card["card_approve_no"] = digits_from(receipt.number + 1, 8);
    return card;
}

void put_method(json& view, const BillingKey& key) {
    view["pg"] = key.pg;
    const bool window = key.billing_key.empty();
    view["method"] = view["method_origin"] = window ? "카드" : method_name;
    view["method_symbol"] = view["method_origin_symbol"] = window ? "card" : method_symbol;
}

json card_of(const BillingKey& key) {
    return json{
        {"card_no", key.card_no},
        {"card_company", key.card_company},
        {"card_company_code", key.card_company_code},
        {"card_type", 0}};
}

void put_status(json& view, ReceiptStatus status) {
    view["status"] = static_cast<int>(status);
    view["status_locale"] = locale_of(status);
}

}  // namespace

json receipt_view(const Receipt& receipt) {
    const PaymentRequest& asked = *receipt.asked;
    json view{
        {"receipt_id", receipt.receipt_id},
        {"order_id", asked.order_id},
        {"order_name", asked.order_name},
        {"price", asked.price},
        {"tax_free", asked.tax_free},
        {"cancelled_price", receipt.cancelled_price},
        {"cancelled_tax_free", receipt.cancelled_tax_free},
        {"company_name", "예시상점"},
        {"gateway_url", gateway_url},
        {"metadata", given(details_of(asked).metadata, json::object())},
        {"sandbox", true},
        {"requested_at", korean(receipt.requested_at)},
        {"currency", "KRW"},
        {"receipt_url", "https://door.bootpay.co.kr/receipt/" + receipt.receipt_id},
        {"card_data", card_data(receipt)}};
    put_method(view, *receipt.key);
    put_status(view, receipt.status);
    if (receipt.purchased_at) view["purchased_at"] = korean(*receipt.purchased_at);
    if (receipt.cancelled_at) view["cancelled_at"] = korean(*receipt.cancelled_at);
    return view;
}

json receipt_view_with_user(const Receipt& receipt) {
    json view = receipt_view(receipt);
    view["user"] = given(details_of(*receipt.asked).user, json::object());
    return view;
}

json reservation_view(const Reservation& reservation) {
    const PaymentRequest& asked = *reservation.asked;
    const Details& details = details_of(asked);
    json view{
        {"reserve_id", reservation.reserve_id},
        {"billing_key", asked.billing_key},
        {"order_id", asked.order_id},
        {"order_name", asked.order_name},
        {"price", asked.price},
        {"tax_free", asked.tax_free},
        {"user", given(details.user, json::object())},
        {"items", given(details.items, json::array())},
        {"metadata", given(details.metadata, json::object())},
        {"extra", given(details.extra, json::object())},
        {"card_quota", quota_of(details)},
        {"feedback_url", details.feedback_url.empty() ? json() : json(details.feedback_url)},
        {"content_type", details.content_type.empty() ? json() : json(details.content_type)},
        {"version", 2},
        {"reserve_requested_at", korean(reservation.requested_at)},
        {"reserve_execute_at", korean(reservation.execute_at)},
        {"reserve_started_at", time_or_null(reservation.started_at)},
        {"reserve_finished_at", time_or_null(reservation.finished_at)},
        {"reserve_revoked_at", time_or_null(reservation.revoked_at)},
        {"status", static_cast<int>(reservation.status)}};
    view["receipt_id"] = reservation.receipt ? json(reservation.receipt->receipt_id) : json();
    return view;
}

json issuing_view(const BillingKey& key) {
    json view{
        {"receipt_id", key.receipt_id},
        {"subscription_id", key.subscription_id},
        {"gateway_url", gateway_url},
        {"metadata", json::object()},
        {"published_at", korean(key.published_at)},
        {"requested_at", korean(key.requested_at)},
        {"status", 11},
        {"status_locale", "빌링키발급완료"},
        {"billing_key", key.billing_key},
        {"billing_data", card_of(key)},
        {"billing_expire_at", expires_never}};
    put_method(view, key);
    return view;
}

json key_view(const BillingKey& key) {
    constexpr int usable = 1, deleted = -11;
    return json{
        {"billing_key", key.billing_key},
        {"pg", key.pg},
        {"method", method_name},
        {"method_symbol", method_symbol},
        {"billing_data", card_of(key)},
        {"version", 2},
        {"sandbox", 1},
        {"expire_at", expires_never},
        {"published_at", korean(key.published_at)},
        {"status", key.deleted_at ? deleted : usable}};
}

std::string_view text_of(NoticeKind kind) {
    switch (kind) {
        case NoticeKind::payment_completed:
            return "PAYMENT_COMPLETED";
        case NoticeKind::payment_cancelled:
            return "PAYMENT_CANCELLED";
        case NoticeKind::payment_partial_cancelled:
            return "PAYMENT_PARTIAL_CANCELLED";
    }
    return "";
}

std::string_view text_of(NoticeState state) {
    switch (state) {
        case NoticeState::waiting:
            return "waiting";
        case NoticeState::in_flight:
            return "in_flight";
        case NoticeState::delivered:
            return "delivered";
        case NoticeState::given_up:
            return "given_up";
    }
    return "";
}

json webhook_view(const Notice& notice, int partial_cancel_status) {
    Receipt then = *notice.receipt;
    then.status = notice.status;
    if (notice.kind == NoticeKind::payment_partial_cancelled &&
        partial_cancel_status == static_cast<int>(ReceiptStatus::cancelled))
        then.status = ReceiptStatus::cancelled;
    then.cancelled_price = notice.cancelled_price;
    then.cancelled_tax_free = notice.cancelled_tax_free;
    then.cancelled_at = notice.cancelled_at;
    json view = receipt_view(then);
    view["webhook_type"] = text_of(notice.kind);
    return view;
}

json movement_view(const Movement& movement) {
    return json{
        {"kind", movement.kind == MovementKind::paid ? "paid" : "canceled"},
        {"receipt_id", movement.receipt->receipt_id},
        {"order_id", movement.receipt->asked->order_id},
        {"billing_key", movement.receipt->asked->billing_key},
        {"amount", movement.amount},
        {"tax_free", movement.tax_free},
        {"at", korean(movement.at)}};
}

json notice_view(const Notice& notice) {
    json deliveries = json::array();
    for (const Delivery& delivery : notice.deliveries) {
        deliveries.push_back(json{
            {"at", korean(delivery.at)},
            {"accepted", delivery.accepted},
            {"outcome", delivery.outcome}});
    }
    const bool open =
        notice.state == NoticeState::waiting || notice.state == NoticeState::in_flight;
    return json{
        {"number", notice.number},
        {"webhook_type", text_of(notice.kind)},
        {"receipt_id", notice.receipt->receipt_id},
        {"order_id", notice.receipt->asked->order_id},
        {"url", notice.url},
        {"content_type", notice.content_type},
        {"made_at", korean(notice.made_at)},
        {"state", text_of(notice.state)},
        {"next_at", open ? json(korean(notice.next_at)) : json()},
        {"deliveries", std::move(deliveries)}};
}

}  // namespace maedal::sandbox
