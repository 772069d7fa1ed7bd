// What else Bootpay does for a merchant: keys by card and account, people, and what follows a sale.
#include "bootpay/pg/after_sale.hpp"
#include "bootpay/pg/answer.hpp"
#include "bootpay/pg/gateway.hpp"
#include "bootpay/pg/people.hpp"
#include "bootpay/pg/receipt.hpp"
#include "bootpay/pg/registration.hpp"

#include <utility>

namespace maedal::bootpay::pg {
namespace {

/// Of another order it contradicts the request.
Result<ports::Sale> lone_written(
    const net::Response& response, const ports::LoneCashReceiptForm& form, const Codes& codes
) {
    auto sale = sale_written(response, {}, codes);
    if (sale && sale->order_id != form.order_id.text())
        return doubtful("contradiction", "order_id is another");
    return sale;
}

}  // namespace

Task<Result<ports::RegisteredKey>> PgGateway::register_card(ports::CardForm form) {
    auto message = card_request(form);
    const auto answer = co_await write(std::move(message));
    if (!answer) co_return answer.error();
    co_return registered_from(*answer, codes_);
}

Task<Result<billing::ReceiptId>> PgGateway::ask_for_account(ports::AccountForm form) {
    auto message = account_request(form);
    const auto answer = co_await write(std::move(message));
    if (!answer) co_return answer.error();
    co_return account_asked_from(*answer, codes_);
}

Task<Result<ports::RegisteredKey>> PgGateway::publish_account(billing::ReceiptId receipt) {
    auto message = publish_request(receipt);
    const auto answer = co_await write(std::move(message));
    if (!answer) co_return answer.error();
    co_return published_from(*answer, receipt, codes_);
}

Task<Result<Done>> PgGateway::delete_key(Secret billing_key) {
    auto message = delete_key_request(billing_key);
    const auto answer = co_await write(std::move(message));
    if (!answer) co_return answer.error();
    co_return key_deleted_from(*answer, billing_key, codes_);
}

Task<Result<ports::UserToken>> PgGateway::user_token(ports::UserTokenForm form) {
    Credentials* who = token_credentials_ ? &*token_credentials_ : nullptr;
    if (who == nullptr && credentials_.renewable()) who = &credentials_;
    if (who == nullptr) {
        co_return Error{
            Errc::refused,
            "needs_application_key",
            "Bootpay gives user tokens to an application_id with its private key only",
            {}};
    }
    auto message = user_token_request(form);
    const auto answer = co_await look_up_as(*who, std::move(message));
    if (!answer) co_return answer.error();
    co_return user_token_from(*answer, codes_);
}

Task<Result<std::string>> PgGateway::identity(billing::ReceiptId receipt) {
    auto message = identity_request(receipt);
    const auto answer = co_await look_up(std::move(message));
    if (!answer) co_return answer.error();
    co_return identity_from(*answer, receipt, codes_);
}

Task<Result<ports::Sale>> PgGateway::ship(ports::ShippingForm form) {
    auto message = shipping_request(form);
    const auto answer = co_await write(std::move(message));
    if (!answer) co_return answer.error();
    co_return sale_written(*answer, form.receipt.text(), codes_);
}

Task<Result<ports::Sale>> PgGateway::publish_cash_receipt(ports::CashReceiptForm form) {
    auto message = cash_receipt_request(form);
    const auto answer = co_await write(std::move(message));
    if (!answer) co_return answer.error();
    co_return sale_written(*answer, form.receipt.text(), codes_);
}

Task<Result<ports::Sale>> PgGateway::cancel_cash_receipt(
    billing::ReceiptId receipt, std::string reason
) {
    auto message = cancel_cash_receipt_request(receipt, reason);
    const auto answer = co_await write(std::move(message));
    if (!answer) co_return answer.error();
    co_return sale_written(*answer, receipt.text(), codes_);
}

Task<Result<ports::Sale>> PgGateway::publish_lone_cash_receipt(ports::LoneCashReceiptForm form) {
    auto message = lone_cash_receipt_request(form);
    const auto answer = co_await write(std::move(message));
    if (!answer) co_return answer.error();
    co_return lone_written(*answer, form, codes_);
}

Task<Result<ports::Sale>> PgGateway::cancel_lone_cash_receipt(
    billing::ReceiptId receipt, std::string reason
) {
    auto message = cancel_lone_cash_receipt_request(receipt, reason);
    const auto answer = co_await write(std::move(message));
    if (!answer) co_return answer.error();
    co_return sale_written(*answer, receipt.text(), codes_);
}

Task<Result<ports::Sale>> PgGateway::sale(billing::ReceiptId receipt, bool with_user) {
    auto message = sale_request(receipt, with_user);
    const auto answer = co_await look_up(std::move(message));
    if (!answer) co_return answer.error();
    co_return sale_from(*answer, receipt, codes_);
}

Task<Result<std::vector<ports::Sale>>> PgGateway::sales_of(billing::OrderId order_id) {
    auto message = receipts_request(order_id);
    const auto answer = co_await look_up(std::move(message));
    if (!answer) co_return answer.error();
    co_return sales_from(*answer, order_id, codes_);
}

}  // namespace maedal::bootpay::pg
