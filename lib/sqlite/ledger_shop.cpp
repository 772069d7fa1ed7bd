// Links, orders and hosted subscriptions: the shop's half of the ledger.
#include "sqlite/contact_rows.hpp"
#include "sqlite/hosted_rows.hpp"
#include "sqlite/ledger.hpp"
#include "sqlite/payment_link_rows.hpp"
#include "sqlite/shop_order_rows.hpp"

namespace maedal::sqlite {

void SqliteLedger::put_link(billing::PaymentLink& link, const ports::Cause& cause) {
    put_payment_link(writer_, link, cause);
}

void SqliteLedger::put_shop_order(billing::ShopOrder& order, const ports::Cause& cause) {
    sqlite::put_shop_order(writer_, order, cause);
}

void SqliteLedger::put_hosted(
    billing::HostedSubscription& subscription, const ports::Cause& cause
) {
    sqlite::put_hosted(writer_, subscription, cause);
}

void SqliteLedger::keep_link_details(const billing::OrderId& id, const std::string& details) {
    keep_details_of_link(connection(), id, details);
}

std::string SqliteLedger::link_details(const billing::OrderId& id) {
    return details_of_link(connection(), id);
}

void SqliteLedger::keep_contact(const std::string& subscription_id, const std::string& contact) {
    keep_contact_of(connection(), subscription_id, contact);
}

std::string SqliteLedger::contact(const std::string& subscription_id) {
    return contact_of(connection(), subscription_id);
}

std::vector<billing::PaymentLink> SqliteLedger::due_links(Instant now, int limit) {
    return payment_links_due(connection(), now, limit);
}

std::vector<billing::ShopOrder> SqliteLedger::due_shop_orders(Instant now, int limit) {
    return shop_orders_due(connection(), now, limit);
}

std::vector<billing::HostedSubscription> SqliteLedger::due_hosted(Instant now, int limit) {
    return hosted_due(connection(), now, limit);
}

}  // namespace maedal::sqlite
