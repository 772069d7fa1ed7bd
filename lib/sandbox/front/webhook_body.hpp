#pragma once
#include "net/http.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace maedal::sandbox {

/// `value` as Rails writes a form: card_data[card_no]=..., items[][name]=..., with names and values
/// percent-encoded; null is an empty value.
[[nodiscard]] std::string rails_form(const nlohmann::json& value);

/// Whether a merchant's answer to a webhook ends its delivery: 200 and {"success": true}.
[[nodiscard]] bool accepts_webhook(const net::Response& answer);

}  // namespace maedal::sandbox
