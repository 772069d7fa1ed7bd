#pragma once
#include "base/error.hpp"
#include "bootpay/pg/codes.hpp"
#include "net/http.hpp"
#include "ports/gateway.hpp"

#include <optional>
#include <string>

namespace maedal::bootpay::pg {

/// Where the webhooks of one payment go: `url` with a mark that follows from order id and amount.
std::string marked_feedback_url(
    const std::string& url,
    const std::optional<Secret>& key,
    const billing::OrderId& order_id,
    billing::Won price
);

/// POST /subscribe/payment/reserve [N, J, S4]. Without `feedback_url` Bootpay tells the address of
/// its console [S4].
net::Request reserve_request(const ports::ReserveRequest& asked, const std::string& feedback_url);

/// What the answer says about `asked`. An answer about another time, order or price contradicts
/// the request: in_doubt, with the reserve_id in the detail.
/// Errors: those of a write, see ports::Gateway.
Result<ports::Reserved> reserved_from(
    const net::Response& response, const ports::ReserveRequest& asked, const Codes& codes
);

}  // namespace maedal::bootpay::pg
