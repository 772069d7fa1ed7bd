// What a person says about a doubt, and about a code that makes doubts.
#include "base/contract.hpp"
#include "engine/calls.hpp"
#include "engine/collect.hpp"
#include "engine/course.hpp"
#include "engine/evidence.hpp"
#include "engine/input.hpp"
#include "engine/shop.hpp"
#include "engine/watch.hpp"

#include <algorithm>

namespace maedal::engine {
namespace {

using namespace billing;

Error conflict(std::string reason, std::string detail) {
    return {Errc::conflict, std::move(reason), std::move(detail), "order_id"};
}

std::optional<Error> refusal(const Attempt& attempt, const ResolveDoubt& command) {
    if (attempt.state != AttemptState::doubt && attempt.state != AttemptState::quarantined)
        return conflict(
            "not_in_doubt", "the attempt is " + std::string{attempt_state_names.of(attempt.state)}
        );
    if (command.reason.empty()) return invalid("reason_needed", "say why", "reason");
    constexpr std::size_t reason_bytes_max = 500;
    if (command.reason.size() > reason_bytes_max)
        return invalid("invalid_reason", "reason is longer than 500 bytes", "reason");
    return std::nullopt;
}

/// It ended without money, on a person's word.
void end_as(Papers& papers, const Attempt& before, AttemptState end, const std::string& why) {
    MAEDAL_EXPECTS(legal(before.state, end));
    Attempt after = resolved(before, end, papers.now);
    store_changed(papers, before, after, why);
    ChargeFile file = file_of(papers, before.charge);
    attempt_ended(papers, file, after);
}

/// Whether all that is known of it is the answer to one call. What was sent twice may stand by the
/// call that had no answer, whatever the answer to the other means.
bool sent_once(Papers& papers, const Attempt& attempt) {
    const auto calls = papers.ledger.calls_of(attempt.order_id.text());
    const auto sends = std::ranges::count_if(calls, [](const auto& call) {
        return call.kind == call_kind::reserve || call.kind == call_kind::pay;
    });
    return sends == 1;
}

/// The evidence of two days later, but for receipts of the order id that are of another sum:
/// whatever they paid for, it was not this. Nor does a person wait for one that never came to an
/// end, unless the reservation says that it was executed.
Evidence of_this_alone(const Attempt& attempt, Evidence evidence) {
    const auto& told = evidence.reservation;
    const bool executed = told && told->status == ReservationStatus::done;
    if (evidence.receipts)
        std::erase_if(*evidence.receipts, [&](const GatewayReceipt& receipt) {
            const bool endless = receipt.status == ReceiptStatus::pending && !executed;
            return receipt.order_id == attempt.order_id &&
                   (receipt.price != attempt.amount || endless);
        });
    return evidence;
}

Result<Outcome> resolve_paid(Papers& papers, const Attempt& attempt, const ResolveDoubt& command) {
    const Verdict verdict = judge(attempt, command.evidence, papers.now);
    if (!std::holds_alternative<ProvenPaid>(verdict)) {
        const auto* wrong = std::get_if<Contradiction>(&verdict);
        return conflict(
            "receipt_does_not_agree",
            wrong ? wrong->what
                  : "receipt " + command.receipt_id + " is not a payment of this order id"
        );
    }
    settle_by(papers, attempt.order_id, command.evidence);
    return Outcome{*papers.ledger.attempt(attempt.order_id)};
}

/// The gateway was asked once more; whatever it says outweighs the person.
Result<Outcome> resolve_absent(
    Papers& papers, const Attempt& attempt, const ResolveDoubt& command
) {
    if (command.typed != command.order_id)
        return invalid("order_id_not_repeated", "type the order id once more", "typed");
    if (papers.now < attempt.execute_at + papers.rules.timing.doubt_window)
        return conflict(
            "window_is_open",
            "evidence may come until " +
                rfc3339(attempt.execute_at + papers.rules.timing.doubt_window)
        );
    if (auto distrusted = clock_distrusted(papers)) return *std::move(distrusted);
    if (!command.evidence.receipts)
        return Error{
            Errc::unavailable,
            "gateway_unavailable",
            command.untold.empty() ? "the gateway did not answer"
                                   : "the gateway gave no answer that tells: " + command.untold,
            "order_id"};
    const Evidence of_this = of_this_alone(attempt, command.evidence);
    const Verdict verdict = judge(attempt, of_this, papers.now);
    if (!std::holds_alternative<NothingProven>(verdict) &&
        !std::holds_alternative<ProvenRevoked>(verdict)) {
        settle_by(papers, attempt.order_id, of_this);
        settle_by(papers, attempt.order_id, command.evidence);
        return conflict(
            "gateway_knows_it", "the gateway knows this order id: it is booked as told"
        );
    }
    if (command.control.empty())
        return conflict(
            "no_positive_control",
            "no later payment is known that the gateway could be asked for by its order id: wait "
            "for one (from " +
                rfc3339(attempt.execute_at + 2 * papers.rules.timing.doubt_window) +
                " on an earlier one will do), or waive the charge"
        );
    if (!command.control_found)
        return conflict(
            "control_not_found",
            "the gateway does not find " + command.control +
                " by its order id either, though it was paid: its word proves nothing now"
        );
    end_as(papers, attempt, AttemptState::absent, command.reason);
    settle_by(papers, attempt.order_id, command.evidence);  // another sum is late money now
    return Outcome{*papers.ledger.attempt(attempt.order_id)};
}

/// Nobody waits for its money any more: the charge, if it is owed, is forgiven. What is quarantined
/// is over with that, whatever became of its charge, unless the gateway tells something of it now.
Result<Outcome> waive(Papers& papers, const Attempt& attempt, const ResolveDoubt& command) {
    auto charge = papers.ledger.charge(attempt.charge);
    MAEDAL_EXPECTS(charge);
    const bool quarantined = attempt.state == AttemptState::quarantined && attempt.billing_key;
    if (!unsettled(charge->state) && !quarantined)
        return conflict(
            "charge_is_settled",
            "its charge is " + std::string{charge_state_names.of(charge->state)}
        );
    if (unsettled(charge->state)) {
        charge->state = ChargeState::waived;
        charge->needs_key = false;
        papers.ledger.store(*charge, papers.cause("charge.waived: " + command.reason));
        refresh(papers, charge->subscription, "subscription.changed");
    }
    if (!quarantined) return Outcome{attempt};
    const Verdict verdict = judge(attempt, command.evidence, papers.now);
    if (std::holds_alternative<NothingProven>(verdict))
        end_as(papers, attempt, AttemptState::absent, command.reason);
    else
        settle_by(papers, attempt.order_id, command.evidence);
    return Outcome{*papers.ledger.attempt(attempt.order_id)};
}

}  // namespace

Result<Outcome> carry_out(Papers& papers, const ResolveDoubt& command) {
    if (const auto fault = id_fault(command.order_id); !fault.empty())
        return bad_id(fault, "order_id");
    if (auto of_shop = resolve_shop_doubt(papers, command)) return *std::move(of_shop);
    const auto attempt = papers.ledger.attempt(OrderId{command.order_id});
    if (!attempt) return Error{Errc::not_found, "unknown_order_id", "no such attempt", "order_id"};
    if (auto no = refusal(*attempt, command)) return *no;
    switch (command.as) {
        case ResolveDoubt::As::paid:
            return resolve_paid(papers, *attempt, command);
        case ResolveDoubt::As::absent:
            return resolve_absent(papers, *attempt, command);
        case ResolveDoubt::As::waived:
            break;
    }
    return waive(papers, *attempt, command);
}

Result<Outcome> carry_out(Papers& papers, const DecideCode& command) {
    auto code = papers.ledger.gateway_code(command.call, command.code);
    if (!code)
        return Error{
            Errc::not_found, "unknown_code", "no answer had this code: see the list", "code"};
    if (command.reason.empty()) return invalid("reason_needed", "say why", "reason");
    if (command.meaning != CodeMeaning::unknown)
        if (const auto known = papers.ledger.carried_out_with_code(command.call, command.code))
            return Error{
                Errc::conflict,
                "code_is_contradicted",
                known->text() + " was answered with this code, and the gateway has carried it out",
                "code"};
    code->meaning = command.meaning;
    code->reason = command.reason;
    papers.ledger.put(*code, papers.cause("gateway_code.decided"));
    int resolved_count = 0;
    const bool pays = command.call == call_kind::pay;
    if (command.meaning == CodeMeaning::unknown || (!pays && command.call != call_kind::reserve))
        return Outcome{CodeDecided{*code, resolved_count}};
    // Refused means never carried out: for an attempt in doubt that is absent.
    const auto end =
        command.meaning == CodeMeaning::declined ? AttemptState::declined : AttemptState::absent;
    for (const auto& attempt : papers.ledger.doubts_with_code(command.code)) {
        if ((attempt.method == AttemptMethod::immediate) != pays) continue;
        if (!sent_once(papers, attempt)) continue;
        end_as(papers, attempt, end, "code " + command.code + ": " + command.reason);
        resolved_count += 1;
    }
    return Outcome{CodeDecided{*code, resolved_count}};
}

}  // namespace maedal::engine
