#include "engine/event_subjects.hpp"

#include "engine/papers.hpp"

namespace maedal::engine {

std::string actor_of(const Event& event) {
    struct Actor {
        std::string operator()(const OrderPlaced& e) const { return e.order.actor; }
        std::string operator()(const NoticeTaken&) const { return "webhook"; }
        std::string operator()(const ReserveAnswered&) const { return "gateway"; }
        std::string operator()(const PayAnswered&) const { return "gateway"; }
        std::string operator()(const RevokeAnswered&) const { return "gateway"; }
        std::string operator()(const RefundAnswered&) const { return "gateway"; }
        std::string operator()(const AttemptLookedUp&) const { return "gateway"; }
        std::string operator()(const EarlierLookedUp&) const { return "gateway"; }
        std::string operator()(const ReceiptLookedUp&) const { return "gateway"; }
        std::string operator()(const LedgerChecked&) const { return "verify"; }
        std::string operator()(const SubscriptionDue&) const { return "clock"; }
        std::string operator()(const AttemptDue&) const { return "clock"; }
        std::string operator()(const RefundDue&) const { return "clock"; }
        std::string operator()(const ReceiptDue&) const { return "clock"; }
        std::string operator()(const NoticeDue&) const { return "clock"; }
        std::string operator()(const ConfirmAnswered&) const { return "gateway"; }
        std::string operator()(const LinkAnswered&) const { return "gateway"; }
        std::string operator()(const LinkSent&) const { return "gateway"; }
        std::string operator()(const LinkLookedUp&) const { return "gateway"; }
        std::string operator()(const HostedAnswered&) const { return "gateway"; }
        std::string operator()(const HostedLookedUp&) const { return "gateway"; }
        std::string operator()(const LinkDue&) const { return "clock"; }
        std::string operator()(const ShopOrderDue&) const { return "clock"; }
        std::string operator()(const HostedDue&) const { return "clock"; }
    };
    return std::visit(Actor{}, event);
}

std::string subject_of_event(const Event& event) {
    struct Subject {
        std::string operator()(const OrderPlaced& e) const {
            return "order:" + std::to_string(e.ticket);
        }
        std::string operator()(const NoticeTaken& e) const { return "notice:" + e.hint.digest; }
        std::string operator()(const ReserveAnswered& e) const { return subject_of(e.order_id); }
        std::string operator()(const PayAnswered& e) const { return subject_of(e.order_id); }
        std::string operator()(const RevokeAnswered& e) const { return subject_of(e.order_id); }
        std::string operator()(const RefundAnswered& e) const { return subject_of(e.cancel_id); }
        std::string operator()(const AttemptLookedUp& e) const { return subject_of(e.order_id); }
        std::string operator()(const EarlierLookedUp& e) const { return subject_of(e.order_id); }
        std::string operator()(const ReceiptLookedUp& e) const { return subject_of(e.receipt); }
        std::string operator()(const LedgerChecked&) const { return "ledger"; }
        std::string operator()(const SubscriptionDue& e) const {
            return "subscription:" + e.id.text();
        }
        std::string operator()(const AttemptDue& e) const { return subject_of(e.order_id); }
        std::string operator()(const RefundDue& e) const { return subject_of(e.cancel_id); }
        std::string operator()(const ReceiptDue& e) const { return subject_of(e.id); }
        std::string operator()(const NoticeDue& e) const { return subject_of(e.receipt); }
        std::string operator()(const ConfirmAnswered& e) const { return order_subject(e.order_id); }
        std::string operator()(const LinkAnswered& e) const { return link_subject(e.order_id); }
        std::string operator()(const LinkSent& e) const { return link_subject(e.order_id); }
        std::string operator()(const LinkLookedUp& e) const { return link_subject(e.order_id); }
        std::string operator()(const HostedAnswered& e) const { return hosted_subject(e.id); }
        std::string operator()(const HostedLookedUp& e) const { return hosted_subject(e.id); }
        std::string operator()(const LinkDue& e) const { return link_subject(e.order_id); }
        std::string operator()(const ShopOrderDue& e) const { return order_subject(e.order_id); }
        std::string operator()(const HostedDue& e) const { return hosted_subject(e.id); }
    };
    return std::visit(Subject{}, event);
}

std::string subject_of_write(const Write& write) {
    struct Subject {
        std::string operator()(const Reserve& w) const { return subject_of(w.order_id); }
        std::string operator()(const PayNow& w) const { return subject_of(w.order_id); }
        std::string operator()(const Revoke& w) const { return subject_of(w.order_id); }
        std::string operator()(const GiveBack& w) const { return subject_of(w.cancel_id); }
        std::string operator()(const Confirm& w) const { return order_subject(w.order_id); }
        std::string operator()(const MakeLink& w) const { return link_subject(w.link.order_id); }
        std::string operator()(const SendLinkAgain& w) const { return link_subject(w.order_id); }
        std::string operator()(const WishHosted& w) const { return hosted_subject(w.id); }
    };
    return std::visit(Subject{}, write);
}

std::string subject_of_look(const Look& look) {
    struct Subject {
        std::string operator()(const LookAtAttempt& l) const { return subject_of(l.order_id); }
        std::string operator()(const LookAtEarlier& l) const { return subject_of(l.order_id); }
        std::string operator()(const LookAtReceipt& l) const { return subject_of(l.receipt); }
        std::string operator()(const LookAtLink& l) const { return link_subject(l.order_id); }
        std::string operator()(const LookAtHosted& l) const { return hosted_subject(l.id); }
    };
    return std::visit(Subject{}, look);
}

bool answers_write(const Event& event) {
    return std::holds_alternative<ReserveAnswered>(event) ||
           std::holds_alternative<PayAnswered>(event) ||
           std::holds_alternative<RevokeAnswered>(event) ||
           std::holds_alternative<RefundAnswered>(event) ||
           std::holds_alternative<ConfirmAnswered>(event) ||
           std::holds_alternative<LinkAnswered>(event) || std::holds_alternative<LinkSent>(event) ||
           std::holds_alternative<HostedAnswered>(event);
}

bool is_unanswered(const Event& event) {
    if (const auto* attempt = std::get_if<AttemptLookedUp>(&event))
        return !attempt->evidence.receipts && !attempt->evidence.reservation;
    if (const auto* earlier = std::get_if<EarlierLookedUp>(&event)) return !earlier->receipts;
    if (const auto* receipt = std::get_if<ReceiptLookedUp>(&event))
        return !receipt->answer && receipt->answer.error().code != Errc::not_found;
    return false;
}

bool answers_look(const Event& event) {
    return std::holds_alternative<AttemptLookedUp>(event) ||
           std::holds_alternative<EarlierLookedUp>(event) ||
           std::holds_alternative<ReceiptLookedUp>(event) ||
           std::holds_alternative<LinkLookedUp>(event) ||
           std::holds_alternative<HostedLookedUp>(event);
}

}  // namespace maedal::engine
