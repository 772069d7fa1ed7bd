#include "engine/collect.hpp"

#include "base/contract.hpp"
#include "billing/dunning.hpp"
#include "billing/planner.hpp"
#include "engine/evidence.hpp"
#include "engine/watch.hpp"

#include <algorithm>

namespace maedal::engine {
namespace {

using namespace billing;

/// One slot is free: the attempt that has waited for it and is due first goes out.
void wake_next_in_line(Papers& papers, const BillingKeyId& key) {
    for (auto& waiting : papers.ledger.waiting_for_slot(key, 1)) {
        waiting.next_look_at = papers.now;
        papers.ledger.store(waiting, papers.cause("attempt.slot_free"));
    }
}

bool check_earlier(Papers& papers, const ChargeFile& file) {
    const bool sent_before = std::ranges::any_of(file.attempts, [](const Attempt& attempt) {
        return attempt.sent_at.has_value();
    });
    return sent_before || armed_lately(papers).has_value();
}

/// A link is as good as a key that works.
bool key_usable(Papers& papers, const std::optional<BillingKeyId>& id) {
    if (!id) return true;
    const auto key = papers.ledger.billing_key(*id);
    MAEDAL_EXPECTS(key);
    return key->state == KeyState::usable;
}

/// The next link of a charge is made at its moment, or as soon as the one before it is proven over.
void plan_link(Papers& papers, ChargeFile& file, Instant execute_at) {
    const int number = static_cast<int>(file.attempts.size()) + 1;
    Attempt attempt = planned_attempt(
        file.charge,
        papers.rules.installation,
        number,
        std::nullopt,
        execute_at,
        std::max(execute_at, papers.now),
        check_earlier(papers, file)
    );
    papers.ledger.add(attempt, papers.cause("attempt.planned"));
    const auto armed = armed_lately(papers);
    if (armed && execute_at <= *armed && file.subscription.created_at < *armed &&
        presume_sent(papers, attempt))
        attempt = *papers.ledger.attempt(attempt.order_id);
    file.attempts.push_back(attempt);
}

bool in_doubt(const Attempt& attempt) {
    return attempt.state == AttemptState::doubt || attempt.state == AttemptState::quarantined;
}

void wait_for_key(Papers& papers, ChargeFile& file) {
    if (file.charge.needs_key) return;
    file.charge.needs_key = true;
    papers.ledger.store(file.charge, papers.cause("charge.needs_key"));
    papers.alarm(fmt::format(
        "charge {} of {} needs a new billing key: {} is dead",
        file.charge.number.value,
        file.subscription.id.text(),
        file.subscription.billing_key->text()
    ));
}

void give_up(Papers& papers, ChargeFile& file, const GiveUp& up) {
    switch (up.end) {
        case DunningEnd::cancel:
            if (ends_stand_still(papers, file.subscription.id)) {
                // Its moment has come; it is done as soon as nothing is in doubt any more.
                file.subscription.past_due_until = papers.now;
                refresh(papers, file.subscription, "subscription.end_put_off");
                return;
            }
            cancel_subscription(papers, file.subscription, papers.now, "dunning");
            return;
        case DunningEnd::pause:
            file.subscription.paused_at = papers.now;
            // What was declined stays past due; paused periods are not owed.
            close_charges(
                papers,
                file.subscription.id,
                [&](const Charge& charge) -> std::optional<ChargeState> {
                    if (charge.due_at() < papers.now || charge_in_doubt(papers, charge.number))
                        return std::nullopt;
                    return ChargeState::voided;
                }
            );
            refresh(papers, file.subscription, "subscription.paused");
            return;
        case DunningEnd::leave_past_due:
            if (!file.subscription.past_due_until) file.subscription.past_due_until = up.cancel_at;
            refresh(papers, file.subscription, "subscription.past_due");
            return;
    }
}

/// What is past due when a subscription is over; an attempt that has no answer yet goes on.
std::optional<ChargeState> given_up_at_the_end(const Charge& charge) {
    if (charge.state == ChargeState::past_due) return ChargeState::uncollectible;
    return std::nullopt;
}

}  // namespace

ChargeFile file_of(Papers& papers, ChargeNumber number) {
    auto charge = papers.ledger.charge(number);
    MAEDAL_EXPECTS(charge);
    auto subscription = papers.ledger.subscription(charge->subscription);
    MAEDAL_EXPECTS(subscription);
    auto plan = papers.ledger.plan(subscription->plan);
    MAEDAL_EXPECTS(plan);
    return {
        std::move(*subscription),
        std::move(*plan),
        std::move(*charge),
        papers.ledger.attempts_of(number)};
}

void store_changed(
    Papers& papers, const Attempt& before, Attempt& after, const std::string& reason
) {
    std::string event = before.state == after.state
                            ? "attempt.look_planned"
                            : fmt::format("attempt.{}", attempt_state_names.of(after.state));
    if (!reason.empty()) event += ": " + reason;
    papers.ledger.store(after, papers.cause(event));
    const bool left_line = before.waits_for_slot && !after.waits_for_slot;
    if ((holds_slot(before) && !holds_slot(after)) || (left_line && !holds_slot(after))) {
        if (after.billing_key) wake_next_in_line(papers, *after.billing_key);
    }
    if (after.state == AttemptState::quarantined && before.state != AttemptState::quarantined)
        papers.alarm(fmt::format("attempt {} is quarantined", after.order_id.text()));
}

void plan_attempt(Papers& papers, ChargeFile& file, Instant execute_at) {
    MAEDAL_EXPECTS(unsettled(file.charge.state));
    if (!file.subscription.billing_key) {
        plan_link(papers, file, execute_at);
        return;
    }
    const auto& key_id = *file.subscription.billing_key;
    const auto key = papers.ledger.billing_key(key_id);
    MAEDAL_EXPECTS(key);
    if (key->state == KeyState::dead) {
        wait_for_key(papers, file);
        return;
    }
    const int number = static_cast<int>(file.attempts.size()) + 1;
    const bool check = check_earlier(papers, file);
    // A second try needs no long lead: the shorter it stands, the shorter a doubt can be.
    constexpr Seconds retry_lead_max{6 * 3'600};
    const Seconds lead =
        number == 1 ? file.plan.reserve_lead : std::min(file.plan.reserve_lead, retry_lead_max);
    Attempt attempt = planned_attempt(
        file.charge, papers.rules.installation, number, key_id, execute_at, papers.now, check
    );
    if (file.plan.collect == Collect::pay_now) attempt.method = AttemptMethod::immediate;
    const bool immediate = attempt.method == AttemptMethod::immediate;
    const Instant place = immediate ? execute_at : place_at(execute_at, lead, attempt.order_id);
    attempt.next_look_at = std::max(place, papers.now);
    papers.ledger.add(attempt, papers.cause("attempt.planned"));
    // Another ledger may have sent it, before this one was armed in its place. What it sent was
    // executed soon after that at the latest, or when it is due; once the window of both is over a
    // look-up by order id finds it, and to presume it again would never end.
    const auto armed = armed_lately(papers);
    const auto unseen_until = [&] {
        return std::max(execute_at, *armed) + papers.rules.timing.doubt_window;
    };
    if (armed && place <= *armed && file.subscription.created_at < *armed &&
        papers.now < unseen_until() && presume_sent(papers, attempt))
        attempt = *papers.ledger.attempt(attempt.order_id);
    file.attempts.push_back(attempt);
}

std::optional<Instant> armed_lately(Papers& papers) {
    constexpr Seconds long_enough{45 * 86'400};
    const auto breaker = papers.ledger.breaker(breaker_name(BreakerKind::disarmed, std::nullopt));
    if (!breaker || breaker->tripped || *breaker->released_at + long_enough < papers.now)
        return std::nullopt;
    return breaker->released_at;
}

bool charge_in_doubt(Papers& papers, ChargeNumber number) {
    return std::ranges::any_of(papers.ledger.attempts_of(number), in_doubt);
}

bool ends_stand_still(Papers& papers, const SubscriptionId& id) {
    if (!papers.tripped.empty() && std::ranges::any_of(papers.tripped, [&](const Breaker& breaker) {
            return !breaker.concerns || breaker.concerns == id;
        }))
        return true;
    return std::ranges::any_of(papers.ledger.unsettled_charges_of(id), [&](const Charge& charge) {
        return charge_in_doubt(papers, charge.number);
    });
}

void attempt_ended(Papers& papers, ChargeFile& file, const Attempt& ended) {
    if (!unsettled(file.charge.state)) return;
    if (counts_as_decline(ended)) {
        if (key_usable(papers, ended.billing_key)) file.charge.declines += 1;
        file.charge.state = ChargeState::past_due;
        papers.ledger.store(file.charge, papers.cause("charge.failed"));
    }
    const bool usable = key_usable(papers, file.subscription.billing_key);
    const auto following = after_ended(file.charge, ended, file.plan.dunning, usable);
    if (const auto* again = std::get_if<TryAgain>(&following)) {
        if (!file.subscription.paused_at) plan_attempt(papers, file, again->execute_at);
    } else if (std::holds_alternative<AskForKey>(following)) {
        wait_for_key(papers, file);
    } else if (const auto* up = std::get_if<GiveUp>(&following)) {
        give_up(papers, file, *up);
        return;  // give_up has refreshed the subscription
    }
    refresh(papers, file.subscription, "subscription.changed");
}

void book_payment(
    Papers& papers, ChargeFile& file, const OrderId& order_id, const GatewayReceipt& told
) {
    if (papers.ledger.receipt(told.id)) return;  // booked before
    const bool owed = unsettled(file.charge.state);
    const bool kept =
        !owed && file.charge.state != ChargeState::paid && papers.rules.paid_race == PaidRace::keep;
    Receipt receipt{
        .id = told.id,
        .order_id = order_id,
        .role = owed || kept ? ReceiptRole::settles : ReceiptRole::surplus,
        .paid = told.price,
        .refunded = told.refunded,
        .paid_at = told.paid_at.value_or(papers.now),
        .next_look_at = std::nullopt,
        .version = 0};
    papers.ledger.add(receipt, papers.cause("receipt.paid"));
    if (receipt.role == ReceiptRole::settles) {
        file.charge.state = ChargeState::paid;
        file.charge.needs_key = false;
        file.charge.receipt = receipt.id;
        file.charge.settled_at = receipt.paid_at;
        papers.ledger.store(file.charge, papers.cause("charge.paid"));
        refresh(papers, file.subscription, "subscription.renewed");
        return;
    }
    if (file.charge.state == ChargeState::paid) surplus_came(papers, receipt.id);
    papers.alarm(fmt::format(
        "receipt {} paid {} won that is not owed: it goes back",
        receipt.id.text(),
        receipt.paid.count()
    ));
    if (const auto left = checked_difference(receipt.paid, receipt.refunded);
        left && left->count() > 0)
        plan_refund(
            papers,
            receipt,
            *left,
            {file.charge.state == ChargeState::paid ? "중복 결제 환불" : "해지 이후 결제 환불"}
        );
}

void close_charges(
    Papers& papers,
    const SubscriptionId& id,
    const std::function<std::optional<ChargeState>(const Charge&)>& becomes
) {
    for (auto& charge : papers.ledger.unsettled_charges_of(id)) {
        const auto end = becomes(charge);
        if (!end) continue;
        MAEDAL_EXPECTS(!unsettled(*end));
        for (const auto& attempt : papers.ledger.attempts_of(charge.number)) {
            Attempt after = revoke_wanted(attempt, papers.now);
            if (after.state != attempt.state) store_changed(papers, attempt, after);
        }
        charge.state = *end;
        charge.needs_key = false;
        papers.ledger.store(
            charge, papers.cause(fmt::format("charge.{}", charge_state_names.of(*end)))
        );
    }
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

void refresh(Papers& papers, Subscription& subscription, std::string event) {
    const auto plan = papers.ledger.plan(subscription.plan);
    const auto* zone = papers.rules.zone(subscription.anchor.zone);
    MAEDAL_EXPECTS(plan && zone);
    const auto unsettled_ones = papers.ledger.unsettled_charges_of(subscription.id);
    const bool past_due = std::ranges::any_of(unsettled_ones, [](const Charge& charge) {
        return charge.state == ChargeState::past_due;
    });
    if (!past_due) subscription.past_due_until.reset();

    const auto stored = papers.ledger.subscription(subscription.id);
    MAEDAL_EXPECTS(stored);
    subscription.status =
        derived_status(subscription, past_due, ends_at(subscription, *plan, *zone), papers.now);
    subscription.next_step_at = next_step_at(subscription, *plan, *zone, papers.now);
    // Whatever event finds it over first: nothing that was declined is tried any more.
    if (terminal(subscription.status) && !terminal(stored->status))
        close_charges(papers, subscription.id, given_up_at_the_end);
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

Refund plan_refund(Papers& papers, const Receipt& receipt, Won amount, RefundTerms terms) {
    // By what was given back before it: in a restored ledger, one that the lost ledger has carried
    // out already never shares its id with another.
    if (terms.cancel_id.empty())
        terms.cancel_id = fmt::format(
            "{}-r-{}-{}-{}",
            papers.rules.installation,
            receipt.id.text(),
            receipt.refunded.count(),
            papers.ledger.refunds_of(receipt.id).size() + 1
        );
    if (!terms.tax_free && amount == receipt.paid)
        if (const auto attempt = papers.ledger.attempt(receipt.order_id);
            attempt && attempt->amount == amount)
            terms.tax_free = attempt->tax_free;
    Refund refund{
        .id = CancelId{std::move(terms.cancel_id)},
        .receipt = receipt.id,
        .amount = amount,
        .reason = std::move(terms.reason),
        .state = RefundState::planned,
        .refunded_before = receipt.refunded,
        .next_look_at = papers.now,
        .next_act = NextAct::send,
        .looks = 0,
        .created_at = papers.now,
        .closed_at = std::nullopt,
        .code = {},
        .version = 0,
        .tax_free = terms.tax_free};
    papers.ledger.add(refund, papers.cause("refund.planned"));
    return refund;
}

}  // namespace maedal::engine
