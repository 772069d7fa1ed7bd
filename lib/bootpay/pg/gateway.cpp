#include "bootpay/pg/gateway.hpp"

#include "bootpay/pg/billing_key.hpp"
#include "bootpay/pg/cancel.hpp"
#include "bootpay/pg/pay.hpp"
#include "bootpay/pg/confirm.hpp"
#include "bootpay/pg/receipt.hpp"
#include "bootpay/pg/reservation.hpp"
#include "bootpay/pg/reserve.hpp"
#include "bootpay/told_time.hpp"

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

/// No proof of who we are: the call itself was not sent.
Error without_proof(const Error& error) {
    const auto code = error.code == Errc::unauthorized ? Errc::unauthorized : Errc::unsent;
    return Error{code, error.reason, error.detail, {}};
}

Error unavailable(const Error& error) {
    return Error{Errc::unavailable, error.reason, error.detail, {}};
}

void sign(net::Request& request, const Secret& proof) {
    request.headers.set("Authorization", std::string{proof.reveal()});
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
      client_{executor, origin, for_calls(client, !options.client_key.has_value())},
      token_client_{executor, origin, for_tokens(client)},
      credentials_{executor, options, codes_, clock, fetcher()} {
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

void PgGateway::note_time(const Result<net::Response>& answer) {
    if (!answer) return;
    if (const auto date = bootpay::told_time(*answer))
        told_time_ = ports::ToldTime{*date, std::chrono::steady_clock::now()};
}

Task<Result<net::Response>> PgGateway::write(net::Request request) {
    const auto proof = co_await credentials_.proof();
    if (!proof) co_return without_proof(proof.error());
    sign(request, proof->header);
    auto answer = co_await client_.exchange(std::move(request), net::Reuse::verified);
    note_time(answer);
    // Not sent again, though a 401 says that it was not carried out: a write goes out once. The
    // next ones find a good token.
    if (answer && answer->status == 401 && credentials_.renewable()) {
        static_cast<void>(co_await credentials_.renewed(proof->generation));
    }
    co_return answer;
}

Task<Result<net::Response>> PgGateway::look_up(net::Request request) {
    co_return co_await look_up_as(credentials_, std::move(request));
}

Task<Result<net::Response>> PgGateway::look_up_as(Credentials& who, net::Request request) {
    auto proof = co_await who.proof();
    if (!proof) co_return proof.error();
    sign(request, proof->header);
    auto answer = co_await client_.exchange(request, net::Reuse::any);
    if (answer && answer->status == 401 && who.renewable()) {
        proof = co_await who.renewed(proof->generation);
        if (!proof) co_return proof.error();
        sign(request, proof->header);
        answer = co_await client_.exchange(std::move(request), net::Reuse::any);
    }
    note_time(answer);
    if (!answer) co_return unavailable(answer.error());
    co_return answer;
}

Task<int> PgGateway::warm(int wanted) {
    // The token first, so that no write has to wait for it. Without one, connections are of no use
    // except to learn from the next call that we are not welcome.
    const auto proof = co_await credentials_.proof();
    if (!proof && proof.error().code != Errc::unauthorized) co_return 0;
    co_return co_await client_.warm(wanted);
}

Task<Result<ports::Reserved>> PgGateway::reserve(ports::ReserveRequest request) {
    const auto url =
        marked_feedback_url(feedback_url_, feedback_key_, request.order_id, request.price);
    auto message = reserve_request(request, url);
    const auto answer = co_await write(std::move(message));
    if (!answer) co_return answer.error();
    co_return reserved_from(*answer, request, codes_);
}

Task<Result<ports::GatewayReceipt>> PgGateway::pay(ports::PayRequest request) {
    const auto url =
        marked_feedback_url(feedback_url_, feedback_key_, request.order_id, request.price);
    auto message = pay_request(request, url);
    const auto answer = co_await write(std::move(message));
    if (!answer) co_return answer.error();
    co_return paid_from(*answer, request, codes_);
}

Task<Result<Done>> PgGateway::revoke(billing::ReserveId id) {
    auto message = revoke_request(id);
    const auto answer = co_await write(std::move(message));
    if (!answer) co_return answer.error();
    co_return revoked_from(*answer, id, codes_);
}

Task<Result<ports::GatewayReceipt>> PgGateway::refund(ports::RefundRequest request) {
    auto message = cancel_request(request);
    const auto answer = co_await write(std::move(message));
    if (!answer) co_return answer.error();
    co_return canceled_from(*answer, request, codes_);
}

Task<Result<ports::GatewayReceipt>> PgGateway::confirm(billing::ReceiptId id) {
    auto message = confirm_request(id);
    const auto answer = co_await write(std::move(message));
    if (!answer) co_return answer.error();
    co_return confirmed_from(*answer, id, codes_);
}

Task<Result<ports::Reservation>> PgGateway::reservation(billing::ReserveId id) {
    auto message = reservation_request(id);
    const auto answer = co_await look_up(std::move(message));
    if (!answer) co_return answer.error();
    co_return reservation_from(*answer, id, codes_);
}

Task<Result<ports::GatewayReceipt>> PgGateway::receipt(billing::ReceiptId id) {
    auto message = receipt_request(id);
    const auto answer = co_await look_up(std::move(message));
    if (!answer) co_return answer.error();
    co_return receipt_from(*answer, id, codes_);
}

Task<Result<std::vector<ports::GatewayReceipt>>> PgGateway::receipts_of(billing::OrderId id) {
    auto message = receipts_request(id);
    const auto answer = co_await look_up(std::move(message));
    if (!answer) co_return answer.error();
    co_return receipts_from(*answer, id, codes_);
}

Task<Result<ports::IssuedKey>> PgGateway::key_of_receipt(billing::ReceiptId id) {
    auto message = key_of_receipt_request(id);
    const auto answer = co_await look_up(std::move(message));
    if (!answer) co_return answer.error();
    co_return key_of_receipt_from(*answer, id, codes_);
}

Task<Result<ports::IssuedKey>> PgGateway::key_itself(Secret billing_key) {
    auto message = key_itself_request(billing_key);
    const auto answer = co_await look_up(std::move(message));
    if (!answer) co_return answer.error();
    co_return key_itself_from(*answer, billing_key, codes_);
}

}  // namespace maedal::bootpay::pg
