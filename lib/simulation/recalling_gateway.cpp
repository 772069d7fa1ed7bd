#include "simulation/recalling_gateway.hpp"

#include "base/contract.hpp"
#include "sqlite/harmless_copy.hpp"

namespace maedal::simulation {
namespace {

using billing::AttemptState;

template <class Row>
const std::string& last_name(const Row& row) {
    if constexpr (requires { row.order_id; })
        return row.order_id.text();
    else
        return row.id.text();
}

/// Every row of a list, page by page.
template <class List, class Visit>
void for_each_row(List list, Visit visit) {
    ports::Page page{{}, ports::Page::limit_max};
    for (bool more = true; more;) {
        const auto rows = list(page);
        more = !rows.empty();
        if (more) page.after = last_name(rows.back());
        for (const auto& row : rows)
            visit(row);
    }
}

sandbox::PaymentRequest asked_by(const billing::Attempt& attempt) {
    return {
        std::string{sqlite::stand_in_of(*attempt.billing_key).reveal()},
        attempt.order_id.text(),
        "recalled",
        attempt.amount.count(),
        attempt.tax_free.count(),
        nullptr};
}

void recall_keys(VirtualHouse& house) {
    const auto keys = [&house](const ports::Page& page) {
        return house.ledger().billing_keys({}, page);
    };
    for_each_row(keys, [&house](const billing::BillingKey& key) {
        const std::string name{sqlite::stand_in_of(key.id).reveal()};
        sandbox::NewCard card;
        card.billing_key = name;
        const auto made = house.gateway().register_card(std::move(card));
        MAEDAL_EXPECTS(std::holds_alternative<const sandbox::BillingKey*>(made));
        if (key.state != billing::KeyState::usable)
            static_cast<void>(house.gateway().delete_key(name));
    });
}

void recall_reservations(VirtualHouse& house, sandbox::Dice& dice, AttemptState state) {
    const std::string name{billing::attempt_state_names.of(state)};
    const auto attempts = [&](const ports::Page& page) {
        return house.ledger().attempts({{}, {}, name}, page);
    };
    for_each_row(attempts, [&](const billing::Attempt& attempt) {
        if (!attempt.billing_key) return;
        const bool known = attempt.reserve_id.has_value();
        if (!known && dice.hits(50)) return;  // the request never came through
        if (attempt.method == billing::AttemptMethod::immediate) {
            static_cast<void>(house.gateway().recall(sandbox::PastPayment{
                asked_by(attempt), "recalled-" + attempt.order_id.text(), attempt.execute_at, 0}));
            return;
        }
        static_cast<void>(house.gateway().recall(
            asked_by(attempt), known ? attempt.reserve_id->text() : "", attempt.execute_at
        ));
    });
}

}  // namespace

void recall_past(VirtualHouse& house, sandbox::Dice& dice) {
    recall_keys(house);
    for (const auto state :
         {AttemptState::reserved,
          AttemptState::revoking,
          AttemptState::doubt,
          AttemptState::quarantined})
        recall_reservations(house, dice, state);
}

RecallingGateway::RecallingGateway(VirtualHouse& house, std::uint64_t seed)
    : ModelGateway{house.gateway(), house.weather, seed, house.tally()}, house_{house} {}

void RecallingGateway::recall(const billing::Receipt& receipt) {
    const auto attempt = house_.ledger().attempt(receipt.order_id);
    if (!attempt || !attempt->billing_key) return;
    // One that the model knows is refused, and stays as it is.
    static_cast<void>(house_.gateway().recall(sandbox::PastPayment{
        asked_by(*attempt), receipt.id.text(), receipt.paid_at, receipt.refunded.count()}));
}

Task<Result<billing::GatewayReceipt>> RecallingGateway::refund(ports::RefundRequest request) {
    if (const auto known = house_.ledger().receipt(request.receipt)) recall(*known);
    co_return co_await ModelGateway::refund(std::move(request));
}

Task<Result<billing::GatewayReceipt>> RecallingGateway::receipt(billing::ReceiptId id) {
    if (const auto known = house_.ledger().receipt(id)) recall(*known);
    co_return co_await ModelGateway::receipt(std::move(id));
}

Task<Result<std::vector<billing::GatewayReceipt>>> RecallingGateway::receipts_of(billing::OrderId id
) {
    for (const auto& known : house_.ledger().receipts_of(id))
        recall(known);
    co_return co_await ModelGateway::receipts_of(std::move(id));
}

}  // namespace maedal::simulation
