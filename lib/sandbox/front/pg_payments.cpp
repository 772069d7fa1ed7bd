// Payments, now and later, looked up and given back.
#include "sandbox/front/answers.hpp"
#include "sandbox/front/fields.hpp"
#include "sandbox/front/payment_body.hpp"
#include "sandbox/front/pg_api.hpp"
#include "sandbox/front/views.hpp"
#include "sandbox/model/execute_time.hpp"

#include <utility>

namespace maedal::sandbox {

using net::PathParameters;
using net::Request;
using net::Response;
using nlohmann::json;

namespace {

/// Whether a whole refund account came with a cancellation; a part of one is a fault.
bool refund_account(const json& body, Fields& fields) {
    if (fields.structure("refund", false).empty()) return false;
    Fields account{body.at("refund")};
    for (const char* name : {"bank_account", "bank_username", "bank_code"})
        if (account.id(name).empty()) account.wrong(std::string{"refund."} + name + " is missing");
    if (account.fault()) fields.wrong(account.fault()->detail);
    return true;
}

}  // namespace

Response PgApi::pay(const Request& request, const PathParameters&) {
    const auto body = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) return refusal_answer(*refusal);
    Fields fields{*std::get_if<json>(&body)};
    PaymentRequest asked = payment_from(fields, bootpay_.switches());
    if (fields.fault()) return refusal_answer(*fields.fault());
    return answer_of(bootpay_.pay(std::move(asked)), receipt_view);
}

Response PgApi::confirm(const Request& request, const PathParameters&) {
    const auto body = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) return refusal_answer(*refusal);
    Fields fields{*std::get_if<json>(&body)};
    const std::string receipt_id = fields.text("receipt_id");
    if (receipt_id.empty()) fields.wrong("receipt_id is missing");
    if (fields.fault()) return refusal_answer(*fields.fault());
    return answer_of(bootpay_.confirm(receipt_id), receipt_view);
}

Response PgApi::receipt(const Request& request, const PathParameters& path) {
    const std::string& receipt_id = path.at("receipt_id");
    const auto issuing = bootpay_.key_by_receipt(receipt_id);  // a receipt too, of status 11
    if (!std::get_if<Refusal>(&issuing)) return answer_of(issuing, issuing_view);
    if (const auto* asked = bootpay_.account_by_receipt(receipt_id))
        return json_answer(account_view(*asked));
    if (const auto* lone = bootpay_.cash_receipts().by_receipt(receipt_id))
        return json_answer(cash_receipt_view(*lone));
    const bool with_user = request.query("lookup_user_data") == "true";
    return answer_of(
        bootpay_.receipt(receipt_id), with_user ? receipt_view_with_user : receipt_view
    );
}

Response PgApi::order(const Request&, const PathParameters& path) {
    const std::string& order_id = path.at("order_id");
    json listed = json::array();
    for (const Receipt* receipt : bootpay_.receipts_of_order(order_id))
        listed.push_back(receipt_view(*receipt));
    if (const auto* lone = bootpay_.cash_receipts().by_order(order_id))
        listed.push_back(cash_receipt_view(*lone));
    if (listed.empty() && bootpay_.switches().empty_order_is_error)
        return refusal_answer(refuse(refusals::receipt_not_found));
    return json_answer(listed);
}

Response PgApi::cancel(const Request& request, const PathParameters&) {
    const auto body = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) return refusal_answer(*refusal);
    Fields fields{*std::get_if<json>(&body)};
    const CancelRequest asked{
        .receipt_id = fields.text("receipt_id"),
        .price = fields.whole("cancel_price"),
        .tax_free = fields.whole("cancel_tax_free"),
        .cancel_id = fields.id("cancel_id"),
        .refund_account = refund_account(*std::get_if<json>(&body), fields)};
    (void)fields.text("cancel_username");
    (void)fields.text("cancel_message");
    if (asked.receipt_id.empty()) fields.wrong("receipt_id is missing");
    if (fields.fault()) return refusal_answer(*fields.fault());
    return answer_of(bootpay_.cancel(asked), receipt_view);
}

Response PgApi::reserve(const Request& request, const PathParameters&) {
    const auto body = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) return refusal_answer(*refusal);
    Fields fields{*std::get_if<json>(&body)};
    PaymentRequest asked = payment_from(fields, bootpay_.switches());
    const std::string written = fields.text("reserve_execute_at");
    if (fields.fault()) return refusal_answer(*fields.fault());
    if (written.empty())
        return refusal_answer(refuse(refusals::parameter_invalid, "reserve_execute_at is missing"));
    const auto execute_at = execute_time_from_text(written);
    if (!execute_at) return refusal_answer(refuse(refusals::execute_at_invalid));
    const auto made = bootpay_.reserve(std::move(asked), *execute_at);
    return answer_of(made, [](const Reservation& reservation) {
        return json{
            {"reserve_id", reservation.reserve_id},
            {"reserve_execute_at", korean(reservation.execute_at)}};
    });
}

Response PgApi::reservation(const Request&, const PathParameters& path) {
    return answer_of(bootpay_.reservation(path.at("reserve_id")), reservation_view);
}

Response PgApi::revoke(const Request&, const PathParameters& path) {
    const auto revoked = bootpay_.revoke(path.at("reserve_id"));
    return answer_of(revoked, [](const Reservation& reservation) {
        return json{{"reserve_id", reservation.reserve_id}, {"success", true}};
    });
}

}  // namespace maedal::sandbox
