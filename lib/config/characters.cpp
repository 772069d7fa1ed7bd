#include "config/characters.hpp"

#include <fmt/format.h>

namespace maedal::config {
namespace {

using Byte = unsigned char;
constexpr std::size_t shown_bytes_max = 60;

Byte byte_at(std::string_view text, std::size_t at) {
    return static_cast<Byte>(text[at]);
}

/// How many bytes the UTF-8 character at `at` has; 0 when there is none.
std::size_t utf8_length(std::string_view text, std::size_t at) {
    const Byte first = byte_at(text, at);
    if (first < 0x80) return 1;
    if (first < 0xC2 || first > 0xF4) return 0;
    const std::size_t length = first < 0xE0 ? 2U : first < 0xF0 ? 3U : 4U;
    if (at + length > text.size()) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((byte_at(text, at + i) & 0xC0) != 0x80) return 0;
    const Byte second = byte_at(text, at + 1);
    const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    const bool surrogate = first == 0xED && second > 0x9F;
    const bool beyond = first == 0xF4 && second > 0x8F;
    return overlong || surrogate || beyond ? 0 : length;
}

bool is_control(Byte byte) {
    return byte < 0x20 || byte == 0x7F;
}

/// What is wrong with the character at `at`, and its length; nothing wrong is an empty text.
std::string objection(std::string_view line, std::size_t at, std::size_t length) {
    const Byte byte = byte_at(line, at);
    if (length == 0)
        return fmt::format("the byte 0x{:02X} is not UTF-8; save the file as UTF-8", byte);
    if (byte == '\t') return "a tab is not allowed; use spaces";
    if (is_control(byte))
        return fmt::format("the control character 0x{:02X} is not allowed; remove it", byte);
    return {};
}

}  // namespace

bool characters_are_clean(std::string_view text, Faults& faults) {
    bool clean = true;
    std::int64_t line_number = 1;
    for (std::size_t begin = 0; begin <= text.size(); ++line_number) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        auto line = text.substr(begin, end - begin);
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        for (std::size_t at = 0; at < line.size();) {
            const std::size_t length = utf8_length(line, at);
            if (auto what = objection(line, at, length); !what.empty()) {
                const auto column = static_cast<std::int64_t>(at) + 1;
                faults.push_back({{line_number, column}, std::move(what)});
                clean = false;
                break;
            }
            at += length;
        }
        begin = end + 1;
    }
    return clean;
}

std::string shown(std::string_view text) {
    std::string out = "\"";
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8_length(text, at);
        if (at + length > shown_bytes_max) return out + "…\"";
        if (length == 0 || is_control(byte_at(text, at))) {
            out += fmt::format("\\x{:02X}", byte_at(text, at));
            ++at;
            continue;
        }
        out += text.substr(at, length);
        at += length;
    }
    return out + '"';
}

}  // namespace maedal::config
