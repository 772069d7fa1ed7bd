#pragma once
#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace maedal::config {

/// Where something stands in the file. Both count from 1; columns count bytes.
struct Place {
    std::int64_t line{1};
    std::int64_t column{1};
    auto operator<=>(const Place&) const = default;
};

/// One thing wrong with the file: what, and what would be right. Holds no secret.
struct Fault {
    Place at;
    std::string what;
    bool operator==(const Fault&) const = default;
};

using Faults = std::vector<Fault>;

}  // namespace maedal::config
