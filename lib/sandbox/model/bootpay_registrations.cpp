// Keys that the merchant's server asks for: of a card, and of a bank account in two steps.
#include "sandbox/model/bootpay.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace maedal::sandbox {
namespace {

bool digits(std::string_view text, std::size_t least, std::size_t most) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return text.size() >= least && text.size() <= most && std::ranges::all_of(text, digit);
}

bool identity(std::string_view text) {
    return digits(text, 6, 6) || digits(text, 10, 10);
}

/// Whether a card that runs out in "30", "12" has run out at `now`, in Korea.
bool ran_out(const CardRegistration& asked, Instant now) {
    namespace ch = std::chrono;
    constexpr Seconds korea{9 * 3600};
    const ch::year_month_day today{ch::floor<ch::days>(now + korea)};
    const int year = 2000 + std::stoi(asked.expire_year);
    const auto month = static_cast<unsigned>(std::stoi(asked.expire_month));
    const int now_year = static_cast<int>(today.year());
    return year < now_year || (year == now_year && month < static_cast<unsigned>(today.month()));
}

std::optional<Refusal> fault_of_card(const CardRegistration& asked, Instant now) {
    using namespace refusals;
    if (asked.pg.empty()) return refuse(parameter_invalid, "pg is missing");
    if (asked.order_name.empty()) return refuse(parameter_invalid, "order_name is missing");
    if (asked.subscription_id.empty())
        return refuse(parameter_invalid, "subscription_id is missing");
    if (asked.price < 0 || asked.price > price_max)
        return refuse(parameter_invalid, "price is out of range");
    if (asked.tax_free < 0 || asked.tax_free > asked.price) return refuse(tax_free_over);
    if (!digits(asked.card_no, 13, 16)) return refuse(card_number_invalid);
    if (!digits(asked.expire_month, 2, 2) || asked.expire_month < "01" || asked.expire_month > "12")
        return refuse(expire_month_invalid);
    if (!digits(asked.expire_year, 2, 2))
        return refuse(registration_refused, "card_expire_year must be two digits");
    if (ran_out(asked, now)) return refuse(publish_refused, "the card has run out");
    if (!digits(asked.card_pw, 2, 2))
        return refuse(registration_refused, "card_pw must be two digits");
    if (!identity(asked.identity_no))
        return refuse(registration_refused, "card_identity_no must be six or ten digits");
    return std::nullopt;
}

std::optional<Refusal> fault_of_account(const AccountRegistration& asked) {
    using namespace refusals;
    const std::array<std::pair<const std::string*, const char*>, 5> needed{{
        {&asked.pg, "pg is missing"},
        {&asked.subscription_id, "subscription_id is missing"},
        {&asked.holder, "username is missing"},
        {&asked.bank_name, "bank_name is missing"},
        {&asked.bank_account, "bank_account is missing"},
    }};
    for (const auto& [text, why] : needed)
        if (text->empty()) return refuse(parameter_invalid, why);
    if (asked.auth_type != "ARS" && asked.auth_type != "간편인증")
        return refuse(parameter_invalid, "auth_type must be ARS or 간편인증");
    if (!identity(asked.identity_no) || !digits(asked.bank_account, 8, 20))
        return refuse(account_holder_unknown);
    return std::nullopt;
}

/// The last character of a name hidden: "홍길*".
std::string masked_name(const std::string& name) {
    std::size_t last = name.size();
    while (last > 0 && (static_cast<unsigned char>(name[--last]) & 0xC0U) == 0x80U) {
    }
    return name.substr(0, last) + "*";
}

}  // namespace

Answer<const BillingKey*> Bootpay::issue_card_key(CardRegistration asked) {
    if (auto fault = fault_of_card(asked, now_)) return *std::move(fault);
    if (asked.price > 0 && used_up(asked.subscription_id, pay_rule()))
        return refuse(refusals::order_id_duplicated);
    if (const auto code = declines_.refused_registration(asked.test_payment, now_))
        return Refusal{&refusals::publish_refused, {}, *code};
    Means means;
    means.pg = asked.pg;
    means.card_no = asked.card_no;
    NewCard card;
    card.subscription_id = asked.subscription_id;
    card.username = asked.username;
    card.user_id = asked.user_id;
    if (asked.details) card.metadata = asked.details->metadata;
    BillingKey& key = new_key(std::move(card), std::move(means));
    if (asked.price == 0) return &key;

    const auto payment = std::make_shared<const PaymentRequest>(PaymentRequest{
        key.billing_key,
        asked.subscription_id,
        asked.order_name,
        asked.price,
        asked.tax_free,
        asked.details});
    const Receipt& receipt = charge(payment, key, now_);
    if (receipt.status == ReceiptStatus::paid) {
        key.first_receipt = &receipt;
        return &key;
    }
    key.deleted_at = now_;  // a card that does not pay is not registered
    return Refusal{&refusals::publish_refused, {}, receipt.pg_error_code};
}

Answer<const AccountRegistration*> Bootpay::ask_for_account(AccountRegistration asked) {
    if (auto fault = fault_of_account(asked)) return *std::move(fault);
    asked.receipt_id = ids_.next();
    asked.requested_at = now_;
    asked.agreed = switches_.consents_at_once;
    AccountRegistration& kept = accounts_.emplace_back(std::move(asked));
    accounts_by_receipt_.emplace(kept.receipt_id, &kept);
    return &kept;
}

Answer<const AccountRegistration*> Bootpay::agree(std::string_view receipt_id) {
    const auto found = accounts_by_receipt_.find(receipt_id);
    if (found == accounts_by_receipt_.end()) return refuse(refusals::receipt_not_found);
    found->second->agreed = true;
    return found->second;
}

const AccountRegistration* Bootpay::account_by_receipt(std::string_view receipt_id) const {
    const auto found = accounts_by_receipt_.find(receipt_id);
    return found == accounts_by_receipt_.end() ? nullptr : found->second;
}

Answer<const BillingKey*> Bootpay::publish_account(std::string_view receipt_id) {
    const auto found = accounts_by_receipt_.find(receipt_id);
    if (found == accounts_by_receipt_.end()) {
        const auto other = key_by_receipt(receipt_id);
        return std::get_if<Refusal>(&other) ? *std::get_if<Refusal>(&other)
                                            : refuse(refusals::not_a_key_receipt);
    }
    AccountRegistration& asked = *found->second;
    if (asked.key) return asked.key;  // published before
    if (!asked.agreed) return refuse(refusals::publish_not_ready);
    Means means;
    means.kind = MeansKind::account_key;
    means.pg = asked.pg;
    means.bank_name = asked.bank_name;
    means.bank_code = "004";
    means.bank_account = std::string(asked.bank_account.size() - 4, '*') +
                         asked.bank_account.substr(asked.bank_account.size() - 4);
    means.holder = masked_name(asked.holder);
    NewCard names;
    names.receipt_id = asked.receipt_id;
    names.subscription_id = asked.subscription_id;
    names.username = asked.holder;
    names.user_id = asked.user_id;
    names.metadata = asked.metadata;
    BillingKey& key = new_key(std::move(names), std::move(means));
    key.requested_at = asked.requested_at;
    asked.key = &key;
    return &key;
}

}  // namespace maedal::sandbox
