#pragma once
#include "billing/hosted.hpp"
#include "billing/payment_link.hpp"
#include "billing/receipt.hpp"
#include "billing/shop_order.hpp"

#include <optional>
#include <string>
#include <vector>

namespace maedal::ports {

struct Cause;
struct Page;

/// What the operators' doors read of links, orders and hosted subscriptions.
class ShopReads {
public:
    virtual ~ShopReads() = default;

    virtual std::optional<billing::PaymentLink> payment_link(const billing::OrderId& id) = 0;
    /// By order id; an empty `state` means any.
    virtual std::vector<billing::PaymentLink> payment_links(
        const std::string& state, Page page
    ) = 0;
    virtual std::optional<billing::ShopOrder> shop_order(const billing::OrderId& id) = 0;
    virtual std::vector<billing::ShopOrder> shop_orders(const std::string& state, Page page) = 0;
    /// The order that this number of the gateway's shop settled.
    virtual std::optional<billing::ShopOrder> shop_order_of_number(const std::string& number) = 0;
    /// The order that this receipt settled, or that is being confirmed by it.
    virtual std::optional<billing::ShopOrder> shop_order_of_receipt(const billing::ReceiptId& id
    ) = 0;
    virtual std::optional<billing::HostedSubscription> hosted(const billing::HostedId& id) = 0;
    /// Those whose last wish may or may not have been carried out, by id.
    virtual std::vector<billing::HostedSubscription> hosted_in_doubt(int limit) = 0;
    /// Money that came for an order or a link, settles nothing, and was not given back, by id.
    virtual std::vector<billing::Receipt> unclaimed_receipts(int limit) = 0;
};

/// Their rows. Each put adds the row when its version is 0, else stores it over the version that
/// was read, and writes the journal. What is kept beside them stands outside the journal, because
/// it names people.
class ShopWrites {
public:
    virtual ~ShopWrites() = default;

    virtual void put_link(billing::PaymentLink& link, const Cause& cause) = 0;
    virtual void put_shop_order(billing::ShopOrder& order, const Cause& cause) = 0;
    virtual void put_hosted(billing::HostedSubscription& subscription, const Cause& cause) = 0;

    /// JSON of what a link only carries; empty when nothing was kept.
    virtual void keep_link_details(const billing::OrderId& id, const std::string& details) = 0;
    virtual std::string link_details(const billing::OrderId& id) = 0;
    /// JSON of whom the links of a subscription are sent to.
    virtual void keep_contact(const std::string& subscription_id, const std::string& contact) = 0;
    virtual std::string contact(const std::string& subscription_id) = 0;

    virtual std::vector<billing::PaymentLink> due_links(Instant now, int limit) = 0;
    virtual std::vector<billing::ShopOrder> due_shop_orders(Instant now, int limit) = 0;
    virtual std::vector<billing::HostedSubscription> due_hosted(Instant now, int limit) = 0;
};

}  // namespace maedal::ports
