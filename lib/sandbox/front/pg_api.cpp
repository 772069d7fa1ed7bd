#include "sandbox/front/pg_api.hpp"

#include "sandbox/front/answers.hpp"
#include "sandbox/front/fields.hpp"
#include "sandbox/model/dice.hpp"

#include <utility>

namespace maedal::sandbox {

using net::PathParameters;
using net::Request;
using net::Response;
using nlohmann::json;

namespace {

enum : std::uint64_t { tokens_row = 101, user_tokens_row = 103 };

constexpr Seconds user_token_life{3'600};  // nothing is published about it

}  // namespace

PgApi::PgApi(Bootpay& bootpay, Credentials accepted, std::uint64_t seed)
    : bootpay_{bootpay},
      accepted_{std::move(accepted)},
      tokens_{scattered(seed + tokens_row)},
      user_tokens_{scattered(seed + user_tokens_row)} {}

const std::vector<PgApi::Route>& PgApi::routes() {
    using enum Call;
    using Api = PgApi;
    static const std::vector<Route> table{
        {"POST", "/v2/request/token", token, &Api::issue_token, Access::open},
        {"POST", "/v2/request/user/token", token, &Api::issue_user_token, Access::bearer},
        {"GET", "/v2/receipt/{receipt_id}", lookup, &Api::receipt},
        {"GET", "/v2/lookup/order/{order_id}", lookup, &Api::order},
        {"POST", "/v2/cancel", Call::cancel, &Api::cancel},
        {"POST", "/v2/confirm", Call::confirm, &Api::confirm},
        {"POST", "/v2/request/subscribe", issue, &Api::issue_card_key},
        {"POST", "/v2/request/subscribe/automatic-transfer", issue, &Api::ask_for_account},
        {"POST", "/v2/request/subscribe/automatic-transfer/publish", issue, &Api::publish_account},
        {"GET", "/v2/subscribe/billing_key/{receipt_id}", lookup, &Api::key_by_receipt},
        {"DELETE", "/v2/subscribe/billing_key/{receipt_id}", Call::key, &Api::delete_key},
        {"GET", "/v2/billing_key/{billing_key}", lookup, &Api::key},
        {"GET", "/v2/subscribe/sequential_billing_key/{key}", lookup, &Api::sequential_key},
        {"POST", "/v2/subscribe/payment", Call::pay, &Api::pay},
        {"POST", "/v2/subscribe/payment/reserve", Call::reserve, &Api::reserve},
        {"GET", "/v2/subscribe/payment/reserve/{reserve_id}", lookup, &Api::reservation},
        {"DELETE", "/v2/subscribe/payment/reserve/{reserve_id}", Call::revoke, &Api::revoke},
        {"GET", "/v2/certificate/{receipt_id}", lookup, &Api::identity},
        {"POST", "/v2/request/authentication", Call::identity, &Api::request_identity},
        {"POST", "/v2/authenticate/confirm", Call::identity, &Api::confirm_identity},
        {"POST", "/v2/authenticate/realarm", Call::identity, &Api::realarm_identity},
        {"PUT", "/v2/escrow/shipping/start/{receipt_id}", shipping, &Api::ship},
        {"POST", "/v2/request/receipt/cash/publish", cash, &Api::publish_cash_receipt},
        {"DELETE", "/v2/request/receipt/cash/cancel/{receipt_id}", cash, &Api::cancel_cash_receipt},
        {"POST", "/v2/request/cash/receipt", cash, &Api::publish_lone_cash_receipt},
        {"DELETE", "/v2/request/cash/receipt/{receipt_id}", cash, &Api::cancel_lone_cash_receipt},
        {"GET", "/v2/wallet", lookup, &Api::wallets, Access::bearer},
        {"POST", "/v2/wallet/payment", Call::pay, &Api::pay_by_wallet},
    };
    return table;
}

Response PgApi::act(const Route& route, const Request& request, const PathParameters& parameters) {
    if (route.access != Access::open) {
        const bool basic =
            request.headers.get("Authorization").value_or(std::string_view{}).starts_with("Basic ");
        const auto fault = authorization_fault(request, accepted_, tokens_, bootpay_.now());
        if (fault) return refusal_answer(*fault);
        if (basic && route.access == Access::bearer)
            return refusal_answer(refuse(refusals::token_key_invalid));
    }
    Response answer = (this->*route.action)(request, parameters);
    if (answer.status == 400) answer.status = bootpay_.switches().refused_status;
    if (answer.status == 404) answer.status = bootpay_.switches().unknown_id_status;
    return answer;
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

Response PgApi::issue_user_token(const Request& request, const PathParameters&) {
    const auto body = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) return refusal_answer(*refusal);
    Fields fields{*std::get_if<json>(&body)};
    if (fields.id("user_id").empty()) fields.wrong("user_id is missing");
    for (const char* name : {"email", "username", "birth", "phone"})
        (void)fields.id(name);
    (void)fields.whole("gender");
    if (fields.fault()) return refusal_answer(*fields.fault());
    return json_answer(json{
        {"user_token", user_tokens_.next()},
        {"expired_at", korean(bootpay_.now() + user_token_life)}});
}

}  // namespace maedal::sandbox
