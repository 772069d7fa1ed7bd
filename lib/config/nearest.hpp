#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace maedal::config {

/// What to say about a word that is none of `known`: `did you mean "path"?` when one is near (a
/// slip or two, or one begins with the other), else `known here: a, b, c`.
[[nodiscard]] std::string suggestion(std::string_view word, const std::vector<std::string>& known);

}  // namespace maedal::config
