#pragma once
#include "net/http.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace maedal::integration {

/// What came back; status 0 and the reason in `text` when nothing did.
struct Reply {
    int status = 0;
    nlohmann::json body = {};  ///< null when the text is no JSON
    std::string text = {};
};

/// One request on a connection of its own, with at most four minutes for its answer.
Reply call_unix(const std::string& socket, net::Request request);
Reply call_loopback(std::uint16_t port, net::Request request);

/// A request with a JSON body; none when `body` is null.
net::Request json_request(
    const std::string& method, const std::string& target, const nlohmann::json& body = nullptr
);

}  // namespace maedal::integration
