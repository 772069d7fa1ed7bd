#include "admin/body.hpp"
#include "admin/handlers.hpp"
#include "admin/payment_terms.hpp"
#include "admin/query.hpp"
#include "admin/replies.hpp"
#include "admin/rows.hpp"
#include "admin/shop_rows.hpp"

namespace maedal::admin {
namespace {

engine::Render subscription_rendered(int status, std::string plan_id, LocalTimes times) {
    std::function<nlohmann::json(const billing::Subscription&)> row =
        [plan_id = std::move(plan_id), times = std::move(times)](const auto& subscription) {
            return shown(subscription, plan_id, times);
        };
    return rendered(status, std::move(row));
}

/// The plan that a subscription was sold by; empty when there is no such subscription.
Task<std::string> plan_of(engine::Desk& desk, billing::SubscriptionId id) {
    std::function<std::string(engine::Reads&)> read = [id](engine::Reads& reads) {
        const auto subscription = reads.subscription(id);
        return subscription ? plan_id_of(reads, subscription->plan) : std::string{};
    };
    return engine::read_as<std::string>(desk, std::move(read));
}

/// Carries out what changes a subscription that is there, and shows it with its plan.
Task<net::Response> change(
    Visit visit, billing::SubscriptionId id, engine::Command wanted, int status
) {
    auto asking = plan_of(visit.desk, std::move(id));
    auto plan_id = co_await std::move(asking);
    auto render = subscription_rendered(status, std::move(plan_id), visit.times);
    auto carrying = carried_out(std::move(visit), std::move(wanted), std::move(render));
    co_return co_await std::move(carrying);
}

}  // namespace

Task<net::Response> list_subscriptions(Visit visit) {
    Query query{visit.request};
    const engine::SubscriptionFilter filter{
        query.text("customer_id"),
        query.word("status", billing::subscription_status_names),
        query.text("plan_id")};
    const auto page = query.page();

    ReadAnswer read = [filter, page, times = visit.times](engine::Reads& reads) {
        auto items = nlohmann::json::array();
        const auto rows = reads.subscriptions(filter, page);
        for (const auto& row : rows)
            items.push_back(shown(row, plan_id_of(reads, row.plan), times));
        return list_answer(std::move(items), page, rows.empty() ? "" : rows.back().id.text());
    };
    return looked_up(visit.desk, query, std::move(read));
}

Task<net::Response> show_subscription(Visit visit) {
    const billing::SubscriptionId id{visit.path["id"]};
    ReadAnswer read = [id, times = visit.times](engine::Reads& reads) {
        const auto subscription = reads.subscription(id);
        if (!subscription) return nothing_called("subscription", id.text());
        auto row = shown(*subscription, plan_id_of(reads, subscription->plan), times);
        row["charges"] = all_shown(reads.charges_of(id), times);
        return answer(200, row);
    };
    return looked_up(visit.desk, std::move(read));
}

Task<net::Response> create_subscription(Visit visit) {
    Body body{visit.request};
    engine::CreateSubscription wanted{
        body.text_or_empty("subscription_id"),
        body.text("customer_id"),
        body.text("plan_id"),
        {},
        body.text_or_empty("anchor"),
        body.text_or_empty("time_zone"),
        {}};
    const bool by_link =
        body.word_or("collection", {"billing_key", "payment_link"}) == "payment_link";
    if (by_link) {
        wanted.contact = contact_from(body);
    } else {
        wanted.billing_key_id = body.text("billing_key_id");
        wanted.terms = payment_terms_from(body);
    }

    auto render = subscription_rendered(201, wanted.plan_id, visit.times);
    return carried_out(
        std::move(visit),
        body,
        std::move(wanted),
        std::move(render),
        Location{"/v1/subscriptions", "subscription_id"}
    );
}

Task<net::Response> cancel_subscription(Visit visit) {
    const billing::SubscriptionId id{visit.path["id"]};
    Body body{visit.request};
    const bool at_period_end = body.word("at", {"now", "period_end"}) == "period_end";
    if (const auto fault = body.fault()) return told(problem(body.fault_status(), *fault));
    return change(std::move(visit), id, engine::CancelSubscription{id.text(), at_period_end}, 202);
}

Task<net::Response> replace_billing_key(Visit visit) {
    const billing::SubscriptionId id{visit.path["id"]};
    Body body{visit.request};
    engine::ReplaceBillingKey wanted{id.text(), body.text("billing_key_id")};
    if (const auto fault = body.fault()) return told(problem(body.fault_status(), *fault));
    return change(std::move(visit), id, std::move(wanted), 200);
}

}  // namespace maedal::admin
