#include "engine/sale.hpp"

#include "engine/input.hpp"

namespace maedal::engine {

using namespace billing;

bool reserved_id(const Papers& papers, const std::string& id) {
    return id.starts_with(papers.rules.installation + "-");
}

template <class Command>
Result<Sale> checked_sale(
    const Papers& papers, const Command& command, const std::string& order_id
) {
    constexpr std::size_t name_bytes_max = 200;
    if (const auto fault = id_fault(order_id); !fault.empty()) return bad_id(fault, "order_id");
    if (order_id == command.order_id && reserved_id(papers, order_id))
        return invalid(
            "order_id_reserved", "ids that begin like this are the daemon's", "order_id"
        );
    if (!command.customer_id.empty())
        if (const auto fault = id_fault(command.customer_id); !fault.empty())
            return bad_id(fault, "customer_id");
    if (command.name.empty() || command.name.size() > name_bytes_max)
        return invalid("invalid_name", "name has 1 to 200 bytes", "name");
    const auto amount = Won::from_count(command.amount);
    const auto tax_free = Won::from_count(command.tax_free);
    if (!amount || amount->count() == 0)
        return invalid("invalid_amount", "amount has to be above 0", "amount");
    if (!tax_free || *tax_free > *amount)
        return invalid("invalid_tax_free", "tax_free is from 0 to amount", "tax_free");
    std::optional<CustomerId> customer;
    if (!command.customer_id.empty()) customer.emplace(command.customer_id);
    return Sale{OrderId{order_id}, std::move(customer), command.name, *amount, *tax_free};
}

template Result<Sale> checked_sale(const Papers&, const PrepareOrder&, const std::string&);
template Result<Sale> checked_sale(const Papers&, const CreateLink&, const std::string&);

PaymentLink planned_link(const Papers& papers, Sale sale, std::string send_by, Instant expires_at) {
    const std::string request_id = sale.order_id.text();
    return {
        .order_id = std::move(sale.order_id),
        .charge = std::nullopt,
        .customer = std::move(sale.customer),
        .name = std::move(sale.name),
        .amount = sale.amount,
        .tax_free = sale.tax_free,
        .send_by = std::move(send_by),
        .lives = std::nullopt,
        .expires_at = expires_at,
        .state = LinkState::planned,
        .link_id = std::nullopt,
        .url = {},
        .request_id = request_id,
        .order_number = {},
        .receipt = std::nullopt,
        .times_sent = 0,
        .remind_at = std::nullopt,
        .next_act = NextAct::send,
        .next_look_at = papers.now,
        .looks = 0,
        .created_at = papers.now,
        .sent_at = std::nullopt,
        .closed_at = std::nullopt,
        .code = {},
        .version = 0};
}

}  // namespace maedal::engine
