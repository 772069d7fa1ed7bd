#include "billing/evidence.hpp"

#include "billing/clock_watch.hpp"

#include <algorithm>
#include <utility>

namespace maedal::billing {
namespace {

constexpr std::string_view believed_currency = "KRW";

std::optional<Contradiction> disagreement(const Attempt& attempt, const GatewayReceipt& receipt) {
    if (receipt.order_id != attempt.order_id)
        return Contradiction{"receipt " + receipt.id.text() + " is of another order"};
    if (receipt.price != attempt.amount)
        return Contradiction{"receipt " + receipt.id.text() + " is of another amount"};
    if (receipt.currency != believed_currency)
        return Contradiction{"receipt " + receipt.id.text() + " is in another currency"};
    return std::nullopt;
}

bool only_of_another_sum(const Attempt& attempt, const GatewayReceipt& receipt) {
    return receipt.order_id == attempt.order_id && receipt.currency == believed_currency;
}

/// Whether a reservation cannot have been executed yet, by the gateway's clock either.
bool not_executed_yet(const Attempt& attempt, Instant now) {
    return attempt.method == AttemptMethod::reservation &&
           now + ClockTolerance{}.gateway < attempt.execute_at;
}

/// The verdict of the receipts alone; NothingProven when they leave it open. Order ids are no
/// secret: what took no money is of this attempt only if it is of its sum, and came when the
/// gateway could have asked for it.
Verdict of_receipts(
    const Attempt& attempt, const std::vector<GatewayReceipt>& receipts, Instant now
) {
    std::optional<ProvenPaid> paid;
    std::vector<GatewayReceipt> surplus;
    std::optional<Contradiction> other_sum;
    for (const auto& receipt : receipts) {
        if (!took_money(receipt)) continue;
        if (auto wrong = disagreement(attempt, receipt)) {
            if (!only_of_another_sum(attempt, receipt)) return *wrong;
            other_sum = std::move(wrong);
            surplus.push_back(receipt);
        } else if (paid) {
            surplus.push_back(receipt);
        } else {
            paid = ProvenPaid{receipt, {}};
        }
    }
    if (paid) {  // whoever pays something else beside it contradicts nothing
        paid->surplus = std::move(surplus);
        return *paid;
    }
    if (other_sum) return *other_sum;

    if (not_executed_yet(attempt, now)) return NothingProven{};
    const auto is = [&](ReceiptStatus status) {
        return [&attempt, status](const GatewayReceipt& receipt) {
            return receipt.status == status && receipt.order_id == attempt.order_id &&
                   receipt.price == attempt.amount;
        };
    };
    if (std::ranges::any_of(receipts, is(ReceiptStatus::pending))) return StillWaiting{};
    const auto declined = std::ranges::find_if(receipts, is(ReceiptStatus::declined));
    if (declined != receipts.end()) return ProvenDeclined{declined->code};
    return NothingProven{};
}

}  // namespace

bool in_won(const GatewayReceipt& receipt) {
    return receipt.currency == believed_currency;
}

bool took_money(const GatewayReceipt& receipt) {
    return receipt.status == ReceiptStatus::paid || receipt.status == ReceiptStatus::canceled;
}

std::vector<GatewayReceipt> standing_first(std::vector<GatewayReceipt> receipts) {
    std::ranges::stable_partition(receipts, [](const GatewayReceipt& receipt) {
        return receipt.status != ReceiptStatus::canceled;
    });
    return receipts;
}

Verdict judge(const Attempt& attempt, const Evidence& evidence, Instant now) {
    if (evidence.reservation) {
        if (evidence.reservation->order_id != attempt.order_id)
            return Contradiction{"the reservation is of another order"};
        if (evidence.reservation->price != attempt.amount)
            return Contradiction{"the reservation is of another amount"};
    }
    Verdict by_receipts = NothingProven{};
    if (evidence.receipts)
        by_receipts = of_receipts(attempt, standing_first(*evidence.receipts), now);
    // Money that moved outweighs whatever the reservation says of itself.
    if (!std::holds_alternative<NothingProven>(by_receipts) &&
        !(evidence.reservation && std::holds_alternative<ProvenDeclined>(by_receipts)))
        return by_receipts;
    if (!evidence.reservation) return by_receipts;

    switch (evidence.reservation->status) {
        case ReservationStatus::waiting:
            return StillWaiting{};
        case ReservationStatus::done:
            return by_receipts;  // done without a receipt: look again
        case ReservationStatus::failed:
        case ReservationStatus::revoked:
            break;
    }
    if (!evidence.receipts) return NothingProven{};
    if (evidence.reservation->status == ReservationStatus::revoked) return ProvenRevoked{};
    const auto* declined = std::get_if<ProvenDeclined>(&by_receipts);
    return ProvenDeclined{declined ? declined->code : std::string{}};
}

}  // namespace maedal::billing
