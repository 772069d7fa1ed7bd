#include "sandbox/front/credentials.hpp"

#include <cstdint>

namespace maedal::sandbox {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::optional<Refusal> basic_fault(std::string_view pair64, const Credentials& accepted) {
    const auto pair = bytes_from_base64(pair64);
    const auto colon = pair ? pair->find(':') : std::string::npos;
    if (colon == std::string::npos) return refuse(refusals::token_key_invalid);
    if (pair->substr(0, colon) != accepted.client_key)
        return refuse(refusals::client_key_not_found);
    if (pair->substr(colon + 1) != accepted.secret_key) return refuse(refusals::secret_not_matched);
    return std::nullopt;
}

}  // namespace

std::optional<std::string> bytes_from_base64(std::string_view text) {
    if (text.empty() || text.size() % 4 != 0) return std::nullopt;
    std::size_t padding = 0;
    while (padding < 2 && text.ends_with('=')) {
        text.remove_suffix(1);
        ++padding;
    }
    std::string bytes;
    std::uint32_t bits = 0;
    int held = 0;  // bits that make no whole byte yet
    for (const char c : text) {
        const auto value = alphabet.find(c);
        if (value == std::string_view::npos) return std::nullopt;
        bits = (bits << 6U) | static_cast<std::uint32_t>(value);
        held += 6;
        if (held < 8) continue;
        held -= 8;
        bytes += static_cast<char>((bits >> static_cast<unsigned>(held)) & 0xFFU);
    }
    return bytes;
}

std::optional<Refusal> authorization_fault(
    const net::Request& request, const Credentials& accepted, const Tokens& tokens, Instant now
) {
    const auto header = request.headers.get("Authorization").value_or(std::string_view{});
    constexpr std::string_view basic = "Basic ", bearer = "Bearer ";
    if (header.starts_with(basic)) return basic_fault(header.substr(basic.size()), accepted);
    if (header.starts_with(bearer) && tokens.valid(header.substr(bearer.size()), now))
        return std::nullopt;
    return refuse(refusals::token_key_invalid);
}

}  // namespace maedal::sandbox
