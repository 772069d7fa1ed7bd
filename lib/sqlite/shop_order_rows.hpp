#pragma once
#include "ports/ledger.hpp"
#include "sqlite/connection.hpp"

namespace maedal::sqlite {

struct Writer;

void put_shop_order(Writer& writer, billing::ShopOrder& row, const ports::Cause& cause);

[[nodiscard]] std::optional<billing::ShopOrder> find_shop_order(
    Connection& connection, const billing::OrderId& id
);
[[nodiscard]] std::optional<billing::ShopOrder> find_shop_order_of_number(
    Connection& connection, const std::string& number
);
[[nodiscard]] std::optional<billing::ShopOrder> find_shop_order_of_receipt(
    Connection& connection, const billing::ReceiptId& id
);
[[nodiscard]] std::vector<billing::ShopOrder> shop_order_page(
    Connection& connection, const std::string& state, const ports::Page& page
);
[[nodiscard]] std::vector<billing::ShopOrder> shop_orders_due(
    Connection& connection, Instant now, int limit
);

}  // namespace maedal::sqlite
