#pragma once
#include "config/settings.hpp"
#include "config/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Which texts fit where. No rule lets a control character through.
namespace maedal::config::rules {

extern const TextRule installation;
extern const TextRule zone_name;
extern const TextRule absolute_path;
extern const TextRule socket_path;
extern const TextRule credential;
extern const TextRule account_id;
extern const TextRule code;   ///< an error code of the gateway
extern const TextRule name;   ///< a plan's id, a dunning policy
extern const TextRule label;  ///< what people read
extern const TextRule group;
extern const TextRule network;
extern const TextRule endpoint;
extern const TextRule pg_url;
extern const TextRule commerce_url;
extern const TextRule public_url;
extern const TextRule send_by;  ///< how a link reaches its customer

}  // namespace maedal::config::rules

namespace maedal::config {

/// "127.0.0.1:8780" or "[::1]:8780"; names are not looked up. Port 0 lets the system choose.
[[nodiscard]] std::optional<Endpoint> endpoint_from_text(std::string_view text);

/// Four octal digits beginning with 0, of which only the read and write bits may be set, the
/// owner's both.
[[nodiscard]] std::optional<std::uint32_t> mode_from_text(std::string_view text);

/// Does the URL name this very host: localhost, 127.0.0.0/8 or [::1]?
[[nodiscard]] bool is_loopback_url(std::string_view url);

/// The URL without the slash at its end.
[[nodiscard]] std::string without_end_slash(std::string url);

}  // namespace maedal::config
