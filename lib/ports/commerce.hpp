#pragma once
#include "base/error.hpp"
#include "base/task.hpp"
#include "billing/payment_link.hpp"
#include "billing/shop_order.hpp"

#include <optional>
#include <string>
#include <vector>

namespace maedal::ports {

/// The reason of an Error of link_of: asked again it will be the same.
inline constexpr const char* list_too_long = "list_too_long";

struct LinkRequest {
    billing::OrderId order_id;
    std::string request_id;  ///< ours, by which the link is found again
    std::string name;
    billing::Won price;
    billing::Won tax_free;
    std::vector<billing::SendBy> send_by;  ///< empty: the gateway sends nothing
    std::optional<Seconds> lives;          ///< else `expires_at` is sent
    Instant expires_at;
    /// JSON object of what the gateway only carries: user, products, metadata, redirect_url,
    /// extra, memo. Checked at the door that took it; empty: nothing.
    std::string details;
};

/// What the merchant put up for sale.
struct GatewayProduct {
    std::string product_id;
    std::string name;
    billing::Won price;
    billing::Won tax_free;
    bool subscribes;
    std::string merchant_uid;
};

struct ProductPage {
    std::vector<GatewayProduct> products;
    std::int64_t count;
};

/// One cycle of a subscription that the gateway bills.
struct HostedBill {
    std::string bill_id;
    std::int64_t cycle;
    billing::Won price;
    std::string state;  ///< ready, done, failed, pending, canceled, terminated
    std::optional<Instant> due_at, paid_at;
};

/// The shop of the gateway: links, orders, and subscriptions that it bills by itself. Writes end
/// as those of ports::Gateway do, look-ups as its look-ups. Bootpay's words stay in lib/bootpay.
class Commerce {
public:
    virtual ~Commerce() = default;

    /// As Gateway::asked_wait, for its own host.
    [[nodiscard]] virtual Seconds asked_wait() const { return Seconds{0}; }
    /// As Gateway::warm, for its own host.
    virtual Task<int> warm(int wanted) = 0;

    /// Makes a payment link; never safe to repeat. Source: [S1] POST /invoices.
    virtual Task<Result<billing::MadeLink>> make_link(LinkRequest request) = 0;
    /// Has the gateway send a link once more. No money moves by it.
    virtual Task<Result<Done>> send_link_again(
        billing::LinkId id, std::vector<billing::SendBy> send_by
    ) = 0;
    virtual Task<Result<billing::GatewayLink>> link(billing::LinkId id) = 0;
    /// The link that carries `request_id` or `order_id`, among those of the list. Empty when the
    /// whole list holds none; unavailable, list_too_long, when it is too long to be read whole.
    virtual Task<Result<std::optional<billing::GatewayLink>>> link_of(
        billing::OrderId order_id, std::string request_id
    ) = 0;

    virtual Task<Result<billing::GatewayOrder>> order(std::string order_number) = 0;

    virtual Task<Result<ProductPage>> products(std::string keyword, int page, int limit) = 0;
    virtual Task<Result<GatewayProduct>> product(std::string product_id) = 0;

    virtual Task<Result<std::vector<billing::GatewayHosted>>> hosted_list(int page, int limit) = 0;
    virtual Task<Result<billing::GatewayHosted>> hosted(billing::HostedId id) = 0;
    virtual Task<Result<std::vector<HostedBill>>> bills_of(billing::HostedId id) = 0;
    virtual Task<Result<Done>> pause(billing::HostedId id, std::string reason, Instant at) = 0;
    virtual Task<Result<Done>> resume(billing::HostedId id, std::string reason) = 0;
    virtual Task<Result<Done>> terminate(billing::HostedId id, std::string reason) = 0;
};

}  // namespace maedal::ports
