#include "bootpay/pg/reservation.hpp"

#include "bootpay/pg/answer.hpp"
#include "bootpay/pg/fields.hpp"
#include "bootpay/pg/request.hpp"
#include "net/json_text.hpp"

#include <optional>
#include <utility>

namespace maedal::bootpay::pg {
namespace {

using ports::ReservationStatus;

constexpr std::string_view place = "/subscribe/payment/reserve/";

/// [S4]. A number that is not in its table (v1 had 2 for trouble while executing) is not guessed.
std::optional<ReservationStatus> status_from(int number) {
    switch (number) {
        case -1:
            return ReservationStatus::failed;
        case 0:
            return ReservationStatus::waiting;
        case 1:
            return ReservationStatus::done;
        case 3:
            return ReservationStatus::revoked;
        default:
            return std::nullopt;
    }
}

/// Every field of the answer, with no more of the billing key than people may see.
std::string document_of(nlohmann::json told) {
    if (auto key = told.find("billing_key"); key != told.end() && key->is_string())
        *key = Secret{key->get<std::string>()}.masked();
    return net::json_text(told);
}

}  // namespace

net::Request reservation_request(const billing::ReserveId& id) {
    return read_request(path_of(place, id.text()));
}

Result<ports::Reservation> reservation_from(
    const net::Response& response, const billing::ReserveId& id, const Codes& codes
) {
    const auto body = looked_up(response, codes);
    if (!body) return body.error();
    Fields fields{*body};
    // S4's page lists no reserve_id, the Node type does.
    const auto answered_id = fields.optional_id("reserve_id");
    if (answered_id && *answered_id != id.text()) fields.refuse("reserve_id", "is another");
    auto order_id = fields.id("order_id");
    const auto price = fields.won("price");
    const auto status = status_from(fields.small_number("status"));
    if (!status) fields.refuse("status", "is unknown");
    const auto execute_at = fields.instant("reserve_execute_at");
    auto receipt = fields.optional_id("receipt_id");
    if (!fields.fault().empty()) return unreadable(fields.fault());

    ports::Reservation reservation{
        id, billing::OrderId{std::move(order_id)}, price, *status, execute_at, std::nullopt};
    if (receipt) reservation.receipt = billing::ReceiptId{*std::move(receipt)};
    reservation.document = document_of(*body);
    return reservation;
}

net::Request revoke_request(const billing::ReserveId& id) {
    return delete_request(path_of(place, id.text()));
}

Result<Done> revoked_from(
    const net::Response& response, const billing::ReserveId& id, const Codes& codes
) {
    const auto body = written(response, codes);
    if (!body) return body.error();
    Fields fields{*body};
    const auto answered_id = fields.id("reserve_id");
    const bool success = fields.truth("success");
    if (!fields.fault().empty()) return doubtful("unreadable_answer", fields.fault());
    if (answered_id != id.text()) return doubtful("contradiction", "reserve_id is another");
    if (!success) return doubtful("contradiction", "200 without success");
    return Done{};
}

}  // namespace maedal::bootpay::pg
