#pragma once
#include "net/http.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace maedal::bootpay::pg {

/// `place` as it stands, "/receipt/", and the encoded `id` behind it.
std::string path_of(std::string_view place, std::string_view id);

/// A request without Authorization, with the headers that the official SDK sends [W].
net::Request read_request(std::string target);
net::Request delete_request(std::string target);
net::Request post_request(std::string target, const nlohmann::json& body);
net::Request put_request(std::string target, const nlohmann::json& body);

}  // namespace maedal::bootpay::pg
