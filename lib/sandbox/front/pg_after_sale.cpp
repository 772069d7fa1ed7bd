// What follows a sale: the goods on their way, and cash receipts.
#include "sandbox/front/answers.hpp"
#include "sandbox/front/fields.hpp"
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

/// "소득공제" or "지출증빙", or their numbers 1 and 2: Ruby sends one [R].
std::optional<CashReceiptKind> kind_from(Fields& fields) {
    const std::string said = fields.id("cash_receipt_type");
    if (said == "소득공제" || said == "1") return CashReceiptKind::income_deduction;
    if (said == "지출증빙" || said == "2") return CashReceiptKind::expense_proof;
    fields.wrong("cash_receipt_type must be 소득공제 or 지출증빙");
    return std::nullopt;
}

LoneCashReceipt lone_from(Fields& fields, Instant now) {
    LoneCashReceipt asked;
    asked.pg = fields.text("pg");
    asked.order_id = fields.id("order_id");
    asked.order_name = fields.text("order_name");
    asked.metadata = fields.json_of("metadata");
    asked.price = fields.whole("price").value_or(0);
    asked.tax_free = fields.whole("tax_free").value_or(0);
    asked.published.kind = kind_from(fields).value_or(CashReceiptKind::income_deduction);
    const std::string at = fields.text("purchased_at");
    const auto purchased_at = at.empty() ? now : execute_time_from_text(at);
    if (!purchased_at) fields.wrong("purchased_at is no date and time");
    asked.purchased_at = purchased_at.value_or(now);
    if (fields.id("identity_no").empty()) fields.wrong("identity_no is missing");
    return asked;
}

}  // namespace

Response PgApi::ship(const Request& request, const PathParameters& path) {
    const auto body = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) return refusal_answer(*refusal);
    Fields fields{*std::get_if<json>(&body)};
    const std::string& receipt_id = path.at("receipt_id");
    const std::string repeated = fields.text("receipt_id");
    if (!repeated.empty() && repeated != receipt_id)
        fields.wrong("receipt_id is another than in the path");
    Shipping shipping{fields.id("tracking_number"), fields.text("delivery_corp"), {}};
    (void)fields.flag("shipping_prepayment", true);
    (void)fields.whole("shipping_day");
    (void)fields.structure("user", false);
    (void)fields.structure("company", false);
    if (fields.fault()) return refusal_answer(*fields.fault());
    return answer_of(bootpay_.ship(receipt_id, std::move(shipping)), receipt_view);
}

Response PgApi::publish_cash_receipt(const Request& request, const PathParameters&) {
    const auto body = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) return refusal_answer(*refusal);
    Fields fields{*std::get_if<json>(&body)};
    const std::string receipt_id = fields.text("receipt_id");
    if (receipt_id.empty()) fields.wrong("receipt_id is missing");
    if (fields.id("identity_no").empty()) fields.wrong("identity_no is missing");
    const auto kind = kind_from(fields);
    if (fields.fault()) return refusal_answer(*fields.fault());
    return answer_of(bootpay_.publish_cash_receipt(receipt_id, *kind), receipt_view);
}

// Who cancels and why may stand in the query [W, P], in a body [G, J] or nowhere [R].
Response PgApi::cancel_cash_receipt(const Request&, const PathParameters& path) {
    return answer_of(bootpay_.cancel_cash_receipt(path.at("receipt_id")), receipt_view);
}

Response PgApi::publish_lone_cash_receipt(const Request& request, const PathParameters&) {
    const auto body = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) return refusal_answer(*refusal);
    Fields fields{*std::get_if<json>(&body)};
    LoneCashReceipt asked = lone_from(fields, bootpay_.now());
    if (fields.fault()) return refusal_answer(*fields.fault());
    return answer_of(
        bootpay_.cash_receipts().publish(std::move(asked), bootpay_.now()), cash_receipt_view
    );
}

Response PgApi::cancel_lone_cash_receipt(const Request&, const PathParameters& path) {
    return answer_of(
        bootpay_.cash_receipts().cancel(path.at("receipt_id"), bootpay_.now()), cash_receipt_view
    );
}

}  // namespace maedal::sandbox
