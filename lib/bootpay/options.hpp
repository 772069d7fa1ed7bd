#pragma once
#include "base/error.hpp"
#include "base/secret.hpp"
#include "bootpay/retry_after.hpp"

#include <map>
#include <optional>
#include <string>

namespace maedal::bootpay {

/// What an error code of Bootpay's says about the call that it answers.
enum class CodeMeaning {
    refused,          ///< a definite no: nothing was carried out
    declined,         ///< the card was asked and said no
    dead_key,         ///< the billing key is deleted or expired: nothing was carried out
    duplicate_order,  ///< the order id exists there already
    unauthorized,     ///< our credentials were not accepted: nothing was carried out
    not_found,        ///< the named thing is not there: nothing was carried out
    in_doubt,         ///< proves nothing
};

/// Who we are for Bootpay, where it tells us of payments, and what its codes mean.
struct BootpayOptions {
    // One of the two pairs, whole [N]; or both: then today's goes with every call but those few
    // that take a token only [A].
    std::optional<Secret> client_key;  ///< of today
    std::optional<Secret> secret_key;
    std::optional<Secret> application_id;  ///< the older one, which gets tokens
    std::optional<Secret> private_key;

    std::string feedback_url;                  ///< where webhooks go; empty: where its console says
    std::map<std::string, CodeMeaning> codes;  ///< beyond the built-in list, or instead of it
    /// Marks the address of every payment, so that a notice with the mark can only come from who
    /// was told it. Empty: no mark.
    std::optional<Secret> feedback_key{};
    /// The longest that an answer's Retry-After may hold back writes; by real time.
    Seconds wait_max = retry_after_max;
};

/// Errors: invalid (no pair of keys, a half one, or an empty one; `field` says which).
Result<Done> check(const BootpayOptions& options);

}  // namespace maedal::bootpay
