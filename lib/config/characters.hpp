#pragma once
#include "config/fault.hpp"

#include <string>
#include <string_view>

namespace maedal::config {

/// Reports tabs, control characters and bytes that are not UTF-8: the first of each line. True
/// when there are none.
bool characters_are_clean(std::string_view text, Faults& faults);

/// `text` in double quotes for a message: cut after 60 bytes, control characters as \xNN.
[[nodiscard]] std::string shown(std::string_view text);

}  // namespace maedal::config
