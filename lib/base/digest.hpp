#pragma once
#include "base/secret.hpp"

#include <initializer_list>
#include <string>
#include <string_view>

namespace maedal {

/// SHA-256 of `parts` as 64 lower-case hex digits. The length of each part is hashed before it, so
/// that ("ab", "c") and ("a", "bc") differ.
[[nodiscard]] std::string digest_of(std::initializer_list<std::string_view> parts);

/// HMAC-SHA-256 of the same bytes: nobody makes it without `key`.
[[nodiscard]] std::string keyed_digest_of(
    const Secret& key, std::initializer_list<std::string_view> parts
);

}  // namespace maedal
