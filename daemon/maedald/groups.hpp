#pragma once
#include "admin/role.hpp"
#include "base/error.hpp"
#include "config/settings.hpp"
#include "webhook/door.hpp"

namespace maedal::daemon {

/// The group names of the configuration as the kernel's numbers.
/// Errors: invalid, naming the group that this host does not have.
[[nodiscard]] Result<admin::RoleRules> role_rules(const config::AdminSettings& settings);

/// Errors: invalid, naming what is wrong with an address.
[[nodiscard]] Result<webhook::DoorOptions> door_options(const config::WebhookSettings& settings);

}  // namespace maedal::daemon
