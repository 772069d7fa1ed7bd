// What customers do in their browsers and on their phones.
#include "sandbox/front/answers.hpp"
#include "sandbox/front/control.hpp"
#include "sandbox/front/fields.hpp"
#include "sandbox/front/identity_body.hpp"
#include "sandbox/front/views.hpp"

#include <utility>

namespace maedal::sandbox {

using net::Request;
using net::Response;
using nlohmann::json;

namespace {

/// The receipt that a body names and nothing else.
Answer<std::string> receipt_named(const Request& request) {
    const auto body = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) return *refusal;
    Fields fields{*std::get_if<json>(&body)};
    fields.only({"receipt_id"});
    std::string receipt_id = fields.text("receipt_id");
    if (receipt_id.empty()) fields.wrong("receipt_id is missing");
    if (fields.fault()) return *fields.fault();
    return receipt_id;
}

}  // namespace

Response Control::register_card(const Request& request) {
    const auto body = request.body.empty() ? Answer<json>{json::object()} : body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) return refusal_answer(*refusal);
    Fields fields{*std::get_if<json>(&body)};
    fields.only(
        {"billing_key",
         "receipt_id",
         "subscription_id",
         "pg",
         "username",
         "card_no",
         "card_company",
         "user_id",
         "metadata"}
    );
    NewCard card{
        .billing_key = fields.text("billing_key"),
        .receipt_id = fields.text("receipt_id"),
        .subscription_id = fields.text("subscription_id"),
        .pg = fields.text("pg"),
        .username = fields.text("username"),
        .card_no = fields.text("card_no"),
        .card_company = fields.text("card_company"),
        .user_id = fields.id("user_id"),
        .metadata = fields.structure("metadata", false)};
    if (fields.fault()) return refusal_answer(*fields.fault());
    return answer_of(bootpay_.register_card(std::move(card)), issuing_view);
}

Response Control::agree(const Request& request) {
    const auto receipt_id = receipt_named(request);
    if (const auto* refusal = std::get_if<Refusal>(&receipt_id)) return refusal_answer(*refusal);
    return answer_of(bootpay_.agree(*std::get_if<std::string>(&receipt_id)), account_view);
}

Response Control::check_identity(const Request& request) {
    const auto body = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) return refusal_answer(*refusal);
    Fields fields{*std::get_if<json>(&body)};
    fields.only(
        {"authentication_id",
         "pg",
         "method",
         "username",
         "identity_no",
         "carrier",
         "phone",
         "authenticate_type"}
    );
    IdentityCheck asked = identity_from(fields);
    if (asked.pg.empty()) asked.pg = "다날";
    if (asked.method.empty()) asked.method = "본인인증";
    if (fields.fault()) return refusal_answer(*fields.fault());
    auto& checks = bootpay_.identity();
    return answer_of(checks.done_in_browser(std::move(asked), bootpay_.now()), identity_view);
}

}  // namespace maedal::sandbox
