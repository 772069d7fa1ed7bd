// Subscriptions that Bootpay bills: shown, paused, resumed, ended; their bills.
#include "sandbox/front/answers.hpp"
#include "sandbox/front/commerce_api.hpp"
#include "sandbox/front/commerce_views.hpp"

#include <utility>

namespace maedal::sandbox {

using net::PathParameters;
using net::Request;
using net::Response;
using nlohmann::json;

namespace {

const std::string& id_in(const PathParameters& parameters) {
    return parameters.find("id")->second;
}

/// The named subscription of a request of the member's side.
Answer<std::string> subscription_in(const Request& request) {
    const auto body = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) return *refusal;
    Fields fields{*std::get_if<json>(&body)};
    std::string id = fields.text("order_subscription_id");
    if (id.empty())
        return refuse(refusals::commerce_parameter_invalid, "order_subscription_id is missing");
    return id;
}

template <class Rows>
json listed(Rows rows) {
    const auto count = rows.size();
    return json{{"list", std::move(rows)}, {"count", count}, {"total", count}};
}

}  // namespace

Response CommerceApi::hosted_list(const Request& request, const PathParameters&) {
    const auto order_number = request.query("order_number");
    json rows = json::array();
    for (const HostedSubscription& subscription : commerce_.hosted())
        if (!order_number || subscription.order->order_number == *order_number)
            rows.push_back(hosted_view(subscription));
    return json_answer(listed(std::move(rows)));
}

Response CommerceApi::hosted(const Request&, const PathParameters& parameters) {
    return answer_of(std::as_const(commerce_).hosted(id_in(parameters)), hosted_view);
}

Response CommerceApi::pause(const Request&, const PathParameters& parameters) {
    return answer_of(commerce_.pause(id_in(parameters), std::nullopt), hosted_view);
}

Response CommerceApi::resume(const Request&, const PathParameters& parameters) {
    return answer_of(commerce_.resume(id_in(parameters)), hosted_view);
}

Response CommerceApi::terminate(const Request&, const PathParameters& parameters) {
    return answer_of(commerce_.terminate(id_in(parameters)), hosted_view);
}

Response CommerceApi::request_pause(const Request& request, const PathParameters&) {
    const auto id = subscription_in(request);
    if (const auto* refusal = std::get_if<Refusal>(&id)) return refusal_answer(*refusal);
    return answer_of(commerce_.pause(*std::get_if<std::string>(&id), std::nullopt), hosted_view);
}

Response CommerceApi::request_resume(const Request& request, const PathParameters&) {
    const auto id = subscription_in(request);
    if (const auto* refusal = std::get_if<Refusal>(&id)) return refusal_answer(*refusal);
    const auto resumed = commerce_.resume(*std::get_if<std::string>(&id));
    return answer_of(resumed, [&](const HostedSubscription& subscription) {
        json view = hosted_view(subscription);  // and what the docs show [C]
        view["id"] = subscription.subscription_id;
        view["request_type"] = 2;
        view["resumed_at"] = korean(bootpay_.now());
        return view;
    });
}

Response CommerceApi::request_termination(const Request& request, const PathParameters&) {
    const auto id = subscription_in(request);
    if (const auto* refusal = std::get_if<Refusal>(&id)) return refusal_answer(*refusal);
    return answer_of(commerce_.terminate(*std::get_if<std::string>(&id)), hosted_view);
}

Response CommerceApi::termination_fee(const Request& request, const PathParameters&) {
    const auto id = request.query("order_subscription_id").value_or("");
    return answer_of(std::as_const(commerce_).hosted(id), [](const HostedSubscription&) {
        return json{
            {"termination_fee", 0},
            {"refund_amount", 0},
            {"last_bill_refund_price", 0},
            {"final_fee", 0}};
    });
}

Response CommerceApi::bills(const Request& request, const PathParameters&) {
    const auto wanted = request.query("order_subscription_id");
    const auto status = request.query("status");
    const auto fits = [&](const HostedBill& bill) {
        if (!status || status->empty()) return true;
        const std::string list = "," + *status + ",";
        return list.find("," + std::to_string(static_cast<int>(bill.status)) + ",") !=
               std::string::npos;
    };
    json rows = json::array();
    for (const HostedSubscription& subscription : commerce_.hosted()) {
        if (wanted && subscription.subscription_id != *wanted) continue;
        for (const HostedBill& bill : subscription.bills)
            if (fits(bill)) rows.push_back(bill_view(subscription, bill));
    }
    return json_answer(listed(std::move(rows)));
}

Response CommerceApi::bill(const Request&, const PathParameters& parameters) {
    for (const HostedSubscription& subscription : commerce_.hosted())
        for (const HostedBill& bill : subscription.bills)
            if (bill.bill_id == id_in(parameters))
                return json_answer(bill_view(subscription, bill));
    return refusal_answer(refuse(refusals::hosted_not_found));
}

}  // namespace maedal::sandbox
