#include "engine/attempts.hpp"

#include "base/contract.hpp"
#include "engine/restored.hpp"
#include "ports/gateway.hpp"

#include <algorithm>

namespace maedal::engine {
namespace {

using namespace billing;

/// One slot is free: the attempt that has waited for it and is due first goes out.
void wake_next_in_line(Papers& papers, const BillingKeyId& key) {
    auto waiting = next_in_line(papers, key);
    if (!waiting) return;
    waiting->next_look_at = papers.now;
    papers.ledger.store(*waiting, papers.cause("attempt.slot_free"));
}

bool check_earlier(Papers& papers, const ChargeFile& file) {
    const bool sent_before = std::ranges::any_of(file.attempts, [](const Attempt& attempt) {
        return attempt.sent_at.has_value();
    });
    return sent_before || disarmed(papers) || armed_lately(papers).has_value();
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
    leave_to_evidence(papers, file, attempt);
    file.attempts.push_back(attempt);
}

}  // namespace

std::optional<Attempt> next_in_line(Papers& papers, const BillingKeyId& key) {
    constexpr int stopped_max = 100;
    const bool all_may_go = std::ranges::none_of(papers.tripped, [](const Breaker& breaker) {
        return breaker.concerns.has_value();
    });
    for (auto& waiting : papers.ledger.waiting_for_slot(key, all_may_go ? 1 : stopped_max))
        if (all_may_go || !papers.stopped(papers.ledger.charge(waiting.charge)->subscription))
            return std::move(waiting);
    return std::nullopt;
}

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
    const bool given_up =
        before.state == AttemptState::planned && after.state == AttemptState::dropped;
    if (given_up && disarmed(papers)) after.code = presumed_sent;  // by another, for all we know
    papers.ledger.store(after, papers.cause(event));
    const bool left_line = before.waits_for_slot && !after.waits_for_slot;
    if ((holds_slot(before) && !holds_slot(after)) || (left_line && !holds_slot(after))) {
        if (after.billing_key) wake_next_in_line(papers, *after.billing_key);
    }
    if (after.state == AttemptState::quarantined && before.state != AttemptState::quarantined)
        papers.alarm(fmt::format("attempt {} is quarantined", after.order_id.text()));
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
    Attempt attempt = planned_attempt(
        file.charge, papers.rules.installation, number, key_id, execute_at, papers.now, check
    );
    if (file.plan.collect == Collect::pay_now) attempt.method = AttemptMethod::immediate;
    const bool immediate = attempt.method == AttemptMethod::immediate;
    const Instant place =
        immediate ? execute_at : place_at(execute_at, lead_of(file.plan, number), attempt.order_id);
    attempt.next_look_at = std::max(place, papers.now);
    papers.ledger.add(attempt, papers.cause("attempt.planned"));
    leave_to_evidence(papers, file, attempt);
    file.attempts.push_back(attempt);
}

std::optional<Instant> turned_away_until(Papers& papers, const ChargeFile& file) {
    const auto turned_away = [&papers](const Attempt& attempt) {
        const auto calls = papers.ledger.calls_of(attempt.order_id.text());
        return std::ranges::any_of(calls, [](const ports::GatewayCall& call) {
            return call.outcome == "unauthorized" && call.code != ports::reason::no_token;
        });
    };
    std::optional<Instant> until;
    for (const auto& attempt : file.attempts) {
        if (attempt.state != AttemptState::dropped || !attempt.sent_at) continue;
        const Instant shown_by = attempt.execute_at + papers.rules.timing.turned_away_wait;
        if (shown_by > papers.now && turned_away(attempt))
            until = std::max(until.value_or(shown_by), shown_by);
    }
    return until;
}

Seconds lead_of(const Plan& plan, int number) {
    constexpr Seconds retry_lead_max{6 * 3'600};
    return number == 1 ? plan.reserve_lead : std::min(plan.reserve_lead, retry_lead_max);
}

bool charge_in_doubt(Papers& papers, ChargeNumber number) {
    return std::ranges::any_of(papers.ledger.attempts_of(number), [](const Attempt& attempt) {
        return in_doubt(attempt.state);
    });
}

}  // namespace maedal::engine
