#pragma once
#include "base/error.hpp"
#include "bootpay/pg/codes.hpp"
#include "net/http.hpp"
#include "ports/gateway.hpp"

#include <string>

namespace maedal::bootpay::pg {

/// POST /subscribe/payment [N, J, M]. Without `feedback_url` Bootpay tells the address of its
/// console [S4].
net::Request pay_request(const ports::PayRequest& asked, const std::string& feedback_url);

/// The receipt of the payment. One of another order or price, or that is not paid, contradicts the
/// request: in_doubt, with the receipt_id in the detail.
/// Errors: those of a write, see ports::Gateway.
Result<ports::GatewayReceipt> paid_from(
    const net::Response& response, const ports::PayRequest& asked, const Codes& codes
);

}  // namespace maedal::bootpay::pg
