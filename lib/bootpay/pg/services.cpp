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
    const net::Response& response, const billing::OrderId& order_id, const Codes& codes
) {
    auto sale = sale_written(response, {}, codes);
    if (sale && sale->order_id != order_id.text())
        return doubtful("contradiction", "order_id is another");
    return sale;
}

}  // namespace

Task<Result<ports::RegisteredKey>> PgGateway::register_card(ports::CardForm form) {
    return api_.write(card_request(form), [this](const net::Response& answer) {
        return registered_from(answer, codes_);
    });
}

Task<Result<billing::ReceiptId>> PgGateway::ask_for_account(ports::AccountForm form) {
    return api_.write(account_request(form), [this](const net::Response& answer) {
        return account_asked_from(answer, codes_);
    });
}

Task<Result<ports::RegisteredKey>> PgGateway::publish_account(billing::ReceiptId receipt) {
    return api_.write(publish_request(receipt), [this, receipt](const net::Response& answer) {
        return published_from(answer, receipt, codes_);
    });
}

Task<Result<Done>> PgGateway::delete_key(Secret billing_key) {
    return api_.write(
        delete_key_request(billing_key),
        [this, billing_key](const net::Response& answer) {
            return key_deleted_from(answer, billing_key, codes_);
        }
    );
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
    auto asking =
        api_.look_up_as(*who, user_token_request(form), [this](const net::Response& answer) {
            return user_token_from(answer, codes_);
        });
    co_return co_await std::move(asking);
}

Task<Result<std::string>> PgGateway::identity(billing::ReceiptId receipt) {
    return api_.look_up(identity_request(receipt), [this, receipt](const net::Response& answer) {
        return identity_from(answer, receipt, codes_);
    });
}

Task<Result<ports::Sale>> PgGateway::ship(ports::ShippingForm form) {
    return api_.write(
        shipping_request(form),
        [this, receipt = form.receipt](const net::Response& answer) {
            return sale_written(answer, receipt.text(), codes_);
        }
    );
}

Task<Result<ports::Sale>> PgGateway::publish_cash_receipt(ports::CashReceiptForm form) {
    return api_.write(
        cash_receipt_request(form),
        [this, receipt = form.receipt](const net::Response& answer) {
            return sale_written(answer, receipt.text(), codes_);
        }
    );
}

Task<Result<ports::Sale>> PgGateway::cancel_cash_receipt(
    billing::ReceiptId receipt, std::string reason
) {
    return api_.write(
        cancel_cash_receipt_request(receipt, reason),
        [this, receipt](const net::Response& answer) {
            return sale_written(answer, receipt.text(), codes_);
        }
    );
}

Task<Result<ports::Sale>> PgGateway::publish_lone_cash_receipt(ports::LoneCashReceiptForm form) {
    return api_.write(
        lone_cash_receipt_request(form),
        [this, order_id = form.order_id](const net::Response& answer) {
            return lone_written(answer, order_id, codes_);
        }
    );
}

Task<Result<ports::Sale>> PgGateway::cancel_lone_cash_receipt(
    billing::ReceiptId receipt, std::string reason
) {
    return api_.write(
        cancel_lone_cash_receipt_request(receipt, reason),
        [this, receipt](const net::Response& answer) {
            return sale_written(answer, receipt.text(), codes_);
        }
    );
}

Task<Result<ports::Sale>> PgGateway::sale(billing::ReceiptId receipt, bool with_user) {
    return api_.look_up(
        sale_request(receipt, with_user),
        [this, receipt](const net::Response& answer) { return sale_from(answer, receipt, codes_); }
    );
}

Task<Result<std::vector<ports::Sale>>> PgGateway::sales_of(billing::OrderId order_id) {
    return api_.look_up(receipts_request(order_id), [this, order_id](const net::Response& answer) {
        return sales_from(answer, order_id, codes_);
    });
}

}  // namespace maedal::bootpay::pg
