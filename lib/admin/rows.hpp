#pragma once
#include "admin/local_times.hpp"
#include "engine/queries.hpp"

#include <nlohmann/json.hpp>

/// The nouns of the API as JSON. The shape of each is written down in schema/admin-api.yaml.
namespace maedal::admin {

[[nodiscard]] nlohmann::json shown(const billing::BillingKey& key, const LocalTimes& times);
[[nodiscard]] nlohmann::json shown(const billing::Plan& plan);
[[nodiscard]] nlohmann::json shown(
    const billing::Subscription& subscription, const std::string& plan_id, const LocalTimes& times
);
[[nodiscard]] nlohmann::json shown(const billing::Charge& charge, const LocalTimes& times);
[[nodiscard]] nlohmann::json shown(const billing::Attempt& attempt, const LocalTimes& times);
[[nodiscard]] nlohmann::json shown(const billing::Receipt& receipt, const LocalTimes& times);
[[nodiscard]] nlohmann::json shown(const billing::Refund& refund, const LocalTimes& times);
[[nodiscard]] nlohmann::json shown(const billing::Errand& errand, const LocalTimes& times);
[[nodiscard]] nlohmann::json shown(const engine::GatewayCall& call, const LocalTimes& times);
[[nodiscard]] nlohmann::json shown(const engine::JournalEntry& entry, const LocalTimes& times);
[[nodiscard]] nlohmann::json shown(const billing::Breaker& breaker, const LocalTimes& times);
[[nodiscard]] nlohmann::json shown(const billing::GatewayCode& code, const LocalTimes& times);
[[nodiscard]] nlohmann::json shown(const billing::Finding& finding, const LocalTimes& times);

/// Each of `rows`, in order.
template <class Row>
[[nodiscard]] nlohmann::json all_shown(const std::vector<Row>& rows, const LocalTimes& times) {
    auto items = nlohmann::json::array();
    for (const auto& row : rows)
        items.push_back(shown(row, times));
    return items;
}

/// The id of the plan that a version defines; empty when the ledger does not know it.
[[nodiscard]] std::string plan_id_of(engine::Reads& reads, billing::PlanVersionNumber version);

}  // namespace maedal::admin
