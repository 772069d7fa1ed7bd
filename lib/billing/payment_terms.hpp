#pragma once
#include "base/secret.hpp"

#include <string>

namespace maedal::billing {

/// What a merchant wants sent with every payment of a subscription: a JSON object with any of
/// `user`, `extra`, `metadata` (objects), `card_quota` and `content_type` (texts). The doors check
/// it and the gateway's room reads it; between them it is one sealed text, for it names a person.
using PaymentTerms = Secret;

/// The names under which the ledger keeps sealed texts.
[[nodiscard]] inline std::string terms_of(const std::string& subscription) {
    return "terms:" + subscription;
}
/// What the gateway last told of the reservation of an order id, as it told it.
[[nodiscard]] inline std::string told_of(const std::string& order_id) {
    return "told:" + order_id;
}

}  // namespace maedal::billing
