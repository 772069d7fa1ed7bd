#include "sandbox/front/pg_api.hpp"

#include "sandbox/front/answers.hpp"
#include "sandbox/front/payment_body.hpp"
#include "sandbox/front/views.hpp"
#include "sandbox/model/execute_time.hpp"

#include <utility>

namespace maedal::sandbox {

using net::PathParameters;
using net::Request;
using net::Response;
using nlohmann::json;

namespace {

enum : std::uint64_t { tokens_row = 101 };

const std::string& named(const PathParameters& parameters, std::string_view name) {
    return parameters.find(name)->second;
}

}  // namespace

PgApi::PgApi(Bootpay& bootpay, Credentials accepted, std::uint64_t seed)
    : bootpay_{bootpay}, accepted_{std::move(accepted)}, tokens_{scattered(seed + tokens_row)} {}

const std::vector<PgApi::Route>& PgApi::routes() {
    static const std::vector<Route> table{
        {"POST", "/v2/request/token", Call::token, &PgApi::issue_token},
        {"GET", "/v2/receipt/{receipt_id}", Call::lookup, &PgApi::receipt},
        {"GET", "/v2/lookup/order/{order_id}", Call::lookup, &PgApi::order},
        {"POST", "/v2/cancel", Call::cancel, &PgApi::cancel},
        {"POST", "/v2/confirm", Call::confirm, &PgApi::confirm},
        {"GET", "/v2/subscribe/billing_key/{receipt_id}", Call::lookup, &PgApi::key_by_receipt},
        {"DELETE", "/v2/subscribe/billing_key/{receipt_id}", Call::key, &PgApi::delete_key},
        {"GET", "/v2/billing_key/{billing_key}", Call::lookup, &PgApi::key},
        {"POST", "/v2/subscribe/payment", Call::pay, &PgApi::pay},
        {"POST", "/v2/subscribe/payment/reserve", Call::reserve, &PgApi::reserve},
        {"GET", "/v2/subscribe/payment/reserve/{reserve_id}", Call::lookup, &PgApi::reservation},
        {"DELETE", "/v2/subscribe/payment/reserve/{reserve_id}", Call::revoke, &PgApi::revoke},
    };
    return table;
}

Response PgApi::act(const Route& route, const Request& request, const PathParameters& parameters) {
    if (route.call != Call::token) {
        const auto fault = authorization_fault(request, accepted_, tokens_, bootpay_.now());
        if (fault) return refusal_answer(*fault);
    }
    return (this->*route.action)(request, parameters);
}

Response PgApi::issue_token(const Request& request, const PathParameters&) {
    const auto body = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) return refusal_answer(*refusal);
    Fields fields{*std::get_if<json>(&body)};
    const std::string application_id = fields.text("application_id");
    const std::string private_key = fields.text("private_key");
    if (fields.fault()) return refusal_answer(*fields.fault());
    if (application_id != accepted_.application_id)
        return refusal_answer(refuse(refusals::app_key_not_found));
    if (private_key != accepted_.private_key)
        return refusal_answer(refuse(refusals::secret_not_matched));
    const IssuedToken token = tokens_.issue(bootpay_.now());
    return json_answer(json{{"access_token", token.text}, {"expire_in", token.expire_in.count()}});
}

Response PgApi::key_by_receipt(const Request&, const PathParameters& parameters) {
    return answer_of(bootpay_.key_by_receipt(named(parameters, "receipt_id")), issuing_view);
}

Response PgApi::key(const Request&, const PathParameters& parameters) {
    return answer_of(bootpay_.key(named(parameters, "billing_key")), key_view);
}

Response PgApi::delete_key(const Request&, const PathParameters& parameters) {
    const auto deleted = bootpay_.delete_key(named(parameters, "receipt_id"));
    return answer_of(deleted, [](const BillingKey& key) {
        return json{{"billing_key", key.billing_key}};
    });
}

Response PgApi::pay(const Request& request, const PathParameters&) {
    const auto body = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) return refusal_answer(*refusal);
    Fields fields{*std::get_if<json>(&body)};
    PaymentRequest asked = payment_from(fields, bootpay_.switches());
    if (fields.fault()) return refusal_answer(*fields.fault());
    return answer_of(bootpay_.pay(std::move(asked)), receipt_view);
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

Response PgApi::reservation(const Request&, const PathParameters& parameters) {
    return answer_of(bootpay_.reservation(named(parameters, "reserve_id")), reservation_view);
}

Response PgApi::revoke(const Request&, const PathParameters& parameters) {
    const auto revoked = bootpay_.revoke(named(parameters, "reserve_id"));
    return answer_of(revoked, [](const Reservation& reservation) {
        return json{{"reserve_id", reservation.reserve_id}, {"success", true}};
    });
}

Response PgApi::receipt(const Request& request, const PathParameters& parameters) {
    const std::string& receipt_id = named(parameters, "receipt_id");
    const auto issuing = bootpay_.key_by_receipt(receipt_id);  // a receipt too, of status 11
    if (!std::get_if<Refusal>(&issuing)) return answer_of(issuing, issuing_view);
    const bool with_user = request.query("lookup_user_data") == "true";
    return answer_of(
        bootpay_.receipt(receipt_id), with_user ? receipt_view_with_user : receipt_view
    );
}

Response PgApi::order(const Request&, const PathParameters& parameters) {
    json listed = json::array();
    for (const Receipt* receipt : bootpay_.receipts_of_order(named(parameters, "order_id")))
        listed.push_back(receipt_view(*receipt));
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
        .cancel_id = fields.id("cancel_id")};
    (void)fields.text("cancel_username");
    (void)fields.text("cancel_message");
    (void)fields.structure("refund", false);
    if (asked.receipt_id.empty()) fields.wrong("receipt_id is missing");
    if (fields.fault()) return refusal_answer(*fields.fault());
    return answer_of(bootpay_.cancel(asked), receipt_view);
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

}  // namespace maedal::sandbox
