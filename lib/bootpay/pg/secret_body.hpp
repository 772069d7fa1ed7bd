#pragma once
#include "base/secret.hpp"
#include "net/http.hpp"

#include <nlohmann/json.hpp>

#include <initializer_list>
#include <string>
#include <utility>

namespace maedal::bootpay::pg {

/// A POST whose body has `open` and, behind it, fields that must not be left lying about: they are
/// written straight into one buffer, which the connection wipes once it is sent.
net::Request secret_post(
    std::string target,
    const nlohmann::json& open,
    std::initializer_list<std::pair<const char*, const Secret*>> secrets
);

}  // namespace maedal::bootpay::pg
