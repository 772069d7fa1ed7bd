#pragma once
#include "base/error.hpp"
#include "base/secret.hpp"
#include "config/settings.hpp"

namespace maedal::config {

constexpr std::size_t secret_bytes_max = 4096;

/// Reads a secret and cuts off one newline at its end. Refuses (Errc::invalid; the detail names the
/// path and the way out) what is missing, empty, not a regular file or above secret_bytes_max, and
/// a file that group or others may touch. Credentials are not asked for their mode: systemd keeps
/// them in a directory of the service, and may show its own grant in the group's bits.
[[nodiscard]] Result<Secret> read_secret(const SecretSource& source);

}  // namespace maedal::config
