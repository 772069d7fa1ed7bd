#pragma once
#include <nlohmann/json.hpp>

#include <string>

namespace maedal::ctl {

/// The JSON object in a file, or on standard input for "-". Throws Failure.
[[nodiscard]] nlohmann::json form_from(const std::string& path);

}  // namespace maedal::ctl
