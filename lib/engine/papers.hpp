#pragma once
#include "engine/turn.hpp"

#include <fmt/format.h>

#include <functional>
#include <map>

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
    int shop_writes_free;
    const std::map<std::string, OrderPlaced>& waiting;
    int shop_places_taken = 0;
    /// Set by a command whose answer is the gateway's: the subject of the call.
    std::optional<std::string> waits_for{};
    /// The Idempotency-Key of the command at hand; empty when it has none.
    std::string repeats_by{};

    [[nodiscard]] ports::Cause cause(std::string event) const {
        return {now, actor, std::move(event)};
    }
    void alarm(std::string clause) { out.alarms.push_back(std::move(clause)); }

    /// Takes a place for a write. False when a breaker stands, or when none is free: then the wish
    /// is counted.
    [[nodiscard]] bool take_write_place();
    /// The same for a write to the shop's host.
    [[nodiscard]] bool take_shop_place();
    /// Why no place for a write was given to a command.
    [[nodiscard]] Error no_place() const;

    /// The command that is carried out is answered when this call is, by answer_who_waits().
    void wait_for(std::string subject) { waits_for = std::move(subject); }
    void answer_who_waits(
        const std::string& subject, const std::function<Result<Outcome>(const Command&)>& outcome
    );

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
void handle(Papers& papers, const ConfirmAnswered& event);
void handle(Papers& papers, const LinkAnswered& event);
void handle(Papers& papers, const LinkSent& event);
void handle(Papers& papers, const LinkLookedUp& event);
void handle(Papers& papers, const HostedAnswered& event);
void handle(Papers& papers, const HostedLookedUp& event);
void handle(Papers& papers, const LinkDue& event);
void handle(Papers& papers, const ShopOrderDue& event);
void handle(Papers& papers, const HostedDue& event);

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
Result<Outcome> carry_out(Papers& papers, const PrepareOrder& command);
Result<Outcome> carry_out(Papers& papers, const VerifyOrder& command);
Result<Outcome> carry_out(Papers& papers, const ConfirmOrder& command);
Result<Outcome> carry_out(Papers& papers, const CreateLink& command);
Result<Outcome> carry_out(Papers& papers, const SendLink& command);
Result<Outcome> carry_out(Papers& papers, const ChangeHosted& command);

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
[[nodiscard]] inline std::string link_subject(const billing::OrderId& id) {
    return "link:" + id.text();
}
[[nodiscard]] inline std::string order_subject(const billing::OrderId& id) {
    return "shop_order:" + id.text();
}
[[nodiscard]] inline std::string hosted_subject(const billing::HostedId& id) {
    return "hosted:" + id.text();
}

}  // namespace maedal::engine
