#pragma once
#include "base/error.hpp"
#include "bootpay/pg/codes.hpp"
#include "net/http.hpp"
#include "ports/commerce.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

/// Subscriptions that Bootpay bills, and their bills [N, J, C].
namespace maedal::bootpay::commerce {

/// Reads one, of a list, a detail or an order.
Result<billing::GatewayHosted> read_hosted(const nlohmann::json& object);

net::Request hosted_list_request(int page, int limit);
Result<std::vector<billing::GatewayHosted>> hosted_list_from(
    const net::Response& response, const pg::Codes& codes
);
net::Request hosted_request(const billing::HostedId& id);
Result<billing::GatewayHosted> hosted_from(
    const net::Response& response, const billing::HostedId& id, const pg::Codes& codes
);
net::Request bills_request(const billing::HostedId& id);
Result<std::vector<ports::HostedBill>> bills_from(
    const net::Response& response, const pg::Codes& codes
);

/// PUT /order_subscriptions/{id}/pause and /resume, as the merchant [W].
net::Request pause_request(const billing::HostedId& id, const std::string& reason, Instant at);
net::Request resume_request(const billing::HostedId& id, const std::string& reason);
/// POST /order_subscriptions/requests/ing/termination [W].
net::Request terminate_request(const billing::HostedId& id, const std::string& reason);
/// Any good answer: what became of it is proven by a look-up. Errors: those of a write.
Result<Done> done_from(const net::Response& response, const pg::Codes& codes);

}  // namespace maedal::bootpay::commerce
