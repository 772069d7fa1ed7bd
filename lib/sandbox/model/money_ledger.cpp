#include "sandbox/model/money_ledger.hpp"

#include "base/contract.hpp"

#include <algorithm>

namespace maedal::sandbox {

void MoneyLedger::write(const Movement& movement) {
    MAEDAL_EXPECTS(movement.amount > 0 && movement.tax_free >= 0);
    MAEDAL_EXPECTS(movements_.empty() || movements_.back().at <= movement.at);
    movements_.push_back(movement);
}

std::size_t MoneyLedger::first_at(Instant at) const {
    const auto first = std::lower_bound(
        movements_.begin(),
        movements_.end(),
        at,
        [](const Movement& movement, Instant moment) { return movement.at < moment; }
    );
    return static_cast<std::size_t>(first - movements_.begin());
}

MoneyTotals MoneyLedger::totals(Instant from, Instant to) const {
    MoneyTotals sum;
    for (std::size_t i = first_at(from); i < movements_.size() && movements_[i].at < to; ++i) {
        const Movement& movement = movements_[i];
        if (movement.kind == MovementKind::paid) {
            sum.taken += movement.amount;
            ++sum.payments;
        } else {
            sum.returned += movement.amount;
        }
    }
    return sum;
}

}  // namespace maedal::sandbox
