#pragma once
#include "config/fault.hpp"
#include "config/settings.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace maedal::config {

/// Says whether a time zone of this IANA name exists on this host.
using ZoneExists = std::function<bool(std::string_view)>;

/// Settings, or everything that is wrong with the file.
struct Loaded {
    std::string file_name;
    std::optional<Settings> settings;  ///< empty exactly when there are faults
    Faults faults;                     ///< in the order of the file

    explicit operator bool() const { return settings.has_value(); }
    /// One line a fault, `file:line:column: what, and what would be right`, each with its newline.
    [[nodiscard]] std::string report() const;
};

constexpr std::size_t file_bytes_max = 1 << 20;

/// Reads `text`, the content of a configuration file; `file_name` only names it in the report. All
/// errors are found at once, except that a file which is not YAML (or holds tabs, control
/// characters or bytes that are not UTF-8) is not read beyond that. Touches no file and no secret.
[[nodiscard]] Loaded load(
    std::string_view text, std::string_view file_name, const ZoneExists& zone_exists
);

}  // namespace maedal::config
