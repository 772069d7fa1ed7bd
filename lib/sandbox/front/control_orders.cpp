#include "sandbox/front/answers.hpp"
#include "sandbox/front/control.hpp"
#include "sandbox/front/fields.hpp"
#include "sandbox/front/payment_body.hpp"
#include "sandbox/front/views.hpp"

#include <utility>

namespace maedal::sandbox {

using net::Request;
using net::Response;
using nlohmann::json;

namespace {

constexpr std::int64_t count_max = 1'000'000'000;  // of anything that is counted here
constexpr std::int64_t delay_seconds_max = 7LL * 86'400;
constexpr const char* rule_names[]{"reserve", "charge", "none"};  // in the order of OrderIdRule

json decline_view(const std::string& billing_key, const KeyDecline& decline) {
    return json{
        {"billing_key", billing_key},
        {"times", decline.times},
        {"from", decline.from ? json(korean(*decline.from)) : json()},
        {"always", decline.always},
        {"pg_error_code", decline.pg_error_code}};
}

json fault_view(const Fault& fault) {
    return json{
        {"on", fault.on ? text_of(*fault.on) : std::string_view{"any"}},
        {"kind", text_of(fault.kind)},
        {"times", fault.times < 0 ? json() : json(fault.times)},
        {"percent", fault.percent}};
}

Fault fault_from(Fields& fields) {
    const std::string on = fields.text("on"), kind = fields.text("kind");
    const auto call = call_from_text(on);
    if (!call && on != "any")
        fields.wrong(
            "on must be reserve, revoke, cancel, pay, lookup, token, key, confirm, link, hosted or "
            "any"
        );
    const auto known = fault_kind_from_text(kind);
    if (!known) {
        fields.wrong(
            "kind must be lose_request, lose_answer, status_500_before, status_500_after, hang, "
            "html, cut_body or status_429"
        );
    }
    const bool by_dice = fields.has("percent");
    return Fault{
        .on = call,
        .kind = known.value_or(FaultKind::hang),
        .times =
            fields.has("times") || !by_dice ? fields.whole_within("times", 1, 1, count_max) : -1,
        .percent = static_cast<int>(fields.whole_within("percent", 100, 1, 100))};
}

std::optional<OrderIdRule> rule_from(const std::string& name) {
    for (std::size_t i = 0; i < std::size(rule_names); ++i)
        if (name == rule_names[i]) return static_cast<OrderIdRule>(i);
    return std::nullopt;
}

json switches_view(const Switches& now) {
    return json{
        {"order_id_rule", rule_names[static_cast<int>(now.order_id_rule)]},
        {"reservations_waiting_max", now.reservations_waiting_max},
        {"failed_receipts_listed", now.failed_receipts_listed},
        {"execution_delay_seconds", now.execution_delay.count()},
        {"webhooks", now.webhooks},
        {"webhook_url", now.webhook_url},
        {"webhook_content_type", now.webhook_content_type},
        {"partial_cancel_webhook_status", now.partial_cancel_webhook_status},
        {"loopback_webhooks", now.loopback_webhooks},
        {"order_status_numbers", now.order_status_numbers},
        {"order_subscriptions_null", now.order_subscriptions_null},
        {"empty_metadata_fails", now.empty_metadata_fails},
        {"request_id_is_own", now.request_id_is_own}};
}

void read_webhook_switches(const json& body, Fields& fields, Switches& next) {
    next.webhooks = fields.flag("webhooks", next.webhooks);
    next.loopback_webhooks = fields.flag("loopback_webhooks", next.loopback_webhooks);
    if (body.contains("webhook_url")) next.webhook_url = fields.text("webhook_url");
    if (!next.webhook_url.empty()) {
        const auto fault = webhook_url_fault(next.webhook_url, next.loopback_webhooks);
        if (!fault.empty()) fields.wrong("webhook_url " + fault);
    }
    if (fields.has("webhook_content_type"))
        next.webhook_content_type = fields.text("webhook_content_type");
    if (!known_content_type(next.webhook_content_type)) {
        fields.wrong(
            "webhook_content_type must be application/json or application/x-www-form-urlencoded"
        );
    }
    if (const auto status = fields.whole("partial_cancel_webhook_status")) {
        if (*status != 1 && *status != 20)
            fields.wrong("partial_cancel_webhook_status must be 1 or 20");
        next.partial_cancel_webhook_status = *status == 1 ? 1 : 20;
    }
}

Switches switches_from(const json& body, Fields& fields, Switches next) {
    fields.only(
        {"order_id_rule",
         "reservations_waiting_max",
         "failed_receipts_listed",
         "execution_delay_seconds",
         "webhooks",
         "webhook_url",
         "webhook_content_type",
         "partial_cancel_webhook_status",
         "loopback_webhooks",
         "order_status_numbers",
         "order_subscriptions_null",
         "empty_metadata_fails",
         "request_id_is_own"}
    );
    if (fields.has("order_id_rule")) {
        const auto rule = rule_from(fields.text("order_id_rule"));
        if (!rule) fields.wrong("order_id_rule must be reserve, charge or none");
        next.order_id_rule = rule.value_or(next.order_id_rule);
    }
    next.reservations_waiting_max = static_cast<int>(
        fields.whole_within("reservations_waiting_max", next.reservations_waiting_max, 0, 1'000'000)
    );
    next.failed_receipts_listed =
        fields.flag("failed_receipts_listed", next.failed_receipts_listed);
    next.execution_delay = Seconds{fields.whole_within(
        "execution_delay_seconds", next.execution_delay.count(), 0, delay_seconds_max
    )};
    read_webhook_switches(body, fields, next);
    next.order_status_numbers = fields.flag("order_status_numbers", next.order_status_numbers);
    next.order_subscriptions_null =
        fields.flag("order_subscriptions_null", next.order_subscriptions_null);
    next.empty_metadata_fails = fields.flag("empty_metadata_fails", next.empty_metadata_fails);
    next.request_id_is_own = fields.flag("request_id_is_own", next.request_id_is_own);
    return next;
}

}  // namespace

const std::vector<Control::Route>& Control::routes() {
    static const std::vector<Route> table{
        {"GET", "/_sandbox", &Control::overview},
        {"GET", "/_sandbox/billing-keys", &Control::billing_keys},
        {"POST", "/_sandbox/billing-keys", &Control::register_card},
        {"GET", "/_sandbox/ledger", &Control::ledger},
        {"GET", "/_sandbox/reservations", &Control::reservations},
        {"GET", "/_sandbox/receipts", &Control::receipts},
        {"GET", "/_sandbox/webhooks", &Control::webhooks},
        {"GET", "/_sandbox/declines", &Control::declines},
        {"POST", "/_sandbox/declines", &Control::set_decline},
        {"DELETE", "/_sandbox/declines", &Control::clear_declines},
        {"GET", "/_sandbox/faults", &Control::faults},
        {"POST", "/_sandbox/faults", &Control::add_fault},
        {"DELETE", "/_sandbox/faults", &Control::clear_faults},
        {"GET", "/_sandbox/switches", &Control::switches},
        {"POST", "/_sandbox/switches", &Control::set_switches},
    };
    return table;
}

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
         "card_company"}
    );
    NewCard card{
        .billing_key = fields.text("billing_key"),
        .receipt_id = fields.text("receipt_id"),
        .subscription_id = fields.text("subscription_id"),
        .pg = fields.text("pg"),
        .username = fields.text("username"),
        .card_no = fields.text("card_no"),
        .card_company = fields.text("card_company")};
    if (fields.fault()) return refusal_answer(*fields.fault());
    return answer_of(bootpay_.register_card(std::move(card)), issuing_view);
}

