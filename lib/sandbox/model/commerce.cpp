// Products, payment links and orders.
#include "sandbox/model/commerce.hpp"

#include "sandbox/model/execute_time.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace maedal::sandbox {
namespace {

enum : std::uint64_t { commerce_ids_row = 103 };

bool needs_phone(int type) {
    return type == 1 || type == 2;
}

/// Whether everyone whom `types` send to has an address.
bool reachable(const NewInvoice& asked, const std::vector<int>& types) {
    if (types.empty()) return !asked.phone.empty() || !asked.email.empty();
    return std::all_of(types.begin(), types.end(), [&](int type) {
        if (needs_phone(type)) return !asked.phone.empty();
        return type == 3 ? !asked.email.empty() : !asked.user_id.empty();
    });
}

std::optional<Refusal> fault_of_invoice(const NewInvoice& asked, Instant now) {
    using namespace refusals;
    const auto invalid = [](const char* what) { return refuse(commerce_parameter_invalid, what); };
    if (asked.name.empty()) return invalid("name is missing");
    if (asked.price <= 0 || asked.price > price_max) return invalid("price must be above 0");
    if (asked.tax_free_price < 0 || asked.tax_free_price > asked.price)
        return invalid("tax_free_price must be from 0 to price");
    if (asked.expires_at && *asked.expires_at <= now) return invalid("expired_at is in the past");
    for (const int type : asked.send_types)
        if (type < 1 || type > 4) return invalid("send_types holds 1 to 4");
    for (const OrderLine& line : asked.products)
        if (line.quantity < 1 || line.duration < -1) return invalid("products: quantity, duration");
    if (asked.use_notification && !reachable(asked, asked.send_types))
        return refuse(invoice_target_not_found);
    return std::nullopt;
}

}  // namespace

Commerce::Commerce(Bootpay& bootpay, std::uint64_t seed)
    : bootpay_{bootpay}, ids_{scattered(seed + commerce_ids_row)} {}

Product& Commerce::put_up(Product product) {
    if (product.product_id.empty()) product.product_id = ids_.next();
    return products_.emplace_back(std::move(product));
}

Answer<const Product*> Commerce::product(std::string_view id) const {
    for (const Product& product : products_)
        if (product.product_id == id) return &product;
    return refuse(refusals::product_not_found);
}

Answer<const Invoice*> Commerce::create(NewInvoice asked) {
    if (auto fault = fault_of_invoice(asked, bootpay_.now())) return *std::move(fault);
    for (const OrderLine& line : asked.products) {
        const auto known = product(line.product_id);
        if (const auto* refusal = std::get_if<Refusal>(&known)) return *refusal;
    }
    const bool sends = asked.use_notification;
    Invoice& made = invoices_.emplace_back();
    made.invoice_id = ids_.next();
    made.asked = std::move(asked);
    if (made.asked.order_id.empty()) made.asked.order_id = made.invoice_id;
    if (made.asked.request_id.empty() || bootpay_.switches().request_id_is_own)
        made.asked.request_id = "req_" + ids_.next();
    made.created_at = bootpay_.now();
    if (sends) {
        made.sent_at = bootpay_.now();
        made.times_sent = 1;
    }
    return &made;
}

Invoice* Commerce::found_invoice(std::string_view id) {
    for (Invoice& invoice : invoices_)
        if (invoice.invoice_id == id) return &invoice;
    return nullptr;
}

Answer<const Invoice*> Commerce::invoice(std::string_view id) const {
    for (const Invoice& invoice : invoices_)
        if (invoice.invoice_id == id) {
            if (invoice.denied) return refuse(refusals::invoice_denied);
            return &invoice;
        }
    return refuse(refusals::invoice_not_found);
}

Answer<const Invoice*> Commerce::send_again(std::string_view id, const std::vector<int>& types) {
    const auto known = invoice(id);
    if (const auto* refusal = std::get_if<Refusal>(&known)) return *refusal;
    Invoice& found = *found_invoice(id);
    if (!reachable(found.asked, types.empty() ? found.asked.send_types : types))
        return refuse(refusals::invoice_target_not_found);
    found.sent_at = bootpay_.now();
    ++found.times_sent;
    return &found;
}

Answer<const Invoice*> Commerce::deny(std::string_view id) {
    Invoice* found = found_invoice(id);
    if (!found) return refuse(refusals::invoice_not_found);
    found->denied = true;
    return found;
}

Answer<const CommerceOrder*> Commerce::pay(std::string_view invoice_id, const Visit& visit) {
    Invoice* found = found_invoice(invoice_id);
    if (!found) return refuse(refusals::invoice_not_found);
    if (found->order) return refuse(refusals::invoice_paid);
    if (found->asked.expires_at && *found->asked.expires_at <= bootpay_.now())
        return refuse(refusals::invoice_expired);
    return ordered(*found, visit);
}

Answer<const CommerceOrder*> Commerce::check_out(NewInvoice asked, const Visit& visit) {
    const auto prepared =
        std::find_if(invoices_.begin(), invoices_.end(), [&](const Invoice& invoice) {
            return !asked.request_id.empty() && invoice.asked.request_id == asked.request_id;
        });
    if (prepared != invoices_.end()) return pay(prepared->invoice_id, visit);
    const auto made = create(std::move(asked));
    if (const auto* refusal = std::get_if<Refusal>(&made)) return *refusal;
    return ordered(invoices_.back(), visit);
}

Answer<const CommerceOrder*> Commerce::ordered(Invoice& invoice, const Visit& visit) {
    const NewInvoice& asked = invoice.asked;
    auto details = std::make_shared<Details>();
    details->user = asked.user;
    details->metadata = asked.metadata;
    details->feedback_url = asked.webhook_url;
    PaymentRequest payment{
        .billing_key = {},
        .order_id = asked.order_id,
        .order_name = asked.name,
        .price = visit.price.value_or(asked.price),
        .tax_free = std::min(asked.tax_free_price, visit.price.value_or(asked.price)),
        .details = std::move(details)};
    const auto paid = bootpay_.pay_in_window(
        {std::move(payment),
         asked.separately_confirmed,
         visit.virtual_account,
         visit.confirm_declined}
    );
    if (const auto* refusal = std::get_if<Refusal>(&paid)) return *refusal;
    CommerceOrder& order = orders_.emplace_back(CommerceOrder{
        .order_id = ids_.next(),
        .order_number = next_order_number(),
        .invoice = &invoice,
        .receipt = *std::get_if<const Receipt*>(&paid),
        .created_at = bootpay_.now(),
        .subscriptions = {}});
    invoice.order = &order;
    subscribe(order);
    return &order;
}

std::string Commerce::next_order_number() {
    const auto day = std::chrono::floor<std::chrono::days>(bootpay_.now() + korea_offset);
    const std::chrono::year_month_day date{day};
    return fmt::format(
        "{:02}{:02}{:02}{}",
        static_cast<int>(date.year()) % 100,
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()),
        digits_from(orders_.size() + 1, 14)
    );
}

Answer<const CommerceOrder*> Commerce::order(std::string_view number_or_id) const {
    for (const CommerceOrder& order : orders_)
        if (order.order_number == number_or_id || order.order_id == number_or_id) return &order;
    return refuse(refusals::order_not_found);
}

}  // namespace maedal::sandbox
