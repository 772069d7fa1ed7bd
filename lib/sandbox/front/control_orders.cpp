#include "sandbox/front/answers.hpp"
#include "sandbox/front/control.hpp"
#include "sandbox/front/fields.hpp"

#include <utility>

namespace maedal::sandbox {

using net::Request;
using net::Response;
using nlohmann::json;

namespace {

constexpr std::int64_t count_max = 1'000'000'000;  // of anything that is counted here

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
    if (!call && on != "any") {
        fields.wrong(
            "on must be reserve, revoke, cancel, pay, lookup, token, key, issue, confirm, "
            "identity, shipping, cash, link, hosted or any"
        );
    }
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

}  // namespace

const std::vector<Control::Route>& Control::routes() {
    static const std::vector<Route> table{
        {"GET", "/_sandbox", &Control::overview},
        {"GET", "/_sandbox/billing-keys", &Control::billing_keys},
        {"POST", "/_sandbox/billing-keys", &Control::register_card},
        {"POST", "/_sandbox/consents", &Control::agree},
        {"POST", "/_sandbox/identity-checks", &Control::check_identity},
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

Response Control::declines(const Request&) {
    json of_keys = json::array();
    for (const auto& [billing_key, decline] : bootpay_.declines().of_keys())
        of_keys.push_back(decline_view(billing_key, decline));
    const DeclineRule& rule = bootpay_.declines().rule();
    return json_answer(json{
        {"billing_keys", std::move(of_keys)},
        {"rule",
         {{"every", rule.every}, {"percent", rule.percent}, {"pg_error_code", rule.pg_error_code}}},
        {"registrations", bootpay_.declines().registrations_refused()}});
}

Response Control::set_decline(const Request& request) {
    const auto body = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) return refusal_answer(*refusal);
    Fields fields{*std::get_if<json>(&body)};
    std::string pg_error_code = fields.text("pg_error_code");
    if (pg_error_code.empty()) pg_error_code = pg_error_code_default;
    if (fields.has("registrations")) {
        fields.only({"registrations", "pg_error_code"});
        const auto times = fields.whole_within("registrations", 0, 0, count_max);
        if (fields.fault()) return refusal_answer(*fields.fault());
        bootpay_.declines().refuse_registrations(times, std::move(pg_error_code));
        return declines(request);
    }
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

}  // namespace maedal::sandbox
