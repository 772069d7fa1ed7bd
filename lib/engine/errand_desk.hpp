#pragma once
#include "base/task.hpp"
#include "billing/errand.hpp"
#include "ports/services.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace maedal::engine {

struct Idempotency;

// The operators' door speaks in these words and never meets the gateway itself.
using ports::AccountConsent;
using ports::AccountForm;
using ports::CardForm;
using ports::CashReceiptForm;
using ports::CashReceiptKind;
using ports::LoneCashReceiptForm;
using ports::Sale;
using ports::ShippingForm;
using ports::UserToken;
using ports::UserTokenForm;

struct PublishAccount {
    billing::CustomerId customer;
    billing::ReceiptId receipt;
};
struct DeleteKey {
    billing::BillingKeyId key;
};
struct CancelCashReceipt {
    billing::ReceiptId receipt;
    std::string reason;
    bool lone;  ///< it stands alone, on no payment
};

using ErrandForm = std::variant<
    CardForm,
    AccountForm,
    PublishAccount,
    DeleteKey,
    ShippingForm,
    CashReceiptForm,
    LoneCashReceiptForm,
    CancelCashReceipt>;

/// A billing key as the gateway tells it; the key itself stays here.
struct KeyTold {
    std::string shown;            ///< its last characters
    std::string method;           ///< for people; empty when it is not told
    std::string registration_id;  ///< the merchant's; empty when it is not told
    bool usable;
};

struct PersonsWord {
    std::string errand_id;
    bool carried_out;
    std::string reason;
    std::string receipt;  ///< see ErrandDesk::settle
};

/// What else the gateway does, behind the doors: errands, which are written down and sent once,
/// and questions, which change nothing. All methods belong to the loop's thread.
class ErrandDesk {
public:
    virtual ~ErrandDesk() = default;

    /// Commits the intent, sends it once, commits what became of it. A repeat with the same
    /// idempotency key sends nothing and gives the errand as it stands.
    /// Errors: invalid (the field is named), conflict (it is under way, or the key is in use),
    /// not_found, unsent, unavailable. What the gateway refused comes as an errand that says so.
    virtual Task<Result<billing::Errand>> run(
        ErrandForm form, std::string actor, std::optional<Idempotency> idempotency
    ) = 0;
    /// Looks an errand in doubt up now. Errors: not_found, unavailable.
    virtual Task<Result<billing::Errand>> look(std::string id, std::string actor) = 0;
    /// A person's word about an errand in doubt. One that makes a key is done only with the
    /// receipt of its registration, by which the key is looked up; `receipt` is empty else.
    /// Errors: not_found, conflict, invalid, unavailable.
    virtual Task<Result<billing::Errand>> settle(PersonsWord word, std::string actor) = 0;

    virtual Task<Result<UserToken>> user_token(UserTokenForm form) = 0;
    virtual Task<Result<std::string>> identity(billing::ReceiptId receipt) = 0;
    virtual Task<Result<Sale>> sale(billing::ReceiptId receipt, bool with_user) = 0;
    virtual Task<Result<std::vector<Sale>>> sales_of(billing::OrderId order_id) = 0;
    /// What a registration has issued, by its receipt; and one of our keys as the gateway has it.
    virtual Task<Result<KeyTold>> key_of_receipt(billing::ReceiptId receipt) = 0;
    virtual Task<Result<KeyTold>> key_itself(billing::BillingKeyId id) = 0;
};

}  // namespace maedal::engine
