#pragma once
#include "bootpay/options.hpp"
#include "bootpay/pg/codes.hpp"
#include "bootpay/pg/credentials.hpp"
#include "net/client.hpp"
#include "ports/clock.hpp"
#include "ports/gateway.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <string>
#include <vector>

namespace maedal::bootpay::pg {

/// Bootpay's PG API v2 as billing's gateway. All methods belong to the executor's thread; it has to
/// outlive the calls under way.
class PgGateway final : public ports::Gateway {
public:
    /// `origin` ends in "/v2". `client.deadline` bounds a whole call: with the older pair, whose
    /// calls may need a token before and another one after, each of its exchanges gets a part.
    /// `options` have passed check(). `clock` outlives this; it says how old a token is.
    PgGateway(
        const boost::asio::any_io_executor& executor,
        const net::Origin& origin,
        const net::ClientOptions& client,
        const BootpayOptions& options,
        const ports::Clock& clock
    );
    PgGateway(const PgGateway&) = delete;
    PgGateway& operator=(const PgGateway&) = delete;

    [[nodiscard]] std::optional<ports::ToldTime> told_time() const override { return told_time_; }
    Task<int> warm(int wanted) override;
    Task<Result<ports::Reserved>> reserve(ports::ReserveRequest request) override;
    Task<Result<Done>> revoke(billing::ReserveId id) override;
    Task<Result<ports::GatewayReceipt>> refund(ports::RefundRequest request) override;
    Task<Result<ports::Reservation>> reservation(billing::ReserveId id) override;
    Task<Result<ports::GatewayReceipt>> receipt(billing::ReceiptId id) override;
    Task<Result<std::vector<ports::GatewayReceipt>>> receipts_of(billing::OrderId id) override;
    Task<Result<ports::IssuedKey>> key_of_receipt(billing::ReceiptId id) override;
    Task<Result<ports::IssuedKey>> key_itself(Secret billing_key) override;

private:
    /// Sends it once. Errors: unsent, in_doubt, unauthorized.
    Task<Result<net::Response>> write(net::Request request);
    /// Sends it, and once more with another token when the first was turned away.
    /// Errors: unauthorized, unavailable.
    Task<Result<net::Response>> look_up(net::Request request);

    void note_time(const Result<net::Response>& answer);

    std::optional<ports::ToldTime> told_time_;
    std::string feedback_url_;
    Codes codes_;
    net::Client client_;
    net::Client token_client_;  ///< has a deadline of its own
    Credentials credentials_;
};

}  // namespace maedal::bootpay::pg
