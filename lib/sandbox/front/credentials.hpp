#pragma once
#include "net/http.hpp"
#include "sandbox/model/refusal.hpp"
#include "sandbox/model/tokens.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace maedal::sandbox {

/// The one project that the sandbox serves. Made-up words: nothing here opens a real door.
struct Credentials {
    std::string client_key = "sandbox-client-key";
    std::string secret_key = "sandbox-secret-key";
    std::string application_id = "sandbox-application-id";
    std::string private_key = "sandbox-private-key";
};

/// Why the Authorization header of `request` does not do; empty when it does. Basic with the client
/// key, or Bearer with a token that is alive at `now`.
[[nodiscard]] std::optional<Refusal> authorization_fault(
    const net::Request& request, const Credentials& accepted, const Tokens& tokens, Instant now
);

/// The bytes that Base64 text stands for; empty for anything else.
[[nodiscard]] std::optional<std::string> bytes_from_base64(std::string_view text);

}  // namespace maedal::sandbox
