// Identity checks by mobile phone.
#include "sandbox/front/answers.hpp"
#include "sandbox/front/fields.hpp"
#include "sandbox/front/identity_body.hpp"
#include "sandbox/front/pg_api.hpp"
#include "sandbox/front/views.hpp"

#include <utility>

namespace maedal::sandbox {

using net::PathParameters;
using net::Request;
using net::Response;
using nlohmann::json;

Response PgApi::identity(const Request&, const PathParameters& path) {
    const auto found = bootpay_.identity().result(path.at("receipt_id"), bootpay_.now());
    return answer_of(found, identity_view);
}

Response PgApi::request_identity(const Request& request, const PathParameters&) {
    const auto body = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) return refusal_answer(*refusal);
    Fields fields{*std::get_if<json>(&body)};
    IdentityCheck asked = identity_from(fields);
    if (fields.text("client_ip").empty()) fields.wrong("client_ip is missing");
    if (fields.text("order_name").empty()) fields.wrong("order_name is missing");
    if (fields.fault()) return refusal_answer(*fields.fault());
    return answer_of(bootpay_.identity().request(std::move(asked), bootpay_.now()), identity_view);
}

Response PgApi::confirm_identity(const Request& request, const PathParameters&) {
    const auto body = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) return refusal_answer(*refusal);
    Fields fields{*std::get_if<json>(&body)};
    const std::string receipt_id = fields.text("receipt_id"), code = fields.id("otp");
    if (fields.fault()) return refusal_answer(*fields.fault());
    return answer_of(bootpay_.identity().confirm(receipt_id, code, bootpay_.now()), identity_view);
}

Response PgApi::realarm_identity(const Request& request, const PathParameters&) {
    const auto body = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) return refusal_answer(*refusal);
    Fields fields{*std::get_if<json>(&body)};
    const std::string receipt_id = fields.text("receipt_id");
    if (fields.fault()) return refusal_answer(*fields.fault());
    return answer_of(bootpay_.identity().realarm(receipt_id), identity_view);
}

}  // namespace maedal::sandbox
