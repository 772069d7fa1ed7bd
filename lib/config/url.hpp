#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace maedal::config {

struct Url {
    bool encrypted;    ///< https
    std::string host;  ///< IPv6 in its brackets
    std::string path;  ///< empty, or from the first slash on
};

/// `http(s)://HOST[:PORT][/PATH]`. Empty for anything else: user names, queries, fragments, spaces.
[[nodiscard]] std::optional<Url> url_from_text(std::string_view text);

/// localhost, 127.0.0.0/8 or [::1].
[[nodiscard]] bool is_loopback(std::string_view host);

}  // namespace maedal::config
