#include "engine/errand_forms.hpp"

#include "engine/input.hpp"

#include <algorithm>
#include <string_view>

namespace maedal::engine {
namespace {

using billing::ErrandKind;

constexpr std::size_t text_bytes_max = 200;
constexpr int shipping_days_max = 30;

bool digits(std::string_view text, std::size_t least, std::size_t most) {
    return text.size() >= least && text.size() <= most &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<Error> need_digits(
    const Secret& text, std::size_t least, std::size_t most, const char* field
) {
    if (digits(text.reveal(), least, most)) return std::nullopt;
    return invalid(
        "invalid_" + std::string{field}, std::string{field} + " has to be digits", field
    );
}

std::optional<Error> need_identity(const Secret& text) {
    if (digits(text.reveal(), 6, 6) || digits(text.reveal(), 10, 11)) return std::nullopt;
    return invalid(
        "invalid_identity_no",
        "identity_no has to be six digits of a birth date, a phone number, or ten of a business",
        "identity_no"
    );
}

std::optional<Error> need_id(const std::string& id, const char* field) {
    if (const auto fault = id_fault(id); !fault.empty()) return bad_id(fault, field);
    return std::nullopt;
}

std::optional<Error> need_text(const std::string& text, const char* field) {
    if (!text.empty() && text.size() <= text_bytes_max) return std::nullopt;
    return invalid("invalid_text", std::string{field} + " has to be 1 to 200 bytes", field);
}

/// The first fault of a row of checks.
std::optional<Error> first_of(std::initializer_list<std::optional<Error>> checks) {
    for (const auto& check : checks)
        if (check) return check;
    return std::nullopt;
}

struct Fault {
    std::optional<Error> operator()(const CardForm& form) const {
        const auto& month = form.expire_month.reveal();
        if (auto fault = first_of(
                {need_id(form.customer.text(), "customer_id"),
                 need_text(form.pg, "pg"),
                 need_text(form.order_name, "order_name"),
                 need_digits(form.card_no, 13, 16, "card_no"),
                 need_digits(form.card_pw, 2, 2, "card_pw"),
                 need_digits(form.expire_year, 2, 2, "card_expire_year"),
                 need_digits(form.expire_month, 2, 2, "card_expire_month")}
            ))
            return fault;
        if (month < "01" || month > "12")
            return invalid("invalid_month", "card_expire_month is 01 to 12", "card_expire_month");
        return need_identity(form.identity_no);
    }
    std::optional<Error> operator()(const AccountForm& form) const {
        return first_of(
            {need_id(form.customer.text(), "customer_id"),
             need_text(form.pg, "pg"),
             need_text(form.order_name, "order_name"),
             need_text(form.holder, "username"),
             need_text(form.bank_name, "bank_name"),
             need_digits(form.account, 8, 20, "bank_account"),
             need_identity(form.identity_no)}
        );
    }
    std::optional<Error> operator()(const PublishAccount& form) const {
        return first_of(
            {need_id(form.customer.text(), "customer_id"),
             need_id(form.receipt.text(), "receipt_id")}
        );
    }
    std::optional<Error> operator()(const DeleteKey& form) const {
        return need_id(form.key.text(), "billing_key_id");
    }
    std::optional<Error> operator()(const ShippingForm& form) const {
        if (form.days < 1 || form.days > shipping_days_max)
            return invalid("invalid_days", "shipping_day is 1 to 30", "shipping_day");
        return first_of(
            {need_id(form.receipt.text(), "receipt_id"),
             need_text(form.tracking_number, "tracking_number"),
             need_text(form.delivery_corp, "delivery_corp")}
        );
    }
    std::optional<Error> operator()(const CashReceiptForm& form) const {
        return first_of(
            {need_id(form.receipt.text(), "receipt_id"), need_identity(form.identity_no)}
        );
    }
    std::optional<Error> operator()(const LoneCashReceiptForm& form) const {
        if (form.price.count() == 0 || form.tax_free > form.price)
            return invalid("invalid_price", "price is above 0 and not below tax_free", "price");
        return first_of(
            {need_id(form.order_id.text(), "order_id"),
             need_text(form.order_name, "order_name"),
             need_identity(form.identity_no)}
        );
    }
    std::optional<Error> operator()(const CancelCashReceipt& form) const {
        if (form.reason.size() > text_bytes_max)
            return invalid("invalid_reason", "reason is longer than 200 bytes", "reason");
        return need_id(form.receipt.text(), "receipt_id");
    }
};

struct Intent {
    BeginErrand operator()(const CardForm& f) const {
        return {ErrandKind::register_card, {}, f.customer.text()};
    }
    BeginErrand operator()(const AccountForm& f) const {
        return {ErrandKind::ask_for_account, {}, f.customer.text()};
    }
    BeginErrand operator()(const PublishAccount& f) const {
        return {ErrandKind::publish_account, f.receipt.text(), f.customer.text()};
    }
    BeginErrand operator()(const DeleteKey& f) const {
        return {ErrandKind::delete_key, f.key.text(), {}};
    }
    BeginErrand operator()(const ShippingForm& f) const {
        return {ErrandKind::ship, f.receipt.text(), {}};
    }
    BeginErrand operator()(const CashReceiptForm& f) const {
        return {ErrandKind::publish_cash_receipt, f.receipt.text(), {}};
    }
    BeginErrand operator()(const LoneCashReceiptForm& f) const {
        return {ErrandKind::publish_lone_cash_receipt, f.order_id.text(), {}};
    }
    BeginErrand operator()(const CancelCashReceipt& f) const {
        const auto kind =
            f.lone ? ErrandKind::cancel_lone_cash_receipt : ErrandKind::cancel_cash_receipt;
        return {kind, f.receipt.text(), {}};
    }
};

}  // namespace

std::optional<Error> fault_of(const ErrandForm& form) {
    return std::visit(Fault{}, form);
}

BeginErrand intent_of(const ErrandForm& form) {
    return std::visit(Intent{}, form);
}

}  // namespace maedal::engine
