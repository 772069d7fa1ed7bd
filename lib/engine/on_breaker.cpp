// A person lets sending go on.
#include "engine/course.hpp"
#include "engine/evidence.hpp"
#include "engine/input.hpp"
#include "engine/reconcile.hpp"
#include "engine/watch.hpp"

#include <limits>

namespace maedal::engine {
namespace {

using namespace billing;

/// Charges that the lost ledger had made by now exist here too.
void make_all_charges(Papers& papers) {
    constexpr int rows_max = 1'000;
    constexpr int rounds_max = 1'000;
    for (int round = 0; round < rounds_max; ++round) {
        const auto due = papers.ledger.due_subscriptions(papers.now, rows_max);
        int moved = 0;
        for (const auto& row : due) {
            auto subscription = papers.ledger.subscription(row.id);
            const auto before = subscription->next_step_at;
            make_charges(papers, *subscription);
            moved += subscription->next_step_at != before ? 1 : 0;
        }
        if (moved == 0) return;
    }
}

/// Whatever was due to be sent by now may have been sent. What waits for an answer to the look
/// before its sending is asked again a little later, and was due all the same.
int presume_all_sent(Papers& papers) {
    constexpr Seconds a_little{3'600};
    const int all = std::numeric_limits<int>::max();
    int presumed = 0;
    for (const auto& attempt : papers.ledger.due_attempts(papers.now + a_little, all)) {
        if (attempt.state != AttemptState::planned) continue;
        if (*attempt.next_look_at > papers.now && attempt.looks == 0) continue;
        presume_sent_or_wait(papers, attempt);
        presumed += 1;
    }
    return presumed;
}

}  // namespace

Result<Outcome> carry_out(Papers& papers, const ReleaseBreaker& command) {
    const auto breaker = papers.ledger.breaker(command.name);
    if (!breaker) return Error{Errc::not_found, "unknown_breaker", "no such breaker", "name"};
    if (command.reason.empty()) return invalid("reason_needed", "say why", "reason");
    if (!breaker->tripped)
        return Error{Errc::conflict, "not_tripped", "the breaker is not tripped", "name"};
    if (breaker->kind == BreakerKind::disarmed)
        return Error{
            Errc::conflict, "arm_it", "a ledger that was restored is armed, not released", "name"};
    release(papers, command.name, papers.actor + ": " + command.reason);
    auto& watch = papers.watch;
    if (breaker->kind == BreakerKind::clock && watch.clock) watch.latest = watch.clock->wall;
    if (breaker->kind == BreakerKind::velocity) allow_more_sends(papers);
    watch.next_canary.reset();
    watch.canaries_failed = 0;
    return Outcome{*papers.ledger.breaker(command.name)};
}

Result<Outcome> carry_out(Papers& papers, const Arm& command) {
    constexpr std::int64_t ids_skipped = 1'000'000;
    constexpr Seconds receipts_of{45 * 86'400};
    const auto name = breaker_name(BreakerKind::disarmed, std::nullopt);
    const auto breaker = papers.ledger.breaker(name);
    if (!breaker || !breaker->tripped)
        return Error{Errc::conflict, "armed_already", "the ledger is armed", ""};
    if (command.reason.empty()) return invalid("reason_needed", "say why", "reason");
    // What the lost ledger may have sent is told by the hour: not by the one at which it was
    // copied.
    if (auto distrusted = clock_distrusted(papers)) return *std::move(distrusted);
    if (papers.watch.clock && !papers.watch.clock->gateway_ahead)
        return Error{
            Errc::conflict,
            "clock_distrusted",
            "the gateway has not told its time since the start: ask again in a moment",
            ""};
    make_all_charges(papers);
    release(papers, name, papers.actor + ": " + command.reason);
    papers.ledger.skip_ids(ids_skipped);
    const int presumed = presume_all_sent(papers);
    const auto looked = look_everything_up(papers, papers.now - receipts_of, papers.now);
    return Outcome{Armed{presumed, looked.receipts + looked.attempts}};
}

}  // namespace maedal::engine
