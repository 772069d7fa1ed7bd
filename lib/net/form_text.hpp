#pragma once
#include "base/error.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace maedal::net {

/// Reads application/x-www-form-urlencoded: pairs in order, names and values decoded, brackets of
/// nested names kept as they stand. At most 1,000 pairs.
/// Errors: invalid for a broken %-escape, a NUL or bytes that are no UTF-8.
Result<std::vector<std::pair<std::string, std::string>>> parse_form(std::string_view text);

/// Percent-encodes everything but unreserved characters; a space is "%20".
std::string percent_encode(std::string_view text);

/// Empty `Result` error invalid on a broken escape. A '+' stays a '+'.
Result<std::string> percent_decode(std::string_view text);

}  // namespace maedal::net
