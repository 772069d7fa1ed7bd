#include "webhook/source.hpp"

#include <algorithm>

namespace maedal::webhook {
namespace {

namespace ip = boost::asio::ip;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_forwarded_for(const std::string& name) {
    constexpr std::string_view wanted = "x-forwarded-for";
    return std::equal(wanted.begin(), wanted.end(), name.begin(), name.end(), [](char a, char b) {
        return a == lower(b);
    });
}

std::string_view trimmed(std::string_view text) {
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && blank(text.back()))
        text.remove_suffix(1);
    return text;
}

/// The hops that the proxies wrote down, the nearest last.
std::vector<std::string> hops_of(const net::Request& request) {
    std::vector<std::string> hops;
    for (const auto& [name, value] : request.headers.all()) {
        if (!is_forwarded_for(name)) continue;
        std::string_view rest{value};
        for (;;) {
            const auto comma = rest.find(',');
            hops.emplace_back(trimmed(rest.substr(0, comma)));
            if (comma == std::string_view::npos) break;
            rest.remove_prefix(comma + 1);
        }
    }
    return hops;
}

}  // namespace

std::optional<ip::address> source_of(
    const net::Request& request, const std::vector<AddressRange>& proxies
) {
    if (!any_holds(proxies, request.peer)) return request.peer;
    const auto hops = hops_of(request);
    for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
        boost::system::error_code ec;
        const auto address = ip::make_address(*hop, ec);
        if (ec) return std::nullopt;
        if (!any_holds(proxies, address)) return address;
    }
    return std::nullopt;
}

}  // namespace maedal::webhook
