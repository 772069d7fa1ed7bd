#pragma once
#include "base/error.hpp"
#include "base/secret.hpp"
#include "engine/desk.hpp"
#include "net/http.hpp"
#include "webhook/address_range.hpp"

#include <optional>
#include <string>
#include <vector>

namespace maedal::webhook {

struct DoorOptions {
    std::string path;  ///< of webhook.public_url; empty or "/" for its root
    std::vector<AddressRange> trusted_proxies;  ///< only they may say X-Forwarded-For
    /// Where notices may come from; empty: anywhere. A help only, the look-up is the real check. A
    /// loopback peer that is no proxy is always let in.
    std::vector<AddressRange> allow;
    std::optional<Secret> mark_key{};  ///< see mark_fits(); empty: marks are not looked at
};

/// The public's door. What comes in is a hint to look and is never believed, so forged and unknown
/// ids do no harm. Bodies are neither kept nor logged. The desk has to outlive it.
class Door {
public:
    Door(engine::Desk& desk, DoorOptions options);

    /// A net::Handler: 200 {"success":true} once the notice is committed (also for a repeat), 400
    /// with what is wrong, 403, 404, 405, 415; 503 when it could not be stored, so that the
    /// gateway sends it again.
    Task<net::Response> handle(net::Request request);

private:
    engine::Desk& desk_;
    DoorOptions options_;
};

}  // namespace maedal::webhook
