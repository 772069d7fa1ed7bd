#pragma once
#include "base/error.hpp"
#include "base/secret.hpp"
#include "bootpay/pg/codes.hpp"
#include "net/http.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace maedal::bootpay::commerce {

/// The BOOTPAY-ROLE of a call [W].
enum class Role { user, supervisor };

/// A request without Authorization, with the headers that the official SDK sends [W].
net::Request bare_request(std::string method, std::string target, Role role);
net::Request read_request(std::string target);
net::Request write_request(
    std::string method, std::string target, Role role, const nlohmann::json& body
);
/// The header that some methods of the SDK carry, a UUID v4 [W]. Its effect is not published.
void add_idempotency_key(net::Request& request);

/// POST /request/token: the pair in the header and in the body [W, X].
net::Request token_request(const Secret& client_key, const Secret& secret_key);

// As pg::written and pg::looked_up. Commerce's errors carry `error_code`, or `status` and `code`
// beside an empty `data` [N, C]: both are read.
Result<nlohmann::json> shop_written(const net::Response& response, const pg::Codes& codes);
Result<nlohmann::json> shop_looked_up(const net::Response& response, const pg::Codes& codes);

}  // namespace maedal::bootpay::commerce
