#include "engine/course.hpp"

#include "base/contract.hpp"
#include "billing/planner.hpp"
#include "engine/attempts.hpp"
#include "engine/restored.hpp"

#include <algorithm>

namespace maedal::engine {

using namespace billing;

bool ends_stand_still(Papers& papers, const SubscriptionId& id) {
    if (!papers.tripped.empty() && std::ranges::any_of(papers.tripped, [&](const Breaker& breaker) {
            return !breaker.concerns || breaker.concerns == id;
        }))
        return true;
    return std::ranges::any_of(papers.ledger.unsettled_charges_of(id), [&](const Charge& charge) {
        return charge_in_doubt(papers, charge.number);
    });
}

namespace {

/// What is open for the charge. A ledger that is not armed can take nothing back: what may stand at
/// the gateway is in doubt from now on, so that a person sees it and its money goes back at once.
void take_back(Papers& papers, const Charge& charge) {
    const ChargeFile file = file_of(papers, charge.number);
    for (const auto& attempt : file.attempts) {
        if (attempt.state == AttemptState::planned && disarmed(papers) &&
            sent_elsewhere(papers, file, attempt) && presume_sent(papers, attempt))
            continue;
        Attempt after = revoke_wanted(attempt, papers.now);
        if (after.state != attempt.state) store_changed(papers, attempt, after);
    }
}

}  // namespace

void close_charges(
    Papers& papers,
    const SubscriptionId& id,
    const std::function<std::optional<ChargeState>(const Charge&)>& becomes
) {
    for (auto& charge : papers.ledger.unsettled_charges_of(id)) {
        const auto end = becomes(charge);
        if (!end) continue;
        MAEDAL_EXPECTS(!unsettled(*end));
        take_back(papers, charge);
        charge.state = *end;
        charge.needs_key = false;
        papers.ledger.store(
            charge, papers.cause(fmt::format("charge.{}", charge_state_names.of(*end)))
        );
    }
}

void give_up_past_due(Papers& papers, const SubscriptionId& id) {
    close_charges(papers, id, [&](const Charge& charge) -> std::optional<ChargeState> {
        if (charge.state != ChargeState::past_due && !charge.needs_key) return std::nullopt;
        if (charge_in_doubt(papers, charge.number)) return std::nullopt;
        return ChargeState::uncollectible;
    });
}

void cancel_subscription(
    Papers& papers, Subscription& subscription, Instant at, const std::string& reason
) {
    subscription.cancel_at = at;
    subscription.cancel_reason = reason;
    const bool now = at <= papers.now;
    const bool dunning = reason == "dunning";
    close_charges(papers, subscription.id, [&](const Charge& charge) -> std::optional<ChargeState> {
        // At once takes back what is past due too; at the end of the period only what is to come:
        // the running period stays owed.
        if (!now && charge.due_at() < at) return std::nullopt;
        const bool given_up = dunning && charge.state == ChargeState::past_due;
        return given_up ? ChargeState::uncollectible : ChargeState::voided;
    });
    refresh(papers, subscription, now ? "subscription.canceled" : "subscription.canceling");
}

namespace {

/// Whether nothing of it is tried any more, and the end of the policy comes for it.
bool given_up(Papers& papers, const Charge& charge) {
    if (charge.state != ChargeState::past_due || charge.needs_key) return false;
    const auto attempts = papers.ledger.attempts_of(charge.number);
    return std::ranges::none_of(attempts, [](const Attempt& one) { return live(one.state); });
}

}  // namespace

void refresh(Papers& papers, Subscription& subscription, std::string event) {
    const auto plan = papers.ledger.plan(subscription.plan);
    const auto* zone = papers.rules.zone(subscription.anchor.zone);
    MAEDAL_EXPECTS(plan && zone);
    const auto unsettled_ones = papers.ledger.unsettled_charges_of(subscription.id);
    const bool past_due = std::ranges::any_of(unsettled_ones, [](const Charge& charge) {
        return charge.state == ChargeState::past_due;
    });
    // Of what is tried again, or was paid, the next failure says anew when the end comes.
    if (subscription.past_due_until && std::ranges::none_of(unsettled_ones, [&](const auto& one) {
            return given_up(papers, one);
        }))
        subscription.past_due_until.reset();

    const auto stored = papers.ledger.subscription(subscription.id);
    MAEDAL_EXPECTS(stored);
    auto end = ends_at(subscription, *plan, *zone);
    // What is still to be collected may come into doubt, or need another card: the last period ends
    // when it is settled.
    if (!unsettled_ones.empty()) end.reset();
    subscription.status = derived_status(subscription, past_due, end, papers.now);
    subscription.next_step_at = next_step_at(subscription, *plan, *zone, papers.now);
    // Whatever event finds it over first: nothing that was declined is tried any more.
    if (terminal(subscription.status) && !terminal(stored->status))
        give_up_past_due(papers, subscription.id);
    const bool same = stored->status == subscription.status &&
                      stored->next_step_at == subscription.next_step_at &&
                      stored->cancel_at == subscription.cancel_at &&
                      stored->cancel_reason == subscription.cancel_reason &&
                      stored->paused_at == subscription.paused_at &&
                      stored->past_due_until == subscription.past_due_until &&
                      stored->periods_made == subscription.periods_made &&
                      stored->billing_key == subscription.billing_key;
    if (!same) papers.ledger.store(subscription, papers.cause(std::move(event)));
}

void refresh(Papers& papers, const SubscriptionId& id, std::string event) {
    auto subscription = papers.ledger.subscription(id);
    MAEDAL_EXPECTS(subscription);
    refresh(papers, *subscription, std::move(event));
}

void make_charges(Papers& papers, Subscription& subscription) {
    constexpr int periods_max = 200;  // a turn; the rest follows at once
    const auto plan = papers.ledger.plan(subscription.plan);
    const auto* zone = papers.rules.zone(subscription.anchor.zone);
    MAEDAL_EXPECTS(plan && zone);
    const auto periods =
        periods_to_make(subscription, *plan, *zone, papers.rules.timing, papers.now, periods_max);
    for (const auto& period : periods) {
        Charge charge{
            .number = papers.ledger.next_charge_number(),
            .subscription = subscription.id,
            .period = period.number,
            .period_start = period.start,
            .period_end = period.end,
            .amount = plan->price,
            .tax_free = plan->tax_free,
            .state = period.waived ? ChargeState::waived : ChargeState::owed,
            .declines = 0,
            .needs_key = false,
            .late = Lateness::none,
            .receipt = std::nullopt,
            .settled_at = std::nullopt,
            .version = 0};
        papers.ledger.add(charge, papers.cause(period.waived ? "charge.waived" : "charge.owed"));
        subscription.periods_made = period.number + 1;
        if (period.waived) continue;
        ChargeFile file{subscription, *plan, charge, {}};
        plan_attempt(papers, file, period.collect_at);
    }
    refresh(papers, subscription, "subscription.planned");
    if (static_cast<int>(periods.size()) == periods_max) {
        subscription.next_step_at = papers.now;
        papers.ledger.store(subscription, papers.cause("subscription.planned"));
    }
}

}  // namespace maedal::engine
