#pragma once
#include "base/error.hpp"
#include "bootpay/pg/codes.hpp"
#include "net/http.hpp"
#include "ports/gateway.hpp"

namespace maedal::bootpay::pg {

/// POST /confirm {receipt_id} [W, S2].
net::Request confirm_request(const billing::ReceiptId& id);

/// The receipt after the confirm, paid [W]; another one, or one that is not paid, is in_doubt.
/// Errors: those of a write. "Not waiting for a confirm" is in_doubt: it may speak of an earlier
/// sending of this very confirm.
Result<ports::GatewayReceipt> confirmed_from(
    const net::Response& response, const billing::ReceiptId& id, const Codes& codes
);

}  // namespace maedal::bootpay::pg
