#include "net/form_text.hpp"

#include "net/utf8.hpp"

#include <algorithm>

namespace maedal::net {
namespace {

constexpr std::size_t pairs_max = 1'000;

Error broken(std::string reason, std::string detail) {
    return Error{Errc::invalid, std::move(reason), std::move(detail), {}};
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool unreserved(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

Result<std::string> form_decode(std::string_view text) {
    std::string spaced{text};
    std::replace(spaced.begin(), spaced.end(), '+', ' ');
    auto decoded = percent_decode(spaced);
    if (!decoded) return decoded;
    if (decoded->find('\0') != std::string::npos)
        return broken("form_nul", "a form must not hold NUL");
    if (!valid_utf8(*decoded)) return broken("form_utf8", "a form must be UTF-8");
    return decoded;
}

}  // namespace

Result<std::vector<std::pair<std::string, std::string>>> parse_form(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> pairs;
    while (!text.empty()) {
        const auto end = std::min(text.find('&'), text.size());
        const auto pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty()) continue;  // "a=1&&b=2" and a trailing '&' are common and mean nothing
        if (pairs.size() == pairs_max) return broken("form_too_long", "at most 1,000 pairs");

        const auto equals = std::min(pair.find('='), pair.size());
        auto name = form_decode(pair.substr(0, equals));
        if (!name) return name.error();
        auto value = form_decode(pair.substr(std::min(equals + 1, pair.size())));
        if (!value) return value.error();
        pairs.emplace_back(*std::move(name), *std::move(value));
    }
    return pairs;
}

std::string percent_encode(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    encoded.reserve(text.size());
    for (const char c : text) {
        if (unreserved(c)) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += digits[byte >> 4U];
        encoded += digits[byte & 0x0FU];
    }
    return encoded;
}

Result<std::string> percent_decode(std::string_view text) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            decoded += text[at];
            continue;
        }
        const int high = at + 1 < text.size() ? hex_value(text[at + 1]) : -1;
        const int low = at + 2 < text.size() ? hex_value(text[at + 2]) : -1;
        if (high < 0 || low < 0)
            return broken("percent_escape", "a '%' must be followed by two hexadecimal digits");
        decoded += static_cast<char>(high * 16 + low);
        at += 2;
    }
    return decoded;
}

}  // namespace maedal::net
