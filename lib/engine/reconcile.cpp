// Looking again at what the gateway may know better.
#include "engine/reconcile.hpp"

#include "base/contract.hpp"
#include "engine/input.hpp"

#include <limits>

namespace maedal::engine {
namespace {

using namespace billing;

/// At most so many receipts, but all that were paid in one second.
Reconciling look_at_receipts(Papers& papers, Instant from, Instant to, int receipts_max) {
    Reconciling looked{0, 0};
    int seen = 0;
    Instant last = from;
    std::string after;
    for (;;) {
        auto receipts = papers.ledger.receipts_in_order(last, after, to, ports::Page::limit_max);
        if (receipts.empty()) return looked;
        for (auto& receipt : receipts) {
            if (seen >= receipts_max && receipt.paid_at != last) {
                looked.left_from = receipt.paid_at;
                return looked;
            }
            seen += 1;
            last = receipt.paid_at;
            after = receipt.id.text();
            if (receipt.next_look_at && *receipt.next_look_at <= papers.now) continue;
            receipt.next_look_at = papers.now;
            papers.ledger.store(receipt, papers.cause("receipt.look_planned"));
            looked.receipts += 1;
        }
    }
}

void look_at_open_attempts(Papers& papers, Reconciling& looked) {
    for (const auto* state : {"reserved", "doubt", "quarantined"})
        looked.attempts += look_at_attempts(papers, state);
}

}  // namespace

int look_at_attempts(Papers& papers, const char* state) {
    int count = 0;
    ports::Page page{.after = {}, .limit = ports::Page::limit_max};
    for (;;) {
        auto attempts =
            papers.ledger.attempts({.subscription = {}, .billing_key = {}, .state = state}, page);
        if (attempts.empty()) return count;
        page.after = attempts.back().order_id.text();
        for (auto& attempt : attempts) {
            if (attempt.execute_at > papers.now) continue;
            if (attempt.next_look_at && *attempt.next_look_at <= papers.now) continue;
            attempt.next_act = NextAct::look;
            attempt.next_look_at = papers.now;
            papers.ledger.store(attempt, papers.cause("attempt.look_planned"));
            count += 1;
        }
    }
}

Reconciling look_everything_up(Papers& papers, Instant from, Instant to) {
    auto looked = look_at_receipts(papers, from, to, std::numeric_limits<int>::max());
    look_at_open_attempts(papers, looked);
    return looked;
}

Result<Outcome> carry_out(Papers& papers, const Reconcile& command) {
    if (command.from >= command.to) return invalid("empty_time", "`from` lies before `to`", "from");
    MAEDAL_EXPECTS(command.receipts_max > 0);
    auto looked = look_at_receipts(papers, command.from, command.to, command.receipts_max);
    if (!looked.left_from) look_at_open_attempts(papers, looked);
    return Outcome{looked};
}

Result<Outcome> carry_out(Papers& papers, const KeepFindings& command) {
    for (auto finding : command.findings) {
        const auto known = papers.ledger.finding(finding.question);
        finding.version = known ? known->version : 0;
        papers.ledger.put(finding, papers.cause("finding.found"));
    }
    return Outcome{FindingsKept{static_cast<int>(command.findings.size())}};
}

}  // namespace maedal::engine
