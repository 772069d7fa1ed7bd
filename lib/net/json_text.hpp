#pragma once
#include "base/error.hpp"

#include <nlohmann/json.hpp>

#include <string_view>

namespace maedal::net {

inline constexpr int json_depth_max = 32;

/// Reads one JSON value strictly: valid UTF-8, no duplicate keys, no more than json_depth_max
/// levels (nlohmann's copy and dump overflow the stack on deep values), nothing behind it.
/// Errors: invalid, the detail says what and at which byte.
Result<nlohmann::json> parse_json(std::string_view text);

/// The text of `value`; bytes that are no UTF-8 are replaced, so that it never throws.
std::string json_text(const nlohmann::json& value);

}  // namespace maedal::net
