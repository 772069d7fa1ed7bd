#include "net/utf8.hpp"

#include <cstddef>
#include <cstdint>

namespace maedal::net {
namespace {

/// How many bytes the character has that begins with `lead`; 0 when none begins so.
std::size_t length_of(std::uint8_t lead) {
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return 2;
    if (lead >= 0xE0 && lead <= 0xEF) return 3;
    if (lead >= 0xF0 && lead <= 0xF4) return 4;
    return 0;
}

/// The second byte carries what rules out overlong forms, surrogates and values past U+10FFFF.
bool second_byte_fits(std::uint8_t lead, std::uint8_t second) {
    const std::uint8_t least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const std::uint8_t most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    return second >= least && second <= most;
}

}  // namespace

bool valid_utf8(std::string_view text) noexcept {
    const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(text[at]); };
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = length_of(byte(at));
        if (length == 0 || length > text.size() - at) return false;
        if (length > 1 && !second_byte_fits(byte(at), byte(at + 1))) return false;
        for (std::size_t i = 2; i < length; ++i)
            if ((byte(at + i) & 0xC0) != 0x80) return false;
        at += length;
    }
    return true;
}

}  // namespace maedal::net
