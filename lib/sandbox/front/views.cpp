#include "sandbox/front/views.hpp"

#include "sandbox/front/answers.hpp"
#include "sandbox/front/view_parts.hpp"
#include "sandbox/model/ids.hpp"

namespace maedal::sandbox {
namespace {

using nlohmann::json;

const Details no_details{};

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

std::string transaction_of(const Receipt& receipt) {
    return "sandbox" + digits_from(receipt.number, 18);
}

json card_data(const Receipt& receipt) {
    const Means& means = *receipt.means;
    json card{
        {"card_no", means.card_no},
        {"card_company", means.card_company},
        {"card_company_code", means.card_company_code},
        {"card_type", "신용"},
        {"card_quota", quota_of(details_of(*receipt.asked))},
        {"card_interest", "0"},
        {"tid", transaction_of(receipt)},
        {"receipt_url", page_of(receipt.receipt_id)}};
    if (receipt.purchased_at) card["card_approve_no"] = digits_from(receipt.number + 1, 8);
    return card;
}

json bank_data(const Receipt& receipt) {
    const Means& means = *receipt.means;
    json bank{
        {"tid", transaction_of(receipt)},
        {"bank_code", means.bank_code},
        {"bank_name", means.bank_name},
        {"bank_username", means.holder},
        {"bank_account", means.bank_account},
        {"receipt_url", page_of(receipt.receipt_id)}};
    if (receipt.deposit_until) bank["expired_at"] = korean(*receipt.deposit_until);
    return bank;
}

/// What depends on the means of payment, and on what was done about the payment afterwards.
void put_data(json& view, const Receipt& receipt) {
    switch (receipt.means->kind) {
        case MeansKind::card_key:
        case MeansKind::card:
            view["card_data"] = card_data(receipt);
            break;
        case MeansKind::account_key:
        case MeansKind::bank_transfer:
            view["bank_data"] = bank_data(receipt);
            break;
        case MeansKind::virtual_account:
            view["vbank_data"] = bank_data(receipt);
            break;
    }
    if (receipt.escrow) {
        const auto& shipping = receipt.shipping;
        view["escrow_data"] = json{
            {"status", shipping ? 1 : 0},
            {"status_locale", shipping ? "배송중" : "배송대기"},
            {"shipping_started_at", shipping ? json(korean(shipping->started_at)) : json()},
            {"receipt_confirmed_at", json()}};
    }
    if (receipt.cash_receipt && !receipt.cash_receipt->cancelled_at)
        view["cash_receipt_data"] = cash_receipt_data(*receipt.cash_receipt, receipt.receipt_id);
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
        {"company_name", company},
        {"gateway_url", gateway_url},
        {"metadata", given(details_of(asked).metadata, json::object())},
        {"sandbox", true},
        {"requested_at", korean(receipt.requested_at)},
        {"currency", "KRW"},
        {"receipt_url", page_of(receipt.receipt_id)}};
    put_method(view, *receipt.means);
    put_data(view, receipt);
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

std::string_view text_of(NoticeKind kind) {
    switch (kind) {
        case NoticeKind::payment_completed:
            return "PAYMENT_COMPLETED";
        case NoticeKind::payment_cancelled:
            return "PAYMENT_CANCELLED";
        case NoticeKind::payment_partial_cancelled:
            return "PAYMENT_PARTIAL_CANCELLED";
        case NoticeKind::virtual_account_issued:
            return "PAYMENT_VIRTUAL_ACCOUNT_ISSUED";
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
