// What customers do in their browsers, and merchants in Bootpay's console.
#include "sandbox/front/answers.hpp"
#include "sandbox/front/commerce_api.hpp"
#include "sandbox/front/commerce_views.hpp"
#include "sandbox/front/payment_body.hpp"
#include "sandbox/front/views.hpp"

#include <utility>

namespace maedal::sandbox {

using net::PathParameters;
using net::Request;
using net::Response;
using nlohmann::json;

namespace {

const std::string& named(const PathParameters& parameters, std::string_view name) {
    return parameters.find(name)->second;
}

Visit visit_from(Fields& fields) {
    return Visit{
        .virtual_account = fields.flag("virtual_account", false),
        .price = fields.whole("paid_price"),
        .confirm_declined = fields.text("confirm_declined")};
}

Answer<json> body_or_none(const Request& request) {
    return request.body.empty() ? Answer<json>{json::object()} : body_of(request);
}

}  // namespace

const std::vector<CommerceControl::Route>& CommerceControl::routes() {
    using C = CommerceControl;
    static const std::vector<Route> table{
        {"POST", "/_sandbox/products", &C::put_up},
        {"POST", "/_sandbox/payments", &C::pay_in_window},
        {"POST", "/_sandbox/payments/{id}/confirm", &C::confirm},
        {"POST", "/_sandbox/payments/{id}/deposit", &C::deposit},
        {"GET", "/_sandbox/invoices", &C::invoices},
        {"POST", "/_sandbox/invoices/{id}/pay", &C::pay_invoice},
        {"POST", "/_sandbox/invoices/{id}/deny", &C::deny_invoice},
        {"POST", "/_sandbox/checkouts", &C::check_out},
    };
    return table;
}

Response CommerceControl::put_up(const Request& request, const PathParameters&) {
    const auto body = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) return refusal_answer(*refusal);
    Fields fields{*std::get_if<json>(&body)};
    fields.only({"product_id", "name", "price", "tax_free_price", "use_subscription", "ex_uid"});
    Product product{
        .product_id = fields.text("product_id"),
        .name = fields.text("name"),
        .display_price = fields.whole_within("price", 0, 0, price_max),
        .tax_free_price = fields.whole_within("tax_free_price", 0, 0, price_max),
        .use_subscription = fields.flag("use_subscription", false),
        .ex_uid = fields.text("ex_uid")};
    if (product.name.empty()) fields.wrong("name is missing");
    if (fields.fault()) return refusal_answer(*fields.fault());
    return json_answer(product_view(commerce_.put_up(std::move(product))));
}

Response CommerceControl::pay_in_window(const Request& request, const PathParameters&) {
    const auto body = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) return refusal_answer(*refusal);
    Fields fields{*std::get_if<json>(&body)};
    WindowPayment payment{
        .asked = payment_from(fields, bootpay_.switches()),
        .separately_confirmed = fields.flag("separately_confirmed", false),
        .virtual_account = fields.flag("virtual_account", false),
        .confirm_declined = fields.text("confirm_declined"),
        .bank_transfer = fields.flag("bank_transfer", false),
        .escrow = fields.flag("escrow", false)};
    payment.asked.billing_key.clear();
    if (fields.fault()) return refusal_answer(*fields.fault());
    return answer_of(bootpay_.pay_in_window(std::move(payment)), receipt_view);
}

/// Bootpay.confirm() of the browser.
Response CommerceControl::confirm(const Request&, const PathParameters& parameters) {
    return answer_of(bootpay_.confirm(named(parameters, "id")), receipt_view);
}

Response CommerceControl::deposit(const Request&, const PathParameters& parameters) {
    return answer_of(bootpay_.deposit(named(parameters, "id")), receipt_view);
}

Response CommerceControl::invoices(const Request&, const PathParameters&) {
    json rows = json::array();
    for (const Invoice& invoice : commerce_.invoices()) {
        json row = invoice_view(invoice);
        row["times_sent"] = invoice.times_sent;
        rows.push_back(std::move(row));
    }
    return json_answer(json{{"invoices", std::move(rows)}});
}

Response CommerceControl::pay_invoice(const Request& request, const PathParameters& parameters) {
    const auto body = body_or_none(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) return refusal_answer(*refusal);
    Fields fields{*std::get_if<json>(&body)};
    fields.only({"virtual_account", "paid_price", "confirm_declined"});
    const Visit visit = visit_from(fields);
    if (fields.fault()) return refusal_answer(*fields.fault());
    const auto paid = commerce_.pay(named(parameters, "id"), visit);
    return answer_of(paid, [&](const CommerceOrder& order) {
        return order_view(order, bootpay_.switches());
    });
}

Response CommerceControl::deny_invoice(const Request&, const PathParameters& parameters) {
    return answer_of(commerce_.deny(named(parameters, "id")), invoice_view);
}

Response CommerceControl::check_out(const Request& request, const PathParameters&) {
    const auto parsed = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&parsed)) return refusal_answer(*refusal);
    const json& body = *std::get_if<json>(&parsed);
    Fields fields{body};
    NewInvoice asked = invoice_from(body, fields, bootpay_.switches());
    const Visit visit = visit_from(fields);
    if (fields.fault()) return refusal_answer(*fields.fault());
    return answer_of(commerce_.check_out(std::move(asked), visit), [&](const CommerceOrder& order) {
        return order_view(order, bootpay_.switches());
    });
}

}  // namespace maedal::sandbox
