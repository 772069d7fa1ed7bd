#pragma once
#include "base/error.hpp"
#include "base/secret.hpp"
#include "bootpay/pg/codes.hpp"
#include "net/http.hpp"
#include "ports/gateway.hpp"
#include "ports/services.hpp"

#include <nlohmann/json.hpp>

namespace maedal::bootpay::pg {

/// GET /subscribe/billing_key/{receipt_id}: only with the receipt of the registration [S3].
net::Request key_of_receipt_request(const billing::ReceiptId& id);
/// Errors: not_found (also while the registration is not complete), unauthorized, unavailable.
Result<ports::IssuedKey> key_of_receipt_from(
    const net::Response& response, const billing::ReceiptId& id, const Codes& codes
);

/// The issuing view of a key (status 11), whoever's answer it is.
/// Errors: not_found with key_not_issued, unavailable (it cannot be read strictly).
Result<ports::RegisteredKey> read_issued(const nlohmann::json& body);

/// GET /billing_key/{billing_key} [H2]. The target holds the key: it must not be logged.
net::Request key_itself_request(const Secret& billing_key);
/// Errors: not_found, refused with dead_key, unauthorized, unavailable.
Result<ports::IssuedKey> key_itself_from(
    const net::Response& response, const Secret& billing_key, const Codes& codes
);

}  // namespace maedal::bootpay::pg
