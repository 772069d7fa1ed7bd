#pragma once
#include "base/error.hpp"
#include "bootpay/pg/codes.hpp"
#include "net/http.hpp"
#include "ports/gateway.hpp"

namespace maedal::bootpay::pg {

/// GET /subscribe/payment/reserve/{reserve_id} [S4].
net::Request reservation_request(const billing::ReserveId& id);
/// Errors: not_found, unauthorized, unavailable (also when it cannot be read strictly).
Result<ports::Reservation> reservation_from(
    const net::Response& response, const billing::ReserveId& id, const Codes& codes
);

/// DELETE /subscribe/payment/reserve/{reserve_id} [N]. No body.
net::Request revoke_request(const billing::ReserveId& id);
/// Done only by {"reserve_id": the same, "success": true} [N].
/// Errors: those of a write, see ports::Gateway.
Result<Done> revoked_from(
    const net::Response& response, const billing::ReserveId& id, const Codes& codes
);

}  // namespace maedal::bootpay::pg
