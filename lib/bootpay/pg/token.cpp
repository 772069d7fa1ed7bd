#include "bootpay/pg/token.hpp"

#include "bootpay/pg/answer.hpp"
#include "bootpay/pg/request.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

namespace maedal::bootpay::pg {
namespace {

constexpr Seconds margin = std::chrono::minutes{5};
constexpr std::int64_t lives_seconds_max = 86'400;
constexpr std::size_t token_bytes_max = 4096;

/// A header must not be broken by what the gateway sends.
bool good_token(const std::string* text) {
    const auto visible = [](char c) { return c > 0x20 && c < 0x7f; };
    return text != nullptr && !text->empty() && text->size() <= token_bytes_max &&
           std::all_of(text->begin(), text->end(), visible);
}

}  // namespace

net::Request token_request(const Secret& application_id, const Secret& private_key) {
    const nlohmann::json body{
        {"application_id", std::string{application_id.reveal()}},
        {"private_key", std::string{private_key.reveal()}},
    };
    return post_request("/request/token", body);
}

Result<Token> token_from(const net::Response& response, const Codes& codes) {
    const auto body = looked_up(response, codes);
    if (!body && body.error().code == Errc::unauthorized) return body.error();
    if (!body) {
        return Error{
            Errc::unavailable, body.error().reason, "no token: " + body.error().detail, {}};
    }
    if (!body->is_object()) return unreadable("no token: the answer is no object");
    const auto text = body->find("access_token");
    const auto lives = body->find("expire_in");
    if (text == body->end() || !good_token(text->get_ptr<const std::string*>()))
        return unreadable("no token: access_token is missing or no token");
    if (lives == body->end() || !lives->is_number_unsigned())
        return unreadable("no token: expire_in is missing or no number of seconds");
    const auto seconds = lives->get<std::uint64_t>();
    if (seconds == 0 || seconds > lives_seconds_max)
        return unreadable("no token: expire_in is out of range");
    return Token{Secret{text->get<std::string>()}, Seconds{static_cast<std::int64_t>(seconds)}};
}

TokenLife::TokenLife(Instant received_at, Seconds lives)
    : from_{received_at}, until_{received_at + std::max(lives - margin, lives / 2)} {}

bool TokenLife::fresh(Instant now) const {
    return now >= from_ && now < until_;
}

}  // namespace maedal::bootpay::pg
