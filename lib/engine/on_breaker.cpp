// A person lets sending go on.
#include "billing/transition.hpp"
#include "engine/attempts.hpp"
#include "engine/course.hpp"
#include "engine/evidence.hpp"
#include "engine/input.hpp"
#include "engine/reconcile.hpp"
#include "engine/refunding.hpp"
#include "engine/restored.hpp"
#include "engine/watch.hpp"

#include <algorithm>
#include <iterator>
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

/// The attempts of the whole book that are in this state now.
std::vector<Attempt> all_in(Papers& papers, AttemptState state) {
    const std::string name{attempt_state_names.of(state)};
    std::vector<Attempt> all;
    Page page{.after = {}, .limit = Page::limit_max};
    for (bool more = true; more;) {
        auto rows =
            papers.ledger.attempts({.subscription = {}, .billing_key = {}, .state = name}, page);
        more = rows.size() == static_cast<std::size_t>(page.limit);
        if (more) page.after = rows.back().order_id.text();
        std::ranges::move(rows, std::back_inserter(all));
    }
    return all;
}

/// What waits for an answer to the look before its sending is asked again a little later, and was
/// due all the same. What waits for a slot may have had it elsewhere.
bool was_due(Papers& papers, const Attempt& planned) {
    constexpr Seconds a_little{3'600};
    if (waits_to_be_presumed(planned)) return true;
    if (planned.next_look_at && *planned.next_look_at <= papers.now) return true;
    if (planned.looks > 0 && planned.next_look_at && *planned.next_look_at <= papers.now + a_little)
        return true;
    return planned.waits_for_slot &&
           sent_elsewhere(papers, file_of(papers, planned.charge), planned);
}

/// Whatever was due to be sent by now may have been sent.
int presume_all_sent(Papers& papers) {
    int presumed = 0;
    for (const auto& attempt : all_in(papers, AttemptState::planned)) {
        if (!was_due(papers, attempt)) continue;
        presume_sent_or_wait(papers, attempt);
        presumed += 1;
    }
    return presumed;
}

/// Refunds that were planned may have been carried out too.
void presume_refunds_sent(Papers& papers) {
    constexpr Seconds a_day{86'400};  // what could not be sent is tried again within minutes
    const int all = std::numeric_limits<int>::max();
    for (const auto& refund : papers.ledger.due_refunds(papers.now + a_day, all))
        if (refund.state == RefundState::planned) presume_refund_sent(papers, refund);
}

/// The lost ledger may know how such a doubt has ended, and have placed the next try since.
void send_no_doubt_again(Papers& papers) {
    for (const auto& attempt : all_in(papers, AttemptState::doubt)) {
        if (!attempt.billing_key || attempt.code == presumed_sent) continue;
        Attempt after = attempt;
        after.code = presumed_sent;
        if (after.next_act == NextAct::send) {
            after.next_act = NextAct::look;
            after.next_look_at = papers.now;
        }
        papers.ledger.store(after, papers.cause("attempt.not_sent_again"));
    }
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
    send_no_doubt_again(papers);
    const int presumed = presume_all_sent(papers);
    presume_refunds_sent(papers);
    const auto looked = look_everything_up(papers, papers.now - receipts_of, papers.now);
    return Outcome{Armed{presumed, looked.receipts + looked.attempts}};
}

}  // namespace maedal::engine
