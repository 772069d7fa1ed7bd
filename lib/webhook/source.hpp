#pragma once
#include "net/http.hpp"
#include "webhook/address_range.hpp"

#include <optional>
#include <vector>

namespace maedal::webhook {

/// Where a request came from. X-Forwarded-For counts only when the peer is one of `proxies`; then
/// it is the right-most hop that is none of them. Empty when the proxy does not say.
[[nodiscard]] std::optional<boost::asio::ip::address> source_of(
    const net::Request& request, const std::vector<AddressRange>& proxies
);

}  // namespace maedal::webhook
