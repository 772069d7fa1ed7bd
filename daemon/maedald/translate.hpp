#pragma once
#include "bootpay/commerce/gateway.hpp"
#include "bootpay/options.hpp"
#include "config/settings.hpp"
#include "engine/commands.hpp"
#include "engine/rules.hpp"
#include "net/client.hpp"

/// The configuration's words in the words of each room.
namespace maedal::daemon {

[[nodiscard]] engine::LoadPlans plans_of(const config::Settings& settings);
/// Without the zones, which the daemon lends.
[[nodiscard]] engine::Rules rules_of(const config::Settings& settings);
[[nodiscard]] net::ClientOptions client_options(const config::BootpaySettings& settings);
[[nodiscard]] bootpay::BootpayOptions gateway_options(
    const config::Settings& settings, Secret secret, Secret token_secret
);

/// Empty when no commerce_url is configured, or no pair of keys for it.
[[nodiscard]] bool has_commerce(const config::Settings& settings);
[[nodiscard]] const config::SecretSource& commerce_secret(const config::Settings& settings);
[[nodiscard]] bootpay::commerce::CommerceOptions commerce_options(
    const config::Settings& settings, Secret secret
);

}  // namespace maedal::daemon
