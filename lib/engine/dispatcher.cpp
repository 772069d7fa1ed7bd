#include "engine/dispatcher.hpp"

#include "engine/refund_account.hpp"

#include <algorithm>

namespace maedal::engine {
namespace {

using billing::GatewayReceipt;
using billing::ReservationStatus;

Task<Event> send_one(ports::Gateway& gateway, Reserve write) {
    ports::ReserveRequest request{
        .order_id = write.order_id,
        .billing_key = std::move(write.billing_key),
        .order_name = std::move(write.order_name),
        .price = write.amount,
        .tax_free = write.tax_free,
        .execute_at = write.execute_at,
        .customer = write.customer,
        .item_id = std::move(write.item_id),
        .terms = std::move(write.terms)};
    auto answer = co_await gateway.reserve(std::move(request));
    if (!answer) co_return ReserveAnswered{write.call, write.order_id, answer.error()};
    co_return ReserveAnswered{write.call, write.order_id, answer->reserve_id};
}

Task<Event> send_one(ports::Gateway& gateway, PayNow write) {
    ports::PayRequest request{
        .order_id = write.order_id,
        .billing_key = std::move(write.billing_key),
        .order_name = std::move(write.order_name),
        .price = write.amount,
        .tax_free = write.tax_free,
        .customer = write.customer,
        .item_id = std::move(write.item_id),
        .terms = std::move(write.terms)};
    auto answer = co_await gateway.pay(std::move(request));
    co_return PayAnswered{write.call, write.order_id, std::move(answer)};
}

Task<Event> send_one(ports::Gateway& gateway, Revoke write) {
    auto answer = co_await gateway.revoke(write.reserve_id);
    co_return RevokeAnswered{write.call, write.order_id, std::move(answer)};
}

Task<Event> send_one(ports::Gateway& gateway, GiveBack write) {
    ports::RefundRequest request{write.cancel_id, write.receipt, write.amount, write.reason};
    request.tax_free = write.tax_free;
    if (write.account) request.account = refund_account_from(*write.account);
    auto answer = co_await gateway.refund(std::move(request));
    co_return RefundAnswered{write.call, write.cancel_id, std::move(answer)};
}

Task<Event> send_one(ports::Gateway& gateway, Confirm write) {
    auto answer = co_await gateway.confirm(write.receipt);
    co_return ConfirmAnswered{write.call, write.order_id, std::move(answer)};
}

/// The receipts of an order id, with the one that the reservation names if the list leaves it out.
Task<Result<std::vector<GatewayReceipt>>> receipts_of(
    ports::Gateway& gateway, billing::OrderId order_id, std::optional<billing::ReceiptId> named
) {
    if (named) {
        auto receipt = co_await gateway.receipt(*named);
        if (receipt) co_return std::vector<GatewayReceipt>{std::move(*receipt)};
    }
    auto receipts = co_await gateway.receipts_of(order_id);
    co_return receipts;
}

void put_in(AttemptLookedUp& found, Result<std::vector<GatewayReceipt>> receipts) {
    if (receipts)
        found.evidence.receipts = std::move(*receipts);
    else
        found.untold = "the look-up by order id: " + receipts.error().detail;
}

Task<Event> look_up_one(ports::Gateway& gateway, LookAtAttempt look) {
    AttemptLookedUp found{look.order_id, {}};
    if (!look.reserve_id) {
        auto receipts = co_await receipts_of(gateway, look.order_id, std::nullopt);
        put_in(found, std::move(receipts));
        co_return found;
    }
    auto reservation = co_await gateway.reservation(*look.reserve_id);
    if (reservation) {
        const bool waiting = reservation->status == ReservationStatus::waiting;
        const auto named = reservation->receipt;
        found.evidence.reservation = std::move(*reservation);
        if (waiting) co_return found;
        auto receipts = co_await receipts_of(gateway, look.order_id, named);
        put_in(found, std::move(receipts));
        co_return found;
    }
    const auto fault = reservation.error().code;
    found.untold = "the look-up of the reservation: " + reservation.error().detail;
    if (fault == Errc::unsent || fault == Errc::unauthorized) co_return found;
    // Not found, or nothing that can be read, proves nothing by itself; money under this order id
    // would. That there is none is evidence only of a reservation that is not there.
    auto receipts = co_await receipts_of(gateway, look.order_id, std::nullopt);
    if (fault == Errc::not_found || (receipts && !receipts->empty()))
        put_in(found, std::move(receipts));
    co_return found;
}

Task<Event> look_up_one(ports::Gateway& gateway, LookAtEarlier look) {
    EarlierLookedUp found{look.order_id, std::vector<GatewayReceipt>{}};
    for (const auto& order_id : look.earlier) {
        auto receipts = co_await receipts_of(gateway, order_id, std::nullopt);
        if (!receipts) {
            found.receipts.reset();
            co_return found;
        }
        std::move(receipts->begin(), receipts->end(), std::back_inserter(*found.receipts));
    }
    co_return found;
}

Task<Event> look_up_one(ports::Gateway& gateway, LookAtReceipt look) {
    auto answer = co_await gateway.receipt(look.receipt);
    co_return ReceiptLookedUp{look.receipt, look.notice, std::move(answer)};
}

}  // namespace

Task<Event> send(ports::Gateway& gateway, Write write) {
    if (auto* reserve = std::get_if<Reserve>(&write))
        co_return co_await send_one(gateway, std::move(*reserve));
    if (auto* pay = std::get_if<PayNow>(&write))
        co_return co_await send_one(gateway, std::move(*pay));
    if (auto* revoke = std::get_if<Revoke>(&write))
        co_return co_await send_one(gateway, std::move(*revoke));
    if (auto* confirm = std::get_if<Confirm>(&write))
        co_return co_await send_one(gateway, std::move(*confirm));
    co_return co_await send_one(gateway, std::move(std::get<GiveBack>(write)));
}

Task<Event> look_up(ports::Gateway& gateway, Look look) {
    if (auto* attempt = std::get_if<LookAtAttempt>(&look))
        co_return co_await look_up_one(gateway, std::move(*attempt));
    if (auto* earlier = std::get_if<LookAtEarlier>(&look))
        co_return co_await look_up_one(gateway, std::move(*earlier));
    co_return co_await look_up_one(gateway, std::move(std::get<LookAtReceipt>(look)));
}

}  // namespace maedal::engine
