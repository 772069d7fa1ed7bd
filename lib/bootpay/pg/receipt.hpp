#pragma once
#include "base/error.hpp"
#include "bootpay/pg/codes.hpp"
#include "net/http.hpp"
#include "ports/gateway.hpp"

#include <nlohmann/json.hpp>

#include <vector>

namespace maedal::bootpay::pg {

/// GET /receipt/{receipt_id}?lookup_user_data=false [W, J].
net::Request receipt_request(const billing::ReceiptId& id);
/// Errors: not_found, unauthorized, unavailable (also when it cannot be read strictly).
Result<ports::GatewayReceipt> receipt_from(
    const net::Response& response, const billing::ReceiptId& id, const Codes& codes
);

/// GET /lookup/order/{order_id} [R, J].
net::Request receipts_request(const billing::OrderId& id);
/// An array of receipts, or an error object when there is none [R, J]: an empty list too. One
/// receipt that cannot be read strictly makes the whole unavailable.
/// Errors: unauthorized, unavailable.
Result<std::vector<ports::GatewayReceipt>> receipts_from(
    const net::Response& response, const billing::OrderId& id, const Codes& codes
);

/// One receipt object [N, H2, F].
/// Errors: unavailable, the detail names the field.
Result<ports::GatewayReceipt> read_receipt(const nlohmann::json& object);

}  // namespace maedal::bootpay::pg
