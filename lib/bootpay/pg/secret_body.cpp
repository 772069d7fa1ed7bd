#include "bootpay/pg/secret_body.hpp"

#include "base/contract.hpp"
#include "bootpay/pg/request.hpp"
#include "net/json_text.hpp"

namespace maedal::bootpay::pg {
namespace {

/// As JSON writes a text. What has to be escaped is seldom in numbers of cards, and never long.
void append_escaped(std::string& body, std::string_view text) {
    constexpr const char* hex = "0123456789abcdef";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || c == '"' || c == '\\') {
            body += "\\u00";
            body += hex[byte >> 4U];
            body += hex[byte & 0xFU];
        } else {
            body += c;
        }
    }
}

}  // namespace

net::Request secret_post(
    std::string target,
    const nlohmann::json& open,
    std::initializer_list<std::pair<const char*, const Secret*>> secrets
) {
    MAEDAL_EXPECTS(open.is_object() && !open.empty());
    net::Request request = post_request(std::move(target), open);
    std::size_t room = request.body.size();
    for (const auto& [name, secret] : secrets)
        room += std::string_view{name}.size() + 6 * secret->reveal().size() + 8;
    request.body.reserve(room);  // it must not move: what it leaves behind would stay
    request.body.pop_back();     // the '}'
    for (const auto& [name, secret] : secrets) {
        if (secret->empty()) continue;
        request.body += ",\"";
        request.body += name;
        request.body += "\":\"";
        append_escaped(request.body, secret->reveal());
        request.body += '"';
    }
    request.body += '}';
    return request;
}

}  // namespace maedal::bootpay::pg
