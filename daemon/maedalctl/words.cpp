#include "maedalctl/words.hpp"

#include <algorithm>
#include <array>

namespace maedal::ctl {
namespace {

using nlohmann::json;

struct Range {
    char32_t first, last;
};

// Of Unicode's East Asian Width: what is W or F, in wide strokes.
constexpr std::array wide_ranges{
    Range{0x1100, 0x115F},
    Range{0x2E80, 0x303E},
    Range{0x3041, 0xA4CF},
    Range{0xA960, 0xA97F},
    Range{0xAC00, 0xD7A3},
    Range{0xF900, 0xFAFF},
    Range{0xFE30, 0xFE6F},
    Range{0xFF00, 0xFF60},
    Range{0xFFE0, 0xFFE6},
    Range{0x1F300, 0x1F64F},
    Range{0x1F900, 0x1F9FF},
    Range{0x20000, 0x3FFFD}};
// Marks that stand on the character before them, and Hangul's medial and final letters.
constexpr std::array zero_ranges{
    Range{0x0300, 0x036F},
    Range{0x1160, 0x11FF},
    Range{0x200B, 0x200F},
    Range{0x20D0, 0x20FF},
    Range{0xD7B0, 0xD7FF},
    Range{0xFE00, 0xFE0F}};

template <std::size_t count>
bool in_any(const std::array<Range, count>& ranges, char32_t code) {
    return std::any_of(ranges.begin(), ranges.end(), [&](const Range& range) {
        return code >= range.first && code <= range.last;
    });
}

/// Takes the first character off `text`. Answers come out of JSON, so they are UTF-8; a stray byte
/// counts as one character.
char32_t take_character(std::string_view& text) {
    const auto lead = static_cast<unsigned char>(text.front());
    std::size_t length = 1;
    char32_t code = lead;
    if (lead >= 0xF0) {
        length = 4, code = lead & 0x07U;
    } else if (lead >= 0xE0) {
        length = 3, code = lead & 0x0FU;
    } else if (lead >= 0xC0) {
        length = 2, code = lead & 0x1FU;
    }
    length = std::min(length, text.size());
    for (std::size_t i = 1; i < length; ++i)
        code = (code << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
    text.remove_prefix(length);
    return code;
}

}  // namespace

std::size_t display_width(std::string_view utf8) {
    std::size_t width = 0;
    while (!utf8.empty()) {
        const auto code = take_character(utf8);
        if (in_any(zero_ranges, code)) continue;
        width += in_any(wide_ranges, code) ? 2 : 1;
    }
    return width;
}

std::string printable(std::string_view text) {
    std::string clean;
    while (!text.empty()) {
        const auto before = text;
        const auto code = take_character(text);
        const bool control = code < 0x20 || (code >= 0x7F && code < 0xA0) ||
                             (code >= 0x202A && code <= 0x202E) ||
                             (code >= 0x2066 && code <= 0x2069);
        if (control)
            clean += '?';
        else
            clean.append(before.substr(0, before.size() - text.size()));
    }
    return clean;
}

std::string thousands(std::int64_t number) {
    std::string digits = std::to_string(number);
    const std::size_t first = number < 0 ? 1 : 0;
    for (std::size_t at = digits.size(); at > first + 3; at -= 3)
        digits.insert(at - 3, 1, ',');
    return digits;
}

std::string minute_of(std::string_view rfc3339) {
    if (rfc3339.size() < 16 || rfc3339[10] != 'T') return printable(rfc3339);
    std::string minute{rfc3339.substr(0, 10)};
    minute.append(" ").append(rfc3339.substr(11, 5));
    return minute;
}

std::string text_in(const json& row, const char* field) {
    const auto found = row.find(field);
    if (found == row.end() || found->is_null()) return {};
    if (const auto* text = found->get_ptr<const std::string*>()) return printable(*text);
    return found->dump();
}

std::string amount_in(const json& row, const char* field) {
    const auto found = row.find(field);
    return found != row.end() && found->is_number_integer() ? thousands(*found) : std::string{};
}

std::string minute_in(const json& row, const char* field) {
    const auto text = text_in(row, field);
    return text.empty() ? text : minute_of(text);
}

std::int64_t number_in(const json& row, const char* field) {
    const auto found = row.find(field);
    return found != row.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

bool flag_in(const json& row, const char* field) {
    const auto found = row.find(field);
    return found != row.end() && found->is_boolean() && found->get<bool>();
}

std::string counted(std::int64_t number, std::string_view one) {
    std::string text = thousands(number) + " ";
    text.append(one);
    if (number != 1) text += 's';
    return text;
}

}  // namespace maedal::ctl
