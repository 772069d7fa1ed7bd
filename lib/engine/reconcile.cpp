// Looking again at what the gateway may know better.
#include "engine/reconcile.hpp"

#include "engine/input.hpp"

namespace maedal::engine {
namespace {

using namespace billing;

int look_at_receipts(Papers& papers, Instant from, Instant to) {
    int count = 0;
    ports::Page page{.after = {}, .limit = ports::Page::limit_max};
    for (;;) {
        auto receipts = papers.ledger.receipts_paid(from, to, page);
        if (receipts.empty()) return count;
        page.after = receipts.back().id.text();
        for (auto& receipt : receipts) {
            if (receipt.next_look_at && *receipt.next_look_at <= papers.now) continue;
            receipt.next_look_at = papers.now;
            papers.ledger.store(receipt, papers.cause("receipt.look_planned"));
            count += 1;
        }
    }
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
    Reconciling looked{look_at_receipts(papers, from, to), 0};
    for (const auto* state : {"reserved", "doubt", "quarantined"})
        looked.attempts += look_at_attempts(papers, state);
    return looked;
}

Result<Outcome> carry_out(Papers& papers, const Reconcile& command) {
    if (command.from >= command.to) return invalid("empty_time", "`from` lies before `to`", "from");
    return Outcome{look_everything_up(papers, command.from, command.to)};
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
