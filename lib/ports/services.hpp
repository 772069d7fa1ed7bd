#pragma once
#include "base/error.hpp"
#include "base/secret.hpp"
#include "base/task.hpp"
#include "billing/ids.hpp"
#include "billing/money.hpp"
#include "ports/gateway.hpp"

#include <optional>
#include <string>

namespace maedal::ports {

/// A card as its holder gave it. It passes through and is kept nowhere.
struct CardForm {
    std::string pg;               ///< the gateway's word for the payment gateway behind it
    std::string order_name;       ///< what the registration is called
    std::string registration_id;  ///< ours; the errand's
    billing::CustomerId customer;
    std::string username, phone, email;  ///< may be empty
    Secret card_no;                      ///< 13 to 16 digits
    Secret card_pw;                      ///< the first two digits
    Secret identity_no;                  ///< birth date yymmdd, or ten digits of a business number
    Secret expire_year, expire_month;    ///< two digits each
    bool test_payment;                   ///< the gateway tries the card with 100 won first [J]
};

enum class AccountConsent { by_phone, by_app };  ///< "ARS", "간편인증"

/// A bank account as its holder gave it. It passes through and is kept nowhere.
struct AccountForm {
    std::string pg;
    std::string order_name;
    std::string registration_id;  ///< ours; the errand's
    billing::CustomerId customer;
    AccountConsent consent;
    std::string holder;
    std::string bank_name;
    Secret account;      ///< digits
    Secret identity_no;  ///< birth date yymmdd, or ten digits of a business number
    std::string phone;   ///< who is called; may be empty
};

/// A key, and the receipt of the registration that issued it.
struct RegisteredKey {
    billing::ReceiptId receipt;
    IssuedKey key;
};

/// Who is to be recognised in the browser.
struct UserTokenForm {
    billing::CustomerId customer;
    std::string email, username, phone;  ///< may be empty
    std::string birth;                   ///< yymmdd; may be empty
    std::optional<int> gender;           ///< 1 male, 0 female [J]
};
struct UserToken {
    Secret token;
    Instant expires_at;
};

/// Goods on their way. Only for escrow payments, at Inicis and KCP [S3].
struct ShippingForm {
    billing::ReceiptId receipt;
    std::string receipt_url;  ///< may be empty
    std::string tracking_number;
    std::string delivery_corp;
    bool prepaid;                                           ///< the merchant pays the carriage
    int days;                                               ///< until they come, 1 to 30
    std::string username, phone, zipcode, address;          ///< of the customer; may be empty
    std::string company, company_phone, company_address{};  ///< may be empty
};

enum class CashReceiptKind { income_deduction, expense_proof };  ///< "소득공제", "지출증빙"

/// A cash receipt on a payment that came without a card.
struct CashReceiptForm {
    billing::ReceiptId receipt;
    CashReceiptKind kind;
    Secret identity_no;                  ///< phone, or ten digits of a business number
    std::string username, email, phone;  ///< may be empty
};

/// A cash receipt for money that did not come through the gateway.
struct LoneCashReceiptForm {
    billing::OrderId order_id;
    std::string pg;  ///< empty: the merchant's usual one
    std::string order_name;
    billing::Won price;
    billing::Won tax_free;
    CashReceiptKind kind;
    Secret identity_no;
    std::optional<Instant> purchased_at;
};

/// A receipt with what the merchant may want to see of it.
struct Sale {
    billing::ReceiptId receipt;
    std::string order_id;  ///< empty on a registration
    int status;            ///< the gateway's number [S4, M, F]
    bool shipped;          ///< escrow: the goods are on their way
    bool cash_receipt;     ///< one stands
    std::string document;  ///< the whole answer, JSON; with the purchaser's data if asked for
};

/// What else the gateway does for a merchant. Nothing here takes or gives back a charge's money.
/// Writes and look-ups end as those of ports::Gateway do; each write is sent once.
class Services {
public:
    virtual ~Services() = default;

    /// POST /request/subscribe [N, J].
    virtual Task<Result<RegisteredKey>> register_card(CardForm form) = 0;
    /// Step 1: the holder is asked for consent. POST /request/subscribe/automatic-transfer [N, J].
    virtual Task<Result<billing::ReceiptId>> ask_for_account(AccountForm form) = 0;
    /// Step 2, after the consent; safe to look up by Gateway::key_of_receipt. [N, H2]
    /// Errors: refused with reason "consent_awaited" when the holder has not agreed yet.
    virtual Task<Result<RegisteredKey>> publish_account(billing::ReceiptId receipt) = 0;
    /// The key dies at the gateway; its reservations do not [M]. Gone already is done, too.
    virtual Task<Result<Done>> delete_key(Secret billing_key) = 0;

    /// Bearer only [A]. Changes nothing: may be repeated.
    /// Errors: as a look-up, and refused (no application pair is configured).
    virtual Task<Result<UserToken>> user_token(UserTokenForm form) = 0;
    /// What an identity check found, JSON; readable for 30 minutes [M].
    /// Errors: as a look-up, and refused (expired, not finished).
    virtual Task<Result<std::string>> identity(billing::ReceiptId receipt) = 0;

    virtual Task<Result<Sale>> ship(ShippingForm form) = 0;
    virtual Task<Result<Sale>> publish_cash_receipt(CashReceiptForm form) = 0;
    virtual Task<Result<Sale>> cancel_cash_receipt(
        billing::ReceiptId receipt, std::string reason
    ) = 0;
    virtual Task<Result<Sale>> publish_lone_cash_receipt(LoneCashReceiptForm form) = 0;
    virtual Task<Result<Sale>> cancel_lone_cash_receipt(
        billing::ReceiptId receipt, std::string reason
    ) = 0;

    virtual Task<Result<Sale>> sale(billing::ReceiptId receipt, bool with_user) = 0;
    /// Every receipt of an order id; may be empty.
    virtual Task<Result<std::vector<Sale>>> sales_of(billing::OrderId order_id) = 0;
};

}  // namespace maedal::ports
