#pragma once
#include "base/error.hpp"
#include "bootpay/pg/codes.hpp"
#include "net/http.hpp"
#include "ports/services.hpp"

#include <string>

namespace maedal::bootpay::pg {

/// POST /request/user/token [W, N].
net::Request user_token_request(const ports::UserTokenForm& form);
/// Errors: not_found, unauthorized, unavailable.
Result<ports::UserToken> user_token_from(const net::Response& response, const Codes& codes);

/// GET /certificate/{receipt_id} [W, N].
net::Request identity_request(const billing::ReceiptId& receipt);
/// The answer itself, once the check is done (status 12 [M]).
/// Errors: not_found, refused (expired, or not finished), unauthorized, unavailable.
Result<std::string> identity_from(
    const net::Response& response, const billing::ReceiptId& receipt, const Codes& codes
);

}  // namespace maedal::bootpay::pg
