#pragma once
#include <string>

namespace maedal::ctl {

/// What stands in a file. Throws Failure (usage) when it cannot be read or is larger than 64 MiB.
[[nodiscard]] std::string file_text(const std::string& name);

}  // namespace maedal::ctl
