#pragma once
#include "base/error.hpp"
#include "bootpay/pg/codes.hpp"
#include "net/http.hpp"
#include "ports/services.hpp"

namespace maedal::bootpay::pg {

/// POST /request/subscribe [N, J, W]. What is secret in it stands in the body alone.
net::Request card_request(const ports::CardForm& form);
/// POST /request/subscribe/automatic-transfer [N, J, W].
net::Request account_request(const ports::AccountForm& form);
/// POST /request/subscribe/automatic-transfer/publish [N, W].
net::Request publish_request(const billing::ReceiptId& receipt);
/// DELETE /subscribe/billing_key/{billing_key} [N, W]. The target holds the key: it must not be
/// logged.
net::Request delete_key_request(const Secret& billing_key);

/// The key that a card was given (status 11).
/// Errors: those of a write, see ports::Gateway.
Result<ports::RegisteredKey> registered_from(const net::Response& response, const Codes& codes);
/// As registered_from; one of another receipt contradicts the request. A holder who has not agreed
/// yet: refused, "consent_awaited".
Result<ports::RegisteredKey> published_from(
    const net::Response& response, const billing::ReceiptId& receipt, const Codes& codes
);
/// The receipt to publish later (status 41 [H2]).
Result<billing::ReceiptId> account_asked_from(const net::Response& response, const Codes& codes);
/// Done by {"billing_key": the same} [N], and by "expired": it was dead already [A].
Result<Done> key_deleted_from(
    const net::Response& response, const Secret& billing_key, const Codes& codes
);

}  // namespace maedal::bootpay::pg
