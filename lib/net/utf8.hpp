#pragma once
#include <string_view>

namespace maedal::net {

/// Whether `text` is well-formed UTF-8: no overlong forms, no surrogates, nothing past U+10FFFF.
[[nodiscard]] bool valid_utf8(std::string_view text) noexcept;

}  // namespace maedal::net
