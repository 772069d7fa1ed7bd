#pragma once
#include "base/error.hpp"
#include "bootpay/pg/codes.hpp"
#include "net/http.hpp"
#include "ports/commerce.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace maedal::bootpay::commerce {

/// GET /orders/{order_number} [S0].
net::Request order_request(const std::string& order_number);
/// `status` as text [S0, X] or number [C, J]. Errors: not_found, unauthorized, unavailable.
Result<billing::GatewayOrder> order_from(
    const net::Response& response, const std::string& order_number, const pg::Codes& codes
);

net::Request products_request(const std::string& keyword, int page, int limit);
Result<ports::ProductPage> products_from(const net::Response& response, const pg::Codes& codes);
net::Request product_request(const std::string& product_id);
Result<ports::GatewayProduct> product_from(const net::Response& response, const pg::Codes& codes);

/// The rows of {"list": [...]}, or of a bare array.
Result<nlohmann::json> rows_of(const net::Response& response, const pg::Codes& codes);

}  // namespace maedal::bootpay::commerce
