#pragma once
#include "admin/body.hpp"
#include "engine/queries.hpp"

namespace maedal::admin {

/// What a merchant wants sent with every payment of a subscription: `user`, `extra`, `metadata`,
/// `card_quota`, `content_type`. Empty when none of them is given. What is wrong is blamed.
[[nodiscard]] Secret payment_terms_from(Body& body);

}  // namespace maedal::admin
