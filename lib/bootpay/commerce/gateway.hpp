#pragma once
#include "base/secret.hpp"
#include "bootpay/pg/codes.hpp"
#include "bootpay/pg/credentials.hpp"
#include "bootpay/signed_client.hpp"
#include "net/client.hpp"
#include "ports/clock.hpp"
#include "ports/commerce.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace maedal::bootpay::commerce {

/// How a call says who we are.
enum class Authentication {
    basic,  ///< the pair on every call, as the SDK does [W]
    token,  ///< a token, got with the pair [S0, X]
};

struct CommerceOptions {
    Secret client_key;
    Secret secret_key;
    Authentication authentication = Authentication::basic;
    std::string feedback_url;                  ///< where payments of links are told
    std::map<std::string, CodeMeaning> codes;  ///< beyond the built-in list
    Seconds wait_max = retry_after_max;        ///< as BootpayOptions::wait_max
};

/// Bootpay's Commerce API v1. All methods belong to the executor's thread; it has to outlive the
/// calls under way.
class CommerceGateway final : public ports::Commerce {
public:
    /// `origin` ends in "/v1". `clock` outlives this; it says how old a token is.
    CommerceGateway(
        const boost::asio::any_io_executor& executor,
        const net::Origin& origin,
        const net::ClientOptions& client,
        const CommerceOptions& options,
        const ports::Clock& clock
    );
    CommerceGateway(const CommerceGateway&) = delete;
    CommerceGateway& operator=(const CommerceGateway&) = delete;

    [[nodiscard]] Seconds asked_wait() const override { return api_.held(); }
    Task<int> warm(int wanted) override;
    Task<Result<billing::MadeLink>> make_link(ports::LinkRequest request) override;
    Task<Result<Done>> send_link_again(billing::LinkId id, std::vector<billing::SendBy> send_by)
        override;
    Task<Result<billing::GatewayLink>> link(billing::LinkId id) override;
    Task<Result<std::optional<billing::GatewayLink>>> link_of(
        billing::OrderId order_id, std::string request_id
    ) override;
    Task<Result<billing::GatewayOrder>> order(std::string order_number) override;
    Task<Result<ports::ProductPage>> products(std::string keyword, int page, int limit) override;
    Task<Result<ports::GatewayProduct>> product(std::string product_id) override;
    Task<Result<std::vector<billing::GatewayHosted>>> hosted_list(int page, int limit) override;
    Task<Result<billing::GatewayHosted>> hosted(billing::HostedId id) override;
    Task<Result<std::vector<ports::HostedBill>>> bills_of(billing::HostedId id) override;
    Task<Result<Done>> pause(billing::HostedId id, std::string reason, Instant at) override;
    Task<Result<Done>> resume(billing::HostedId id, std::string reason) override;
    Task<Result<Done>> terminate(billing::HostedId id, std::string reason) override;

private:
    Task<Result<net::Response>> fetch_token();
    Task<Result<Done>> change(net::Request request);

    CommerceOptions options_;
    pg::Codes codes_;
    const ports::Clock& clock_;
    net::Client token_client_;
    pg::Credentials credentials_;
    SignedClient api_;
};

}  // namespace maedal::bootpay::commerce
