#include "engine/attempts.hpp"

#include "base/contract.hpp"
#include "billing/planner.hpp"
#include "engine/evidence.hpp"

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

/// Whether the try before the next was due before the arming, and is of the other ledger: that may
/// have seen it declined and have placed the next, which nobody sees before it is executed. Of what
/// follows a try of this ledger it is not presumed, or it would never end.
bool follows_one_of(Instant armed, const ChargeFile& file) {
    if (file.attempts.empty() || file.charge.due_at() > armed) return false;
    const auto& sent_at = file.attempts.back().sent_at;
    return !sent_at || *sent_at <= armed;
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
    // Another ledger may have sent it, before this one was armed in its place.
    const auto armed = armed_lately(papers);
    const bool sent_there = armed && (place <= *armed || follows_one_of(*armed, file));
    if (sent_there && file.subscription.created_at < *armed &&
        may_stand_unseen(papers, execute_at)) {
        presume_sent_or_wait(papers, attempt);
        attempt = *papers.ledger.attempt(attempt.order_id);
    }
    file.attempts.push_back(attempt);
}

bool disarmed(Papers& papers) {
    const auto breaker = papers.ledger.breaker(breaker_name(BreakerKind::disarmed, std::nullopt));
    return breaker && breaker->tripped;
}

std::optional<Instant> armed_lately(Papers& papers) {
    constexpr Seconds long_enough{45 * 86'400};
    const auto breaker = papers.ledger.breaker(breaker_name(BreakerKind::disarmed, std::nullopt));
    if (!breaker || breaker->tripped || *breaker->released_at + long_enough < papers.now)
        return std::nullopt;
    return breaker->released_at;
}

bool may_stand_unseen(Papers& papers, Instant execute_at) {
    // What the other one sent was executed soon after the arming at the latest, or when it is due.
    const auto armed = armed_lately(papers);
    return armed && papers.now < std::max(execute_at, *armed) + papers.rules.timing.doubt_window;
}

bool charge_in_doubt(Papers& papers, ChargeNumber number) {
    return std::ranges::any_of(papers.ledger.attempts_of(number), [](const Attempt& attempt) {
        return in_doubt(attempt.state);
    });
}

}  // namespace maedal::engine
