#pragma once
#include "sandbox/model/bootpay.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maedal::sandbox {

/// What the merchant put up for sale in Bootpay's console.
struct Product {
    std::string product_id;
    std::string name;
    Won display_price;
    Won tax_free_price;
    bool use_subscription;
    std::string ex_uid;
};

struct OrderLine {
    std::string product_id;
    std::int64_t quantity;
    std::int64_t duration;  ///< -1: unlimited
};

/// What is asked for with POST /invoices. JSON texts are only carried.
struct NewInvoice {
    std::string name;
    Won price;
    Won tax_free_price;
    std::string order_id;    ///< the merchant's; empty: the invoice's own id stands for it
    std::string request_id;  ///< the merchant's; empty: Bootpay makes one
    std::string redirect_url;
    std::string webhook_url;
    std::string memo;
    bool use_notification = false;
    std::vector<int> send_types;  ///< 1 SMS, 2 Kakao, 3 e-mail, 4 push
    std::optional<Instant> expires_at;
    std::string email, phone, user_id;
    std::string user, metadata;  ///< JSON texts; empty when absent
    bool separately_confirmed = false;
    std::vector<OrderLine> products;
};

struct CommerceOrder;

/// A payment link.
struct Invoice {
    std::string invoice_id;
    NewInvoice asked;
    Instant created_at;
    std::optional<Instant> sent_at;  ///< of the last sending
    int times_sent = 0;
    bool denied = false;  ///< belongs to another member: whoever asks is turned away [S1]
    const CommerceOrder* order = nullptr;  ///< once somebody went to pay
};

enum class HostedStatus { pending = 0, active = 1, paused = -2, terminated = 20 };  // [J]
enum class BillStatus { ready = 2, done = 1, failed = -1, terminated = 20 };        // [J]

struct HostedBill {
    std::string bill_id;
    int duration;  ///< the number of the cycle, from 1
    Won price;
    Instant reserve_payment_at;
    std::optional<Instant> purchased_at;
    BillStatus status;
};

/// A subscription that Bootpay bills by itself.
struct HostedSubscription {
    std::string subscription_id;
    const CommerceOrder* order;
    HostedStatus status = HostedStatus::active;
    Won price;
    std::int64_t total_duration;  ///< -1: unlimited
    Instant service_start_at;
    std::optional<Instant> payment_next_at;
    std::optional<Instant> paused_at, expected_resume_at, terminated_at;
    std::deque<HostedBill> bills;
};

/// What the customer ordered; its words are made from the state of its receipt.
struct CommerceOrder {
    std::string order_id;
    std::string order_number;  ///< digits, begins with yymmdd [C]
    const Invoice* invoice;
    const Receipt* receipt;
    Instant created_at;
    std::vector<const HostedSubscription*> subscriptions;
};

/// How a customer pays a link, or goes through the checkout.
struct Visit {
    bool virtual_account = false;
    std::optional<Won> price;  ///< what the browser said; Bootpay takes the invoice's otherwise
    std::string confirm_declined;
};

/// Bootpay Commerce without its network. Money and receipts are the PG model's.
class Commerce {
public:
    Commerce(Bootpay& bootpay, std::uint64_t seed);

    Product& put_up(Product product);  ///< an empty id is made up
    [[nodiscard]] const std::deque<Product>& products() const noexcept { return products_; }
    [[nodiscard]] Answer<const Product*> product(std::string_view id) const;

    /// Errors: parameter_invalid, product_not_found, invoice_target_not_found.
    Answer<const Invoice*> create(NewInvoice asked);
    [[nodiscard]] Answer<const Invoice*> invoice(std::string_view id) const;
    [[nodiscard]] const std::deque<Invoice>& invoices() const noexcept { return invoices_; }
    /// Sends a link again; empty `types` means its own.
    Answer<const Invoice*> send_again(std::string_view id, const std::vector<int>& types);
    Answer<const Invoice*> deny(std::string_view id);

    /// The customer pays: one payment for each link, never after its end.
    Answer<const CommerceOrder*> pay(std::string_view invoice_id, const Visit& visit);
    /// The customer goes through the checkout of the browser. With the `request_id` of an invoice
    /// its price holds [S0]; else an order of what the browser asked for comes to be.
    Answer<const CommerceOrder*> check_out(NewInvoice asked, const Visit& visit);
    [[nodiscard]] Answer<const CommerceOrder*> order(std::string_view number_or_id) const;
    [[nodiscard]] const std::deque<CommerceOrder>& orders() const noexcept { return orders_; }

    [[nodiscard]] Answer<const HostedSubscription*> hosted(std::string_view id) const;
    [[nodiscard]] const std::deque<HostedSubscription>& hosted() const noexcept { return hosted_; }
    Answer<const HostedSubscription*> pause(
        std::string_view id, std::optional<Instant> expected_resume_at
    );
    Answer<const HostedSubscription*> resume(std::string_view id);
    Answer<const HostedSubscription*> terminate(std::string_view id);
    /// Bills what has come due up to the clock of the PG model.
    void catch_up();

private:
    Answer<const CommerceOrder*> ordered(Invoice& invoice, const Visit& visit);
    void subscribe(CommerceOrder& order);
    HostedSubscription* found_hosted(std::string_view id);
    Invoice* found_invoice(std::string_view id);
    std::string next_order_number();

    Bootpay& bootpay_;
    IdMaker ids_;
    std::deque<Product> products_;
    std::deque<Invoice> invoices_;
    std::deque<CommerceOrder> orders_;
    std::deque<HostedSubscription> hosted_;
};

}  // namespace maedal::sandbox
