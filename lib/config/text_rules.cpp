#include "config/text_rules.hpp"

#include "config/url.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace maedal::config {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_small(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_letter(char c) {
    return is_small(c) || (c >= 'A' && c <= 'Z');
}

template <class Allowed>
bool made_of(std::string_view text, std::size_t size_max, Allowed allowed) {
    return !text.empty() && text.size() <= size_max &&
           std::all_of(text.begin(), text.end(), allowed);
}

bool is_printable(std::string_view text, std::size_t size_max) {
    return made_of(text, size_max, [](char c) {
        return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F;
    });
}

bool is_absolute_path(std::string_view text) {
    return text.starts_with('/') && text.size() > 1 && is_printable(text, 4095);
}

bool is_number_up_to(std::string_view text, int max) {
    int value = 0;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    const bool octal = text.size() > 1 && text[0] == '0';
    return read.ec == std::errc{} && read.ptr == end && !octal && value >= 0 && value <= max;
}

bool is_address(int family, std::string_view text) {
    std::array<unsigned char, sizeof(in6_addr)> unused{};
    return inet_pton(family, std::string{text}.c_str(), unused.data()) == 1;
}

/// An address, or ADDRESS/PREFIX with a prefix of at least 1: /0 would trust everyone.
bool is_network(std::string_view text) {
    const auto slash = text.find('/');
    const auto address = text.substr(0, slash);
    const bool four = is_address(AF_INET, address);
    if (!four && !is_address(AF_INET6, address)) return false;
    if (slash == std::string_view::npos) return true;
    const auto prefix = text.substr(slash + 1);
    return prefix != "0" && is_number_up_to(prefix, four ? 32 : 128);
}

bool is_zone_name(std::string_view text) {
    return made_of(text, 64, [](char c) {
        return is_letter(c) || is_digit(c) || c == '/' || c == '_' || c == '-' || c == '+';
    });
}

bool is_credential(std::string_view text) {
    const auto allowed = [](char c) {
        return is_letter(c) || is_digit(c) || c == '.' || c == '_' || c == '-';
    };
    return !text.starts_with('.') && made_of(text, 255, allowed);
}

bool is_code(std::string_view text) {
    return made_of(text, 64, [](char c) {
        return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '.';
    });
}

bool is_group(std::string_view text) {
    const auto allowed = [](char c) {
        return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '.';
    };
    return made_of(text, 32, allowed) && (is_letter(text[0]) || text[0] == '_');
}

bool is_service_url(std::string_view text, std::string_view path_end) {
    const auto url = url_from_text(text);
    if (!url || (!url->encrypted && !is_loopback(url->host))) return false;
    return without_end_slash(url->path).ends_with(path_end);
}

}  // namespace

namespace rules {

const TextRule installation{
    [](std::string_view text) {
        return made_of(text, 12, [](char c) { return is_small(c) || is_digit(c); });
    },
    "1 to 12 small letters and digits, such as m1"};
const TextRule zone_name{is_zone_name, "an IANA time zone, such as Asia/Seoul"};
const TextRule absolute_path{is_absolute_path, "an absolute path, beginning with /"};
const TextRule socket_path{
    [](std::string_view text) { return is_absolute_path(text) && text.size() <= 107; },
    "an absolute path of at most 107 bytes, such as /run/maedal/admin.sock"};
const TextRule credential{
    is_credential, "a credential's name: letters, digits, dots, _ and -, not beginning with a dot"};
const TextRule account_id{
    [](std::string_view text) {
        return made_of(text, 200, [](char c) { return c > ' ' && c < 0x7F; });
    },
    "the key as Bootpay's console shows it, without spaces"};
const TextRule code{is_code, "an error code of the gateway: letters, digits, _, - and dots"};
const TextRule name{
    [](std::string_view text) {
        return made_of(text, 64, [](char c) { return is_small(c) || is_digit(c) || c == '-'; });
    },
    "1 to 64 small letters, digits and -"};
const TextRule label{
    [](std::string_view text) { return is_printable(text, 200) && text.front() != ' '; },
    "a name of 1 to 200 bytes"};
const TextRule group{is_group, "the name of a group"};
const TextRule network{
    is_network, "a numeric address, or one with a prefix length, such as 10.0.0.0/8"};
const TextRule endpoint{
    [](std::string_view text) { return endpoint_from_text(text).has_value(); },
    "a numeric address and a port, such as 127.0.0.1:8780 or \"[::1]:8780\""};
const TextRule pg_url{
    [](std::string_view text) { return is_service_url(text, "/v2"); },
    "an https URL that ends in /v2, such as https://api.bootpay.co.kr/v2 (http on loopback only)"};
const TextRule commerce_url{
    [](std::string_view text) { return is_service_url(text, "/v1"); },
    "an https URL that ends in /v1, such as https://api.bootapi.com/v1 (http on loopback only)"};
const TextRule public_url{
    [](std::string_view text) { return is_service_url(text, ""); },
    "an https URL that Bootpay can reach, such as https://pay.example.com (http on loopback only)"};
const TextRule send_by{
    [](std::string_view text) {
        return text == "sms" || text == "kakao" || text == "email" || text == "push";
    },
    "sms, kakao, email or push"};

}  // namespace rules

std::optional<Endpoint> endpoint_from_text(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    auto address = text.substr(0, colon);
    const auto port = text.substr(colon + 1);
    const bool bracketed = address.starts_with('[') && address.ends_with(']');
    if (bracketed) address = address.substr(1, address.size() - 2);
    if (!is_address(bracketed ? AF_INET6 : AF_INET, address)) return std::nullopt;
    if (!is_number_up_to(port, 65'535)) return std::nullopt;
    int number = 0;
    std::from_chars(port.data(), port.data() + port.size(), number);
    return Endpoint{std::string{address}, static_cast<std::uint16_t>(number)};
}

std::optional<std::uint32_t> mode_from_text(std::string_view text) {
    if (text.size() != 4 || text[0] != '0') return std::nullopt;
    std::uint32_t mode = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), mode, 8);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
    const bool ours_and_no_more = (mode & 0600) == 0600 && (mode & ~0666U) == 0;
    if (!ours_and_no_more) return std::nullopt;
    return mode;
}

bool is_loopback_url(std::string_view url) {
    const auto parts = url_from_text(url);
    return parts && is_loopback(parts->host);
}

std::string without_end_slash(std::string url) {
    if (url.ends_with('/')) url.pop_back();
    return url;
}

}  // namespace maedal::config
