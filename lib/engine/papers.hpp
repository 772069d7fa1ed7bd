#pragma once
#include "engine/turn.hpp"

#include <fmt/format.h>

namespace maedal::engine {

/// What a clerk has on the desk while one event is handled: the open book, the rules, the time, and
/// the tray for what has to go out after the commit.
struct Papers {
    ports::Ledger& ledger;
    const Rules& rules;
    Instant now;
    std::string actor;  ///< of the event at hand, for the journal
    TurnOutput& out;
    int writes_free;
    int looks_free;
    const std::set<std::string>& in_flight;
    Watch& watch;
    int writes_in_flight;
    std::vector<billing::Breaker> tripped;  ///< as they stand now

    [[nodiscard]] ports::Cause cause(std::string event) const {
        return {now, actor, std::move(event)};
    }
    void alarm(std::string clause) { out.alarms.push_back(std::move(clause)); }

    /// Takes a place for a write. False when a breaker stands, or when none is free: then the wish
    /// is counted.
    [[nodiscard]] bool take_write_place();
    /// Whether a breaker stands for this subscription alone.
    [[nodiscard]] bool stopped(const billing::SubscriptionId& id) const;
    [[nodiscard]] bool take_look_place() {
        if (static_cast<int>(out.looks.size()) < looks_free) return true;
        out.looks_wanted = true;
        return false;
    }
};

/// Handlers of the events, one file a story. Each reads what it needs, lets the study decide, and
/// writes the result.
void handle(Papers& papers, const OrderPlaced& event);
void handle(Papers& papers, const NoticeTaken& event);
void handle(Papers& papers, const ReserveAnswered& event);
void handle(Papers& papers, const PayAnswered& event);
void handle(Papers& papers, const RevokeAnswered& event);
void handle(Papers& papers, const RefundAnswered& event);
void handle(Papers& papers, const AttemptLookedUp& event);
void handle(Papers& papers, const EarlierLookedUp& event);
void handle(Papers& papers, const ReceiptLookedUp& event);
void handle(Papers& papers, const LedgerChecked& event);
void handle(Papers& papers, const SubscriptionDue& event);
void handle(Papers& papers, const AttemptDue& event);
void handle(Papers& papers, const RefundDue& event);
void handle(Papers& papers, const ReceiptDue& event);
void handle(Papers& papers, const NoticeDue& event);

/// The commands, by what they give or why they are refused. A refusal has changed nothing.
Result<Outcome> carry_out(Papers& papers, const AddBillingKey& command);
Result<Outcome> carry_out(Papers& papers, const CreateSubscription& command);
Result<Outcome> carry_out(Papers& papers, const CancelSubscription& command);
Result<Outcome> carry_out(Papers& papers, const ReplaceBillingKey& command);
Result<Outcome> carry_out(Papers& papers, const RequestRefund& command);
Result<Outcome> carry_out(Papers& papers, const LoadPlans& command);
Result<Outcome> carry_out(Papers& papers, const ResolveDoubt& command);
Result<Outcome> carry_out(Papers& papers, const ResolveRefund& command);
Result<Outcome> carry_out(Papers& papers, const DecideCode& command);
Result<Outcome> carry_out(Papers& papers, const ReleaseBreaker& command);
Result<Outcome> carry_out(Papers& papers, const Arm& command);
Result<Outcome> carry_out(Papers& papers, const Reconcile& command);
Result<Outcome> carry_out(Papers& papers, const KeepFindings& command);
Result<Outcome> carry_out(Papers& papers, const BeginErrand& command);
Result<Outcome> carry_out(Papers& papers, const EndErrand& command);
Result<Outcome> carry_out(Papers& papers, const SettleErrand& command);
Result<Outcome> carry_out(Papers& papers, const OpenKey& command);

/// Whether the gateway was asked to delete this key, and nobody knows yet whether it did.
[[nodiscard]] bool may_be_gone(Papers& papers, const billing::BillingKeyId& key);

/// An errand whose answer was lost with the process: a doubt that is looked up.
void errand_in_doubt(ports::Ledger& ledger, const std::string& id, Instant now);

/// How a subject is named while a call about it is under way.
[[nodiscard]] inline std::string subject_of(const billing::OrderId& id) {
    return "attempt:" + id.text();
}
[[nodiscard]] inline std::string subject_of(const billing::CancelId& id) {
    return "refund:" + id.text();
}
[[nodiscard]] inline std::string subject_of(const billing::ReceiptId& id) {
    return "receipt:" + id.text();
}

}  // namespace maedal::engine
