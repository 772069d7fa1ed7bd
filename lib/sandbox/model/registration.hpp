#pragma once
#include "base/instant.hpp"
#include "sandbox/model/entities.hpp"

#include <memory>
#include <string>

namespace maedal::sandbox {

/// A card as the merchant's server sends it. Kept for the length of the call.
struct CardRegistration {
    std::string pg;
    std::string order_name;
    std::string subscription_id;
    std::string card_no;      ///< digits
    std::string card_pw;      ///< the first two digits
    std::string identity_no;  ///< birth date yymmdd, or ten digits of a business number
    std::string expire_year;  ///< two digits each
    std::string expire_month;
    Won price = 0;  ///< above 0: charged with the issuing
    Won tax_free = 0;
    bool test_payment = false;  ///< the card is asked once, and nothing is kept of it
    std::string user_id;
    std::string username;
    std::shared_ptr<const Details> details;
};

/// A bank account on its way to be a billing key.
struct AccountRegistration {
    std::string receipt_id;  ///< made by the sandbox
    std::string pg;
    std::string subscription_id;
    std::string auth_type;  ///< "ARS" or "간편인증"
    std::string holder;
    std::string bank_name;
    std::string bank_account;
    std::string identity_no;
    std::string user_id;
    std::string metadata;
    Instant requested_at{};
    bool agreed = false;  ///< the holder said yes on the phone
    const BillingKey* key = nullptr;
};

}  // namespace maedal::sandbox
