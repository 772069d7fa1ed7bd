#include "simulation/story.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace maedal::simulation {
namespace {

using namespace engine;

template <class T>
std::string outcome_of(const Result<T>& answer) {
    if (answer) return "done";
    return fmt::format("{} {}", static_cast<int>(answer.error().code), answer.error().reason);
}

std::string outcome_of(const billing::Evidence& evidence) {
    std::string text;
    if (evidence.reservation)
        text += fmt::format("reservation {} ", static_cast<int>(evidence.reservation->status));
    if (!evidence.receipts) return text + "unanswered";
    for (const auto& receipt : *evidence.receipts)
        text += fmt::format(
            "{}:{}:{} ",
            receipt.id.text(),
            static_cast<int>(receipt.status),
            receipt.refunded.count()
        );
    return text;
}

struct EventLine {
    std::string operator()(const OrderPlaced& e) const {
        return fmt::format("order {}", e.order.command.index());
    }
    std::string operator()(const NoticeTaken& e) const {
        return fmt::format("notice {} {}", e.hint.digest, e.hint.order_id);
    }
    std::string operator()(const ReserveAnswered& e) const {
        return fmt::format("reserved {} {}", e.order_id.text(), outcome_of(e.answer));
    }
    std::string operator()(const PayAnswered& e) const {
        return fmt::format("paid {} {}", e.order_id.text(), outcome_of(e.answer));
    }
    std::string operator()(const RevokeAnswered& e) const {
        return fmt::format("revoked {} {}", e.order_id.text(), outcome_of(e.answer));
    }
    std::string operator()(const RefundAnswered& e) const {
        return fmt::format("refunded {} {}", e.cancel_id.text(), outcome_of(e.answer));
    }
    std::string operator()(const AttemptLookedUp& e) const {
        return fmt::format("found {} {}", e.order_id.text(), outcome_of(e.evidence));
    }
    std::string operator()(const EarlierLookedUp& e) const {
        return fmt::format(
            "earlier {} {}", e.order_id.text(), e.receipts ? e.receipts->size() : 99
        );
    }
    std::string operator()(const ReceiptLookedUp& e) const {
        return fmt::format("receipt {} {}", e.receipt.text(), outcome_of(e.answer));
    }
    template <class Other>
    std::string operator()(const Other&) const {
        return "other";  // what the clock makes due is found inside a turn
    }
};

struct WriteLine {
    std::string operator()(const Reserve& w) const {
        return fmt::format(
            "reserve {} {} at {}",
            w.order_id.text(),
            w.amount.count(),
            w.execute_at.time_since_epoch().count()
        );
    }
    std::string operator()(const PayNow& w) const {
        return fmt::format("pay {} {}", w.order_id.text(), w.amount.count());
    }
    std::string operator()(const Revoke& w) const {
        return fmt::format("revoke {} {}", w.order_id.text(), w.reserve_id.text());
    }
    std::string operator()(const GiveBack& w) const {
        return fmt::format(
            "refund {} {} {}", w.cancel_id.text(), w.receipt.text(), w.amount.count()
        );
    }
    template <class Other>
    std::string operator()(const Other&) const {
        return "shop";  // the virtual house has none
    }
};

}  // namespace

std::string line_of(const Event& event) {
    return std::visit(EventLine{}, event);
}

std::string line_of(const Write& write) {
    return std::visit(WriteLine{}, write);
}

std::optional<std::string> order_id_of(const Write& write) {
    if (const auto* reserve = std::get_if<Reserve>(&write)) return reserve->order_id.text();
    if (const auto* pay = std::get_if<PayNow>(&write)) return pay->order_id.text();
    if (const auto* revoke = std::get_if<Revoke>(&write)) return revoke->order_id.text();
    return std::nullopt;
}

std::optional<std::string> order_id_of_write_answer(const Event& event) {
    if (const auto* reserve = std::get_if<ReserveAnswered>(&event)) return reserve->order_id.text();
    if (const auto* pay = std::get_if<PayAnswered>(&event)) return pay->order_id.text();
    if (const auto* revoke = std::get_if<RevokeAnswered>(&event)) return revoke->order_id.text();
    return std::nullopt;
}

bool settles_by_order_id(const Event& event) {
    const auto* found = std::get_if<AttemptLookedUp>(&event);
    if (!found || found->evidence.reservation || !found->evidence.receipts) return false;
    return std::ranges::any_of(*found->evidence.receipts, [](const auto& receipt) {
        return receipt.status == billing::ReceiptStatus::paid;
    });
}

}  // namespace maedal::simulation
