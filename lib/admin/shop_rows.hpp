#pragma once
#include "admin/body.hpp"
#include "admin/local_times.hpp"
#include "engine/browse.hpp"
#include "engine/shop_commands.hpp"

#include <nlohmann/json.hpp>

#include <string>

/// The shop's nouns as JSON. The shape of each is written down in schema/admin-api.yaml.
namespace maedal::admin {

[[nodiscard]] nlohmann::json shown(const billing::PaymentLink& link, const LocalTimes& times);
[[nodiscard]] nlohmann::json shown(const billing::ShopOrder& order, const LocalTimes& times);
[[nodiscard]] nlohmann::json shown(
    const billing::HostedSubscription& subscription, const LocalTimes& times
);
[[nodiscard]] nlohmann::json shown(
    const billing::GatewayHosted& subscription, const LocalTimes& times
);
[[nodiscard]] nlohmann::json shown(const engine::GatewayProduct& product);
[[nodiscard]] nlohmann::json shown(const engine::HostedBill& bill, const LocalTimes& times);

/// What the gateway only carries, out of a body: `user`, `products`, `metadata`, `redirect_url`,
/// `memo`, `extra`. A text of JSON; empty when none is given. What does not fit is the body's
/// fault.
[[nodiscard]] std::string link_details_from(Body& body);
/// As above, `user` alone: whom links are sent to.
[[nodiscard]] std::string contact_from(Body& body);

}  // namespace maedal::admin
