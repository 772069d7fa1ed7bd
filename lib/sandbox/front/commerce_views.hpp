#pragma once
#include "sandbox/model/commerce.hpp"

#include <nlohmann/json.hpp>

/// Commerce's objects in Bootpay's JSON.
namespace maedal::sandbox {

[[nodiscard]] nlohmann::json product_view(const Product& product);
[[nodiscard]] nlohmann::json invoice_view(const Invoice& invoice);
/// The answer to its creation [S1].
[[nodiscard]] nlohmann::json made_view(const Invoice& invoice);
[[nodiscard]] nlohmann::json order_view(const CommerceOrder& order, const Switches& switches);
[[nodiscard]] nlohmann::json hosted_view(const HostedSubscription& subscription);
[[nodiscard]] nlohmann::json bill_view(
    const HostedSubscription& subscription, const HostedBill& bill
);

}  // namespace maedal::sandbox
