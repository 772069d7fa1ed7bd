// What is said at the doors.
#include "base/contract.hpp"
#include "engine/dispatcher.hpp"
#include "engine/doubts.hpp"
#include "simulation/carried.hpp"
#include "simulation/virtual_house.hpp"

#include <fmt/format.h>

namespace maedal::simulation {

int VirtualHouse::order(engine::Command command) {
    engine::Order placed{std::move(command), "test", std::nullopt, {}};
    placed.render = [](const Result<engine::Outcome>& result) {
        if (!result)
            return engine::Answer{
                static_cast<int>(result.error().code) + 400, result.error().reason};
        if (const auto* s = std::get_if<billing::Subscription>(&*result))
            return engine::Answer{200, s->id.text()};
        if (const auto* k = std::get_if<billing::BillingKey>(&*result))
            return engine::Answer{200, k->id.text()};
        return engine::Answer{200, ""};
    };
    const std::size_t ticket = ++ticket_;
    waiting_.push_back(engine::OrderPlaced{std::move(placed), ticket});
    try {
        engine::TurnOutput output = turn();
        for (const auto& [number, answer] : output.answers)
            if (number == ticket) {
                said_ = answer.body;
                history_.note(now(), fmt::format("answer {} {}", answer.status, answer.body));
                const int status = answer.status;
                carry(std::move(output));
                return status;
            }
    } catch (const ports::LedgerRefusal&) {
        throw;
    } catch (const ports::LedgerFailure&) {
        crash();
        return 0;
    }
    MAEDAL_EXPECTS(false);
    return 0;
}

int VirtualHouse::resolve(engine::ResolveRefund said) {
    if (const auto refund = ledger_->refund(billing::CancelId{said.cancel_id})) {
        auto receipt = carried(loop_, line_->receipt(refund->receipt));
        if (receipt) said.told = std::move(*receipt);
        static_cast<void>(line_->took());
    }
    return order(std::move(said));
}

int VirtualHouse::resolve(engine::ResolveDoubt said) {
    const billing::OrderId id{said.order_id};
    const auto attempt = ledger_->attempt(id);
    if (!attempt) return order(std::move(said));
    if (said.as == engine::ResolveDoubt::As::paid) {
        auto receipt = carried(loop_, line_->receipt(billing::ReceiptId{said.receipt_id}));
        if (!receipt) return 400;
        said.evidence.receipts = std::vector<billing::GatewayReceipt>{std::move(*receipt)};
    } else if (const bool absent = said.as == engine::ResolveDoubt::As::absent;
               absent || attempt->state == billing::AttemptState::quarantined) {
        const engine::Look look = engine::LookAtAttempt{id, attempt->reserve_id};
        const engine::Event found = carried(loop_, engine::look_up(*line_, look));
        said.evidence = std::get<engine::AttemptLookedUp>(found).evidence;
        const auto control = engine::control_of(*ledger_, *attempt, rules_.timing, now() + skew_);
        if (absent && control) {
            said.control = control->order_id.text();
            const auto paid = carried(loop_, line_->receipts_of(control->order_id));
            said.control_found = paid && !paid->empty();
        }
    }
    static_cast<void>(line_->took());
    return order(std::move(said));
}

std::string VirtualHouse::card(const std::string& customer) {
    const auto made = bootpay_.register_card({});
    const auto& key = *std::get<const sandbox::BillingKey*>(made);
    const Secret secret{key.billing_key};
    MAEDAL_EXPECTS(order(engine::AddBillingKey{customer, secret, "", "card"}) == 200);
    gateway_keys_[said_] = key.billing_key;
    return said_;
}

std::string VirtualHouse::gateway_key(const std::string& our_key) {
    return gateway_keys_.at(our_key);
}

std::string VirtualHouse::subscribe(
    const std::string& customer,
    const std::string& key,
    const std::string& plan,
    const std::string& anchor
) {
    const int status = order(engine::CreateSubscription{"", customer, plan, key, anchor, ""});
    MAEDAL_EXPECTS(status == 200);
    return said_;
}

void VirtualHouse::load(std::vector<billing::Plan> plans) {
    MAEDAL_EXPECTS(order(engine::LoadPlans{std::move(plans)}) == 200);
}

}  // namespace maedal::simulation
