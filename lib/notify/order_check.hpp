#pragma once
#include "net/client.hpp"
#include "ports/order_check.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace maedal::notify {

/// Asks the merchant's web application: POST {"order_id", "receipt_id", "amount", "tax_free",
/// "name", "customer_id"} to its URL. Only 200 with {"can_confirm": true} is a yes; with false it
/// may carry a `message` for people.
class HttpOrderCheck final : public ports::OrderCheck {
public:
    /// `url` is https, or http to a loopback host. Errors: invalid.
    static Result<std::unique_ptr<HttpOrderCheck>> make(
        const boost::asio::any_io_executor& executor,
        const std::string& url,
        std::chrono::milliseconds deadline,
        const std::string& ca_file
    );

    Task<Result<Done>> ask(billing::ShopOrder order, billing::ReceiptId receipt) override;

private:
    HttpOrderCheck(
        const boost::asio::any_io_executor& executor,
        net::Origin origin,
        std::string target,
        const net::ClientOptions& options
    );

    std::string target_;
    net::Client client_;
};

}  // namespace maedal::notify
