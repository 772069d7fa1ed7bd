#pragma once
#include "base/instant.hpp"
#include "net/http.hpp"
#include "sandbox/model/refusal.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace maedal::sandbox {

[[nodiscard]] net::Response json_answer(const nlohmann::json& value, int status = 200);
/// {"error_code", "message"} and, when the card was asked, "pg_error_code".
[[nodiscard]] net::Response refusal_answer(const Refusal& refusal);

/// An RFC 3339 time as Bootpay writes it, in +09:00.
[[nodiscard]] std::string korean(Instant at);
/// The value of a Date header: "Sun, 06 Nov 1994 08:49:37 GMT".
[[nodiscard]] std::string http_date(Instant at);

/// The answer to a model's call: `view` of its value, or its refusal.
template <class T, class View>
net::Response answer_of(const Answer<T>& answer, View view) {
    if (const auto* refusal = std::get_if<Refusal>(&answer)) return refusal_answer(*refusal);
    return json_answer(view(**std::get_if<T>(&answer)));
}

}  // namespace maedal::sandbox
