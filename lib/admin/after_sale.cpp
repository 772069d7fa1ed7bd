// What follows a sale: the goods on their way, and cash receipts.
#include "admin/errand_replies.hpp"
#include "admin/handlers.hpp"
#include "admin/replies.hpp"

namespace maedal::admin {
namespace {

engine::CashReceiptKind kind_from(Body& body) {
    const bool proof = body.word("type", {"income_deduction", "expense_proof"}) == "expense_proof";
    return proof ? engine::CashReceiptKind::expense_proof
                 : engine::CashReceiptKind::income_deduction;
}

billing::Won won_from(Body& body, const char* name) {
    const auto count = body.integer_if_given(name);
    const auto won = billing::Won::from_count(count.value_or(0));
    if (!won) body.refuse(name, "invalid_price", std::string{name} + " is no amount of won");
    return won.value_or(*billing::Won::from_count(0));
}

Task<net::Response> cancel(Visit visit, billing::ReceiptId receipt, bool lone) {
    Body body{visit.request, true};
    engine::CancelCashReceipt form{std::move(receipt), body.text_or_empty("reason"), lone};
    return errand_run(std::move(visit), body, std::move(form));
}

}  // namespace

Task<net::Response> ship_goods(Visit visit) {
    Body body{visit.request};
    engine::ShippingForm form{
        .receipt = billing::ReceiptId{visit.path["id"]},
        .receipt_url = body.text_or_empty("receipt_url"),
        .tracking_number = body.text("tracking_number"),
        .delivery_corp = body.text("delivery_corp"),
        .prepaid = body.flag("shipping_prepayment", true),
        .days = 5,
        .username = body.text_or_empty("username"),
        .phone = body.text_or_empty("phone"),
        .zipcode = body.text_or_empty("zipcode"),
        .address = body.text_or_empty("address"),
        .company = body.text_or_empty("company"),
        .company_phone = body.text_or_empty("company_phone"),
        .company_address = body.text_or_empty("company_address")};
    const auto days = body.integer_if_given("shipping_day");
    if (days) form.days = *days >= 1 && *days <= 30 ? static_cast<int>(*days) : 0;
    return errand_run(std::move(visit), body, std::move(form));
}

Task<net::Response> publish_cash_receipt(Visit visit) {
    Body body{visit.request};
    engine::CashReceiptForm form{
        .receipt = billing::ReceiptId{visit.path["id"]},
        .kind = kind_from(body),
        .identity_no = body.secret("identity_no"),
        .username = body.text_or_empty("username"),
        .email = body.text_or_empty("email"),
        .phone = body.text_or_empty("phone")};
    keep_only(visit, body.without_secrets());
    return errand_run(std::move(visit), body, std::move(form));
}

Task<net::Response> cancel_cash_receipt(Visit visit) {
    const billing::ReceiptId receipt{visit.path["id"]};
    return cancel(std::move(visit), receipt, false);
}

Task<net::Response> publish_lone_cash_receipt(Visit visit) {
    Body body{visit.request};
    engine::LoneCashReceiptForm form{
        .order_id = body.id<billing::OrderId>("order_id"),
        .pg = body.text_or_empty("pg"),
        .order_name = body.text("order_name"),
        .price = won_from(body, "price"),
        .tax_free = won_from(body, "tax_free"),
        .kind = kind_from(body),
        .identity_no = body.secret("identity_no"),
        .purchased_at = std::nullopt};
    const auto at = body.text_or_empty("purchased_at");
    if (!at.empty()) form.purchased_at = instant_from_rfc3339(at);
    keep_only(visit, body.without_secrets());
    if (const auto fault = body.fault()) return told(problem(body.fault_status(), *fault));
    if (!at.empty() && !form.purchased_at) {
        return told(problem(Error{
            Errc::invalid,
            "invalid_time",
            "purchased_at has to be an RFC 3339 time with a zone",
            "purchased_at"}));
    }
    return errand_run(std::move(visit), std::move(form));
}

Task<net::Response> cancel_lone_cash_receipt(Visit visit) {
    const billing::ReceiptId receipt{visit.path["receipt_id"]};
    return cancel(std::move(visit), receipt, true);
}

}  // namespace maedal::admin
