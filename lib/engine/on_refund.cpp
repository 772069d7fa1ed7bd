// Refunds: asked for by a person, answered by the gateway, decided by a person when in doubt.
#include "base/contract.hpp"
#include "engine/calls.hpp"
#include "engine/collect.hpp"
#include "engine/input.hpp"
#include "engine/refund_account.hpp"
#include "engine/refunding.hpp"

#include <algorithm>

namespace maedal::engine {
namespace {
using namespace billing;

Error conflict(std::string reason, std::string detail) {
    return {Errc::conflict, std::move(reason), std::move(detail), "cancel_id"};
}

bool under_way(const Refund& refund) {
    return refund.state == RefundState::planned || refund.state == RefundState::sending ||
           refund.state == RefundState::doubt;
}

Result<Outcome> repeated(const Refund& known, const RequestRefund& command) {
    const bool same =
        known.receipt.text() == command.receipt_id &&
        (!command.amount || known.amount.count() == *command.amount) &&
        (!command.tax_free || (known.tax_free && known.tax_free->count() == *command.tax_free));
    if (same) return Outcome{known};
    return Error{Errc::conflict, "refund_exists", "another refund has this id", "cancel_id"};
}

/// The account of a deposit's refund comes whole or not at all.
std::optional<Error> account_fault(const RequestRefund& command) {
    const int given = (command.bank_account.empty() ? 0 : 1) +
                      (command.bank_holder.empty() ? 0 : 1) + (command.bank_code.empty() ? 0 : 1);
    if (given == 0) return std::nullopt;
    const auto number = command.bank_account.reveal();
    const bool digits = std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; });
    if (given == 3 && digits && number.size() <= 20 && command.bank_code.size() <= 10 &&
        command.bank_holder.reveal().find('\n') == std::string_view::npos &&
        command.bank_code.find('\n') == std::string::npos)
        return std::nullopt;
    return invalid(
        "invalid_refund_account",
        "bank_code, bank_account (digits) and bank_username belong together",
        "bank_account"
    );
}

/// How much of what goes back may be without VAT.
Won tax_free_left(Papers& papers, const Receipt& receipt, Won amount) {
    const auto attempt = papers.ledger.attempt(receipt.order_id);
    Won left = attempt ? std::min(attempt->tax_free, amount) : amount;
    for (const auto& refund : papers.ledger.refunds_of(receipt.id)) {
        if (refund.state != RefundState::done || !refund.tax_free) continue;
        left = checked_difference(left, *refund.tax_free).value_or(*Won::from_count(0));
    }
    return left;
}

void close_done(Papers& papers, Refund refund) {
    refund.state = RefundState::done;
    refund.next_look_at.reset();
    refund.closed_at = papers.now;
    papers.ledger.store(refund, papers.cause("refund.done"));
}

/// The receipt does not say what became of it.
void ask_a_person(Papers& papers, Refund refund, std::string_view why) {
    refund.state = RefundState::doubt;
    refund.next_look_at.reset();
    papers.ledger.store(refund, papers.cause("refund.doubt"));
    papers.alarm(fmt::format(
        "refund {}: receipt {} {}; a person decides (maedalctl doubts)",
        refund.id.text(),
        refund.receipt.text(),
        why
    ));
}

}  // namespace

Result<Outcome> carry_out(Papers& papers, const RequestRefund& command) {
    if (const auto fault = id_fault(command.receipt_id); !fault.empty())
        return bad_id(fault, "receipt_id");
    const auto receipt = papers.ledger.receipt(ReceiptId{command.receipt_id});
    if (!receipt) return Error{Errc::not_found, "unknown_receipt", "no such receipt", "receipt_id"};
    constexpr std::size_t reason_bytes_max = 200;
    if (command.reason.size() > reason_bytes_max)
        return invalid("invalid_reason", "reason is longer than 200 bytes", "reason");
    if (auto fault = account_fault(command)) return *fault;
    if (!command.cancel_id.empty()) {
        if (const auto fault = id_fault(command.cancel_id); !fault.empty())
            return bad_id(fault, "cancel_id");
        // The same once more is given the first answer.
        if (const auto known = papers.ledger.refund(CancelId{command.cancel_id}))
            return repeated(*known, command);
        // Else it might be the one that plan_refund gives next.
        if (command.cancel_id.starts_with(papers.rules.installation + "-r-"))
            return invalid(
                "cancel_id_reserved", "ids that begin like this are the daemon's", "cancel_id"
            );
    }
    const auto earlier = papers.ledger.refunds_of(receipt->id);
    if (std::ranges::any_of(earlier, under_way))
        return Error{
            Errc::conflict,
            "refund_under_way",
            "another refund of this receipt is not finished",
            "receipt_id"};
    const auto left = checked_difference(receipt->paid, receipt->refunded);
    const auto amount = command.amount ? Won::from_count(*command.amount) : left;
    if (!left || !amount || amount->count() == 0 || *amount > *left)
        return invalid(
            "refund_over_paid",
            fmt::format("between 1 and {} won can be given back", left ? left->count() : 0),
            "amount"
        );
    RefundTerms terms{command.reason.empty() ? "결제 취소" : command.reason, command.cancel_id};
    if (command.tax_free) {
        terms.tax_free = Won::from_count(*command.tax_free);
        if (!terms.tax_free || *terms.tax_free > tax_free_left(papers, *receipt, *amount))
            return invalid("tax_free_over", "tax_free is more than is left of it", "tax_free");
    }
    const auto refund = plan_refund(papers, *receipt, *amount, std::move(terms));
    if (!command.bank_account.empty())
        papers.ledger.keep_refund_account(
            refund.id,
            refund_account_text({command.bank_account, command.bank_holder, command.bank_code})
        );
    return Outcome{refund};
}

