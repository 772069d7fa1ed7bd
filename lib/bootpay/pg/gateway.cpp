#include "bootpay/pg/gateway.hpp"

#include "bootpay/pg/billing_key.hpp"
#include "bootpay/pg/cancel.hpp"
#include "bootpay/pg/confirm.hpp"
#include "bootpay/pg/pay.hpp"
#include "bootpay/pg/receipt.hpp"
#include "bootpay/pg/reservation.hpp"
#include "bootpay/pg/reserve.hpp"

#include <utility>

namespace maedal::bootpay::pg {
namespace {

/// The longest call of the older pair is a look-up: token, exchange, token, exchange. A token takes
/// a sixth, so that the whole stays within the deadline.
net::ClientOptions for_calls(net::ClientOptions options, bool with_tokens) {
    if (with_tokens) options.deadline /= 3;
    return options;
}

net::ClientOptions for_tokens(net::ClientOptions options) {
    options.deadline /= 6;
    options.connections_max = 1;
    return options;
}

}  // namespace

PgGateway::PgGateway(
    const boost::asio::any_io_executor& executor,
    const net::Origin& origin,
    const net::ClientOptions& client,
    const BootpayOptions& options,
    const ports::Clock& clock
)
    : feedback_url_{options.feedback_url},
      feedback_key_{options.feedback_key},
      codes_{options.codes},
      token_client_{executor, origin, for_tokens(client)},
      credentials_{executor, options, codes_, clock, fetcher()},
      api_{
          executor,
          origin,
          for_calls(client, !options.client_key.has_value()),
          credentials_,
          options.wait_max} {
    if (!options.client_key || !options.application_id) return;
    BootpayOptions older = options;
    older.client_key.reset();
    older.secret_key.reset();
    token_credentials_.emplace(executor, older, codes_, clock, fetcher());
}

Credentials::Fetch PgGateway::fetcher() {
    return [this](net::Request request) {
        return token_client_.exchange(std::move(request), net::Reuse::any);
    };
}

Task<int> PgGateway::warm(int wanted) {
    return api_.warm(wanted);
}

Task<Result<ports::Reserved>> PgGateway::reserve(ports::ReserveRequest request) {
    const auto url =
        marked_feedback_url(feedback_url_, feedback_key_, request.order_id, request.price);
    auto message = reserve_request(request, url);
    return api_.write(
        std::move(message),
        [this, request = std::move(request)](const net::Response& answer) {
            return reserved_from(answer, request, codes_);
        }
    );
}

Task<Result<ports::GatewayReceipt>> PgGateway::pay(ports::PayRequest request) {
    const auto url =
        marked_feedback_url(feedback_url_, feedback_key_, request.order_id, request.price);
    auto message = pay_request(request, url);
    return api_.write(
        std::move(message),
        [this, request = std::move(request)](const net::Response& answer) {
            return paid_from(answer, request, codes_);
        }
    );
}

Task<Result<Done>> PgGateway::revoke(billing::ReserveId id) {
    return api_.write(revoke_request(id), [this, id](const net::Response& answer) {
        return revoked_from(answer, id, codes_);
    });
}

Task<Result<ports::GatewayReceipt>> PgGateway::refund(ports::RefundRequest request) {
    return api_.write(cancel_request(request), [this, request](const net::Response& answer) {
        return canceled_from(answer, request, codes_);
    });
}

Task<Result<ports::GatewayReceipt>> PgGateway::confirm(billing::ReceiptId id) {
    return api_.write(confirm_request(id), [this, id](const net::Response& answer) {
        return confirmed_from(answer, id, codes_);
    });
}

Task<Result<ports::Reservation>> PgGateway::reservation(billing::ReserveId id) {
    return api_.look_up(reservation_request(id), [this, id](const net::Response& answer) {
        return reservation_from(answer, id, codes_);
    });
}

Task<Result<ports::GatewayReceipt>> PgGateway::receipt(billing::ReceiptId id) {
    return api_.look_up(receipt_request(id), [this, id](const net::Response& answer) {
        return receipt_from(answer, id, codes_);
    });
}

Task<Result<std::vector<ports::GatewayReceipt>>> PgGateway::receipts_of(billing::OrderId id) {
    return api_.look_up(receipts_request(id), [this, id](const net::Response& answer) {
        return receipts_from(answer, id, codes_);
    });
}

Task<Result<ports::IssuedKey>> PgGateway::key_of_receipt(billing::ReceiptId id) {
    return api_.look_up(key_of_receipt_request(id), [this, id](const net::Response& answer) {
        return key_of_receipt_from(answer, id, codes_);
    });
}

Task<Result<ports::IssuedKey>> PgGateway::key_itself(Secret billing_key) {
    return api_.look_up(
        key_itself_request(billing_key),
        [this, billing_key](const net::Response& answer) {
            return key_itself_from(answer, billing_key, codes_);
        }
    );
}

}  // namespace maedal::bootpay::pg
