#pragma once
#include "base/instant.hpp"
#include "net/http.hpp"

#include <optional>
#include <string_view>

namespace maedal::bootpay {

/// The Date of an answer (RFC 9110, IMF-fixdate: "Sun, 06 Nov 1994 08:49:37 GMT"); empty when it
/// has none that can be read.
[[nodiscard]] std::optional<Instant> told_time(const net::Response& answer);
[[nodiscard]] std::optional<Instant> instant_from_http_date(std::string_view text);

}  // namespace maedal::bootpay
