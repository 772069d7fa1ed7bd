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
    /// Sending is held until then: the gateway does not accept our credentials.
    std::optional<Instant> held_until;
    /// Set by a handler: the gateway refused our credentials (false: it accepted them again).
    std::optional<bool> credentials_refused;

    [[nodiscard]] ports::Cause cause(std::string event) const {
        return {now, actor, std::move(event)};
    }
    void alarm(std::string clause) { out.alarms.push_back(std::move(clause)); }

    /// Takes a place for a write. False when none is free; the wish is counted.
    [[nodiscard]] bool take_write_place() {
        if (static_cast<int>(out.writes.size()) < writes_free) return true;
        out.writes_wanted += 1;
        return false;
    }
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
void handle(Papers& papers, const RevokeAnswered& event);
void handle(Papers& papers, const RefundAnswered& event);
void handle(Papers& papers, const AttemptLookedUp& event);
void handle(Papers& papers, const EarlierLookedUp& event);
void handle(Papers& papers, const ReceiptLookedUp& event);
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