Response Control::declines(const Request&) {
    json of_keys = json::array();
    for (const auto& [billing_key, decline] : bootpay_.declines().of_keys())
        of_keys.push_back(decline_view(billing_key, decline));
    const DeclineRule& rule = bootpay_.declines().rule();
    return json_answer(json{
        {"billing_keys", std::move(of_keys)},
        {"rule",
         {{"every", rule.every}, {"percent", rule.percent}, {"pg_error_code", rule.pg_error_code}}}}
    );
}

Response Control::set_decline(const Request& request) {
    const auto body = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) return refusal_answer(*refusal);
    Fields fields{*std::get_if<json>(&body)};
    std::string pg_error_code = fields.text("pg_error_code");
    if (pg_error_code.empty()) pg_error_code = pg_error_code_default;
    if (!fields.has("billing_key")) {
        fields.only({"every", "percent", "pg_error_code"});
        DeclineRule rule{
            .every = fields.whole_within("every", 0, 0, count_max),
            .percent = static_cast<int>(fields.whole_within("percent", 0, 0, 100)),
            .pg_error_code = std::move(pg_error_code)};
        if (fields.fault()) return refusal_answer(*fields.fault());
        bootpay_.declines().set_rule(std::move(rule));
        return declines(request);
    }
    fields.only({"billing_key", "times", "from", "always", "pg_error_code"});
    const std::string billing_key = fields.text("billing_key");
    KeyDecline decline{
        .times = fields.whole_within("times", 0, 0, count_max),
        .from = fields.instant("from"),
        .always = fields.flag("always", false),
        .pg_error_code = std::move(pg_error_code)};
    if (fields.fault()) return refusal_answer(*fields.fault());
    const auto key = bootpay_.key(billing_key);
    if (const auto* refusal = std::get_if<Refusal>(&key)) return refusal_answer(*refusal);
    bootpay_.declines().set(billing_key, std::move(decline));
    return declines(request);
}

Response Control::clear_declines(const Request& request) {
    bootpay_.declines().clear();
    return declines(request);
}

Response Control::faults(const Request&) {
    json standing = json::array();
    for (const Fault& fault : faults_.standing())
        standing.push_back(fault_view(fault));
    return json_answer(json{{"faults", std::move(standing)}});
}

Response Control::add_fault(const Request& request) {
    const auto body = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) return refusal_answer(*refusal);
    Fields fields{*std::get_if<json>(&body)};
    fields.only({"on", "kind", "times", "percent"});
    const Fault fault = fault_from(fields);
    if (!fields.fault() && !faults_.add(fault)) fields.wrong("too many faults stand already");
    if (fields.fault()) return refusal_answer(*fields.fault());
    return faults(request);
}

Response Control::clear_faults(const Request& request) {
    faults_.clear();
    return faults(request);
}

Response Control::switches(const Request&) {
    return json_answer(switches_view(bootpay_.switches()));
}

Response Control::set_switches(const Request& request) {
    const auto body = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) return refusal_answer(*refusal);
    const json& wanted = *std::get_if<json>(&body);
    Fields fields{wanted};
    const Switches next = switches_from(wanted, fields, bootpay_.switches());
    if (fields.fault()) return refusal_answer(*fields.fault());
    bootpay_.switches() = next;
    return switches(request);
}

}  // namespace maedal::sandbox
