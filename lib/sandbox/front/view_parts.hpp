#pragma once
#include "sandbox/model/entities.hpp"

#include <nlohmann/json.hpp>

#include <string>

// What several of the views share.
namespace maedal::sandbox {

inline constexpr const char* gateway_url = "https://gw.bootpay.co.kr";
inline constexpr const char* company = "예시상점";

/// What was sent, or `otherwise` where nothing was.
[[nodiscard]] nlohmann::json given(const std::string& text, nlohmann::json otherwise);
/// Where a person may look at a receipt.
[[nodiscard]] std::string page_of(const std::string& receipt_id);
/// Writes the PG and the method, as it is named and as its symbol, into `view`.
void put_method(nlohmann::json& view, const Means& means);
[[nodiscard]] nlohmann::json cash_receipt_data(
    const CashReceipt& published, const std::string& receipt_id
);

}  // namespace maedal::sandbox
