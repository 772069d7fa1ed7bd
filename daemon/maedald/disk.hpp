#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace maedal::daemon {

/// Bytes that a file at `path` could still grow by; empty when the system does not tell.
[[nodiscard]] std::optional<std::int64_t> bytes_free_beside(const std::string& path);

}  // namespace maedal::daemon
