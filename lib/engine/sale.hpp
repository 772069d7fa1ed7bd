#pragma once
#include "engine/papers.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace maedal::engine {

/// Who pays how much for what, under which order id.
struct Sale {
    billing::OrderId order_id;
    std::optional<billing::CustomerId> customer;
    std::string name;
    billing::Won amount;
    billing::Won tax_free;
};

/// The merchant's ids must not look like ours.
[[nodiscard]] bool reserved_id(const Papers& papers, const std::string& id);

/// The sale that a command of the merchant's asks for: it has its fields by the names of a sale,
/// and `order_id` stands in for its own. Errors: invalid, naming the field.
template <class Command>
[[nodiscard]] Result<Sale> checked_sale(
    const Papers& papers, const Command& command, const std::string& order_id
);

/// A link for it that is not sent yet. It is asked for under its order id.
[[nodiscard]] billing::PaymentLink planned_link(
    const Papers& papers, Sale sale, std::string send_by, Instant expires_at
);

}  // namespace maedal::engine