void book_refunded(Papers& papers, Receipt receipt, const GatewayReceipt& told) {
    const bool looked = receipt.next_look_at.has_value();
    receipt.next_look_at.reset();
    if (told.refunded > receipt.refunded) {
        receipt.refunded = told.refunded;
        papers.ledger.store(receipt, papers.cause("receipt.refunded"));
    } else if (looked) {
        papers.ledger.store(receipt, papers.cause("receipt.looked_up"));
    }
}

void settle_refund(Papers& papers, Refund refund, const Result<GatewayReceipt>& answer) {
    using enum RefundState;
    if (refund.state != sending && refund.state != doubt) return;
    const auto expected = checked_sum(refund.refunded_before, refund.amount);
    MAEDAL_EXPECTS(expected);
    if (answer && answer->refunded == *expected) {
        close_done(papers, std::move(refund));
        return;
    }
    const bool with_a_person = refund.state == doubt && !refund.next_look_at;
    if (with_a_person) return;
    const bool still_at_base = answer && answer->refunded == refund.refunded_before;
    if (answer && !still_at_base) {
        // Whether ours is in it, nobody but a person can tell.
        ask_a_person(papers, std::move(refund), "has given back another sum");
        return;
    }
    // Others look at the receipt too: that is not its turn.
    if (refund.state == doubt && *refund.next_look_at > papers.now) return;
    refund.state = doubt;
    refund.next_act = NextAct::look;
    constexpr Seconds unanswered_gap{600};
    refund.next_look_at = papers.now + unanswered_gap;
    const bool unknown = !answer && answer.error().code == Errc::not_found;
    if (still_at_base || unknown) {
        refund.looks += 1;
        if (refund.looks >= Refund::looks_max) {
            const auto* why =
                unknown ? "is not known to the gateway after days" : "does not show it after days";
            ask_a_person(papers, std::move(refund), why);
            return;
        }
        // After a while: the same cancel_id again is not carried out twice [S3].
        constexpr int looks_before_repeat = 3, doublings_max = 10;  // to 17 hours
        if (still_at_base && refund.looks % looks_before_repeat == 0)
            refund.next_act = NextAct::send;
        refund.next_look_at =
            papers.now + Seconds{60} * (1 << std::min(refund.looks, doublings_max));
    }
    papers.ledger.store(refund, papers.cause("refund.doubt"));
}

bool sent_besides(ports::Ledger& ledger, const CancelId& id, std::int64_t call) {
    const auto calls = ledger.calls_of(id.text());
    return std::ranges::any_of(calls, [&](const ports::GatewayCall& other) {
        return other.kind == call_kind::refund && other.number != call &&
               other.outcome != "unsent" && other.outcome != "unauthorized";
    });
}

void presume_refund_sent(Papers& papers, Refund refund) {
    MAEDAL_EXPECTS(refund.state == RefundState::planned);
    refund.state = RefundState::sending;
    refund.next_look_at.reset();
    papers.ledger.store(refund, papers.cause("refund.sending"));
    presume_call(papers, call_kind::refund, refund.id.text(), papers.now);
    refund.state = RefundState::doubt;
    refund.next_act = NextAct::look;
    refund.looks = 0;
    refund.next_look_at = papers.now;
    papers.ledger.store(refund, papers.cause("refund.presumed_sent"));
}

