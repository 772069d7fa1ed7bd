#include "bootpay/pg/codes.hpp"

#include <array>
#include <utility>

namespace maedal::bootpay::pg {
namespace {

using Meaning = CodeMeaning;

/// The tag names the source in the working reference of Bootpay's API.
constexpr auto built_in = std::to_array<std::pair<const char*, Meaning>>({
    // Credentials: turned away at the door.
    {"TOKEN_KEY_INVALID", Meaning::unauthorized},         // [A, F]
    {"APP_KEY_NOT_FOUND", Meaning::unauthorized},         // [F]
    {"APP_KEY_NOT_REST", Meaning::unauthorized},          // [F]
    {"APP_SK_NOT_MATCHED", Meaning::unauthorized},        // [F]
    {"APP_CLIENT_KEY_NOT_FOUND", Meaning::unauthorized},  // [Q]
    {"APP_FIREWALL_BLOCKED", Meaning::unauthorized},      // [B] with HTTP 401
    {"-2410", Meaning::unauthorized},                     // [A] unknown application, older pair

    {"SUBSCRIBE_BK_EXPIRED", Meaning::dead_key},  // [A] pay, reserve, revoke, delete

    {"RC_NOT_FOUND", Meaning::not_found},      // [A, F]
    {"RC_NOT_SUBSCRIBE", Meaning::not_found},  // [A] the receipt issued no billing key

    {"RC_PG_NOT_FOUND", Meaning::refused},    // [B] that PG is not usable in this project
    {"CANCEL_PRICE_OVER", Meaning::refused},  // [Mt]
    // [F] sets it against RC_CANCEL_CRITICAL_ERROR: a bad parameter, or the PG said no.
    {"RC_CANCEL_SERVER_ERROR", Meaning::refused},

    {"RC_REQUEST_FAILED", Meaning::declined},  // [Q] with the PG's own code beside it
    {"RC_CONFIRM_FAILED", Meaning::declined},  // [F]

    // Whether it was this refund, an earlier sending of it or another one that gave the money back
    // is not said: the receipt has to tell.
    {"RC_ALREADY_CANCELLED", Meaning::in_doubt},  // [A, F]
    {"CANCEL_ALREADY_DONE", Meaning::in_doubt},   // [Mt]

    // Registrations and what follows a sale: nothing was made.
    {"INVALID_CARD_NUMBER", Meaning::refused},              // [B]
    {"RC_INVALID_EXP_MONTH", Meaning::refused},             // [A]
    {"SUBSCRIBE_REQUEST_FAILED", Meaning::refused},         // [Q]
    {"SUBSCRIBE_PUBLISH_FAILED", Meaning::refused},         // [B, Q]
    {"SUBSCRIBE_PUBLISH_NOT_READY", Meaning::refused},      // [A] the holder has not agreed yet
    {"SUBSCRIBE_AT_LOOKUP_USER_FAILED", Meaning::refused},  // [A]
    {"RC_NOT_ESCROW", Meaning::refused},                    // [A]
    {"AUTH_EXPIRED", Meaning::refused},                     // [M, A]
    {"AUTH_NOT_CONFIRMED", Meaning::refused},               // [A]
    // A cash receipt that stands already is refused with the same word as an impossible one: the
    // receipt has to tell.
    {"RC_CASH_RECEIPT_FAILED", Meaning::in_doubt},  // [A]

    // Said to a second confirm as well as to a wrong one: the receipt has to tell.
    {"RC_NOT_CONFIRM_READY", Meaning::in_doubt},  // [A]

    // Commerce.
    {"INVOICE_NOT_FOUND", Meaning::not_found},               // [S1]
    {"INVOICE_DENIED", Meaning::refused},                    // [S1]
    {"INVOICE_TARGET_NOT_FOUND", Meaning::refused},          // [Q]
    {"ORDER_NOT_FOUND", Meaning::not_found},                 // [C]
    {"3700", Meaning::not_found},                            // [C] the same as a number
    {"PRODUCT_NOT_FOUND", Meaning::not_found},               // [C]
    {"ORDER_SUBSCRIPTION_NOT_FOUND", Meaning::not_found},    // [C]
    {"ORDER_SUBSCRIPTION_RESUME_UNABLE", Meaning::refused},  // [C]
    {"API_ROLE_NOT_SUPPORT", Meaning::refused},              // [C]
    {"API_SCOPE_INVALID", Meaning::refused},                 // [C]
    {"API_PARAM_INVALID", Meaning::refused},                 // [C]

    // Made up by the sandbox: no source knows Bootpay's own word for it. Harmless elsewhere,
    // because whoever says it can mean nothing else.
    {"RC_ORDER_ID_DUPLICATED", Meaning::duplicate_order},
});

}  // namespace

Codes::Codes(const std::map<std::string, CodeMeaning>& configured)
    : meanings_{configured.begin(), configured.end()} {
    meanings_.insert(built_in.begin(), built_in.end());
}

std::optional<CodeMeaning> Codes::meaning(std::string_view code) const {
    if (code.find("_CRITICAL_") != std::string_view::npos) return Meaning::in_doubt;
    const auto found = meanings_.find(code);
    if (found == meanings_.end()) return std::nullopt;
    return found->second;
}

}  // namespace maedal::bootpay::pg
