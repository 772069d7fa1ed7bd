#pragma once
#include "base/error.hpp"
#include "bootpay/pg/codes.hpp"
#include "net/http.hpp"
#include "ports/services.hpp"

#include <vector>

namespace maedal::bootpay::pg {

/// PUT /escrow/shipping/start/{receipt_id} [W, J].
net::Request shipping_request(const ports::ShippingForm& form);
/// POST /request/receipt/cash/publish [W, N].
net::Request cash_receipt_request(const ports::CashReceiptForm& form);
/// DELETE /request/receipt/cash/cancel/{receipt_id}; who and why travel in the query [W, P].
net::Request cancel_cash_receipt_request(
    const billing::ReceiptId& receipt, const std::string& reason
);
/// POST /request/cash/receipt [W, N].
net::Request lone_cash_receipt_request(const ports::LoneCashReceiptForm& form);
/// DELETE /request/cash/receipt/{receipt_id} [W, N].
net::Request cancel_lone_cash_receipt_request(
    const billing::ReceiptId& receipt, const std::string& reason
);
/// GET /receipt/{receipt_id}?lookup_user_data= [W, J].
net::Request sale_request(const billing::ReceiptId& receipt, bool with_user);

/// What a write answered about `receipt`; about another one it contradicts the request: in_doubt.
/// An empty `receipt`: it is given by the answer. Errors: those of a write.
Result<ports::Sale> sale_written(
    const net::Response& response, const std::string& receipt, const Codes& codes
);
/// Errors: not_found, unauthorized, unavailable.
Result<ports::Sale> sale_from(
    const net::Response& response, const billing::ReceiptId& receipt, const Codes& codes
);
/// As receipts_from: an error object for an unknown order is an empty list.
Result<std::vector<ports::Sale>> sales_from(
    const net::Response& response, const billing::OrderId& order_id, const Codes& codes
);

}  // namespace maedal::bootpay::pg