void handle(Papers& papers, const RefundAnswered& event) {
    const auto answer = close_call(papers, event.call, call_kind::refund, event.answer);
    auto refund = papers.ledger.refund(event.cancel_id);
    MAEDAL_EXPECTS(refund);
    if (refund->state != RefundState::sending) return;
    const bool repeated = sent_besides(papers.ledger, refund->id, event.call);
    const bool unsent = !answer && (answer.error().code == Errc::unsent ||
                                    answer.error().code == Errc::unauthorized);
    if (!repeated && !unsent) refund->looks = 0;  // they counted how often it could not be sent
    if (answer) {
        const auto expected = checked_sum(refund->refunded_before, refund->amount);
        const bool confirmed = expected && answer->refunded >= *expected;
        if (const auto receipt = papers.ledger.receipt(refund->receipt))
            book_refunded(papers, *receipt, *answer);
        if (confirmed)
            close_done(papers, std::move(*refund));
        else
            settle_refund(papers, std::move(*refund), answer);
        return;
    }
    const Error& error = answer.error();
    refund->code = error.reason;
    // Whether the first was carried out, only the receipt tells, whatever became of the repeat.
    switch (repeated ? Errc::in_doubt : error.code) {
        case Errc::unsent:
        case Errc::unauthorized:
            refund->state = RefundState::planned;
            refund->looks += 1;
            refund->next_look_at = papers.now + retry_gap(refund->looks);
            break;
        case Errc::refused:
        case Errc::declined:
            refund->state = RefundState::refused;
            refund->closed_at = papers.now;
            papers.alarm(fmt::format("refund {} was refused: {}", refund->id.text(), error.reason));
            break;
        default:
            refund->state = RefundState::doubt;
            refund->next_act = NextAct::look;
            refund->next_look_at = papers.now + Seconds{5};
            break;
    }
    papers.ledger.store(
        *refund, papers.cause(fmt::format("refund.{}", refund_state_names.of(refund->state)))
    );
}

namespace {

/// What a receipt has given back, and what of it refunds of ours did, cannot contradict a person.
std::optional<Error> no_such_end(Papers& papers, const Refund& refund, bool carried_out) {
    const auto receipt = papers.ledger.receipt(refund.receipt);
    MAEDAL_EXPECTS(receipt);
    if (!carried_out) return std::nullopt;
    auto ours = refund.amount;
    for (const auto& other : papers.ledger.refunds_of(refund.receipt))
        if (other.state == RefundState::done) ours = checked_sum(ours, other.amount).value_or(ours);
    if (ours <= receipt->refunded) return std::nullopt;
    return conflict(
        "receipt_does_not_show_it",
        fmt::format(
            "receipt {} has given back {} won, and with this refund it would be {}",
            receipt->id.text(),
            receipt->refunded.count(),
            ours.count()
        )
    );
}

}  // namespace

/// The receipt outweighs the person: who believed it of a refund that was not carried out would
/// have the ledger say what the gateway's contradicts for ever, and the other way round give the
/// money back twice.
Result<Outcome> carry_out(Papers& papers, const ResolveRefund& command) {
    if (const auto fault = id_fault(command.cancel_id); !fault.empty())
        return bad_id(fault, "cancel_id");
    const CancelId id{command.cancel_id};
    auto refund = papers.ledger.refund(id);
    if (!refund) return Error{Errc::not_found, "unknown_refund", "no such refund", "cancel_id"};
    if (refund->state != RefundState::doubt)
        return conflict(
            "not_in_doubt", "the refund is " + std::string{refund_state_names.of(refund->state)}
        );
    if (command.reason.empty()) return invalid("reason_needed", "say why", "reason");
    if (refund->next_look_at)
        return conflict(
            "still_looked_up",
            "its receipt is looked up at " + rfc3339(*refund->next_look_at) +
                ": a person is asked when that does not tell"
        );
    if (!command.told && !command.unknown)
        return Error{
            Errc::unavailable, "gateway_unavailable", "the gateway did not answer", "cancel_id"};
    if (command.told) {
        book_refunded(papers, *papers.ledger.receipt(refund->receipt), *command.told);
        settle_refund(papers, *refund, *command.told);
        refund = papers.ledger.refund(id);
    }
    if (refund->state != RefundState::doubt) {
        if (command.carried_out) return Outcome{*refund};
        return conflict("gateway_knows_it", "the receipt shows this refund: it is booked as told");
    }
    if (auto wrong = no_such_end(papers, *refund, command.carried_out)) return *wrong;
    refund->state = command.carried_out ? RefundState::done : RefundState::refused;
    refund->next_look_at.reset();
    refund->closed_at = papers.now;
    papers.ledger.store(
        *refund,
        papers.cause(
            fmt::format("refund.{}: {}", refund_state_names.of(refund->state), command.reason)
        )
    );
    return Outcome{*refund};
}

}  // namespace maedal::engine
