#include "sqlite/image.hpp"

#include <fmt/format.h>

#include <iterator>

namespace maedal::sqlite {

Image& Image::put(std::string_view name, const Cell& cell) {
    if (name.starts_with(':')) name.remove_prefix(1);
    if (json_.size() > 1) json_ += ',';
    json_ += json_text(name);
    json_ += ':';
    switch (cell.kind) {
        case Cell::Kind::null:
            json_ += "null";
            break;
        case Cell::Kind::integer:
            fmt::format_to(std::back_inserter(json_), "{}", cell.integer);
            break;
        case Cell::Kind::text:
            json_ += json_text(cell.text);
            break;
        case Cell::Kind::blob:
            json_ += json_text(hex(cell.text));
            break;
    }
    return *this;
}

std::string Image::take() {
    json_ += '}';
    return std::move(json_);
}

std::string json_text(std::string_view text) {
    std::string json = "\"";
    json.reserve(text.size() + 2);
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            json += '\\';
            json += c;
        } else if (code < 0x20 || code == 0x7f) {
            fmt::format_to(std::back_inserter(json), "\\u{:04x}", code);
        } else {
            json += c;
        }
    }
    return json += '"';
}

std::string hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += digits[byte >> 4U];
        text += digits[byte & 0xfU];
    }
    return text;
}

}  // namespace maedal::sqlite
