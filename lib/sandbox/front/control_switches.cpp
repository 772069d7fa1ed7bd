// What Bootpay does not document, chosen by whoever tests.
#include "sandbox/front/answers.hpp"
#include "sandbox/front/control.hpp"
#include "sandbox/front/fields.hpp"
#include "sandbox/front/payment_body.hpp"

namespace maedal::sandbox {

using net::Request;
using net::Response;
using nlohmann::json;

namespace {

constexpr std::int64_t delay_seconds_max = 7LL * 86'400;

// Each in the order of its enumeration.
constexpr const char* order_id_rules[]{"reserve", "charge", "none"};
constexpr const char* past_time_rules[]{"refuse", "at_once"};
constexpr const char* cancel_id_rules[]{"refuse", "first_answer"};
constexpr const char* key_delete_rules[]{"fail", "refused", "revokes"};

template <class Enum, std::size_t count>
void read_word(Fields& fields, const char* name, const char* const (&words)[count], Enum& value) {
    if (!fields.has(name)) return;
    const std::string given = fields.text(name);
    std::string choice;
    for (std::size_t i = 0; i < count; ++i) {
        if (given == words[i]) {
            value = static_cast<Enum>(i);
            return;
        }
        choice += (choice.empty() ? "" : ", ") + std::string{words[i]};
    }
    fields.wrong(std::string{name} + " must be one of: " + choice);
}

json switches_view(const Switches& now) {
    const auto& pay_rule = now.pay_order_id_rule;
    return json{
        {"order_id_rule", order_id_rules[static_cast<int>(now.order_id_rule)]},
        {"pay_order_id_rule",
         pay_rule ? json(order_id_rules[static_cast<int>(*pay_rule)]) : json()},
        {"failed_order_id_reusable", now.failed_order_id_reusable},
        {"revoked_order_id_reusable", now.revoked_order_id_reusable},
        {"past_time_rule", past_time_rules[static_cast<int>(now.past_time_rule)]},
        {"cancel_id_rule", cancel_id_rules[static_cast<int>(now.cancel_id_rule)]},
        {"key_delete_rule", key_delete_rules[static_cast<int>(now.key_delete_rule)]},
        {"consents_at_once", now.consents_at_once},
        {"finished_reservations_count", now.finished_reservations_count},
        {"empty_order_is_error", now.empty_order_is_error},
        {"refused_status", now.refused_status},
        {"unknown_id_status", now.unknown_id_status},
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

/// How ids and times are judged.
void read_rules(const json& body, Fields& fields, Switches& next) {
    read_word(fields, "order_id_rule", order_id_rules, next.order_id_rule);
    if (body.contains("pay_order_id_rule")) {
        OrderIdRule rule = next.order_id_rule;
        read_word(fields, "pay_order_id_rule", order_id_rules, rule);
        next.pay_order_id_rule.reset();
        if (fields.has("pay_order_id_rule")) next.pay_order_id_rule = rule;
    }
    read_word(fields, "past_time_rule", past_time_rules, next.past_time_rule);
    read_word(fields, "cancel_id_rule", cancel_id_rules, next.cancel_id_rule);
    read_word(fields, "key_delete_rule", key_delete_rules, next.key_delete_rule);
    next.failed_order_id_reusable =
        fields.flag("failed_order_id_reusable", next.failed_order_id_reusable);
    next.revoked_order_id_reusable =
        fields.flag("revoked_order_id_reusable", next.revoked_order_id_reusable);
    next.consents_at_once = fields.flag("consents_at_once", next.consents_at_once);
    next.finished_reservations_count =
        fields.flag("finished_reservations_count", next.finished_reservations_count);
}

void read_commerce_switches(Fields& fields, Switches& next) {
    next.order_status_numbers = fields.flag("order_status_numbers", next.order_status_numbers);
    next.order_subscriptions_null =
        fields.flag("order_subscriptions_null", next.order_subscriptions_null);
    next.empty_metadata_fails = fields.flag("empty_metadata_fails", next.empty_metadata_fails);
    next.request_id_is_own = fields.flag("request_id_is_own", next.request_id_is_own);
}

/// How answers look.
void read_answers(Fields& fields, Switches& next) {
    next.empty_order_is_error = fields.flag("empty_order_is_error", next.empty_order_is_error);
    next.refused_status =
        static_cast<int>(fields.whole_within("refused_status", next.refused_status, 400, 499));
    next.unknown_id_status =
        static_cast<int>(fields.whole_within("unknown_id_status", next.unknown_id_status, 400, 499)
        );
    next.reservations_waiting_max = static_cast<int>(
        fields.whole_within("reservations_waiting_max", next.reservations_waiting_max, 0, 1'000'000)
    );
    next.failed_receipts_listed =
        fields.flag("failed_receipts_listed", next.failed_receipts_listed);
    next.execution_delay = Seconds{fields.whole_within(
        "execution_delay_seconds", next.execution_delay.count(), 0, delay_seconds_max
    )};
}

}  // namespace

Response Control::switches(const Request&) {
    return json_answer(switches_view(bootpay_.switches()));
}

Response Control::set_switches(const Request& request) {
    const auto body = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) return refusal_answer(*refusal);
    const json& wanted = *std::get_if<json>(&body);
    Fields fields{wanted};
    Switches next = bootpay_.switches();
    for (const auto& [name, value] : wanted.items())
        if (!switches_view(next).contains(name)) fields.wrong(name + " is no switch");
    read_rules(wanted, fields, next);
    read_answers(fields, next);
    read_webhook_switches(wanted, fields, next);
    read_commerce_switches(fields, next);
    if (fields.fault()) return refusal_answer(*fields.fault());
    bootpay_.switches() = next;
    return switches(request);
}

}  // namespace maedal::sandbox
