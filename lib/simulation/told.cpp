#include "simulation/told.hpp"

#include "base/contract.hpp"
#include "ports/gateway.hpp"

namespace maedal::simulation {
namespace {

billing::Won won(std::int64_t count) {
    const auto amount = billing::Won::from_count(count);
    MAEDAL_EXPECTS(amount);
    return *amount;
}

}  // namespace

Error told(const sandbox::Refusal& refusal) {
    const std::string word = refusal.code->word;
    if (refusal.code == &sandbox::refusals::order_id_duplicated)
        return {Errc::conflict, ports::reason::duplicate_order, word, ""};
    if (refusal.code == &sandbox::refusals::key_expired)
        return {Errc::refused, ports::reason::dead_key, word, ""};
    if (refusal.code == &sandbox::refusals::payment_refused)
        return {Errc::declined, word, word, ""};
    // Its other words are the sandbox's own: no adapter knows them as a definite no.
    return {Errc::in_doubt, word, word, ""};
}

billing::GatewayReceipt told(const sandbox::Receipt& receipt) {
    using Status = billing::ReceiptStatus;
    Status status = Status::declined;
    if (receipt.status == sandbox::ReceiptStatus::paid) status = Status::paid;
    if (receipt.status == sandbox::ReceiptStatus::cancelled) status = Status::canceled;
    return {
        .id = billing::ReceiptId{receipt.receipt_id},
        .order_id = billing::OrderId{receipt.asked->order_id},
        .price = won(receipt.asked->price),
        .refunded = won(receipt.cancelled_price),
        .status = status,
        .currency = "KRW",
        .paid_at = receipt.purchased_at,
        .code = receipt.pg_error_code};
}

billing::Reservation told(const sandbox::Reservation& reservation) {
    using Status = billing::ReservationStatus;
    Status status = Status::waiting;
    switch (reservation.status) {
        case sandbox::ReservationStatus::failed:
            status = Status::failed;
            break;
        case sandbox::ReservationStatus::waiting:
            break;
        case sandbox::ReservationStatus::done:
            status = Status::done;
            break;
        case sandbox::ReservationStatus::revoked:
            status = Status::revoked;
            break;
    }
    std::optional<billing::ReceiptId> receipt;
    if (reservation.receipt) receipt = billing::ReceiptId{reservation.receipt->receipt_id};
    return {
        .reserve_id = billing::ReserveId{reservation.reserve_id},
        .order_id = billing::OrderId{reservation.asked->order_id},
        .price = won(reservation.asked->price),
        .status = status,
        .execute_at = reservation.execute_at,
        .receipt = receipt};
}

}  // namespace maedal::simulation
