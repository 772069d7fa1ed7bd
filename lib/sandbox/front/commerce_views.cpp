#include "sandbox/front/commerce_views.hpp"

#include "sandbox/front/answers.hpp"

namespace maedal::sandbox {
namespace {

using nlohmann::json;

json time_or_null(const std::optional<Instant>& at) {
    return at ? json(korean(*at)) : json();
}

json given(const std::string& text, json otherwise) {
    return text.empty() ? std::move(otherwise) : json::parse(text);
}

bool subscribes(const CommerceOrder& order) {
    return !order.subscriptions.empty();
}

/// The words of [S0, X], or the numbers of [J].
json status_of(const CommerceOrder& order, bool numbers) {
    switch (order.receipt->status) {
        case ReceiptStatus::paid:
            if (subscribes(order))
                return numbers ? json(3) : json("subscription_request_completed");
            return numbers ? json(2) : json("order_completed");
        case ReceiptStatus::cancelled:
            return numbers ? json(10) : json("cancelled");
        case ReceiptStatus::waiting_deposit:
            return numbers ? json(1) : json("waiting_deposit");
        case ReceiptStatus::waiting_confirm:
            return numbers ? json(5) : json("payment_pending");
        case ReceiptStatus::failed:
            break;
    }
    return numbers ? json(0) : json("ready");
}

json receipt_status_of(const CommerceOrder& order) {
    switch (order.receipt->status) {
        case ReceiptStatus::paid:
            return subscribes(order) ? "receipt_billing_key_published" : "receipt_paid";
        case ReceiptStatus::waiting_deposit:
            return "receipt_vbank_ready";
        case ReceiptStatus::cancelled:
            return "receipt_cancelled";
        case ReceiptStatus::waiting_confirm:
            return "receipt_confirm_ready";
        case ReceiptStatus::failed:
            break;
    }
    return "receipt_ready";
}

const char* word_of(HostedStatus status) {
    switch (status) {
        case HostedStatus::pending:
            return "pending";
        case HostedStatus::active:
            return "subscribing";
        case HostedStatus::paused:
            return "paused";
        case HostedStatus::terminated:
            return "cancelled";
    }
    return "";
}

json subscription_of_order(const HostedSubscription& subscription) {
    return json{
        {"order_subscription_id", subscription.subscription_id},
        {"status", word_of(subscription.status)},
        {"payment_next_at", time_or_null(subscription.payment_next_at)},
        {"first_order_subscription_bill",
         {{"order_subscription_bill_id", subscription.bills.front().bill_id},
          {"billing_key_data",
           {{"type", "card"}, {"card_company", "국민"}, {"card_no", "55704204****1074"}}}}}};
}

json lines_of(const NewInvoice& asked) {
    json lines = json::array();
    for (const OrderLine& line : asked.products)
        lines.push_back(json{
            {"product_id", line.product_id},
            {"quantity", line.quantity},
            {"duration", line.duration}});
    return lines;
}

}  // namespace

json product_view(const Product& product) {
    return json{
        {"product_id", product.product_id},
        {"name", product.name},
        {"display_price", product.display_price},
        {"tax_free_price", product.tax_free_price},
        {"use_subscription", product.use_subscription},
        {"status_sale", true},
        {"status_display", true},
        {"ex_uid", product.ex_uid}};
}

json made_view(const Invoice& invoice) {
    json view{
        {"payment_url", "https://pay.bootpay.co.kr/invoice/" + invoice.invoice_id},
        {"invoice_id", invoice.invoice_id},
        {"request_id", invoice.asked.request_id}};
    view["expired_at"] = time_or_null(invoice.asked.expires_at);
    return view;
}

json invoice_view(const Invoice& invoice) {
    const NewInvoice& asked = invoice.asked;
    json view = made_view(invoice);
    view["name"] = view["title"] = asked.name;
    view["price"] = asked.price;
    view["tax_free_price"] = asked.tax_free_price;
    view["order_id"] = asked.order_id;
    view["use_notification"] = asked.use_notification;
    view["send_types"] = asked.send_types;
    view["send_status"] = invoice.times_sent > 0 ? 1 : 0;
    view["sent_at"] = time_or_null(invoice.sent_at);
    view["redirect_url"] = asked.redirect_url;
    view["webhook_url"] = asked.webhook_url;
    view["memo"] = asked.memo;
    view["metadata"] = given(asked.metadata, json::object());
    view["user"] = given(asked.user, json::object());
    view["products"] = lines_of(asked);
    view["created_at"] = korean(invoice.created_at);
    const Receipt* receipt = invoice.order ? invoice.order->receipt : nullptr;
    view["pay_at"] = receipt ? time_or_null(receipt->purchased_at) : json();
    view["order_number"] = invoice.order ? json(invoice.order->order_number) : json();
    view["status"] = receipt && receipt->purchased_at ? 1 : 0;
    return view;
}

json order_view(const CommerceOrder& order, const Switches& switches) {
    const Receipt& receipt = *order.receipt;
    const NewInvoice& asked = order.invoice->asked;
    json subscriptions = json::array();
    for (const HostedSubscription* subscription : order.subscriptions)
        subscriptions.push_back(subscription_of_order(*subscription));
    if (subscriptions.empty() && switches.order_subscriptions_null) subscriptions = nullptr;
    return json{
        {"order_id", order.order_id},
        {"order_number", order.order_number},
        {"order_name", asked.name},
        {"price", receipt.asked->price},
        {"tax_free_price", receipt.asked->tax_free},
        {"cancelled_price", receipt.cancelled_price},
        {"status", status_of(order, switches.order_status_numbers)},
        {"receipt_status", receipt_status_of(order)},
        {"receipt_id", receipt.receipt_id},
        {"request_id", asked.request_id},
        {"currency", 1},
        {"sandbox", true},
        {"purchased_at", time_or_null(receipt.purchased_at)},
        {"created_at", korean(order.created_at)},
        {"metadata", given(asked.metadata, json::object())},
        {"user", given(asked.user, json::object())},
        {"products", lines_of(asked)},
        {"result_data",
         {{"receipt_id", receipt.receipt_id},
          {"method_name", "카드"},
          {"card_name", "국민"},
          {"card_no", "55704204****1074"}}},
        {"order_subscriptions", std::move(subscriptions)}};
}

json hosted_view(const HostedSubscription& subscription) {
    return json{
        {"order_subscription_id", subscription.subscription_id},
        {"order_id", subscription.order->order_id},
        {"order_number", subscription.order->order_number},
        {"order_name", subscription.order->invoice->asked.name},
        {"price", subscription.price},
        {"tax_free_price", subscription.order->receipt->asked->tax_free},
        {"quantity", 1},
        {"status", static_cast<int>(subscription.status)},
        {"subscription_billing_type", 1},
        {"subscription_payment_cycle_type", 21},
        {"current_duration", subscription.bills.size()},
        {"total_subscription_duration", subscription.total_duration},
        {"service_start_at", korean(subscription.service_start_at)},
        {"payment_next_at", time_or_null(subscription.payment_next_at)},
        {"paused_at", time_or_null(subscription.paused_at)},
        {"expected_resume_at", time_or_null(subscription.expected_resume_at)},
        {"cancel_at", time_or_null(subscription.terminated_at)}};
}

json bill_view(const HostedSubscription& subscription, const HostedBill& bill) {
    return json{
        {"order_subscription_bill_id", bill.bill_id},
        {"order_subscription_id", subscription.subscription_id},
        {"order_number", subscription.order->order_number},
        {"duration", bill.duration},
        {"price", bill.price},
        {"purchase_price", bill.status == BillStatus::done ? bill.price : 0},
        {"cancelled_price", 0},
        {"reserve_payment_at", korean(bill.reserve_payment_at)},
        {"purchased_at", time_or_null(bill.purchased_at)},
        {"status", static_cast<int>(bill.status)},
        {"cancel_status", 0}};
}

}  // namespace maedal::sandbox
