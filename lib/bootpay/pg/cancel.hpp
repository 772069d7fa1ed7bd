#pragma once
#include "base/error.hpp"
#include "bootpay/pg/codes.hpp"
#include "net/http.hpp"
#include "ports/gateway.hpp"

namespace maedal::bootpay::pg {

/// POST /cancel [S3, W]. The amount is always named: without one everything that is left goes back
/// [S3, J]. A repeat with the same cancel_id is not carried out again [S3, M].
net::Request cancel_request(const ports::RefundRequest& asked);

/// The receipt after the cancellation [M, N]. One of another payment, or one on which less went
/// back than was asked for, contradicts the request: in_doubt.
/// Errors: those of a write, see ports::Gateway. "Already canceled" is in_doubt: it may speak of an
/// earlier sending of this very refund.
Result<ports::GatewayReceipt> canceled_from(
    const net::Response& response, const ports::RefundRequest& asked, const Codes& codes
);

}  // namespace maedal::bootpay::pg
