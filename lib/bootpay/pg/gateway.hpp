#pragma once
#include "bootpay/options.hpp"
#include "bootpay/pg/codes.hpp"
#include "bootpay/pg/credentials.hpp"
#include "bootpay/signed_client.hpp"
#include "net/client.hpp"
#include "ports/clock.hpp"
#include "ports/gateway.hpp"
#include "ports/services.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <optional>
#include <string>
#include <vector>

namespace maedal::bootpay::pg {

/// Bootpay's PG API v2 as billing's gateway. All methods belong to the executor's thread; it has to
/// outlive the calls under way.
class PgGateway final : public ports::Gateway, public ports::Services {
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

    [[nodiscard]] std::optional<ports::ToldTime> told_time() const override {
        return api_.told_time();
    }
    [[nodiscard]] Seconds asked_wait() const override { return api_.held(); }
    Task<int> warm(int wanted) override;
    Task<Result<ports::Reserved>> reserve(ports::ReserveRequest request) override;
    Task<Result<ports::GatewayReceipt>> pay(ports::PayRequest request) override;
    Task<Result<Done>> revoke(billing::ReserveId id) override;
    Task<Result<ports::GatewayReceipt>> refund(ports::RefundRequest request) override;
    Task<Result<ports::GatewayReceipt>> confirm(billing::ReceiptId id) override;
    Task<Result<ports::Reservation>> reservation(billing::ReserveId id) override;
    Task<Result<ports::GatewayReceipt>> receipt(billing::ReceiptId id) override;
    Task<Result<std::vector<ports::GatewayReceipt>>> receipts_of(billing::OrderId id) override;
    Task<Result<ports::IssuedKey>> key_of_receipt(billing::ReceiptId id) override;
    Task<Result<ports::IssuedKey>> key_itself(Secret billing_key) override;

    // services.cpp
    Task<Result<ports::RegisteredKey>> register_card(ports::CardForm form) override;
    Task<Result<billing::ReceiptId>> ask_for_account(ports::AccountForm form) override;
    Task<Result<ports::RegisteredKey>> publish_account(billing::ReceiptId receipt) override;
    Task<Result<Done>> delete_key(Secret billing_key) override;
    Task<Result<ports::UserToken>> user_token(ports::UserTokenForm form) override;
    Task<Result<std::string>> identity(billing::ReceiptId receipt) override;
    Task<Result<ports::Sale>> ship(ports::ShippingForm form) override;
    Task<Result<ports::Sale>> publish_cash_receipt(ports::CashReceiptForm form) override;
    Task<Result<ports::Sale>> cancel_cash_receipt(billing::ReceiptId receipt, std::string reason)
        override;
    Task<Result<ports::Sale>> publish_lone_cash_receipt(ports::LoneCashReceiptForm form) override;
    Task<Result<ports::Sale>> cancel_lone_cash_receipt(
        billing::ReceiptId receipt, std::string reason
    ) override;
    Task<Result<ports::Sale>> sale(billing::ReceiptId receipt, bool with_user) override;
    Task<Result<std::vector<ports::Sale>>> sales_of(billing::OrderId order_id) override;

private:
    Credentials::Fetch fetcher();

    std::string feedback_url_;
    std::optional<Secret> feedback_key_;
    Codes codes_;
    net::Client token_client_;  ///< has a deadline of its own
    Credentials credentials_;
    SignedClient api_;
    /// With both pairs: for the few calls that take a token only [A].
    std::optional<Credentials> token_credentials_;
};

}  // namespace maedal::bootpay::pg
