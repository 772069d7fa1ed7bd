// A subscription: created, canceled.
#include "base/contract.hpp"
#include "billing/payment_terms.hpp"
#include "billing/planner.hpp"
#include "engine/course.hpp"
#include "engine/input.hpp"

namespace maedal::engine {
namespace {

using namespace billing;

struct Terms {
    Plan plan;
    std::optional<BillingKeyId> key;  ///< empty: collected by payment links
    Anchor anchor;
    Instant starts_at;
    Instant anchor_at;
};

/// The means that the subscription lives on; empty when it is collected by links.
Result<std::optional<BillingKeyId>> key_of(Papers& papers, const CreateSubscription& command) {
    using Means = std::optional<BillingKeyId>;
    if (command.billing_key_id.empty()) {
        if (!papers.rules.links_possible)
            return invalid(
                "no_shop",
                "payment links need bootpay.commerce_url; or give a billing key",
                "collection"
            );
        if (command.contact.empty())
            return invalid("missing_contact", "whom the links are sent to is needed", "user");
        return Means{};
    }
    if (const auto fault = id_fault(command.billing_key_id); !fault.empty())
        return bad_id(fault, "billing_key_id");
    const auto key = papers.ledger.billing_key(BillingKeyId{command.billing_key_id});
    if (!key) return invalid("unknown_billing_key", "no such billing key", "billing_key_id");
    if (key->customer.text() != command.customer_id)
        return invalid(
            "billing_key_of_another_customer",
            "this billing key belongs to another customer",
            "billing_key_id"
        );
    if (key->state == KeyState::dead)
        return invalid("dead_billing_key", "this billing key is dead", "billing_key_id");
    if (may_be_gone(papers, key->id))
        return invalid("billing_key_on_its_way_out", "it is being deleted", "billing_key_id");
    return Means{key->id};
}

Result<Terms> checked_terms(Papers& papers, const CreateSubscription& command) {
    if (const auto fault = id_fault(command.customer_id); !fault.empty())
        return bad_id(fault, "customer_id");
    if (const auto fault = id_fault(command.plan_id); !fault.empty())
        return bad_id(fault, "plan_id");
    const auto plan = papers.ledger.plan_on_sale(PlanId{command.plan_id});
    if (!plan) return invalid("unknown_plan", "no plan of this id is on sale", "plan_id");
    const auto key = key_of(papers, command);
    if (!key) return key.error();

    const auto& zone_name = command.time_zone.empty() ? papers.rules.time_zone : command.time_zone;
    const Zone* zone = papers.rules.zone(zone_name);
    if (!zone)
        return invalid(
            "unknown_time_zone", "not an IANA time zone, such as Asia/Seoul", "time_zone"
        );
    const auto start =
        command.anchor.empty() ? zone->to_local(papers.now) : local_from_text(command.anchor);
    if (!start)
        return invalid(
            "invalid_anchor", "a local time is needed, such as 2026-01-31T09:00:00", "anchor"
        );
    const Instant starts_at = zone->to_instant(*start);
    // "Now" is the earlier of two moments in the hour in which the clocks are put back.
    if (!command.anchor.empty() && starts_at < papers.now)
        return invalid("anchor_in_the_past", "a subscription cannot begin in the past", "anchor");
    constexpr Seconds ahead_max{5LL * 366 * 86'400};
    if (starts_at > papers.now + ahead_max)
        return invalid("anchor_too_far", "a subscription begins within five years", "anchor");
    // The end of the trial and the beginning of period 0 are one boundary, computed once.
    const LocalTime anchor = *start + std::chrono::days{plan->trial_days};
    return Terms{*plan, *key, {anchor, zone_name}, starts_at, zone->to_instant(anchor)};
}

}  // namespace

Result<Outcome> carry_out(Papers& papers, const CreateSubscription& command) {
    std::string id = command.subscription_id;
    if (!id.empty()) {
        if (const auto fault = id_fault(id); !fault.empty())
            return bad_id(fault, "subscription_id");
        if (papers.ledger.subscription(SubscriptionId{id}))
            return Error{
                Errc::conflict,
                "subscription_exists",
                "a subscription of this id exists",
                "subscription_id"};
    } else {
        // The merchant may have given the next one himself.
        do
            id = papers.ledger.new_id("sub");
        while (papers.ledger.subscription(SubscriptionId{id}));
    }
    auto terms = checked_terms(papers, command);
    if (!terms) return terms.error();
    Subscription subscription{
        .id = SubscriptionId{std::move(id)},
        .customer = CustomerId{command.customer_id},
        .plan = terms->plan.version,
        .billing_key = terms->key,
        .anchor = terms->anchor,
        .starts_at = terms->starts_at,
        .anchor_at = terms->anchor_at,
        .created_at = papers.now,
        .periods_made = 0,
        .cancel_at = std::nullopt,
        .cancel_reason = {},
        .paused_at = std::nullopt,
        .past_due_until = std::nullopt,
        .status = SubscriptionStatus::scheduled,
        .next_step_at = papers.now,
        .version = 0};
    subscription.status = derived_status(subscription, false, std::nullopt, papers.now);
    papers.ledger.add(subscription, papers.cause("subscription.created"));
    if (!command.terms.empty())
        papers.ledger.keep_sealed(billing::terms_of(subscription.id.text()), command.terms);
    if (!command.contact.empty())
        papers.ledger.keep_contact(subscription.id.text(), command.contact);
    make_charges(papers, subscription);
    return Outcome{*papers.ledger.subscription(subscription.id)};
}

Result<Outcome> carry_out(Papers& papers, const CancelSubscription& command) {
    if (const auto fault = id_fault(command.subscription_id); !fault.empty())
        return bad_id(fault, "subscription_id");
    auto subscription = papers.ledger.subscription(SubscriptionId{command.subscription_id});
    if (!subscription)
        return Error{
            Errc::not_found, "unknown_subscription", "no such subscription", "subscription_id"};
    // A second request finds nothing left to do, which makes canceling safe to repeat.
    if (terminal(subscription->status)) return Outcome{*subscription};
    if (command.at_period_end) {
        if (subscription->cancel_at) return Outcome{*subscription};
        make_charges(papers, *subscription);  // up to the running period, after an outage too
        if (terminal(subscription->status)) return Outcome{*subscription};
        const auto plan = papers.ledger.plan(subscription->plan);
        const auto* zone = papers.rules.zone(subscription->anchor.zone);
        MAEDAL_EXPECTS(plan && zone);
        const Instant end = period_end_at(*subscription, *plan, *zone, papers.now);
        cancel_subscription(papers, *subscription, std::max(end, papers.now), "requested");
    } else {
        cancel_subscription(papers, *subscription, papers.now, "requested");
    }
    return Outcome{*papers.ledger.subscription(subscription->id)};
}

}  // namespace maedal::engine
